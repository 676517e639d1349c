import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CaseRowSchema, ClockRowSchema } from './rows.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
const amount = z.strictObject({ value: z.int(), exact: z.boolean() })

/** `mine`: asked of this person, or of anybody in their team; `team`: of all their teams; `asked`: by this person. */
const TransferViewSchema = z.enum(['mine', 'team', 'asked'])

/** One transfer that waits for an answer, with the case it is about. Codes are put into words by the screen. Source: CALL-9. */
export const TransferRowSchema = z.strictObject({
  id: name,
  team: name,
  receiver: name.optional(),
  sender: name,
  reason: z.string(),
  askedAtMs: epochMs,
  /** Its own clock, SLA-3; none where the policy names none. */
  clock: ClockRowSchema.optional(),
  case: CaseRowSchema,
})
export type TransferRow = z.infer<typeof TransferRowSchema>

export const transfersContract = {
  /** Those that wait, the one due first on top. */
  list: oc
    .input(
      z.strictObject({
        view: TransferViewSchema,
        cursor: z.string().max(120).optional(),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(z.strictObject({ rows: z.array(TransferRowSchema), next: z.string().optional(), asOfMs: epochMs })),
  /** How many wait in each view: exact up to 1,000. */
  counts: oc.output(z.strictObject({ mine: amount, team: amount, asked: amount })),
}
