import { z } from 'zod'
import {
  type ProblemType,
  type Responsibility,
  responsibilities,
  type Severity,
  severities,
  type Urgency,
  urgencies,
} from '../case/words.ts'
import type { Category } from './catalog.ts'
import {
  type CueHit,
  type CueIndex,
  compileCues,
  cueSchema,
  cueTextOf,
  evidenceOf,
  findCues,
  type Variants,
  weightOf,
} from './cues.ts'
import type { Span } from './folded-text.ts'

const cuesFor = <T extends string>(values: readonly T[]) => z.array(cueSchema.extend({ for: z.enum(values) }))

/** Word lists of one trade: what speaks for which category, urgency, severity and responsibility. */
export const classifyFile = z.strictObject({
  version: z.int().min(1),
  category: z.array(cueSchema).min(1),
  urgency: cuesFor(urgencies),
  severity: cuesFor(severities),
  responsibility: cuesFor(responsibilities),
})
export type ClassifyFile = z.infer<typeof classifyFile>

/** A proposal for one field: `confidence` 0 … 1 and the words that led to it. It never overwrites the agent. Source: CLS-2. */
export interface Proposed<T> {
  readonly value: T
  readonly confidence: number
  readonly evidence: readonly Span[]
}

/** What the rules make of a symptom; `null` where nothing speaks for anything. Source: CLS-1, CLS-2. */
export interface Proposal {
  readonly category: Proposed<string> | null
  readonly problemType: Proposed<ProblemType> | null
  readonly department: Proposed<string> | null
  readonly responsibility: Proposed<Responsibility> | null
  readonly urgency: Proposed<Urgency> | null
  readonly severity: Proposed<Severity> | null
}

export interface Classifier {
  readonly variants: Variants
  readonly categories: ReadonlyMap<string, Category>
  readonly category: CueIndex
  readonly urgency: CueIndex
  readonly severity: CueIndex
  readonly responsibility: CueIndex
}

/** Joins word lists and category tree; throws when a list names a category the tree does not have: a shipped-data bug. */
export function compileClassifier(file: ClassifyFile, tree: readonly Category[], variants: Variants): Classifier {
  const categories = new Map(tree.map((category) => [category.id, category]))
  const lost = file.category.find((cue) => !categories.has(cue.for))
  if (lost !== undefined) throw new RangeError(`classify: no category ${lost.for}`)
  return {
    variants,
    categories,
    category: compileCues(file.category),
    urgency: compileCues(file.urgency),
    severity: compileCues(file.severity),
    responsibility: compileCues(file.responsibility),
  }
}

interface Vote {
  readonly value: string
  readonly score: number
  readonly hits: readonly CueHit[]
}

const rootOf = (id: string): string => id.replace(/\..*$/, '')

/** Scores per value, best first; ties fall to the smaller id so that every machine says the same. */
export function tally(hits: readonly CueHit[], nameOf: (hit: CueHit) => string): Vote[] {
  const groups = Map.groupBy(hits, nameOf)
  return [...groups]
    .map(([value, own]) => ({ value, score: weightOf(own), hits: own }))
    .filter((vote) => vote.score > 0)
    .sort((a, b) => b.score - a.score || (a.value < b.value ? -1 : 1))
}

/** Sure when much speaks for the first and little for the second: 0 … 0.99, two decimals. */
export function confidenceOf(first: number, second: number): number {
  const share = first / (first + second)
  const weightEnough = 1 - Math.exp(-first / 1.6)
  return Math.min(0.99, Math.round(share * weightEnough * 100) / 100)
}

function best<T extends string>(votes: readonly Vote[]): Proposed<T> | null {
  const [first, second] = votes
  if (first === undefined) return null
  const confidence = confidenceOf(first.score, second?.score ?? 0)
  // The value came out of a list whose schema allows nothing but T.
  return { value: first.value as T, confidence, evidence: evidenceOf(first.hits) }
}

/** First the branch of the tree, then the leaf in it when a leaf's own words carry it. */
function categoryOf(hits: readonly CueHit[]): Proposed<string> | null {
  const branch = best<string>(tally(hits, (hit) => rootOf(hit.for)))
  if (branch === null) return null
  const leaves = tally(
    hits.filter((hit) => hit.for !== branch.value && rootOf(hit.for) === branch.value),
    (hit) => hit.for,
  )
  const leaf = leaves[0]
  return leaf === undefined || leaf.score < 1 ? branch : { ...branch, value: leaf.value }
}

const usual = <T>(value: T | undefined, from: Proposed<string> | null): Proposed<T> | null =>
  value === undefined || from === null ? null : { value, confidence: from.confidence, evidence: from.evidence }

/** The words' own vote, helped by what a case of this category usually is. */
function withUsual<T extends string>(hits: readonly CueHit[], usually: Proposed<T> | null): Proposed<T> | null {
  const votes = tally(hits, (hit) => hit.for)
  const own = best<T>(votes)
  if (own === null) return usually
  if (usually === null || usually.value === own.value) return own
  const prior = usually.confidence
  const score = Math.max(...votes.map((vote) => vote.score))
  return score >= prior ? { ...own, confidence: confidenceOf(score, prior) } : usually
}

/**
 * Proposes the fields of CLS-1 from what was typed, with confidence and evidence. Rules only; a learned model may take
 * its place later behind the same shape. Source: CLS-2, CLS-3, D0 二(一)1.
 */
export function classifyByRules(text: string, classifier: Classifier): Proposal {
  const ready = cueTextOf(text, classifier.variants)
  const category = categoryOf(findCues(ready, classifier.category))
  const node = category === null ? undefined : classifier.categories.get(category.value)
  return {
    category,
    problemType: usual(node?.problemType, category),
    department: usual(node?.department, category),
    responsibility: withUsual(findCues(ready, classifier.responsibility), usual(node?.responsibility, category)),
    urgency: withUsual(findCues(ready, classifier.urgency), usual(node?.urgency, category)),
    severity: withUsual(findCues(ready, classifier.severity), usual(node?.severity, category)),
  }
}
