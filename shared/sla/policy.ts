import { z } from 'zod'
import { caseKinds, channels, contactWays, problemTypes, urgencies } from '../case/words.ts'
import { signalTypes } from './signal.ts'

/** `always` = 24×7; `business` = the team's business calendar. */
export const hoursKinds = ['always', 'business'] as const
export type Hours = (typeof hoursKinds)[number]

const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const share = z.number().gt(0).max(1)
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const amount = z.number().positive().max(100_000)
const unit = z.enum(['minute', 'hour', 'workday'])

/**
 * When a clock is due.
 *
 * `within` one span from the start · `every` a span from the start and again from each stop · `daily` by a local time
 * on each working day, the first at least `leadMinutes` after the start · `share` a part of another clock's target from
 * the own start · `given` the time that came with the signal. A `workday` is the calendar's own length of one.
 * Zero and negative amounts are refused. Source: domain.md §3, details.md "Default clocks, computable".
 */
export const TargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('within'), amount, unit, hours: z.enum(hoursKinds) }),
  z.strictObject({ kind: z.literal('every'), amount, unit, hours: z.enum(hoursKinds) }),
  z.strictObject({ kind: z.literal('daily'), at: timeOfDay, leadMinutes: z.int().min(0).max(1440) }),
  z.strictObject({ kind: z.literal('share'), of: name, share }),
  z.strictObject({ kind: z.literal('given') }),
])
export type Target = Readonly<z.infer<typeof TargetSchema>>

const ways = z.array(z.enum(contactWays)).max(contactWays.length)
const byUrgency = <T extends z.ZodType>(item: T) => z.strictObject({ high: item, mid: item, low: item })

/**
 * One clock of a policy. `start` begins a cycle (again after an end only when `again`), `stop` ends it with a verdict,
 * `end` ends it without one. `per: 'subject'` = one clock per transfer, promise or step. `pausedBy` names the hold
 * reasons that pause it. `when` = only for these problem types, channels or case kinds. `severity` = whether urgent
 * and major change the target. `ways` = contact ways proposed by urgency. Source: domain.md §3.
 */
export const ClockRuleSchema = z.strictObject({
  clock: name,
  source: z.string().max(60),
  per: z.enum(['case', 'subject']),
  start: z.array(z.enum(signalTypes)).min(1),
  again: z.boolean(),
  stop: z.array(z.enum(signalTypes)).min(1),
  end: z.array(z.enum(signalTypes)),
  pausedBy: z.union([z.literal('any'), z.array(z.string().min(1).max(200))]),
  targets: byUrgency(TargetSchema),
  ways: byUrgency(ways).optional(),
  when: z
    .strictObject({
      problemTypes: z.array(z.enum(problemTypes)).min(1).optional(),
      channels: z.array(z.enum(channels)).min(1).optional(),
      caseKinds: z.array(z.enum(caseKinds)).min(1).optional(),
    })
    .optional(),
  severity: z.boolean(),
  ladder: name,
})
export type ClockRule = Readonly<z.infer<typeof ClockRuleSchema>>

/** Who is told when a level of the ladder is reached. Source: details.md "Ladder". */
export const ladderRoles = ['owner', 'lead', 'manager', 'supervisor'] as const
export type LadderRole = (typeof ladderRoles)[number]

/**
 * A versioned set of clock rules; a case keeps the version it started under.
 *
 * `near`: a clock is near when at most `share` of its target is left, but never less than `floorMinutes`.
 * `breach.confirmAfterHours`: a suspected breach is confirmed after this, whatever devices are still out of contact.
 * `backdating.toleranceMinutes`: a claimed time further before the recording is 补录. `severity.urgent.factor`
 * multiplies spans; `severity.major.targetsOf` names the urgency whose targets a major case takes.
 * `resumeOnReply`: hold reasons a customer's answer ends. Source: details.md "Default clocks, computable".
 */
export const PolicySchema = z.strictObject({
  id: name,
  version: z.int().min(1),
  title: z.strictObject({ 'zh-CN': z.string(), 'zh-TW': z.string(), en: z.string() }),
  near: z.strictObject({ share: z.number().gt(0).lt(1), floorMinutes: z.number().min(0).max(1440) }),
  defaultUrgency: z.enum(urgencies),
  backdating: z.strictObject({ toleranceMinutes: z.number().min(0).max(1440) }),
  breach: z.strictObject({ confirmAfterHours: z.number().positive().max(8760) }),
  resumeOnReply: z.union([z.literal('any'), z.array(z.string().min(1).max(200))]),
  severity: z.strictObject({
    urgent: z.strictObject({ factor: z.number().gt(0).max(1), tell: z.array(z.enum(ladderRoles)) }),
    major: z.strictObject({ targetsOf: z.enum(urgencies), owner: z.enum(ladderRoles) }),
  }),
  clocks: z.array(ClockRuleSchema).min(1).max(60),
})
export type Policy = Readonly<z.infer<typeof PolicySchema>>
