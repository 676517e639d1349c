import { Converter } from 'opencc-js'
import { describe, expect, it } from 'vitest'
import { articleFile, matchArticles } from '../../../shared/assist/article.ts'
import { cultureFile } from '../../../shared/assist/culture.ts'
import { fillSlots } from '../../../shared/assist/fill-slots.ts'
import { guideFile } from '../../../shared/assist/guide.ts'
import { lintPhrase, packsFor } from '../../../shared/assist/lint-phrase.ts'
import { slotFile } from '../../../shared/assist/phrase.ts'
import { type Lang, readIn } from '../../../shared/assist/record.ts'
import { templateFile } from '../../../shared/intake/template.ts'
import { lintPacks, resource, resourceNames } from '../assist/packs.ts'
import { tooAlike, wordPairsOf } from './bigrams.ts'

const { guides } = guideFile.parse(resource('guides.json'))
const { cultures } = cultureFile.parse(resource('cultures.json'))
const { templates } = templateFile.parse(resource('templates.json'))
const { slots } = slotFile.parse(resource('slots.json'))
const articles = resourceNames('knowledge').flatMap((path) => articleFile.parse(resource(path)).articles)

/** Situations the call's guides must cover in every language. Source: CALL-7. */
const core = ['professional_claimant', 'distress', 'media_threat', 'elderly', 'minor', 'mass_incident', 'self_harm']
const others = ['zh-TW', 'en'] as const
type Other = (typeof others)[number]

/** Every sentence of the guides, culture packs and articles of a language; what customers say in their own stays out. */
function sentencesOf(lang: Lang): string[] {
  const told = guides
    .filter((g) => g.lang === lang)
    .flatMap((g) => [...g.signs, g.aim, ...g.steps, ...g.never, g.handOver.how, ...g.record, g.afterwards])
  const mannered = cultures
    .filter((c) => c.lang === lang)
    .flatMap((c) => [
      ...[c.contextNote, c.apologyNote, ...c.quietTimes.map((quiet) => quiet.why), ...c.manners],
      ...[...c.gifts.fitting, ...c.gifts.taboo, ...c.compensation.fitting, ...c.compensation.avoid],
      ...c.idioms.flatMap((idiom) => [idiom.means, idiom.answer]),
    ])
  const known = articles.filter((a) => a.lang === lang).flatMap((a) => [a.title, a.body, ...a.steps, a.sendable])
  return [...told, ...mannered, ...known]
}

const remarks = (text: string, lang: Lang): string[] => {
  const result = lintPhrase(text, packsFor(text, lang, lintPacks))
  return result.ok ? result.value.map((f) => `${f.rule}: ${f.text} in ${text}`) : [result.error.tag]
}

