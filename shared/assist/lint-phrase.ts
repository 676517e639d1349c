import { ok, type Result, refuse } from '../kernel/result.ts'
import { foldText, type Span, spanOf } from './folded-text.ts'
import { excuses } from './lint-context.ts'
import { inClause } from './lint-place.ts'
import type { LintCategory, LintFile, LintRule, LintSeverity } from './lint-rules.ts'
import type { Lang } from './record.ts'

/** What a rule found: where, why it hurts, and what to say in its place. `better` may hold slots. */
export interface LintFinding extends Span {
  readonly rule: string
  readonly category: LintCategory
  readonly severity: LintSeverity
  readonly why: string
  readonly better: readonly string[]
}

/** Rules ready to run; made once per language by `compileLint`. */
export interface LintRules {
  readonly lang: Lang
  readonly rules: readonly { readonly rule: LintRule; readonly find: RegExp; readonly not: RegExp | null }[]
}

/** Longest text checked, in UTF-16 units; a call's sentence is never near it. */
export const lintMaxLength = 5_000

/** Turns a checked rule file into something that runs. */
export function compileLint(file: LintFile): LintRules {
  return {
    lang: file.lang,
    rules: file.rules.map((rule) => ({
      rule,
      find: new RegExp(rule.find, 'gu'),
      not: rule.not === undefined ? null : new RegExp(rule.not, 'u'),
    })),
  }
}

function findingsOf(text: string, { lang, rules }: LintRules): LintFinding[] {
  const folded = foldText(text)
  return rules.flatMap(({ rule, find, not }) =>
    [...folded.text.matchAll(find)].flatMap((hit): LintFinding[] => {
      const place = { text: folded.text, start: hit.index, end: hit.index + hit[0].length }
      const { before, after } = inClause(place)
      if (not?.test(before + hit[0] + after)) return []
      if (rule.excuses.some((excuse) => excuses(excuse, place, lang))) return []
      const { id, category, severity, why, better } = rule
      return [{ rule: id, category, severity, ...spanOf(folded, place.start, place.end), why, better }]
    }),
  )
}

const rank: Readonly<Record<LintSeverity, number>> = { error: 0, warn: 1, hint: 2 }
const bySeverity = (a: LintFinding, b: LintFinding): number =>
  rank[a.severity] - rank[b.severity] || b.end - b.start - (a.end - a.start)

/** One stretch, one remark: of findings that overlap the gravest stays, then the longest. */
function onePerPlace(findings: readonly LintFinding[]): LintFinding[] {
  const kept: LintFinding[] = []
  for (const found of [...findings].sort(bySeverity)) {
    if (!kept.some((other) => found.start < other.end && other.start < found.end)) kept.push(found)
  }
  return kept.sort((a, b) => a.start - b.start)
}

/**
 * Checks a sentence before it reaches a customer; findings in reading order, none overlapping.
 * `packs` are tried together: for Chinese both scripts, since agents mix them. Refusal `lint.too_long`.
 * Source: CALL-6, D1 二(三)2, D0 三(二)1.
 */
export function lintPhrase(text: string, packs: readonly LintRules[]): Result<LintFinding[]> {
  if (text.length > lintMaxLength) return refuse('lint.too_long', 'text', { max: lintMaxLength })
  return ok(onePerPlace(packs.flatMap((pack) => findingsOf(text, pack))))
}

const chinese = /[\u3400-\u9fff]/
const traditional = /[們個這說話時間請問題還沒麼為對應該讓會後來電幫給聽錯誤處鐘點盡儘馬見條開關頭經長實]/
const simplified = /[们个这说话时间请问题还没么为对应该让会来电帮给听错误处钟点尽马见条开关头经长实]/

/** The language a text is written in, by its characters: traditional ones mean zh-TW, none Chinese means en. */
export function langOf(text: string): Lang {
  const head = text.slice(0, lintMaxLength)
  if (!chinese.test(head)) return 'en'
  return traditional.test(head) ? 'zh-TW' : 'zh-CN'
}

/** Rule packs for a `text` said in `lang`: its own, and the other script's too where agents mix the two. */
export function packsFor(text: string, lang: Lang, packs: readonly LintRules[]): LintRules[] {
  const mixed = lang === 'zh-CN' ? traditional.test(text) : simplified.test(text)
  const other = lang === 'zh-CN' ? 'zh-TW' : 'zh-CN'
  const wanted = lang !== 'en' && mixed ? [lang, other] : [lang]
  return wanted.flatMap((id) => packs.filter((pack) => pack.lang === id))
}
