import { z } from 'zod'
import { foldText, type Span, spanOf } from './folded-text.ts'
import { provenance } from './record.ts'

const dialects = ['cantonese', 'minnan'] as const

/** A word of a dialect with what it says in Mandarin. `also` = other spellings heard or typed. Source: CALL-14, D0 六(三)1. */
export const dialectWord = z.strictObject({
  dialect: z.enum(dialects),
  word: z.string().trim().min(1).max(12),
  also: z.array(z.string().trim().min(1).max(12)).optional(),
  mandarin: z.string().trim().min(1).max(30),
  example: z.string().trim().min(2).max(60).optional(),
})
export type DialectWord = z.infer<typeof dialectWord>
export const dialectFile = z.strictObject({
  version: z.int().min(1),
  words: z.array(dialectWord).min(1),
  ...provenance,
})

/** A dialect word found in what was typed, with the place it stands in. */
export interface DialectHit extends Span {
  readonly entry: DialectWord
}

const longest = 2_000

/** Spellings by first character, the longest first: the longest word at a place is the one that was meant. */
export type DialectIndex = ReadonlyMap<string, readonly { readonly spelling: string; readonly entry: DialectWord }[]>

/** Makes a word list searchable. */
export function indexDialect(words: readonly DialectWord[]): DialectIndex {
  const all = words.flatMap((entry) => [entry.word, ...(entry.also ?? [])].map((spelling) => ({ spelling, entry })))
  all.sort((a, b) => b.spelling.length - a.spelling.length || (a.spelling < b.spelling ? -1 : 1))
  return Map.groupBy(all, ({ spelling }) => spelling.charAt(0))
}

/** Dialect words in a text, in reading order, none overlapping; the first 2,000 units are read. Source: CALL-14. */
export function readDialect(text: string, index: DialectIndex): DialectHit[] {
  const folded = foldText(text.slice(0, longest))
  const hits: DialectHit[] = []
  for (let at = 0; at < folded.text.length; ) {
    const found = index.get(folded.text.charAt(at))?.find(({ spelling }) => folded.text.startsWith(spelling, at))
    if (found === undefined) {
      at++
      continue
    }
    hits.push({ entry: found.entry, ...spanOf(folded, at, at + found.spelling.length) })
    at += found.spelling.length
  }
  return hits
}
