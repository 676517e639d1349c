import { z } from 'zod'
import { caseKinds, channels, contactWays, problemTypes, severities, urgencies } from '../case/words.ts'

/**
 * Everything a clock can hear. The case kernel maps its events to these; the clocks know nothing else of a case.
 *
 * `channel_found` an outside post was seen · `opened` the case is in the system · `classified` urgency, severity or
 * problem type set or changed · `promoted` another case kind · `work_started` somebody took it up (investigation runs) ·
 * `acknowledged`, `progress`, `communicated`, `informed`, `survey_sent` contact with the customer · `transferred`,
 * `answered`, `returned`, `transfer_withdrawn` by `subject` · `promised`, `promise_kept`, `promise_withdrawn` and
 * `step_set`, `step_done`, `step_withdrawn` by `subject` · `backdating_confirmed` a supervisor believes the claimed time
 * of the signal named by `subject`. Source: domain.md §3, details.md "Default clocks, computable".
 */
export const signalTypes = [
  'channel_found',
  'opened',
  'classified',
  'promoted',
  'work_started',
  'acknowledged',
  'communicated',
  'progress',
  'informed',
  'transferred',
  'answered',
  'returned',
  'transfer_withdrawn',
  'held',
  'resumed',
  'promised',
  'promise_kept',
  'promise_withdrawn',
  'step_set',
  'step_done',
  'step_withdrawn',
  'resolved',
  'survey_sent',
  'survey_answered',
  'followed_up',
  'reopened',
  'closed',
  'withdrawn',
  'merged',
  'policy_applied',
  'calendar_published',
  'backdating_confirmed',
] as const

export type SignalType = (typeof signalTypes)[number]

/** Latest instant any part takes: 9999-12-31T23:59:59.999Z. */
export const maxEpochMs = 253_402_300_799_999
const instant = z.int().min(0).max(maxEpochMs)
const name = z.string().min(1).max(120)
const versioned = z.strictObject({ id: name, version: z.int().min(1) })

/**
 * One thing that moves clocks.
 *
 * `atMs` = effective recording time (clamped, see sync.md "Time"): what stops a clock. `claimedAtMs` = when the person
 * says it was; it starts a clock when earlier (a case received at 10:20 and entered at 10:40 runs from 10:20) but never
 * stops one; more than the policy's tolerance before `atMs` it is 补录. `id` = the event, needed only where a
 * `backdating_confirmed` may point at it. `subject` = transfer, promise or step. `dueAtMs` = the time given with
 * `promised`, `step_set` and (optional, only tightens) `transferred`. `direction` of `communicated` is `out` unless
 * said; a contact with `reached: false` was an attempt and stops nothing. Source: details.md "Breach in a distributed world".
 */
export const SignalSchema = z.strictObject({
  type: z.enum(signalTypes),
  atMs: instant,
  claimedAtMs: instant.optional(),
  id: name.optional(),
  subject: name.optional(),
  dueAtMs: instant.optional(),
  urgency: z.enum(urgencies).optional(),
  severity: z.enum(severities).optional(),
  problemType: z.enum(problemTypes).optional(),
  channel: z.enum(channels).optional(),
  caseKind: z.enum(caseKinds).optional(),
  way: z.enum(contactWays).optional(),
  direction: z.enum(['in', 'out']).optional(),
  reached: z.boolean().optional(),
  reason: z.string().min(1).max(200).optional(),
  policy: versioned.optional(),
  calendar: versioned.optional(),
})

export type Signal = Readonly<z.infer<typeof SignalSchema>>
