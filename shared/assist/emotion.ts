import { z } from 'zod'
import {
  type CueList,
  compileCues,
  cueSchema,
  cueTextOf,
  evidenceOf,
  findCues,
  type Variants,
  weightOf,
} from './cues.ts'
import type { Span } from './folded-text.ts'

/** Kinds of words that heat or cool a text. */
export const emotionGroups = [
  'insult',
  'fury',
  'anger',
  'threat',
  'blame',
  'despair',
  'fear',
  'complaint',
  'polite',
  'pleased',
] as const

export const emotionFile = z.strictObject({
  version: z.int().min(1),
  cues: z.array(cueSchema.extend({ for: z.enum(emotionGroups) })).min(1),
})

/** 0 calm … 100 furious, with the words that led there. Source: CLS-5, D0 二(二)2. */
export interface EmotionScore {
  readonly score: number
  readonly evidence: readonly Span[]
}

/** Makes the word lists searchable. */
export const compileEmotion = (file: z.infer<typeof emotionFile>, variants: Variants): CueList => ({
  index: compileCues(file.cues),
  variants,
})

/** Heat that is written without words: rows of exclamation and question marks, shouting in capitals. */
function shoutingOf(text: string): number {
  const exclaims = Math.min(4, text.match(/[!！]/g)?.length ?? 0)
  const rows = Math.min(2, text.match(/[!！?？]{2,}/g)?.length ?? 0)
  const capitals = (text.match(/\b[A-Z]{3,}\b/g)?.length ?? 0) >= 3 ? 10 : 0
  return exclaims * 4 + rows * 8 + capitals
}

/** How much raw heat makes 63 of 100. */
const scale = 45

/** Scores the heat of what a customer said or wrote, 0 … 100. The agent's own rating always stands above it. */
export function scoreEmotion(text: string, list: CueList): EmotionScore {
  const hits = findCues(cueTextOf(text, list.variants), list.index)
  const raw = weightOf(hits) + shoutingOf(text.slice(0, 4_000))
  const score = raw <= 0 ? 0 : Math.round(100 * (1 - Math.exp(-raw / scale)))
  return { score, evidence: evidenceOf(hits.filter((hit) => hit.weight > 0)) }
}
