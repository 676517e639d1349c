import { z } from 'zod'
import { confidenceOf } from './classify-rules.ts'
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
import { type Situation, situations } from './situation.ts'

export const situationFile = z.strictObject({
  version: z.int().min(1),
  cues: z.array(cueSchema.extend({ for: z.enum(situations) })).min(1),
})

/** A special situation the words point to. It opens a guide; it never labels the customer on the record. Source: CALL-7. */
export interface SituationHint {
  readonly situation: Situation
  readonly confidence: number
  readonly evidence: readonly Span[]
}

/** Makes the word lists searchable. */
export const compileSituations = (file: z.infer<typeof situationFile>, variants: Variants): CueList => ({
  index: compileCues(file.cues),
  variants,
})

/** Weight from which a situation is hinted at; a risk to life needs one clear word only. */
const threshold = 1

/** Special situations in a text, gravest first in the order of `situations`. Source: CALL-7, D0 四(一)2. */
export function detectSituations(text: string, list: CueList): SituationHint[] {
  const hits = findCues(cueTextOf(text, list.variants), list.index)
  return situations.flatMap((situation) => {
    const own = hits.filter((hit) => hit.for === situation)
    const weight = weightOf(own)
    if (weight < threshold) return []
    return [
      { situation, confidence: confidenceOf(weight, 0), evidence: evidenceOf(own.filter((hit) => hit.weight > 0)) },
    ]
  })
}
