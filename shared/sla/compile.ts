import { Temporal } from 'temporal-polyfill'
import type { EpochMs } from '../kernel/brand.ts'
import { type Digest, pureDigest } from '../kernel/hash.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { type CompiledCalendar, calendarHash } from './calendar.ts'
import {
  type CalendarYear,
  type DayWindow,
  dayNumber,
  parseCalendarDefinition,
  parseCalendarYear,
  type ReadDefinition,
} from './calendar-definition.ts'
import { dayMs, dayOf, formatDate, weekdayOf } from './day.ts'
import { instantOf, type Offsets } from './offsets.ts'

/** First and last year compiled; whole years, at most 60. Outside them the plain week goes on. */
export interface CompileSpan {
  readonly fromYear: number
  readonly toYear: number
}

/**
 * Turns a definition and the published years of its region into hashed windows. The only place that reads zone rules:
 * run once when a calendar is published, never while events are replayed.
 *
 * Choose a span that ends at least a year after the last published one, so that the week that goes on for ever is a
 * plain one. Refuses what the definition and year files refuse, and `calendar.unknown_zone`, `calendar.year_twice`,
 * `calendar.span`, `calendar.overlapping_windows` (a shift that runs into the next day's first window).
 * Source: details.md "Kernel purity".
 */
export function compileCalendar(
  definitionInput: unknown,
  yearInputs: readonly unknown[],
  span: CompileSpan,
  digest: Digest = pureDigest,
): Result<CompiledCalendar> {
  const read = parseCalendarDefinition(definitionInput)
  if (!read.ok) return read
  const { fromYear, toYear } = span
  if (!(fromYear >= 2000 && toYear <= 2100 && toYear >= fromYear && toYear - fromYear < 60))
    return refuse('calendar.span', 'span', { fromYear, toYear })
  const years = readYears(yearInputs, read.value.definition.region)
  if (!years.ok) return years
  const offsets = zoneOffsets(read.value.definition.zone, span)
  if (!offsets.ok) return offsets
  return assemble(read.value, years.value, offsets.value, span, digest)
}

function readYears(inputs: readonly unknown[], region: string | undefined): Result<readonly CalendarYear[]> {
  const years: CalendarYear[] = []
  for (const input of inputs) {
    const year = parseCalendarYear(input)
    if (!year.ok) return year
    if (year.value.region !== region) continue
    if (years.some((other) => other.year === year.value.year))
      return refuse('calendar.year_twice', 'years', { year: year.value.year })
    years.push(year.value)
  }
  return ok(years.sort((a, b) => a.year - b.year))
}

function zoneOffsets(zone: string, { fromYear, toYear }: CompileSpan): Result<Offsets> {
  const start = zonedStart(zone, fromYear - 1)
  if (start === null) return refuse('calendar.unknown_zone', 'zone', { zone })
  const endMs = (dayOf(toYear + 1, 1, 1) + 2) * dayMs
  const offsets: [EpochMs, number][] = [[start.epochMilliseconds, start.offsetNanoseconds / 1e6]]
  let next = start.getTimeZoneTransition('next')
  while (next !== null && next.epochMilliseconds < endMs) {
    offsets.push([next.epochMilliseconds, next.offsetNanoseconds / 1e6])
    next = next.getTimeZoneTransition('next')
  }
  return ok(offsets)
}

function zonedStart(zone: string, year: number): Temporal.ZonedDateTime | null {
  try {
    return Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function assemble(
  read: ReadDefinition,
  years: readonly CalendarYear[],
  offsets: Offsets,
  span: CompileSpan,
  digest: Digest,
): Result<CompiledCalendar> {
  const { id, version, zone, region, always } = read.definition
  const [firstDay, endDay] = [dayOf(span.fromYear, 1, 1), dayOf(span.toYear + 1, 1, 1)]
  const originMs = instantOf(offsets, firstDay * dayMs)
  const endMs = instantOf(offsets, endDay * dayMs)
  const runs = always === true ? ok([]) : compileRuns(read, years, offsets, firstDay, endDay)
  if (!runs.ok) return runs
  const body = {
    ...{ id, version, zone, always: always === true, originMs },
    workdayMs: always === true ? dayMs : workdayMinutes(read) * 60_000,
    endMs,
    offsets: offsets.map(([fromMs, offsetMs]): [number, number] => [fromMs, offsetMs]),
    knownYears: region === undefined ? ('any' as const) : years.map(({ year }) => year),
    runs: runs.value,
  }
  return ok({ ...body, hash: calendarHash(body, digest) })
}

/** Minutes of the first weekday with hours; a `workday` of a policy is this long, at most a day. */
function workdayMinutes({ week }: ReadDefinition): number {
  const first = week.find((day) => day.length > 0) ?? []
  return Math.min(
    1440,
    first.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0),
  )
}

/** Windows are cut at both ends of the span: the week that goes on outside brings the missing pieces back. */
function compileRuns(
  read: ReadDefinition,
  years: readonly CalendarYear[],
  offsets: Offsets,
  firstDay: number,
  endDay: number,
): Result<number[]> {
  const windowsOn = dayWindows(read, years)
  const instant = (day: number, minute: number): EpochMs => instantOf(offsets, day * dayMs + minute * 60_000)
  const [originMs, endMs] = [instant(firstDay, 0), instant(endDay, 0)]
  const runs: number[] = []
  let edgeMs = Number.NEGATIVE_INFINITY
  let cutMs = originMs
  for (let day = firstDay - 1; day < endDay; day++) {
    for (const { fromMinute, toMinute } of windowsOn(day)) {
      const startMs = instant(day, fromMinute)
      if (startMs < edgeMs) return refuse('calendar.overlapping_windows', formatDate(day), { atMinute: fromMinute })
      edgeMs = Math.max(startMs, instant(day, toMinute))
      const [fromMs, toMs] = [Math.max(startMs, originMs), Math.min(edgeMs, endMs)]
      if (toMs <= fromMs) continue
      runs.push((fromMs - cutMs) / 60_000, (toMs - fromMs) / 60_000)
      cutMs = toMs
    }
  }
  return ok(runs)
}

/** Own exceptions first, then public holidays and make-up workdays, then the plain week. */
function dayWindows(read: ReadDefinition, years: readonly CalendarYear[]): (day: number) => readonly DayWindow[] {
  const special = new Map<number, readonly DayWindow[]>()
  for (const { holidays, workdays } of years) {
    for (const date of Object.keys(holidays)) special.set(dayNumber(date), [])
    for (const date of Object.keys(workdays)) special.set(dayNumber(date), read.makeUp)
  }
  for (const [day, windows] of read.exceptions) special.set(day, windows)
  return (day) => special.get(day) ?? read.week[weekdayOf(day)] ?? []
}
