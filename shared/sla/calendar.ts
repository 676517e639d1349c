import type { EpochMs } from '../kernel/brand.ts'

/**
 * Working hours opened for counting: sorted windows of epoch ms with prefix sums. Total: any instant and any length
 * have an answer; before and after the compiled range the plain week goes on. No zone rules are consulted here.
 *
 * `businessAt(t)` = working ms from a fixed origin to `t`. `addBusiness(t, d)` = the earliest instant by which `d` ms of
 * working time have passed since `t` (`t` itself when `d` is 0; `d` may be negative). `businessBetween(a, b)` is
 * negative when `b` is before `a`. Days are counted from 1970-01-01 in the calendar's zone. `unknownYears` = years
 * touched by `[a, b]` whose public holidays are not published. Source: details.md "Calendars", SLA-11.
 */
export interface Calendar {
  readonly id: string
  readonly version: number
  readonly hash: string
  readonly zone: string
  readonly always: boolean
  /** Working ms of an ordinary working day. */
  readonly workdayMs: number
  readonly businessAt: (atMs: EpochMs) => number
  readonly addBusiness: (startMs: EpochMs, durationMs: number) => EpochMs
  readonly businessBetween: (fromMs: EpochMs, toMs: EpochMs) => number
  readonly isOpen: (atMs: EpochMs) => boolean
  readonly localDay: (atMs: EpochMs) => number
  readonly isWorkday: (day: number) => boolean
  /** The instant of a local minute of the day (0 … 1440) on a local day. */
  readonly timeOn: (day: number, minuteOfDay: number) => EpochMs
  readonly unknownYears: (fromMs: EpochMs, toMs: EpochMs) => readonly number[]
}
