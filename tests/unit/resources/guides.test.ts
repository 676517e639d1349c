import { describe, expect, it } from 'vitest'
import { callBackRemarks, cultureFile } from '../../../shared/assist/culture.ts'
import { dialectFile, indexDialect, readDialect } from '../../../shared/assist/dialect.ts'
import { guideFile, helplinesFor, withEveryHelpline } from '../../../shared/assist/guide.ts'
import { phraseFile } from '../../../shared/assist/phrase.ts'
import { langs } from '../../../shared/assist/record.ts'
import { situations } from '../../../shared/assist/situation.ts'
import { escalationLevels } from '../../../shared/case/words.ts'
import { resource, resourceNames } from '../assist/packs.ts'

const { guides } = guideFile.parse(resource('guides.json'))
const { cultures } = cultureFile.parse(resource('cultures.json'))
const dialect = dialectFile.parse(resource('dialect.json'))
const phrases = resourceNames('phrases').flatMap((path) => phraseFile.parse(resource(path)).phrases)
const phraseIds = new Map(phrases.map((p) => [p.id, p]))
const words = indexDialect(dialect.words)
const mandarinOf = (text: string) => readDialect(text, words).map((hit) => hit.entry.mandarin)
const gulf = cultures.find((c) => c.id === 'gulf')
const remarksOf = (day: string, weekday: number, time: string) =>
  callBackRemarks(gulf ?? { quietTimes: [] }, { day, weekday, time }).map((r) => [r.id, r.verdict])

describe('CALL-7 guides', () => {
  it('CALL-7a are at least seven, each special situation has one, ids unique', () => {
    const chinese = guides.filter((g) => g.lang === 'zh-CN')
    expect(chinese.length).toBeGreaterThanOrEqual(7)
    expect(situations.filter((s) => !chinese.some((g) => g.situations.includes(s)))).toEqual([])
    expect(new Set(guides.map((g) => `${g.lang} ${g.id}`)).size).toBe(guides.length)
    for (const g of guides) expect(g.author, g.id).not.toBe(g.reviewer)
  })

  it('CALL-7 each names a person to hand over to, a deadline, and phrases that exist for its situations', () => {
    for (const g of guides) {
      expect(escalationLevels, g.id).toContain(g.handOver.level)
      for (const id of g.phrases) {
        const phrase = phraseIds.get(id)
        expect(phrase?.lang, `${g.id} ${id}`).toBe(g.lang)
        expect(
          phrase?.situations.length === 0 || phrase?.situations.some((s) => g.situations.includes(s)),
          `${g.id} ${id}`,
        ).toBe(true)
      }
    }
  })

  it('CALL-7 a caller at risk is handed to a person at once, with help lines', () => {
    const lines = { 'zh-CN': ['12356', '120', '110'], 'zh-TW': ['1925', '110', '119'], en: ['116 123', '988', '911'] }
    const staying = { 'zh-CN': '不挂断', 'zh-TW': '不掛斷', en: 'Do not hang up' }
    for (const lang of langs) {
      const harm = guides.find((g) => g.lang === lang && g.situations.includes('self_harm'))
      expect(harm?.handOver, lang).toMatchObject({ withinMinutes: 0 })
      expect(harm?.helplines.map((line) => line.number)).toEqual(expect.arrayContaining(lines[lang]))
      expect(harm?.never.join('')).toContain(staying[lang])
    }
    const danger = guides.filter((g) => g.situations.some((s) => ['injury', 'self_harm'].includes(s)))
    for (const g of danger) expect(g.handOver.withinMinutes, g.id).toBeLessThanOrEqual(15)
  })
})

describe('CALL-7 help lines', () => {
  const harmIn = (lang: string) => {
    const read = guides.filter((g) => g.lang === lang && g.situations.includes('self_harm'))
    return withEveryHelpline(read, guides)[0] ?? { helplines: [] }
  }
  const numbers = (lang: string, region: string | null) => helplinesFor(harmIn(lang), region).map((line) => line.number)

  it('CALL-7 are those the caller can call, whatever language the agent reads', () => {
    for (const lang of langs) {
      expect([...numbers(lang, 'CN')].sort(), lang).toEqual(['110', '120', '12356'])
      expect([...numbers(lang, 'TW')].sort(), lang).toEqual(['110', '119', '1925', '1980', '1995'])
      expect(numbers(lang, 'US'), lang).toEqual(expect.arrayContaining(['988', '911']))
    }
  })

  it('CALL-7 are all of them where the place is unknown or has none, each once', () => {
    for (const region of [null, 'IS']) {
      const all = helplinesFor(harmIn('zh-CN'), region)
      expect(new Set(all.map((line) => line.region)).size).toBeGreaterThanOrEqual(5)
      expect(new Set(all.map((line) => `${line.region} ${line.number}`)).size).toBe(all.length)
    }
  })
})

