import { z } from 'zod'
import type { EpochMs } from '../kernel/brand.ts'
import { canonicalBytes, type Json } from '../kernel/canonical.ts'
import { type Digest, hashBytes, pureDigest } from '../kernel/hash.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { dateOf, dayMs } from './day.ts'
import { instantOf, localDayOf, type Offsets } from './offsets.ts'
import { parseWith } from './parse.ts'
import { createWindows, type Windows } from './windows.ts'

/** Tens of thousands of numbers: checked by hand, a schema for each of them would take longer than all the rest. */
function isRuns(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length % 2 === 0 && value.every((item) => Number.isSafeInteger(item) && item >= 0)
  )
}

/**
 * Working hours as compiled, hashed, versioned data: this travels and is stored, never the zone rules behind it.
 *
 * `runs` = minutes from `originMs` to the first window, its length, minutes to the next, its length … `offsets` = the
 * zone as `[from, offset]` in ms. `knownYears` = years with published holidays, or `any` where none are kept.
 * `always` = 24×7 (no runs). `hash` covers everything else. Source: details.md "Kernel purity".
 */
export const CompiledCalendarSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  version: z.int().min(1),
  zone: z.string().min(1).max(64),
  always: z.boolean(),
  workdayMs: z.int().min(60_000).max(dayMs),
  originMs: z.int(),
  endMs: z.int(),
  offsets: z.array(z.tuple([z.int(), z.int()])).min(1),
  knownYears: z.union([z.literal('any'), z.array(z.int())]),
  runs: z.custom<readonly number[]>(isRuns),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type CompiledCalendar = z.infer<typeof CompiledCalendarSchema>

/**
 * Working hours opened for counting: sorted windows of epoch ms with prefix sums. Total: any instant and any length
 * have an answer; before and after the compiled range the plain week goes on. No zone rules are consulted here.
 *
 * `businessAt(t)` = working ms from a fixed origin to `t`. `addBusiness(t, d)` = the earliest instant by which `d` ms of
 * working time have passed since `t` (`t` itself when `d` is 0; `d` may be negative). `businessBetween(a, b)` is
 * negative when `b` is before `a`. Days are counted from 1970-01-01 in the calendar's zone; a working day is one on
 * which a window begins. `unknownYears` = years touched by `[a, b]` whose public holidays are not published (at most 3).
 * Source: details.md "Calendars", SLA-11.
 */
export interface Calendar {
  readonly id: string
  readonly version: number
  readonly hash: string
  readonly zone: string
  readonly offsets: Offsets
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

/** Hash over everything in a compiled calendar but the hash itself. */
export function calendarHash(calendar: Omit<CompiledCalendar, 'hash'>, digest: Digest = pureDigest): string {
  const { id, version, zone, always, workdayMs, originMs, endMs, offsets, knownYears, runs } = calendar
  const body = { id, version, zone, always, workdayMs, originMs, endMs, offsets, knownYears, runs }
  return hashBytes(canonicalBytes(body as unknown as Json), digest)
}

/**
 * Opens compiled data for counting. Refuses `calendar.malformed`, `calendar.hash_mismatch` (the data were changed),
 * `calendar.no_hours` (a week without a single working minute would never let a clock end).
 */
export function openCalendar(input: unknown, digest: Digest = pureDigest): Result<Calendar> {
  const parsed = parseWith(CompiledCalendarSchema, input, 'calendar.malformed')
  if (!parsed.ok) return parsed
  const compiled = parsed.value
  if (calendarHash(compiled, digest) !== compiled.hash)
    return refuse('calendar.hash_mismatch', 'hash', { id: compiled.id })
  if (compiled.always) return ok(assemble(compiled, everyInstant))
  const windows = createWindows(compiled.originMs, compiled.endMs, compiled.runs)
  return windows === null ? refuse('calendar.no_hours', 'runs', { id: compiled.id }) : ok(assemble(compiled, windows))
}

const everyInstant: Windows = { businessAt: (atMs) => atMs, instantAt: (business) => business, starts: null }

/** 24×7 without a zone of its own: the hours of every clock whose rule says `always`. */
export const alwaysOpen: Calendar = assemble(
  {
    id: '24x7',
    version: 1,
    zone: 'UTC',
    always: true,
    workdayMs: dayMs,
    originMs: 0,
    endMs: 0,
    offsets: [[0, 0]],
    knownYears: 'any',
    runs: [],
    hash: '',
  },
  everyInstant,
)

function assemble(compiled: CompiledCalendar, windows: Windows): Calendar {
  const { id, version, hash, zone, offsets, always, workdayMs } = compiled
  const { businessAt } = windows
  const between = (fromMs: EpochMs, toMs: EpochMs): number => businessAt(toMs) - businessAt(fromMs)
  const addBusiness = (startMs: EpochMs, durationMs: number): EpochMs =>
    durationMs === 0 ? startMs : windows.instantAt(businessAt(startMs) + durationMs)
  const localDay = (atMs: EpochMs): number => localDayOf(offsets, atMs)
  const isWorkday = workdays(compiled, windows)
  const timeOn = (day: number, minuteOfDay: number): EpochMs => instantOf(offsets, day * dayMs + minuteOfDay * 60_000)
  return {
    ...{ id, version, hash, zone, offsets, always, workdayMs, businessAt, addBusiness, localDay, isWorkday, timeOn },
    businessBetween: between,
    isOpen: (atMs) => between(atMs, atMs + 1) > 0,
    unknownYears: unknownYearsOf(compiled),
  }
}

function workdays(compiled: CompiledCalendar, windows: Windows): (day: number) => boolean {
  const { starts } = windows
  if (starts === null) return () => true
  const first = localDayOf(compiled.offsets, compiled.originMs)
  const count = localDayOf(compiled.offsets, compiled.endMs - 1) - first + 1
  const open = new Uint8Array(count)
  for (const startMs of starts) open[localDayOf(compiled.offsets, startMs) - first] = 1
  return (day) => open[weekInside(day - first, count)] === 1
}

/** Outside the compiled range a day is like the same weekday of the first or the last compiled week. */
function weekInside(index: number, count: number): number {
  if (index < 0) return ((index % 7) + 7) % 7
  return index < count ? index : count - 7 + ((index - count) % 7)
}

function unknownYearsOf(compiled: CompiledCalendar): Calendar['unknownYears'] {
  const { knownYears, offsets } = compiled
  if (knownYears === 'any') return () => []
  const known = new Set(knownYears)
  const yearOf = (atMs: EpochMs): number => dateOf(localDayOf(offsets, atMs)).year
  return (fromMs, toMs) => {
    const unknown: number[] = []
    const last = yearOf(toMs)
    for (let year = yearOf(fromMs); year <= last && unknown.length < 3; year++) if (!known.has(year)) unknown.push(year)
    return unknown
  }
}

/** `calendar.addBusiness`: due time of `durationMs` of working time from `startMs`. */
export const addBusiness = (calendar: Calendar, startMs: EpochMs, durationMs: number): EpochMs =>
  calendar.addBusiness(startMs, durationMs)

/** `calendar.businessBetween`: working ms between two instants, negative when they are the other way round. */
export const businessBetween = (calendar: Calendar, fromMs: EpochMs, toMs: EpochMs): number =>
  calendar.businessBetween(fromMs, toMs)
