import { z } from 'zod'
import { code, instant, shortId, uuid, words } from './command-fields.ts'
import { slotless, textLimits } from './input.ts'
import { contactWays } from './words.ts'

const outgoing = slotless(textLimits.words)
const score = (max: number) => z.int().min(1).max(max).optional()

export const talkCommands = [
  /** `late: true` = given although it ends after the resolve clock. Source: CALL-6. */
  z.strictObject({ type: z.literal('promise'), text: outgoing, dueAtMs: instant, late: z.literal(true).optional() }),
  z.strictObject({ type: z.literal('keepPromise'), promise: uuid }),
  z.strictObject({ type: z.literal('say'), phraseId: shortId, stage: code, text: outgoing }),
  /** Whether prepared words (a phrase, a guide, an article) helped here; `text` is for whoever wrote them. Source: CALL-11, TRU-5. */
  z.strictObject({ type: z.literal('judgeWords'), words: code, helped: z.boolean(), text: words.optional() }),
  z.strictObject({
    type: z.literal('logCommunication'),
    way: z.enum(contactWays),
    direction: z.enum(['in', 'out']),
    purpose: z.enum(['acknowledge', 'progress', 'inform', 'follow_up', 'other']),
    reached: z.boolean().default(true),
    text: words.optional(),
    /** When it took place; left out, now. */
    atMs: instant.optional(),
  }),
  z.strictObject({ type: z.literal('sendSurvey'), way: z.enum(contactWays) }),
  /** CSAT and CES 1 … 5, NPS 0 … 10. `survey` is left out when answered without having been sent. Source: SUP-6. */
  z.strictObject({
    type: z.literal('recordSurvey'),
    survey: uuid.optional(),
    csat: score(5),
    ces: score(5),
    nps: z.int().min(0).max(10).optional(),
    reasonCodes: z.array(code).max(20).default([]),
    text: words.optional(),
  }),
  /** An unhappy customer's case is reopened by the same command. Source: LOOP-4. */
  z.strictObject({ type: z.literal('followUp'), satisfied: z.boolean(), text: words.optional() }),
] as const
