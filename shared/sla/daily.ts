import type { EpochMs } from '../kernel/brand.ts'
import type { Calendar } from './calendar.ts'
import type { Pause } from './reach.ts'

/** Due times listed for one clock at most; a case left alone for longer says no more. */
export const maxDailyDues = 400

/**
 * Due times by the time of day: each working day's `minute`, the first at least `leadMs` after `startMs` and on a later
 * local day than `afterDay` (the day that already had its update). A due time inside a pause does not count; a pause
 * that has not ended hides all later ones. Source: SLA-4, details.md "17:00".
 */
export interface DailyRule {
  readonly calendar: Calendar
  readonly minute: number
  readonly leadMs: number
  readonly startMs: EpochMs
  readonly afterDay: number | null
  readonly pauses: readonly Pause[]
}

/** The first `count` due times up to and including `untilMs`, in order. */
export function dailyDues(rule: DailyRule, untilMs: EpochMs, count = maxDailyDues): readonly EpochMs[] {
  const { calendar, pauses } = rule
  const earliestMs = rule.startMs + rule.leadMs
  const openPause = pauses.at(-1)?.toMs === null ? (pauses.at(-1)?.fromMs ?? null) : null
  const dues: EpochMs[] = []
  let day = calendar.localDay(earliestMs)
  if (rule.afterDay !== null) day = Math.max(day, rule.afterDay + 1)
  for (; dues.length < count; day++) {
    if (!calendar.isWorkday(day)) continue
    const dueMs = calendar.timeOn(day, rule.minute)
    if (dueMs > untilMs || (openPause !== null && dueMs >= openPause)) break
    if (dueMs >= earliestMs && !inPause(pauses, dueMs)) dues.push(dueMs)
  }
  return dues
}

const inPause = (pauses: readonly Pause[], atMs: EpochMs): boolean =>
  pauses.some(({ fromMs, toMs }) => fromMs <= atMs && toMs !== null && atMs < toMs)
