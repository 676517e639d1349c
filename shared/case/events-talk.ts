import { z } from 'zod'
import { code, type EventSchema, instant, nothing, shortId, text, uuid } from './event-fields.ts'
import { contactWays } from './words.ts'

const withText = z.strictObject({ text: text.optional() })
const score = z.int().min(1).max(5).optional()

export const talkEvents = {
  said: { body: z.strictObject({ phraseId: shortId, stage: code }), personal: z.strictObject({ text }) },
  words_judged: { body: z.strictObject({ words: code, helped: z.boolean() }), personal: withText },
  promised: { body: z.strictObject({ id: uuid, dueAtMs: instant }), personal: z.strictObject({ text }) },
  promise_kept: { body: z.strictObject({ promise: uuid }), personal: nothing },
  communicated: {
    body: z.strictObject({
      id: uuid,
      way: z.enum(contactWays),
      direction: z.enum(['in', 'out']),
      purpose: z.enum(['acknowledge', 'progress', 'inform', 'follow_up', 'other']),
      reached: z.boolean(),
      atMs: instant.optional(),
    }),
    personal: withText,
  },
  survey_sent: { body: z.strictObject({ id: uuid, way: z.enum(contactWays) }), personal: nothing },
  survey_answered: {
    body: z.strictObject({
      survey: uuid.optional(),
      csat: score,
      ces: score,
      nps: z.int().min(0).max(10).optional(),
      reasonCodes: z.array(code).max(20),
    }),
    personal: withText,
  },
  followed_up: { body: z.strictObject({ satisfied: z.boolean() }), personal: withText },
} satisfies Record<string, EventSchema>
