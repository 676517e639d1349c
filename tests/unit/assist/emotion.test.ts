import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variantFile } from '../../../shared/assist/cues.ts'
import { compileSituations, detectSituations, situationFile } from '../../../shared/assist/detect-situation.ts'
import { compileEmotion, emotionFile, scoreEmotion } from '../../../shared/assist/emotion.ts'
import { anyText } from './any-text.ts'
import { resource } from './packs.ts'

const { variants } = variantFile.parse(resource('classify/variants.json'))
const emotion = compileEmotion(emotionFile.parse(resource('classify/emotion.json')), variants)
const special = compileSituations(situationFile.parse(resource('classify/situations.json')), variants)
const heat = (text: string) => scoreEmotion(text, emotion).score
const seen = (text: string) => detectSituations(text, special).map((hint) => hint.situation)

describe('CLS-5 emotion score', () => {
  it('CLS-5 rises from a question over a complaint to fury', () => {
    const ladder = [
      '您好，请问发票怎么开，谢谢',
      '订单列表打不开，麻烦看一下',
      '等了三天还没处理，很失望',
      '太过分了，凭什么不给退，你们这是骗人',
      '气死我了！！你们这群骗子，我要曝光，法院见！！',
    ].map(heat)
    expect(ladder).toEqual([...ladder].sort((a, b) => a - b))
    expect(ladder[0]).toBe(0)
    expect(ladder[1]).toBeLessThan(30)
    expect(ladder[3]).toBeGreaterThanOrEqual(60)
    expect(ladder[4]).toBeGreaterThanOrEqual(80)
  })

  it('CLS-5 works in traditional script and in English', () => {
    expect(heat('太過分了，憑什麼不給退，根本是騙人')).toBeGreaterThanOrEqual(60)
    expect(heat('This is outrageous, you lied to me and I am furious!!')).toBeGreaterThanOrEqual(60)
    expect(heat('Thank you, that was very helpful')).toBe(0)
    expect(heat('WHY HAS NOBODY CALLED')).toBeGreaterThan(heat('why has nobody called'))
  })

  it('CLS-5 names the words that led there', () => {
    const text = '凭什么扣我的钱，气死我了'
    const { evidence } = scoreEmotion(text, emotion)
    expect(evidence.map((e) => e.text)).toEqual(['凭什么', '气死我'])
    for (const e of evidence) expect(text.slice(e.start, e.end)).toBe(e.text)
  })

  it('CLS-5 does not take a denied feeling for one', () => {
    expect(heat('我不生气，就是问问')).toBeLessThan(heat('我很生气，就是问问'))
  })

  it('CLS-5 stays between 0 and 100 for anything', () => {
    fc.assert(
      fc.property(anyText(120), (text) => {
        const score = heat(text)
        return Number.isInteger(score) && score >= 0 && score <= 100
      }),
      { numRuns: 100 },
    )
    expect(heat('骗子！'.repeat(400_000))).toBeLessThanOrEqual(100)
  })
})

describe('CALL-7 special situations', () => {
  it.each([
    ['self_harm', '你们再不解决我就不想活了'],
    ['self_harm', "I don't want to live any more"],
    ['self_harm', '活著沒意思，我不如死了算了'],
    ['distress', '我真的撑不下去了，天天哭'],
    ['injury', '充电宝炸了，手烫伤去医院了'],
    ['minor', '我今年12岁，别告诉我妈'],
    ['minor', '孩子用我手机充值了三千'],
    ['elderly', '我今年七十了，眼睛花看不清'],
    ['abusive', '你他妈的，我弄死你'],
    ['media_threat', '不给说法我就找记者曝光'],
    ['legal_threat', '那就法院见，我已经请律师了'],
    ['professional_claimant', '标签不合格，按第一百四十八条十倍赔偿，不赔就举报'],
    ['mass_incident', '我们群里几百人都遇到同样的问题'],
  ] as const)('CALL-7 sees %s in: %s', (situation, text) => {
    expect(seen(text)).toContain(situation)
    const hint = detectSituations(text, special).find((h) => h.situation === situation)
    expect(hint?.confidence).toBeGreaterThan(0.4)
    for (const e of hint?.evidence ?? []) expect(text.slice(e.start, e.end)).toBe(e.text)
  })

  it.each([
    '累死我了，跑了三趟',
    '手机死机了',
    '没有人受伤，就是箱子破了',
    '退一赔三是什么意思',
    '订单列表打不开',
    '请问几点下班',
    'The lamp arrived, thank you',
  ])('CALL-7 sees nothing special in: %s', (text) => {
    expect(seen(text)).toEqual([])
  })

  it('CALL-7 one legal reference alone is no professional claimant; several signs together are a hint', () => {
    expect(seen('按消法第五十五条退一赔三')).toContain('professional_claimant')
    expect(seen('按消法第五十五条处理')).not.toContain('professional_claimant')
  })

  it('CALL-7 puts a risk to life before everything else', () => {
    expect(seen('我要找记者曝光，法院见，不然我就跳楼')[0]).toBe('self_harm')
    expect(seen('累死了，真的不想活了')).toContain('self_harm')
  })
})
