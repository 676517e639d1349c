import type { ContactWay, Urgency } from '../case/words.ts'
import type { EpochMs } from '../kernel/brand.ts'
import type { Calendar } from './calendar.ts'
import type { Hours, LadderRole } from './policy.ts'
import type { SignalType } from './signal.ts'

/** What a clock shows. `near` = 20 % left but at least 5 min; `stopped` = ended without a verdict (withdrawn, merged …). */
export const clockStates = ['running', 'paused', 'near', 'breached', 'met', 'stopped'] as const
export type ClockState = (typeof clockStates)[number]

/** Something a person has to know about a clock; `key` is mapped to words by the screens, `params` fill them. */
export interface ClockWarning {
  readonly key:
    | 'calendar.unknown_year'
    | 'calendar.unknown_version'
    | 'policy.unknown_version'
    | 'contact.other_way'
    | 'backdated'
    | 'promise.past'
    | 'promise.after_resolve'
    | 'hold.customer_answered'
    | 'signal.incomplete'
  readonly params: Readonly<Record<string, string | number>>
}

/** A step of the escalation ladder with its time. Source: SLA-9. */
export interface LadderDue {
  readonly level: string
  readonly tell: LadderRole
  readonly atMs: EpochMs
}

/** A contact or answer written down later than it is said to have been. Source: details.md "Back-dating". */
export interface Backdated {
  readonly signalId?: string
  readonly claimedAtMs: EpochMs
  readonly recordedAtMs: EpochMs
  readonly confirmed: boolean
}

/**
 * One cycle of one clock, folded from signals; holds for any instant until the next signal comes (nothing here is a
 * counter that has to be refreshed). Times are epoch ms, spans are ms.
 *
 * `dueAtMs` and `nearAtMs` are `null` while a pause keeps them from being known; then `leftMs` of the clock's own hours
 * remain. `endedAtMs` with `verdict` `judged` = stopped by the thing it waited for, `unjudged` = ended by something else.
 * `passedDueAtMs` = the first due time that passed under targets in force before a later change moved it: it stays on
 * the record. `current` = the newest cycle of its clock and subject, the one screens show.
 */
export interface Clock {
  readonly clock: string
  readonly source: string
  readonly subject?: string | undefined
  readonly cycle: number
  readonly current: boolean
  readonly policy: { readonly id: string; readonly version: number }
  readonly urgency: Urgency
  readonly hours: Hours
  readonly calendar: Calendar
  readonly startedAtMs: EpochMs
  readonly targetMs: number
  readonly dueAtMs: EpochMs | null
  readonly nearAtMs: EpochMs | null
  readonly leftMs: number | null
  readonly passedDueAtMs?: EpochMs | undefined
  readonly endedAtMs?: EpochMs | undefined
  readonly endedBy?: SignalType | undefined
  readonly verdict?: 'judged' | 'unjudged' | undefined
  readonly pausedMs: number
  readonly pausedSinceMs?: EpochMs | undefined
  readonly pauseReason?: string | undefined
  readonly channelProposed: readonly ContactWay[]
  readonly channelUsed?: ContactWay | undefined
  readonly backdated?: Backdated | undefined
  readonly ladder: readonly LadderDue[]
  /** While paused: the due time if the pause ended at `nowMs`. */
  readonly resumedDueMs?: ((nowMs: EpochMs) => EpochMs) | undefined
  /** Further cycles that come by themselves when nothing happens (17:00 of each working day) with a due time up to `untilMs`. */
  readonly later?: ((untilMs: EpochMs) => readonly Clock[]) | undefined
  readonly warnings: readonly ClockWarning[]
}

/**
 * A clock at one instant: what lists, cards and the command line show. Source: surfaces.md `sla`.
 *
 * `remainingMs` is calendar time to the due time (negative once late), `businessRemainingMs` the same in the clock's own
 * hours; both stand still once ended. While paused `dueAtMs` is `null`, `businessRemainingMs` stands still and
 * `remainingMs` says how long it would take if the pause ended now. `pausedMs` includes a pause still going on.
 */
export interface ClockView {
  readonly clock: string
  readonly source: string
  readonly subject?: string | undefined
  readonly cycle: number
  readonly startedAtMs: EpochMs
  readonly dueAtMs: EpochMs | null
  readonly nearAtMs: EpochMs | null
  readonly state: ClockState
  readonly remainingMs: number
  readonly businessRemainingMs: number
  readonly targetMs: number
  readonly hours: Hours
  readonly urgency: Urgency
  readonly pausedMs: number
  readonly pauseReason?: string | undefined
  readonly endedAtMs?: EpochMs | undefined
  readonly passedDueAtMs?: EpochMs | undefined
  readonly channelProposed: readonly ContactWay[]
  readonly channelUsed?: ContactWay | undefined
  readonly backdated?: Backdated | undefined
  readonly warnings: readonly ClockWarning[]
}

/**
 * State of a clock at `nowMs`, from stored numbers only: cheap enough for every row of a long list.
 * A stop at the due time itself is in time; a running clock is breached after it. Source: SLA-9, SLA-10.
 */
export function clockStateAt(clock: Clock, nowMs: EpochMs): ClockState {
  const { dueAtMs, nearAtMs, endedAtMs } = clock
  if (endedAtMs !== undefined && endedAtMs <= nowMs) {
    if (dueAtMs !== null && endedAtMs > dueAtMs) return 'breached'
    return clock.verdict === 'judged' ? 'met' : 'stopped'
  }
  if (dueAtMs === null) return 'paused'
  if (nowMs > dueAtMs) return 'breached'
  return nearAtMs !== null && nowMs >= nearAtMs ? 'near' : 'running'
}
