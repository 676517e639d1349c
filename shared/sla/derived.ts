import type { EpochMs } from '../kernel/brand.ts'
import type { Clock } from './clock.ts'
import { dayMs } from './day.ts'
import type { LadderRole } from './policy.ts'

/** `near` and `breach` of a clock, and each rung of its ladder as `ladder:<level>`. */
export type DerivedKind = 'near' | 'breach' | `ladder:${string}`

/** Something that follows from signals and time alone; the body of a derived event. Source: SLA-9. */
export interface DerivedDue {
  readonly clock: string
  readonly source: string
  readonly subject?: string
  readonly cycle: number
  readonly policy: Clock['policy']
  readonly kind: DerivedKind
  readonly atMs: EpochMs
  /** The due time it is about. */
  readonly dueAtMs: EpochMs
  readonly tell?: LadderRole
}

/** Longer than any run of days off: the next due time by the time of day is found within it. */
const lookAheadMs = 20 * dayMs

/**
 * All that has come due by `nowMs` for all cycles of a case's clocks, in order of time, also for time that passed while
 * the machine was off: the caller stores those whose id (`shared/case/derived.ts`: case, clock, subject, policy version,
 * cycle, kind) it does not hold. A clock that ended before a moment
 * never reaches it; the due time itself is still in time. Source: SLA-9, details.md "Derived events".
 */
export function derivedDue(clocks: readonly Clock[], nowMs: EpochMs): readonly DerivedDue[] {
  const due: DerivedDue[] = []
  for (const clock of clocks) {
    collect(clock, nowMs, due)
    for (const later of clock.later?.(nowMs + lookAheadMs) ?? []) collect(later, nowMs, due)
  }
  return due.sort((a, b) => a.atMs - b.atMs)
}

function collect(clock: Clock, nowMs: EpochMs, due: DerivedDue[]): void {
  const { dueAtMs, nearAtMs, passedDueAtMs } = clock
  const endMs = clock.endedAtMs ?? Number.POSITIVE_INFINITY
  const reached = (atMs: EpochMs): boolean => atMs <= nowMs && atMs < endMs
  const missed = dueAtMs !== null && dueAtMs < nowMs && dueAtMs < endMs ? dueAtMs : null
  const breachedMs = passedDueAtMs !== undefined && passedDueAtMs < nowMs ? passedDueAtMs : missed
  const about = dueAtMs ?? passedDueAtMs ?? nearAtMs
  if (about === null) return
  if (nearAtMs !== null && reached(nearAtMs)) due.push(derived(clock, 'near', nearAtMs, about))
  if (breachedMs !== null) due.push(derived(clock, 'breach', breachedMs, breachedMs))
  for (const { level, tell, atMs } of clock.ladder) {
    const waits = dueAtMs !== null && atMs >= dueAtMs && missed === null
    if (!waits && reached(atMs)) due.push({ ...derived(clock, `ladder:${level}`, atMs, about), tell })
  }
}

function derived(clock: Clock, kind: DerivedKind, atMs: EpochMs, dueAtMs: EpochMs): DerivedDue {
  const { clock: name, source, subject, cycle, policy } = clock
  return { clock: name, source, ...(subject === undefined ? {} : { subject }), cycle, policy, kind, atMs, dueAtMs }
}

/** The next instant after `nowMs` at which `derivedDue` would say more, or `null`: when to look again. */
export function nextDerivedMs(clocks: readonly Clock[], nowMs: EpochMs): EpochMs | null {
  let nextMs: EpochMs | null = null
  for (const clock of clocks) {
    if (clock.endedAtMs !== undefined) continue
    for (const cycle of [clock, ...(clock.later?.(nowMs + lookAheadMs) ?? [])])
      for (const atMs of momentsOf(cycle)) if (atMs > nowMs && (nextMs === null || atMs < nextMs)) nextMs = atMs
  }
  return nextMs
}

function momentsOf({ nearAtMs, dueAtMs, ladder }: Clock): readonly EpochMs[] {
  const moments = ladder.map(({ atMs }) => atMs)
  if (nearAtMs !== null) moments.push(nearAtMs)
  if (dueAtMs !== null) moments.push(dueAtMs + 1)
  return moments
}
