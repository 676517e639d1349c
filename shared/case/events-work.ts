import { z } from 'zod'
import { changes, code, type EventSchema, instant, nothing, shortId, text, uuid, withReason } from './event-fields.ts'
import { contactWays, escalationLevels } from './words.ts'

const { set, seen } = changes
const ofTransfer = z.strictObject({ transfer: uuid })
const withCode = { reason: code }

export const workEvents = {
  classified: { body: z.strictObject({ set, seen }), personal: nothing },
  proposal_accepted: {
    body: z.strictObject({ set, seen, confidencePct: z.int().min(0).max(100) }),
    personal: nothing,
  },
  assigned: { body: z.strictObject({ set, seen, reason: code.optional() }), personal: withReason },
  transferred: {
    body: z.strictObject({
      id: uuid,
      toTeam: shortId,
      toActor: shortId.optional(),
      notifyBy: z.enum(contactWays),
      wantedByMs: instant.optional(),
      ...withCode,
    }),
    personal: withReason,
  },
  transfer_answered: { body: ofTransfer, personal: z.strictObject({ answer: text }) },
  transfer_returned: { body: ofTransfer.extend(withCode), personal: withReason },
  transfer_withdrawn: { body: ofTransfer.extend({ reason: code.optional() }), personal: withReason },
  escalated: {
    body: z.strictObject({ id: uuid, level: z.enum(escalationLevels), to: shortId.optional(), ...withCode }),
    personal: withReason,
  },
  escalation_acknowledged: { body: z.strictObject({ escalation: uuid }), personal: nothing },
  escalation_stepped_down: { body: z.strictObject({ escalation: uuid, ...withCode }), personal: withReason },
  held: { body: z.strictObject(withCode), personal: withReason },
  resumed: { body: nothing, personal: nothing },
  policy_applied: {
    body: z.strictObject({ policy: z.strictObject({ id: shortId, version: z.int().min(1) }), ...withCode }),
    personal: withReason,
  },
  backdating_confirmed: { body: z.strictObject({ of: uuid, ...withCode }), personal: withReason },
  /** `what` = type of the event taken back; what stood before it is known to the fold. */
  undone: { body: z.strictObject({ of: uuid, what: code }), personal: nothing },
} satisfies Record<string, EventSchema>
