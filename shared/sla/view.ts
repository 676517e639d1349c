import type { EpochMs } from '../kernel/brand.ts'
import { type Clock, type ClockView, clockStateAt } from './clock.ts'
import type { FoldContext } from './context.ts'
import { foldClocks } from './fold.ts'
import type { Signal } from './signal.ts'

/**
 * A clock at an instant, with the time left as calendar time and in its own hours. Ended clocks stand still at their
 * end; a paused one says how long it would take if the pause ended now. Source: surfaces.md `sla`, SLA-10.
 */
export function viewClock(clock: Clock, nowMs: EpochMs): ClockView {
  const { pausedSinceMs, dueAtMs, endedAtMs, calendar } = clock
  const state = clockStateAt(clock, nowMs)
  const ended = endedAtMs !== undefined && endedAtMs <= nowMs
  const fromMs = ended ? endedAtMs : nowMs
  const untilMs = dueAtMs ?? clock.resumedDueMs?.(fromMs) ?? fromMs
  return {
    clock: clock.clock,
    source: clock.source,
    subject: clock.subject,
    cycle: clock.cycle,
    startedAtMs: clock.startedAtMs,
    dueAtMs,
    nearAtMs: clock.nearAtMs,
    state,
    remainingMs: untilMs - fromMs,
    businessRemainingMs: calendar.businessBetween(fromMs, untilMs),
    targetMs: clock.targetMs,
    hours: clock.hours,
    urgency: clock.urgency,
    pausedMs: clock.pausedMs + (pausedSinceMs === undefined || ended ? 0 : Math.max(0, nowMs - pausedSinceMs)),
    pauseReason: ended ? undefined : clock.pauseReason,
    endedAtMs: ended ? endedAtMs : undefined,
    passedDueAtMs: clock.passedDueAtMs,
    channelProposed: clock.channelProposed,
    channelUsed: clock.channelUsed,
    backdated: clock.backdated,
    warnings: clock.warnings,
  }
}

/** Signals recorded up to `nowMs`: what was known then. */
export const signalsUntil = (signals: readonly Signal[], nowMs: EpochMs): readonly Signal[] =>
  signals.every(({ atMs }) => atMs <= nowMs) ? signals : signals.filter(({ atMs }) => atMs <= nowMs)

/** The newest cycle of every clock of a case at an instant, from what was recorded until then. */
export function clocksAt(signals: readonly Signal[], context: FoldContext, nowMs: EpochMs): readonly ClockView[] {
  const { clocks } = foldClocks(signalsUntil(signals, nowMs), context)
  const views: ClockView[] = []
  for (const clock of clocks) if (clock.current) views.push(viewClock(clock, nowMs))
  return views
}

/**
 * The clock that rules: of those not ended the one due first, so that of two rules for one case the tighter counts. A
 * paused clock comes after all that run, the one with the least time left first. `undefined` when all have ended.
 * Source: SLA-10, domain.md §3 "The tightest clock rules".
 */
export function nearestClock<T extends Pick<Clock, 'dueAtMs' | 'leftMs' | 'endedAtMs' | 'current'>>(
  clocks: readonly T[],
): T | undefined {
  let nearest: T | undefined
  for (const clock of clocks) {
    if (!clock.current || clock.endedAtMs !== undefined) continue
    if (nearest === undefined || comesBefore(clock, nearest)) nearest = clock
  }
  return nearest
}

type Ranked = Pick<Clock, 'dueAtMs' | 'leftMs'>
function comesBefore(a: Ranked, b: Ranked): boolean {
  if (a.dueAtMs !== null && b.dueAtMs !== null) return a.dueAtMs < b.dueAtMs
  if (a.dueAtMs !== null || b.dueAtMs !== null) return a.dueAtMs !== null
  return (a.leftMs ?? 0) < (b.leftMs ?? 0)
}

/**
 * Part of the target that is used up, 0 … 1, in the clock's own hours: 0 when the clock starts, standing still while
 * paused and after the end. For bars. Source: lessons.md "Clocks" (progress bars).
 */
export function usedShare(clock: Clock, nowMs: EpochMs): number {
  if (clock.targetMs === 0) return 1
  const atMs = clock.endedAtMs === undefined ? nowMs : Math.min(nowMs, clock.endedAtMs)
  const leftMs = clock.dueAtMs === null ? (clock.leftMs ?? 0) : clock.calendar.businessBetween(atMs, clock.dueAtMs)
  return Math.min(1, Math.max(0, 1 - leftMs / clock.targetMs))
}
