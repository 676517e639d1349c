import { describe, expect, it } from 'vitest'
import { type AssistSource, makeAssistPack } from '../../../shared/assist/assist-pack.ts'
import { choosePhrases } from '../../../shared/assist/choose-phrases.ts'
import { classifyByRules } from '../../../shared/assist/classify-rules.ts'
import { detectSituations } from '../../../shared/assist/detect-situation.ts'
import { scoreEmotion } from '../../../shared/assist/emotion.ts'
import { fillSlots } from '../../../shared/assist/fill-slots.ts'
import { lintPhrase, packsFor } from '../../../shared/assist/lint-phrase.ts'
import { resource, resourceNames } from './packs.ts'

const all = (folder: string) => resourceNames(folder).map(resource)
const source: AssistSource = {
  phrases: all('phrases'),
  lint: all('lint'),
  knowledge: all('knowledge'),
  slots: resource('slots.json'),
  guides: resource('guides.json'),
  cultures: resource('cultures.json'),
  dialect: resource('dialect.json'),
  categories: resource('categories.json'),
  channels: resource('channels.json'),
  departments: resource('departments.json'),
  reasons: resource('reasons.json'),
  classify: {
    rules: resource('classify/rules.json'),
    emotion: resource('classify/emotion.json'),
    situations: resource('classify/situations.json'),
    variants: resource('classify/variants.json'),
  },
}
const pack = makeAssistPack(source)

describe('the shipped words together', () => {
  it('CALL-4 CALL-5 CALL-7 from an angry sentence to a filled phrase that may be said', () => {
    const said = '你们太过分了，今天要发的货全卡着，订单列表打不开，我要找记者曝光！'
    const scenario = 'system_fault'
    const emotion = scoreEmotion(said, pack.emotion).score
    const situations = detectSituations(said, pack.situations).map((hint) => hint.situation)
    expect(emotion).toBeGreaterThanOrEqual(60)
    expect(situations).toEqual(['media_threat'])
    expect(classifyByRules(said, pack.classifier).department?.value).toBe('rnd')
    const [first] = choosePhrases(
      { stage: 'empathise', emotion, lang: 'zh-CN', scenario, situations, said: [], on: '2026-12-01' },
      pack.phrases,
    )
    expect(first?.phrase).toMatchObject({ buffer: true, situations: ['media_threat'] })
    const filled = fillSlots(first?.phrase ?? { text: '', slots: ['missing'] }, {}, pack.slots)
    const text = filled.ok ? filled.value.text : ''
    expect(lintPhrase(text, packsFor(text, 'zh-CN', pack.lint))).toEqual({ ok: true, value: [] })
  })

  it('refuses a broken file whole', () => {
    expect(() => makeAssistPack({ ...source, slots: { slots: [] } })).toThrow()
    expect(() => makeAssistPack({ ...source, guides: undefined })).toThrow()
  })
})
