import { z } from 'zod'
import { classification, instant, reason, shortId, uuid } from './command-fields.ts'
import { contactWays, escalationLevels } from './words.ts'

export const workCommands = [
  classification.extend({ type: z.literal('classify') }),
  /** The console's proposal, taken by a person. `confidencePct` 0 … 100. Source: CLS-2. */
  classification.extend({ type: z.literal('acceptProposal'), confidencePct: z.int().min(0).max(100) }),
  /** Owner, team or both; taking it from another person needs a reason and is counted. Source: CLS-6. */
  z.strictObject({
    type: z.literal('assign'),
    owner: shortId.nullable().optional(),
    team: shortId.optional(),
    reason: reason.optional(),
  }),
  z.strictObject({
    type: z.literal('transfer'),
    toTeam: shortId,
    toActor: shortId.optional(),
    notifyBy: z.enum(contactWays),
    wantedByMs: instant.optional(),
    reason,
  }),
  z.strictObject({ type: z.literal('answerTransfer'), transfer: uuid, answer: reason.shape.text.unwrap() }),
  z.strictObject({ type: z.literal('returnTransfer'), transfer: uuid, reason }),
  z.strictObject({ type: z.literal('withdrawTransfer'), transfer: uuid, reason: reason.optional() }),
  z.strictObject({
    type: z.literal('escalate'),
    level: z.enum(escalationLevels),
    to: shortId.optional(),
    reason,
  }),
  z.strictObject({ type: z.literal('acknowledgeEscalation'), escalation: uuid }),
  z.strictObject({ type: z.literal('stepDown'), escalation: uuid, reason }),
  z.strictObject({ type: z.literal('hold'), reason }),
  z.strictObject({ type: z.literal('resume') }),
  /** Moves a running case to another version of the clock policy; past pauses stay. Source: details.md "Default clocks". */
  z.strictObject({
    type: z.literal('applyPolicy'),
    policy: z.strictObject({ id: shortId, version: z.int().min(1).max(1_000_000) }),
    reason,
  }),
] as const
