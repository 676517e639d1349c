import { z } from 'zod'
import { daySchema, langs, provenance, wordId } from './record.ts'
import { situations } from './situation.ts'

/**
 * Parts of a call in order; the script panel walks listen → empathise → resolve. `follow_up` is the outbound side:
 * progress calls, the result, the call-back after it. Source: CALL-4, D0 四(一)1.
 */
export const stages = ['greet', 'listen', 'empathise', 'resolve', 'close', 'follow_up'] as const
export type Stage = (typeof stages)[number]

/** What a slot may hold: `time` must name an hour, day or duration, `number` a figure. */
const slotKinds = ['name', 'time', 'number', 'text'] as const

export const slotPattern = /\{\{([a-z][a-z0-9_]{0,23})\}\}/g

/** Names of the slots in a text, in order, each once. */
export function slotNames(text: string): string[] {
  return [...new Set([...text.matchAll(slotPattern)].map((hit) => hit[0].slice(2, -2)))]
}

const band = z
  .strictObject({ from: z.int().min(0).max(100), to: z.int().min(0).max(100) })
  .refine((b) => b.from <= b.to, { error: 'emotion band is upside down' })

const slotsMatch = (p: { slots: readonly string[]; text: string }): boolean =>
  JSON.stringify([...p.slots].sort()) === JSON.stringify(slotNames(p.text).sort())

/**
 * One sentence an agent can say. `emotion` is the band (0 calm … 100 furious) it is made for; empty `scenarios`,
 * `situations`, `cultures` mean "any"; a `buffer` phrase takes the heat out before anything is arranged.
 * Source: CALL-4, CALL-5, TRU-5.
 */
export const phraseSchema = z
  .strictObject({
    id: wordId,
    lang: z.enum(langs),
    stage: z.enum(stages),
    emotion: band,
    scenarios: z.array(wordId),
    situations: z.array(z.enum(situations)),
    cultures: z.array(wordId),
    buffer: z.boolean(),
    slots: z.array(z.string()),
    text: z.string().trim().min(2).max(200),
    ...provenance,
  })
  .refine(slotsMatch, { error: 'slots and text disagree', path: ['slots'] })
  .refine((p) => p.author !== p.reviewer, { error: 'author and reviewer must differ', path: ['reviewer'] })
  .refine((p) => p.validFrom < p.reviewBy, { error: 'review date before valid date', path: ['reviewBy'] })

export type Phrase = z.infer<typeof phraseSchema>

export const phraseFile = z.strictObject({ phrases: z.array(phraseSchema).min(1) })

/** A slot's kind and example, shared by all phrases. */
export const slotSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,23}$/),
  kind: z.enum(slotKinds),
  label: z.strictObject({ 'zh-CN': z.string(), 'zh-TW': z.string(), en: z.string() }),
  example: z.strictObject({ 'zh-CN': z.string(), 'zh-TW': z.string(), en: z.string() }),
})
export type Slot = z.infer<typeof slotSchema>
export const slotFile = z.strictObject({ slots: z.array(slotSchema).min(1) })

/** What is going on in the call; `emotion` 0–100; `on` is today as `YYYY-MM-DD`; `said` holds phrase ids. */
export const phraseAsk = z.strictObject({
  stage: z.enum(stages),
  emotion: z.number().min(0).max(100),
  lang: z.enum(langs),
  scenario: wordId.optional(),
  culture: wordId.optional(),
  situations: z.array(z.enum(situations)),
  said: z.array(z.string()),
  on: daySchema,
})
export type PhraseAsk = z.infer<typeof phraseAsk>