describe('CALL-13 culture packs', () => {
  it('CALL-13a are at least five, with the parts the field asks for, ids unique', () => {
    expect(cultures.length).toBeGreaterThanOrEqual(5)
    expect(new Set(cultures.map((c) => `${c.lang} ${c.id}`)).size).toBe(cultures.length)
    expect(cultures.some((c) => c.powerDistance === 'high') && cultures.some((c) => c.powerDistance === 'low')).toBe(
      true,
    )
    expect(cultures.some((c) => c.context === 'high') && cultures.some((c) => c.context === 'low')).toBe(true)
    for (const c of cultures) {
      expect(c.idioms.length, c.id).toBeGreaterThanOrEqual(3)
      expect(c.author, c.id).not.toBe(c.reviewer)
    }
  })

  it('CALL-13 every culture a phrase is made for exists', () => {
    const ids = new Set(cultures.map((c) => c.id))
    expect(phrases.flatMap((p) => p.cultures).filter((id) => !ids.has(id))).toEqual([])
  })

  it('CALL-13 no daytime call-backs in Ramadan, calls after sunset are fine', () => {
    expect(remarksOf('2026-02-20', 5, '10:00')).toEqual([['ramadan_day', 'avoid']])
    expect(remarksOf('2026-02-20', 5, '20:00')).toEqual([])
    expect(remarksOf('2026-04-02', 4, '10:00')).toEqual([])
    expect(remarksOf('2026-04-03', 5, '12:00')).toEqual([['friday_prayer', 'avoid']])
  })

  it('CALL-13 a year nobody entered is unknown, not free', () => {
    expect(remarksOf('2099-02-20', 1, '10:00')).toEqual([['ramadan_day', 'unknown_year']])
  })

  it('CALL-13 quiet times run over midnight and over New Year', () => {
    const night = {
      quietTimes: [
        {
          id: 'night',
          kind: 'daily' as const,
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          from: '21:00',
          to: '08:30',
          why: '夜里不打',
        },
      ],
    }
    expect(callBackRemarks(night, { day: '2026-06-01', weekday: 1, time: '23:00' })).toHaveLength(1)
    expect(callBackRemarks(night, { day: '2026-06-01', weekday: 1, time: '08:00' })).toHaveLength(1)
    expect(callBackRemarks(night, { day: '2026-06-01', weekday: 1, time: '08:30' })).toHaveLength(0)
    const year = { quietTimes: [{ id: 'ny', kind: 'yearly' as const, from: '12-29', to: '01-03', why: '年末年始' }] }
    expect(callBackRemarks(year, { day: '2027-01-02', weekday: 6, time: '10:00' })).toHaveLength(1)
    expect(callBackRemarks(year, { day: '2026-06-01', weekday: 1, time: '10:00' })).toHaveLength(0)
  })

  it('CALL-13 gives hours of the day only where they matter', () => {
    const festival = {
      quietTimes: [
        { id: 'f', kind: 'dated' as const, spans: [{ from: '2026-11-26', to: '2026-11-27' }], why: '感恩节' },
      ],
    }
    expect(callBackRemarks(festival, { day: '2026-11-26', weekday: 4, time: '19:00' })).toHaveLength(1)
    expect(callBackRemarks(festival, { day: '2026-11-28', weekday: 6, time: '19:00' })).toHaveLength(0)
  })
})

describe('CALL-14 dialect', () => {
  it('CALL-14a has at least eighty words of both dialects, each with its Mandarin', () => {
    expect(dialect.words.length).toBeGreaterThanOrEqual(80)
    expect(dialect.words.filter((w) => w.dialect === 'cantonese').length).toBeGreaterThanOrEqual(40)
    expect(dialect.words.filter((w) => w.dialect === 'minnan').length).toBeGreaterThanOrEqual(40)
    for (const w of dialect.words) expect(w.mandarin, w.word).not.toBe(w.word)
    const spellings = dialect.words.flatMap((w) => [w.word, ...(w.also ?? [])].map((s) => `${w.dialect} ${s}`))
    expect(spellings.filter((s, i) => spellings.indexOf(s) !== i)).toEqual([])
  })

  it('CALL-14 reads Cantonese in a sentence, the longest word first', () => {
    const text = '点解咁耐都未有人打畀我，几时退返钱'
    expect(mandarinOf(text)).toEqual(['为什么', '这么久', '还没有', '打给我', '什么时候', '把钱退回来'])
    expect(readDialect(text, words)[0]).toMatchObject({ start: 0, end: 2, text: '点解' })
  })

  it('CALL-14 reads Minnan and traditional spellings, and leaves Mandarin alone', () => {
    expect(mandarinOf('昨昏買的物件歹去，敲電話攏無人接')).toEqual(['昨天', '东西', '坏了', '打电话', '都没有'])
    const mandarin = phrases.filter((p) => p.lang === 'zh-CN').map((p) => p.text)
    expect(mandarin.filter((text) => mandarinOf(text).length > 0)).toEqual([])
    expect(mandarinOf('')).toEqual([])
    expect(readDialect('冇'.repeat(1_000_000), words)).toHaveLength(2_000)
  })
})
