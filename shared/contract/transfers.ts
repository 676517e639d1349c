import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CaseRowSchema, ClockRowSchema } from './rows.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
const amount = z.strictObject({ value: z.int(), exact: z.boolean() })

/**
 * `mine`: asked of this person, or of anybody in their team; `team`: of all their teams; `asked`: by this person; `raised`: cases
 * this person or their role is called in on.
 */
const TransferViewSchema = z.enum(['mine', 'team', 'asked', 'raised'])

const asked = {
  id: name,
  receiver: name.optional(),
  sender: name,
  reason: z.string(),
  askedAtMs: epochMs,
  case: CaseRowSchema,
}

/** One transfer that waits for an answer, with the case it is about. Codes are put into words by the screen. Source: CALL-9. */
const TransferRowSchema = z.strictObject({
  ...asked,
  kind: z.literal('transfer'),
  team: name,
  /** Its own clock, SLA-3; none where the policy names none. */
  clock: ClockRowSchema.optional(),
})
/** One escalation nobody has stepped down from, with the case it is about. Source: CALL-8. */
const EscalationRowSchema = z.strictObject({
  ...asked,
  kind: z.literal('escalation'),
  level: z.string(),
  /** Somebody has taken it up. */
  acknowledged: z.boolean(),
})
const AskedRowSchema = z.discriminatedUnion('kind', [TransferRowSchema, EscalationRowSchema])
export type AskedRow = z.infer<typeof AskedRowSchema>

export const transfersContract = {
  /** Those that wait: transfers by their deadline, escalations nobody has taken up first. */
  list: oc
    .input(
      z.strictObject({
        view: TransferViewSchema,
        cursor: z.string().max(120).optional(),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(z.strictObject({ rows: z.array(AskedRowSchema), next: z.string().optional(), asOfMs: epochMs })),
  /** How many wait in each view: exact up to 1,000. */
  counts: oc.output(z.strictObject({ mine: amount, team: amount, asked: amount, raised: amount })),
}