describe.each(others)('the core set in %s', (lang) => {
  it('CALL-7 CALL-13 CALL-11 has guides for every core situation, five culture packs, fifteen articles', () => {
    const own = guides.filter((g) => g.lang === lang)
    expect(core.filter((s) => !own.some((g) => g.situations.some((it) => it === s)))).toEqual([])
    expect(cultures.filter((c) => c.lang === lang).length).toBeGreaterThanOrEqual(5)
    expect(articles.filter((a) => a.lang === lang).length).toBeGreaterThanOrEqual(15)
  })

  it('CALL-1 has every template with names, questions and first phrases', () => {
    expect(templates.length).toBeGreaterThanOrEqual(10)
    for (const template of templates) {
      expect(template.name[lang], template.id).toMatch(/\S/)
      expect(template.firstPhrases[lang].length, template.id).toBeGreaterThan(0)
      for (const question of template.questions) expect(question.ask[lang], question.id).toMatch(/\S/)
    }
  })

  it('CALL-7 CALL-13 says the same as the zh-CN set: same situation, receiver, minutes and quiet times', () => {
    for (const guide of guides.filter((g) => g.lang === lang)) {
      const original = guides.find((g) => g.lang === 'zh-CN' && g.id === guide.id)
      expect(original?.situations, guide.id).toEqual(guide.situations)
      expect([guide.handOver.level, guide.handOver.withinMinutes]).toEqual([
        original?.handOver.level,
        original?.handOver.withinMinutes,
      ])
    }
    const quiet = (own: (typeof cultures)[number] | undefined) => own?.quietTimes.map((it) => ({ ...it, why: '' }))
    for (const culture of cultures.filter((c) => c.lang === lang))
      expect(quiet(culture)).toEqual(quiet(cultures.find((c) => c.lang === 'zh-CN' && c.id === culture.id)))
  })

  it('CALL-6 articles pass the phrase check, can be filled, and no two say the same', () => {
    const own = articles.filter((a) => a.lang === lang)
    expect(
      own.flatMap((a) => [a.title, a.body, ...a.steps, a.sendable].flatMap((text) => remarks(text, lang))),
    ).toEqual([])
    const values = Object.fromEntries(slots.map((slot) => [slot.name, slot.example[lang]]))
    for (const article of own)
      expect(fillSlots({ text: article.sendable, slots: article.slots }, values, slots).ok, article.id).toBe(true)
    const bodies = own.map((a) => ({ id: a.id, text: a.body }))
    expect(lang === 'en' ? tooAlike(bodies, 0.4, wordPairsOf) : tooAlike(bodies, 0.4)).toEqual([])
  })

  it('CALL-11a finds an article by what the customer says', () => {
    const asked: Readonly<Record<Other, readonly (readonly [string, string])[]>> = {
      'zh-TW': [
        ['信用卡被刷了兩筆一樣的', 'billing.double_charge'],
        ['有人叫我去操作ATM解除分期', 'privacy.scam_signs'],
      ],
      en: [
        ['I was charged twice for one order', 'billing.double_charge'],
        ['my parcel never arrived, it is lost', 'delivery.lost'],
      ],
    }
    for (const [text, id] of asked[lang])
      expect(matchArticles({ text, lang, on: '2026-12-01' }, articles, 3)[0]?.article.id, text).toBe(id)
  })
})

describe('what somebody reads', () => {
  it('CALL-7 CALL-13 is one of each, in their language where it exists, else in zh-CN', () => {
    const chinese = guides.filter((g) => g.lang === 'zh-CN')
    expect(readIn(guides, 'zh-CN')).toEqual(chinese)
    for (const lang of others) {
      const read = readIn(guides, lang)
      expect(read.map((g) => g.id)).toEqual(chinese.map((g) => g.id))
      expect(read.filter((g) => g.lang === lang)).toHaveLength(guides.filter((g) => g.lang === lang).length)
    }
    expect(readIn([...guides].reverse(), 'en').find((g) => g.id === 'guide.hearing')?.lang).toBe('zh-CN')
  })
})

describe('each language in its own words', () => {
  it('zh-TW uses Taiwan’s words and script, not converted ones', () => {
    const mainland =
      /短信|信息|質量|視頻|軟件|網絡|賬號|帳戶號|屏幕|登錄|鏈接|郵箱|默認|坐席|工單|快遞|優惠券|銀行卡|儲蓄卡|反饋|渠道|投訴|二維碼|班長|核實|說法給/
    const toTw = Converter({ from: 'cn', to: 'tw' })
    const sentences = sentencesOf('zh-TW')
    expect(sentences.filter((text) => mainland.test(text))).toEqual([])
    const allowed = /[著着裡里擺台臺群羣鬥斗]|May I call you …|さま|「.*?」/g
    const plain = (text: string) => text.replace(allowed, '')
    expect(sentences.filter((text) => plain(toTw(text)) !== plain(text))).toEqual([])
  })

  it('en is written in English alone', () => {
    expect(sentencesOf('en').filter((text) => /[^\x20-\x7e…’]/.test(text))).toEqual([])
  })

  it('promises no outcome before a court or an authority', () => {
    const outcome =
      /一定(?:会|會)?(?:赢|贏|胜诉|勝訴|赔|賠)|保证(?:胜诉|赔)|保證(?:勝訴|賠)|包赔|法院(?:会|會|一定)|you will win|guaranteed? (?:refund|compensation|outcome)|the court will/i
    const all = (['zh-CN', 'zh-TW', 'en'] as const).flatMap(sentencesOf)
    expect(all.length).toBeGreaterThan(900)
    expect(all.filter((text) => outcome.test(text))).toEqual([])
  })
})
