import { z } from 'zod'
import {
  classification,
  code,
  customer,
  customerEdit,
  demand,
  instant,
  issue,
  issueEdit,
  label,
  mediaType,
  reason,
  shortId,
  uuid,
  words,
} from './command-fields.ts'
import { spanMs } from './input.ts'
import { callOutcomes, caseKinds, channels, mostFileBytes } from './words.ts'

/** Who took it, where, when. `agent` is left out when the recorder took it. Source: CASE-1, CASE-3, CALL-12. */
const reception = z.strictObject({
  channel: z.enum(channels),
  receivedAtMs: instant,
  seat: label.optional(),
  agent: shortId.optional(),
  callId: shortId.optional(),
  queue: label.optional(),
  outcome: z.enum(callOutcomes).optional(),
  /** Of the talk, and of the work after it. */
  talkMs: spanMs.optional(),
  wrapUpMs: spanMs.optional(),
  foundAtMs: instant.optional(),
})

const versioned = z.strictObject({ id: code, version: z.int().min(1) })

/** The agent's own rating or the text's score of the caller's mood, 0 calm … 100 furious. Source: CLS-5. */
const emotion = z.int().min(0).max(100)

export const intakeCommands = [
  z.strictObject({
    type: z.literal('open'),
    kind: z.enum(caseKinds).default('complaint'),
    /** A customer known here; left out, a new one is made. */
    customerId: uuid.optional(),
    customer,
    issue,
    demands: z.array(demand).max(50).default([]),
    reception,
    classification: classification
      .extend({ by: z.enum(['agent', 'accepted_proposal', 'default']).default('agent') })
      .optional(),
    /** The team that receives it; left out, the actor's own. */
    team: shortId.optional(),
    owner: shortId.optional(),
    emotion: emotion.optional(),
    repeatOf: uuid.optional(),
    /** The template it was taken by, as it stood then. Source: CALL-1. */
    template: versioned.optional(),
  }),
  z.strictObject({ type: z.literal('edit'), customer: customerEdit.optional(), issue: issueEdit.optional() }),
  z.strictObject({ type: z.literal('addDemand'), demand }),
  z.strictObject({ type: z.literal('addNote'), text: words }),
  z.strictObject({ type: z.literal('rateEmotion'), emotion }),
  z.strictObject({
    type: z.literal('attach'),
    /** HMAC of the plaintext hash, 64 hex digits. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    name: label,
    mediaType,
    bytes: z.int().min(1).max(mostFileBytes),
  }),
  z.strictObject({ type: z.literal('revealField'), field: code, reason }),
  z.strictObject({ type: z.literal('settleConflict'), field: code, pick: uuid }),
  z.strictObject({ type: z.literal('undo'), of: uuid }),
] as const
