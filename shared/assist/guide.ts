import { z } from 'zod'
import { escalationLevels } from '../case/words.ts'
import { inEveryLang, langs, provenance, wordId } from './record.ts'
import { situations } from './situation.ts'

const line = z.string().trim().min(2).max(200)

/**
 * What to do in a special situation: how to know it, the first words, steps, what never to do, whom to hand over to and
 * within how many minutes, what to write down. A guide guides; it never labels the customer. Source: CALL-7, D0 四(一)2.
 */
export const guideSchema = z.strictObject({
  id: wordId,
  lang: z.enum(langs),
  situations: z.array(z.enum(situations)).min(1),
  title: inEveryLang,
  signs: z.array(line).min(3),
  aim: line,
  steps: z.array(line).min(4).max(10),
  never: z.array(line).min(3),
  handOver: z.strictObject({
    level: z.enum(escalationLevels),
    withinMinutes: z.int().min(0).max(1440),
    how: line,
  }),
  record: z.array(line).min(2),
  afterwards: line,
  helplines: z.array(
    z.strictObject({ name: line, number: z.string().regex(/^[0-9 ]{3,16}$/), region: z.string().length(2) }),
  ),
  phrases: z.array(wordId).min(3),
  ...provenance,
})
export type Guide = z.infer<typeof guideSchema>
export const guideFile = z.strictObject({ guides: z.array(guideSchema).min(1) })
