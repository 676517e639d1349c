import type { Brand, EpochMs } from './brand.ts'
import { ok, type Result, refuse } from './result.ts'

/**
 * Hybrid logical clock: 12 hex digits of milliseconds, then 4 of a counter; sorts as text.
 * It orders what one device saw before it wrote; it never measures time. Source: sync.md "Time", SYNC-9.
 */
export type Hlc = Brand<string, 'Hlc'>

export const hlcPattern = /^[0-9a-f]{16}$/
export const zeroHlc = '0'.repeat(16) as Hlc
/** A remote clock further ahead of the server than this is not adopted. Source: sync.md "Time". */
export const maxAheadMs = 60_000
const maxCount = 0xffff
const maxMs = 2 ** 48 - 1

const pack = (ms: EpochMs, count: number): Hlc =>
  `${ms.toString(16).padStart(12, '0')}${count.toString(16).padStart(4, '0')}` as Hlc

/** Milliseconds part of a clock value. */
export const hlcMs = (hlc: Hlc): EpochMs => Number.parseInt(hlc.slice(0, 12), 16)
const hlcCount = (hlc: Hlc): number => Number.parseInt(hlc.slice(12), 16)

/**
 * The next value for an event written now: always greater than `last`, whatever the wall clock says. A wall clock that
 * names no time this clock can hold (before 1970, after the year 10889, no number) is not followed, only counted on.
 * Throws at the very last value, which no clock reaches.
 */
export function tickHlc(last: Hlc, wallMs: EpochMs): Hlc {
  const lastMs = hlcMs(last)
  const ms = Math.floor(wallMs)
  if (ms > lastMs && ms <= maxMs) return pack(ms, 0)
  const count = hlcCount(last) + 1
  if (count <= maxCount) return pack(lastMs, count)
  if (lastMs === maxMs) throw new RangeError('tickHlc: no value is left')
  return pack(lastMs + 1, 0)
}

/**
 * Takes in a clock value seen from elsewhere. Refuses `hlc.ahead` when it is more than `maxAheadMs` beyond `serverMs`,
 * so that one wrong machine cannot drag everybody into the future.
 */
export function receiveHlc(last: Hlc, remote: Hlc, serverMs: EpochMs): Result<Hlc> {
  if (!hlcPattern.test(remote)) return refuse('hlc.malformed', 'hlc')
  if (hlcMs(remote) > serverMs + maxAheadMs) return refuse('hlc.ahead', 'hlc', { aheadMs: hlcMs(remote) - serverMs })
  return ok(remote > last ? remote : last)
}
