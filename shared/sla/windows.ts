import type { EpochMs } from '../kernel/brand.ts'
import { weekMs } from './day.ts'

/**
 * Working time as a rising function of the instant and its inverse. `instantAt(x)` = the earliest instant at which
 * `businessAt` is `x`. `starts` = where windows begin, or `null` when work never stops.
 */
export interface Windows {
  readonly businessAt: (atMs: EpochMs) => number
  readonly instantAt: (business: number) => EpochMs
  readonly starts: Float64Array | null
}

/** What stands at an index that is known to be inside; 0 for hours without a single window. */
const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0

interface Table {
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Working ms before window `i`; one longer than the windows, the last entry is the total. */
  readonly before: Float64Array
}

/**
 * Opens `runs` (minutes: gap, length, gap, length … from `originMs`) for counting by binary search over prefix sums.
 * Outside `[originMs, endMs]` the first and the last week go on for ever. `null` when one of them has no working time.
 */
export function createWindows(originMs: EpochMs, endMs: EpochMs, runs: readonly number[]): Windows | null {
  const table = readRuns(originMs, runs)
  const total = at(table.before, table.before.length - 1)
  const inside = (atMs: EpochMs): number => countInside(table, atMs)
  const head = inside(originMs + weekMs)
  const tail = total - inside(endMs - weekMs)
  if (head <= 0 || tail <= 0) return null
  const businessAt = (atMs: EpochMs): number => {
    if (atMs < originMs) {
      const weeks = Math.ceil((originMs - atMs) / weekMs)
      return inside(atMs + weeks * weekMs) - weeks * head
    }
    if (atMs <= endMs) return inside(atMs)
    const weeks = Math.ceil((atMs - endMs) / weekMs)
    return inside(atMs - weeks * weekMs) + weeks * tail
  }
  const instantAt = (business: number): EpochMs => {
    if (business <= 0) {
      const weeks = Math.floor(-business / head) + 1
      return findInside(table, business + weeks * head) - weeks * weekMs
    }
    if (business <= total) return findInside(table, business)
    const weeks = Math.ceil((business - total) / tail)
    return findInside(table, business - weeks * tail) + weeks * weekMs
  }
  return { businessAt, instantAt, starts: table.starts }
}

function readRuns(originMs: EpochMs, runs: readonly number[]): Table {
  const count = Math.floor(runs.length / 2)
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  const before = new Float64Array(count + 1)
  let edgeMs = originMs
  for (let i = 0; i < count; i++) {
    const startMs = edgeMs + at(runs, 2 * i) * 60_000
    edgeMs = startMs + at(runs, 2 * i + 1) * 60_000
    starts[i] = startMs
    ends[i] = edgeMs
    before[i + 1] = at(before, i) + edgeMs - startMs
  }
  return { starts, ends, before }
}

/** Index of the last window that starts at or before the instant, or -1. */
function windowBefore(starts: Float64Array, atMs: EpochMs): number {
  let low = -1
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (at(starts, middle) <= atMs) low = middle
    else high = middle - 1
  }
  return low
}

function countInside({ starts, ends, before }: Table, atMs: EpochMs): number {
  const index = windowBefore(starts, atMs)
  if (index < 0) return 0
  return at(before, index) + Math.min(atMs, at(ends, index)) - at(starts, index)
}

/** `business` is in (0, total]: the first window whose end reaches it. */
function findInside({ starts, before }: Table, business: number): EpochMs {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(before, middle + 1) >= business) high = middle
    else low = middle + 1
  }
  return at(starts, low) + business - at(before, low)
}
