import { z } from 'zod'
import { ladderRoles } from '../sla/policy.ts'
import { code, cycle, type EventSchema, instant, money, nothing, shortId, uuid } from './event-fields.ts'

const ofClock = { clock: code, cycle, subject: shortId.optional(), policyVersion: z.int().min(1), dueAtMs: instant }

export const derivedEvents = {
  /** Source: CASE-6. */
  number_given: { body: z.strictObject({ number: z.string().regex(/^\d{8}-\d{6}$/) }), personal: nothing },
  near_breached: { body: z.strictObject(ofClock), personal: nothing },
  breach_suspected: { body: z.strictObject(ofClock), personal: nothing },
  breach_confirmed: { body: z.strictObject(ofClock), personal: nothing },
  breach_voided: { body: z.strictObject({ ...ofClock, reason: code }), personal: nothing },
  ladder_notified: {
    body: z.strictObject({ ...ofClock, level: code, tell: z.enum(ladderRoles) }),
    personal: nothing,
  },
  /** Source: SLA-12. */
  breach_compensated: {
    body: z.strictObject({ ...ofClock, id: uuid, ...money, approved: z.boolean() }),
    personal: nothing,
  },
} satisfies Record<string, EventSchema>
