import { Converter } from 'opencc-js'
import { describe, expect, it } from 'vitest'
import { choosePhrases, defaultBufferRule } from '../../../shared/assist/choose-phrases.ts'
import { fillSlots } from '../../../shared/assist/fill-slots.ts'
import { lintPhrase, packsFor } from '../../../shared/assist/lint-phrase.ts'
import { type Phrase, phraseFile, slotFile, slotNames, stages } from '../../../shared/assist/phrase.ts'
import { type Lang, langs } from '../../../shared/assist/record.ts'
import { situations } from '../../../shared/assist/situation.ts'
import { lintPacks, resource, resourceNames } from '../assist/packs.ts'
import { bigramsOf, diceShare, sharedShare, tooAlike, wordPairsOf } from './bigrams.ts'

const files = resourceNames('phrases').map((path) => ({ path, ...phraseFile.parse(resource(path)) }))
const phrases: Phrase[] = files.flatMap((file) => file.phrases)
const { slots } = slotFile.parse(resource('slots.json'))
const inLang = (lang: Lang) => phrases.filter((p) => p.lang === lang)
const withoutSlots = (p: Phrase) => ({ id: p.id, text: p.text.replace(/\{\{\w+\}\}/g, '') })
const on = '2026-12-01'

const remarks = (text: string, lang: Lang) => {
  const result = lintPhrase(text, packsFor(text, lang, lintPacks))
  return result.ok ? result.value.map((f) => `${f.rule}: ${f.text} in ${text}`) : [result.error.tag]
}
const filled = (p: Phrase) => {
  const values = Object.fromEntries(slots.map((slot) => [slot.name, slot.example[p.lang]]))
  const result = fillSlots(p, values, slots)
  return result.ok ? result.value.text : JSON.stringify(result.error)
}

