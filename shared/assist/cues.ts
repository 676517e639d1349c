import { z } from 'zod'
import { type FoldedText, foldText, type Span, spanOf } from './folded-text.ts'

/**
 * Words that speak for something: `for` names it, `weight` is how strongly each distinct word speaks (below 0: against).
 * `negatable` words say nothing behind 没有, 不, not, no. Chinese is written simplified; `variants` find it traditional.
 */
export const cueSchema = z.strictObject({
  for: z.string().min(1).max(60),
  weight: z.number().min(-100).max(100),
  negatable: z.boolean().optional(),
  words: z.array(z.string().min(1).max(40)).min(1),
})
export type Cue = z.infer<typeof cueSchema>

/** Traditional → simplified, single characters, only those the word lists use. */
export const variantFile = z.strictObject({ variants: z.record(z.string().length(1), z.string().length(1)) })
export type Variants = z.infer<typeof variantFile>['variants']

interface Entry {
  readonly word: string
  readonly for: string
  readonly weight: number
  readonly negatable: boolean
  readonly latin: boolean
}

export interface CueIndex {
  readonly byFirst: ReadonlyMap<string, readonly Entry[]>
}

/** A word list with the character variants it is read with. */
export interface CueList {
  readonly index: CueIndex
  readonly variants: Variants
}

/** One cue found: the word, what it speaks for, where it stands in the original. */
export interface CueHit extends Span {
  readonly for: string
  readonly weight: number
  readonly word: string
}

/** Longest text searched, in UTF-16 units; the rest of a longer one is not looked at. */
const cueMaxLength = 4_000

/** Makes word lists searchable. */
export function compileCues(cues: readonly Cue[]): CueIndex {
  const byFirst = new Map<string, Entry[]>()
  for (const cue of cues) {
    for (const word of cue.words) {
      const entry = {
        word: foldText(word).text,
        for: cue.for,
        weight: cue.weight,
        negatable: cue.negatable === true,
        latin: /^[\x20-\x7e]+$/.test(word),
      }
      const first = entry.word.charAt(0)
      byFirst.set(first, [...(byFirst.get(first) ?? []), entry])
    }
  }
  return { byFirst }
}

const letter = /[a-z0-9]/
const negation =
  /(?:没有?|并未|未曾|毫无|从不|不)(?:人|任何|什么|太|怎么|很|再|是)?$|\b(?:no|not|never|without|nobody|no one|n't)\s+(?:\w+\s+)?$/

function stands(text: string, at: number, entry: Entry): boolean {
  if (!text.startsWith(entry.word, at)) return false
  const end = at + entry.word.length
  if (entry.latin && (letter.test(text.charAt(at - 1)) || letter.test(text.charAt(end)))) return false
  return !(entry.negatable && negation.test(text.slice(Math.max(0, at - 14), at)))
}

const simplify = (text: string, variants: Variants): string =>
  text.replace(/[\u3400-\u9fff]/g, (char) => variants[char] ?? char)

/** A text made ready for several word lists. */
export interface CueText {
  readonly folded: FoldedText
  readonly simple: string
}

/** Folds and simplifies the first `cueMaxLength` units of a text; total on any string. */
export function cueTextOf(text: string, variants: Variants): CueText {
  const folded = foldText(text.slice(0, cueMaxLength))
  return { folded, simple: simplify(folded.text, variants) }
}

function allHits({ folded, simple }: CueText, index: CueIndex): CueHit[] {
  const hits: CueHit[] = []
  for (let at = 0; at < simple.length; at++) {
    const entries = index.byFirst.get(simple.charAt(at))
    if (entries === undefined) continue
    for (const entry of entries) {
      if (!stands(simple, at, entry)) continue
      const { word, weight } = entry
      hits.push({ for: entry.for, weight, word, ...spanOf(folded, at, at + word.length) })
    }
  }
  return hits
}

const inside = (a: CueHit, b: CueHit): boolean =>
  a !== b && a.for === b.for && a.start >= b.start && a.end <= b.end && a.word.length < b.word.length

/** Every cue in a text, in reading order, each word once; a word inside a longer one for the same thing does not count. */
export function findCues(text: CueText, index: CueIndex): CueHit[] {
  const hits = allHits(text, index)
  const seen = new Set<string>()
  return hits.filter((hit) => {
    const key = `${hit.for} ${hit.word}`
    if (seen.has(key) || hits.some((other) => inside(hit, other))) return false
    seen.add(key)
    return true
  })
}

/** The stretches behind some hits, as evidence for the screen. */
export const evidenceOf = (hits: readonly CueHit[]): Span[] =>
  hits.map(({ start, end, text }) => ({ start, end, text }))

/** Sum of the weights of `hits`. */
export const weightOf = (hits: readonly CueHit[]): number => hits.reduce((sum, hit) => sum + hit.weight, 0)
