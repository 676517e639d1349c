import { z } from 'zod'
import { code, type EventSchema, letter, money, nothing, shortId, text, uuid, withReason } from './event-fields.ts'
import { caseKinds, contactWays } from './words.ts'

const withText = z.strictObject({ text: text.optional() })

export const closingEvents = {
  resolved: {
    body: z.strictObject({ causeCode: code }),
    personal: z.strictObject({
      cause: text.min(1),
      measures: text.min(1),
      plan: text.optional(),
      compensation: text.optional(),
    }),
  },
  informed: { body: z.strictObject({ way: z.enum(contactWays) }), personal: z.strictObject({ letter: letter.min(1) }) },
  closed: { body: z.strictObject({ noFollowUpReason: code.optional() }), personal: withText },
  reopened: { body: z.strictObject({ reason: code }), personal: withReason },
  withdrawn: { body: z.strictObject({ reason: code }), personal: withReason },
  linked_repeat: { body: z.strictObject({ of: uuid }), personal: nothing },
  merged: { body: z.strictObject({ into: uuid }), personal: nothing },
  absorbed: { body: z.strictObject({ from: uuid }), personal: nothing },
  promoted: { body: z.strictObject({ kind: z.enum(caseKinds), reason: code.optional() }), personal: withReason },
  compensation_proposed: { body: z.strictObject({ id: uuid, ...money }), personal: withText },
  compensation_approved: { body: z.strictObject({ compensation: uuid }), personal: nothing },
  compensation_rejected: { body: z.strictObject({ compensation: uuid, reason: code }), personal: withReason },
  compensation_paid: {
    body: z.strictObject({ compensation: uuid, reference: shortId.optional() }),
    personal: nothing,
  },
} satisfies Record<string, EventSchema>
