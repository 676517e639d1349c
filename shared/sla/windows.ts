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
  const total = table.before[table.before.length - 1] ?? 0
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
    const startMs = edgeMs + (runs[2 * i] ?? 0) * 60_000
    edgeMs = startMs + (runs[2 * i + 1] ?? 0) * 60_000
    starts[i] = startMs
    ends[i] = edgeMs
    before[i + 1] = (before[i] ?? 0) + edgeMs - startMs
  }
  return { starts, ends, before }
}

/** Index of the last window that starts at or before the instant, or -1. */
function windowBefore(starts: Float64Array, atMs: EpochMs): number {
  let low = -1
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= atMs) low = middle
    else high = middle - 1
  }
  return low
}

function countInside({ starts, ends, before }: Table, atMs: EpochMs): number {
  const index = windowBefore(starts, atMs)
  if (index < 0) return 0
  return (before[index] ?? 0) + Math.min(atMs, ends[index] ?? 0) - (starts[index] ?? 0)
}

/** `business` is in (0, total]: the first window whose end reaches it. */
function findInside({ starts, before }: Table, business: number): EpochMs {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((before[middle + 1] ?? 0) >= business) high = middle
    else low = middle + 1
  }
  return (starts[low] ?? 0) + business - (before[low] ?? 0)
}