describe('CALL-4 shipped phrases', () => {
  it('CALL-4 are at least 150 in zh-CN and a core of 40 each in zh-TW and en, ids unique', () => {
    expect(inLang('zh-CN').length).toBeGreaterThanOrEqual(150)
    expect(inLang('zh-TW').length).toBeGreaterThanOrEqual(40)
    expect(inLang('en').length).toBeGreaterThanOrEqual(40)
    expect(new Set(phrases.map((p) => p.id)).size).toBe(phrases.length)
  })

  it('TRU-5a each has a source, an author, another reviewer and a review date, and none is past it', () => {
    for (const p of phrases) expect(p.author, p.id).not.toBe(p.reviewer)
    expect(phrases.filter((p) => p.lawRef !== undefined).every((p) => ['legal', 'brand'].includes(p.reviewer))).toBe(
      true,
    )
    expect(
      phrases
        .filter((p) => p.situations.includes('self_harm') && p.stage !== 'greet')
        .every((p) => p.reviewer === 'legal' || p.situations.includes('distress')),
    ).toBe(true)
  })

  it('CALL-4 use known slots only, and read well and pass the check when filled', () => {
    const known = slots.map((slot) => slot.name)
    expect(phrases.flatMap((p) => slotNames(p.text).filter((name) => !known.includes(name)))).toEqual([])
    const used = new Set(phrases.flatMap((p) => p.slots))
    expect(known.filter((name) => !used.has(name) && name !== 'rule')).toEqual([])
    expect(phrases.flatMap((p) => remarks(filled(p), p.lang))).toEqual([])
    for (const p of phrases) expect(filled(p), p.id).not.toMatch(/[{}[\]]/)
  })

  it('CALL-4 are whole sentences once filled: nothing twice in a row, English sentences begin with a capital', () => {
    const twice = phrases.filter((p) => p.lang !== 'en' && /([\u4e00-\u9fff]{3,})\1/.test(filled(p)))
    expect(twice.map(filled)).toEqual([])
    const small = inLang('en').filter((p) => /(?:^|[.?!] )[a-z]/.test(filled(p)))
    expect(small.map(filled)).toEqual([])
    const dayTwice = phrases.filter((p) => p.text.includes('{{day}}{{time}}') || p.text.includes('{{day}} at {{time}}'))
    expect(dayTwice.map((p) => p.id)).toEqual([])
  })

  it("CALL-6 each passes the product's own phrase check, hints included", () => {
    expect(phrases.flatMap((p) => remarks(p.text, p.lang))).toEqual([])
  })

  it.each(['zh-CN', 'zh-TW'] as const)('no two in %s share more than 60 % of the shorter one, slots or not', (lang) => {
    expect(tooAlike(inLang(lang), 0.6)).toEqual([])
    expect(tooAlike(inLang(lang).map(withoutSlots), 0.6)).toEqual([])
  })

  it('no two in en share more than 60 % of their character bigrams or 40 % of their word pairs', () => {
    const bare = inLang('en').map(withoutSlots)
    expect(tooAlike(inLang('en'), 0.6, bigramsOf, diceShare)).toEqual([])
    expect(tooAlike(bare, 0.6, bigramsOf, diceShare)).toEqual([])
    expect(tooAlike(bare, 0.4, wordPairsOf)).toEqual([])
  })

  it('are written in Taiwan Mandarin, not converted from the zh-CN set', () => {
    const toSimplified = Converter({ from: 'tw', to: 'cn' })
    const ours = inLang('zh-CN').map((p) => bigramsOf(withoutSlots(p).text))
    const copies = inLang('zh-TW').filter((p) => {
      const grams = bigramsOf(toSimplified(withoutSlots(p).text))
      return ours.some((other) => sharedShare(grams, other) > 0.7)
    })
    expect(copies.map((p) => p.id)).toEqual([])
  })

  it('keep to their script', () => {
    const toTw = Converter({ from: 'cn', to: 'tw' })
    const toCn = Converter({ from: 'tw', to: 'cn' })
    const changed = (lang: Lang, convert: (text: string) => string, allowed: RegExp) =>
      inLang(lang)
        .filter((p) => convert(p.text).replace(allowed, '') !== p.text.replace(allowed, ''))
        .map((p) => `${p.text} → ${convert(p.text)}`)
    expect(changed('zh-TW', toTw, /[著着裡里擺台臺群羣鬥斗咁]/g)).toEqual([])
    expect(changed('zh-CN', toCn, /[著着]/g)).toEqual([])
    expect(
      inLang('en')
        .filter((p) => /[^\x20-\x7e£€]/.test(p.text))
        .map((p) => p.id),
    ).toEqual([])
  })

  it('are short enough to say in one breath', () => {
    const long = phrases.filter((p) => [...withoutSlots(p).text].length > (p.lang === 'en' ? 120 : 48))
    expect(long.map((p) => `${p.id} ${[...withoutSlots(p).text].length}`)).toEqual([])
    const chinese = phrases.filter((p) => p.lang !== 'en')
    const brief = chinese.filter((p) => [...p.text].length <= 45)
    expect(brief.length / chinese.length).toBeGreaterThan(0.85)
  })

  it.each(langs)('CALL-4 leave no moment without words in %s: every stage at every heat has three', (lang) => {
    for (const stage of stages) {
      for (const emotion of [0, 20, 40, 50, 65, 75, 90, 100]) {
        const found = choosePhrases({ stage, emotion, lang, situations: [], said: [], on }, phrases)
        expect(found.length, `${lang} ${stage} ${emotion}`).toBeGreaterThanOrEqual(3)
      }
    }
  })

  it.each(langs)('CALL-5 offer a buffer phrase first to an angry customer in %s', (lang) => {
    for (const emotion of [60, 70, 80, 90, 100]) {
      const found = choosePhrases({ stage: 'empathise', emotion, lang, situations: [], said: [], on }, phrases)
      expect(found[0]?.phrase.buffer, `${lang} ${emotion}`).toBe(true)
      expect(found.filter((f) => f.phrase.buffer).length).toBeGreaterThanOrEqual(2)
    }
    expect(phrases.some((p) => p.buffer && p.stage !== 'empathise')).toBe(false)
    expect(defaultBufferRule.before).not.toContain('empathise')
  })

  it.each(situations)('CALL-7 have words for %s: zh-CN in four stages, zh-TW and en where it counts', (situation) => {
    const of = (lang: Lang) => inLang(lang).filter((p) => p.situations.includes(situation))
    expect(new Set(of('zh-CN').map((p) => p.stage)).size).toBeGreaterThanOrEqual(4)
    expect(of('zh-TW').length, 'zh-TW').toBeGreaterThanOrEqual(1)
    expect(of('en').length, 'en').toBeGreaterThanOrEqual(1)
  })

  it.each(langs)('CALL-7 never leave a caller at risk without words in %s', (lang) => {
    for (const stage of stages.filter((s) => s !== 'greet')) {
      const found = choosePhrases({ stage, emotion: 90, lang, situations: ['self_harm'], said: [], on }, phrases)
      expect(found.length, `${lang} ${stage}`).toBeGreaterThanOrEqual(1)
    }
  })
})
