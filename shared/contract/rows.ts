import { z } from 'zod'
import { frontReasons } from '../case/front.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)

/**
 * One clock of one case: `ClockView` of `shared/sla` without its calendar, as it stands when sent. `dueAtMs` is `null` while a
 * pause keeps it from being known. Screens tick by themselves from `dueAtMs` and `nearAtMs`; words are made by the screen.
 */
export const ClockRowSchema = z.strictObject({
  clock: z.string(),
  source: z.string(),
  subject: z.string().optional(),
  cycle: z.int(),
  startedAtMs: epochMs,
  dueAtMs: epochMs.nullable(),
  nearAtMs: epochMs.nullable(),
  state: z.enum(['running', 'paused', 'near', 'breached', 'met', 'stopped']),
  remainingMs: z.int(),
  businessRemainingMs: z.int(),
  targetMs: z.int().min(0),
  pausedMs: z.int(),
  pauseReason: z.string().optional(),
  endedAtMs: epochMs.optional(),
  passedDueAtMs: epochMs.optional(),
  channelProposed: z.array(z.string()),
  channelUsed: z.string().optional(),
  warnings: z.array(
    z.strictObject({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
})
export type ClockRow = z.infer<typeof ClockRowSchema>

/** One line of a list. Personal data arrives masked. `pending` = not yet confirmed by the server. */
export const CaseRowSchema = z.strictObject({
  id: name,
  number: z.string(),
  status: z.string(),
  kind: z.string(),
  urgency: z.string(),
  severity: z.string(),
  problemType: z.string().optional(),
  symptom: z.string().nullable(),
  customerName: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  channel: z.string(),
  team: z.string(),
  owner: z.string().optional(),
  openedAtMs: epochMs,
  updatedAtMs: epochMs,
  nearest: ClockRowSchema.optional(),
  pending: z.boolean(),
  repeat: z.boolean(),
  /** Why it stands before others due in the same stretch of time; left out where nothing says so. Source: CLS-3, CLS-5. */
  front: z.array(z.enum(frontReasons)).optional(),
})
export type CaseRow = z.infer<typeof CaseRowSchema>
