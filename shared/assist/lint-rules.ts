import { z } from 'zod'
import { langs, wordId } from './record.ts'

/** What can be wrong with a sentence said to a customer. Source: CALL-6, D1 二(三)2, D0 三(二)1. */
export const lintCategories = [
  'vague_promise',
  'forbidden',
  'over_promise',
  'privacy',
  'blame',
  'absolute',
  'jargon',
] as const
export type LintCategory = (typeof lintCategories)[number]

/** `error` must not be said, `warn` wants other words, `hint` could be better. */
export const lintSeverities = ['error', 'warn', 'hint'] as const
export type LintSeverity = (typeof lintSeverities)[number]

/**
 * What makes a match harmless: it is negated (我不能保证), reports what somebody else said, is asked of the customer
 * (请您尽快把照片发来), is followed by a concrete time, or already happened (已经全额退回).
 */
export const lintExcuses = ['negated', 'reported', 'asked', 'timed', 'done'] as const
export type LintExcuse = (typeof lintExcuses)[number]

const isPattern = (source: string): boolean => {
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}
const pattern = z.string().min(1).max(600).refine(isPattern, { error: 'not a regular expression' })

/** `find` and `not` are read over folded text (lower case, half-width, no blanks inside Chinese). */
export const lintRuleSchema = z.strictObject({
  id: wordId,
  category: z.enum(lintCategories),
  severity: z.enum(lintSeverities),
  find: pattern,
  /** Looked for in the clause of the match: when it is there, the rule is silent. */
  not: pattern.optional(),
  excuses: z.array(z.enum(lintExcuses)),
  why: z.string().trim().min(4).max(200),
  better: z.array(z.string().trim().min(2).max(160)).min(1),
})
export type LintRule = z.infer<typeof lintRuleSchema>

export const lintFile = z.strictObject({
  lang: z.enum(langs),
  version: z.int().min(1),
  rules: z.array(lintRuleSchema).min(1),
})
export type LintFile = z.infer<typeof lintFile>
