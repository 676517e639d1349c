import type { EpochMs } from '../kernel/brand.ts'
import { dayMs } from './day.ts'

/**
 * Offsets of a zone from UTC as data: `[from, offset]` in ms, sorted, at least one; the first also holds before it.
 * Compiled once from the zone rules, so that every machine reads the same local time for ever.
 */
export type Offsets = readonly (readonly [fromMs: EpochMs, offsetMs: number])[]

/** Offset from UTC in ms at an instant. */
export function offsetAt(offsets: Offsets, atMs: EpochMs): number {
  const found = offsets.findLast(([fromMs]) => fromMs <= atMs) ?? offsets[0]
  return found?.[1] ?? 0
}

/**
 * The instant of a local time given as ms since 1970-01-01T00:00 local. A time that comes twice means the first one; a
 * time skipped by the change to summer time means the same distance after the change.
 */
export function instantOf(offsets: Offsets, localMs: number): EpochMs {
  const before = offsetAt(offsets, localMs - dayMs)
  const after = offsetAt(offsets, localMs + dayMs)
  const first = localMs - before
  if (before === after || offsetAt(offsets, first) === before) return first
  const second = localMs - after
  return offsetAt(offsets, second) === after ? second : first
}

/** Local day (from 1970-01-01 local) of an instant. */
export const localDayOf = (offsets: Offsets, atMs: EpochMs): number =>
  Math.floor((atMs + offsetAt(offsets, atMs)) / dayMs)
