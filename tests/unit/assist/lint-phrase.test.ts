import { describe, expect, it } from 'vitest'
import { langOf, lintMaxLength, lintPhrase, packsFor } from '../../../shared/assist/lint-phrase.ts'
import { lintFile } from '../../../shared/assist/lint-rules.ts'
import { type Lang, langs } from '../../../shared/assist/record.ts'
import { cpuMs } from '../cpu-time.ts'
import { fineEn, fineZhCn, fineZhTw, flaggedEn, flaggedZhCn, flaggedZhTw } from './lint-rows.ts'
import { lintFileOf, lintPacks } from './packs.ts'

const find = (text: string, lang: Lang = langOf(text)) => {
  const result = lintPhrase(text, packsFor(text, lang, lintPacks))
  if (!result.ok) throw new Error(result.error.tag)
  return result.value
}
const rulesIn = (text: string, lang?: Lang) => find(text, lang).map((finding) => finding.rule)
const inLang = <Row>(lang: Lang, rows: readonly Row[]): [Lang, Row][] => rows.map((row) => [lang, row])

describe('CALL-6 phrase check', () => {
  it.each([...inLang('zh-CN', flaggedZhCn), ...inLang('zh-TW', flaggedZhTw), ...inLang('en', flaggedEn)])(
    'CALL-6 flags in %s: %s',
    (lang, [rule, text]) => {
      expect(rulesIn(text, lang)).toContain(rule)
    },
  )

  it.each([...inLang('zh-CN', fineZhCn), ...inLang('zh-TW', fineZhTw), ...inLang('en', fineEn)])(
    'CALL-6 leaves alone in %s: %s',
    (lang, text) => {
      expect(rulesIn(text, lang)).toEqual([])
    },
  )

  it('CALL-6 checks the other script too where agents mix the two', () => {
    expect(rulesIn('我们会儘快处理', 'zh-CN')).toEqual(['tw.vague.asap'])
    expect(rulesIn('我們会尽快处理', 'zh-TW')).toEqual(['vague.asap'])
  })

  it('CALL-6 has a bad example for every shipped rule', () => {
    const shown = new Set([...flaggedZhCn, ...flaggedZhTw, ...flaggedEn].map(([rule]) => rule))
    const all = langs.flatMap((lang) => lintFileOf(lang).rules.map((rule) => rule.id))
    expect(all.filter((id) => !shown.has(id))).toEqual([])
    expect(new Set(all).size).toBe(all.length)
  })

  it('CALL-6c covers each kind of trouble in each language', () => {
    for (const lang of langs) {
      const kinds = new Set(lintFileOf(lang).rules.map((rule) => rule.category))
      expect([...kinds].sort()).toEqual(
        ['absolute', 'blame', 'forbidden', 'jargon', 'over_promise', 'privacy', 'vague_promise'].sort(),
      )
    }
  })

  it('CALL-6c names rule, place, reason and a better wording that itself passes', () => {
    for (const lang of langs) {
      for (const rule of lintFileOf(lang).rules) {
        expect(rule.why.length).toBeGreaterThan(4)
        for (const better of rule.better) expect([rule.id, better, find(better, lang)]).toEqual([rule.id, better, []])
      }
    }
  })

  it('CALL-6 points at what was typed, blanks and full-width included', () => {
    const [first] = find('好的，我们会尽 快处理，１００％没问题')
    expect(first).toMatchObject({ rule: 'vague.asap', start: 6, end: 9, text: '尽 快', severity: 'warn' })
    expect(find('已经１００％没问题')[0]).toMatchObject({ text: '１００％', category: 'absolute' })
    expect(find('尽\u200b快处理')[0]).toMatchObject({ start: 0, end: 3 })
  })

  it('CALL-6 reports overlapping troubles once, the gravest, in reading order', () => {
    const found = find('一定给您全额退款，尽快')
    expect(found.map((f) => f.rule)).toEqual(['over.certain_result', 'vague.asap'])
    for (const [i, f] of found.entries()) expect(f.start).toBeGreaterThanOrEqual(found[i - 1]?.end ?? 0)
  })

  it('CALL-6 refuses a text no one could say', () => {
    const long = lintPhrase('尽'.repeat(1_000_000), lintPacks)
    expect(long).toEqual({ ok: false, error: { tag: 'lint.too_long', field: 'text', detail: { max: lintMaxLength } } })
  })

  it('CALL-6 stays quick and total on hostile text', () => {
    const hostile = [
      '尽'.repeat(4_999),
      '“'.repeat(4_999),
      '稍后'.repeat(2_499),
      'soon '.repeat(999),
      '\ud800'.repeat(500),
    ]
    for (const text of [
      ...hostile,
      '您自己'.repeat(1_600),
      '请您'.repeat(2_400),
      '\u202e尽快',
      '一定能会可以要'.repeat(700),
    ]) {
      const at = cpuMs()
      expect(lintPhrase(text, lintPacks).ok).toBe(true)
      expect(cpuMs() - at).toBeLessThan(4_000)
    }
  })

  it('tells the language of a text by its characters', () => {
    expect([langOf('我们会处理'), langOf('我們會處理'), langOf('We will'), langOf('')]).toEqual([
      'zh-CN',
      'zh-TW',
      'en',
      'en',
    ])
  })

  it('refuses a rule file with a broken pattern', () => {
    const rule = { ...lintFileOf('en').rules[0], find: '(' }
    expect(lintFile.safeParse({ lang: 'en', version: 1, rules: [rule] }).success).toBe(false)
  })
})
