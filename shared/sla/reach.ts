import type { EpochMs } from '../kernel/brand.ts'
import type { Calendar } from './calendar.ts'

/** A hold; `toMs` is `null` while it lasts. Sorted, never overlapping. */
export interface Pause {
  readonly fromMs: EpochMs
  readonly toMs: EpochMs | null
  readonly reason: string
}

/** Where a span ends, or, while a pause keeps that from being known, how much of it is left. */
export type Reached = { readonly atMs: EpochMs } | { readonly atMs: null; readonly leftMs: number }

/**
 * The instant by which `spanMs` of the calendar's time have run since `startMs`, pauses left out. Working out everything
 * from the start again at each change is what keeps past pauses: nothing is counted on. Source: SLA-11.
 */
export function reach(calendar: Calendar, startMs: EpochMs, pauses: readonly Pause[], spanMs: number): Reached {
  let left = spanMs
  let fromMs = startMs
  for (const pause of pauses) {
    if (pause.toMs !== null && pause.toMs <= fromMs) continue
    const open = calendar.businessBetween(fromMs, Math.max(fromMs, pause.fromMs))
    if (left <= open) break
    left -= open
    if (pause.toMs === null) return { atMs: null, leftMs: left }
    fromMs = pause.toMs
  }
  return { atMs: calendar.addBusiness(fromMs, left) }
}

/** Ms of `[startMs, endMs]` that lie in pauses already over or cut at `endMs`. */
export function pausedWithin(pauses: readonly Pause[], startMs: EpochMs, endMs: EpochMs): number {
  let sum = 0
  for (const { fromMs, toMs } of pauses) {
    const from = Math.max(fromMs, startMs)
    const to = Math.min(toMs ?? endMs, endMs)
    if (to > from) sum += to - from
  }
  return sum
}
