import { z } from 'zod'
import { mediaType, phone } from './command-fields.ts'
import {
  changes,
  code,
  type EventSchema,
  instant,
  label,
  nothing,
  sealedChanges,
  shortId,
  text,
  uuid,
  withReason,
} from './event-fields.ts'
import { amountMinor, currency, recorded, spanMs, textLimits } from './input.ts'
import {
  callOutcomes,
  caseKinds,
  channels,
  contactWays,
  demandKinds,
  problemTypes,
  responsibilities,
  severities,
  urgencies,
} from './words.ts'

const demand = z.strictObject({
  id: uuid,
  kind: z.enum(demandKinds),
  wantedByMs: instant.optional(),
  amountMinor: amountMinor.optional(),
  currency: currency.optional(),
})
const demandTexts = z.record(uuid, text)

const classification = z.strictObject({
  problemType: z.enum(problemTypes).optional(),
  urgency: z.enum(urgencies),
  severity: z.enum(severities),
  responsibility: z.enum(responsibilities).optional(),
  category: code.optional(),
  department: code.optional(),
  by: z.enum(['agent', 'accepted_proposal', 'default']),
})

const openedBody = z.strictObject({
  kind: z.enum(caseKinds),
  customerId: uuid,
  number: shortId,
  reception: z.strictObject({
    channel: z.enum(channels),
    receivedAtMs: instant,
    agent: shortId,
    seat: label.optional(),
    callId: shortId.optional(),
    queue: label.optional(),
    outcome: z.enum(callOutcomes).optional(),
    talkMs: spanMs.optional(),
    wrapUpMs: spanMs.optional(),
    foundAtMs: instant.optional(),
  }),
  issue: z.strictObject({
    occurredAtMs: instant.optional(),
    scenario: code.optional(),
    product: label.optional(),
    region: label.optional(),
  }),
  demands: z.array(demand).max(50),
  classification,
  policy: z.strictObject({ id: shortId, version: z.int().min(1) }),
  team: shortId,
  owner: shortId.optional(),
  emotion: z.int().min(0).max(100).optional(),
  repeatOf: uuid.optional(),
  template: z.strictObject({ id: code, version: z.int().min(1) }).optional(),
})

const customer = z.strictObject({
  name: recorded(textLimits.name),
  phones: z.array(phone).max(10),
  company: label.optional(),
  account: label.optional(),
  preferredContact: z.enum(contactWays).optional(),
  language: recorded(20).optional(),
  email: recorded(200).optional(),
  tags: z.array(code).max(30).optional(),
})

export const intakeEvents = {
  opened: {
    body: openedBody,
    personal: z.strictObject({ customer, symptom: text, impact: text.optional(), demandTexts: demandTexts.optional() }),
  },
  note_added: { body: z.strictObject({ id: uuid }), personal: z.strictObject({ text }) },
  demand_added: {
    body: z.strictObject({ demand }),
    personal: z.strictObject({ demandTexts: demandTexts.optional() }),
  },
  emotion_rated: { body: z.strictObject({ emotion: z.int().min(0).max(100) }), personal: nothing },
  customer_changed: { body: z.strictObject(changes), personal: sealedChanges },
  edited: { body: z.strictObject(changes), personal: sealedChanges },
  attached: {
    body: z.strictObject({
      hash: z.string().regex(/^[0-9a-f]{64}$/),
      mediaType,
      bytes: z.int().min(1),
    }),
    personal: z.strictObject({ name: label }),
  },
  field_revealed: { body: z.strictObject({ field: code, reason: code }), personal: withReason },
  conflict_settled: { body: z.strictObject({ field: code, pick: uuid }), personal: nothing },
} satisfies Record<string, EventSchema>
