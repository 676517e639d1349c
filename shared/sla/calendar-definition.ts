import { z } from 'zod'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { dateOf, parseDate } from './day.ts'
import { parseWith } from './parse.ts'

const date = z.string().refine((text) => parseDate(text) !== null, 'no date')
const named = z.string().min(1).max(120)

/**
 * The published public holidays of one year: `holidays` = days off, `workdays` = days at a weekend that are worked
 * instead (调休), each date → name. Only official days stand here; everything else is an ordinary day.
 * Source: details.md "Calendars".
 */
export const CalendarYearSchema = z.strictObject({
  region: z.string().regex(/^[a-z]{2,8}$/),
  year: z.int().min(2000).max(2100),
  source: z.string().min(1).max(300),
  generatedOn: date,
  holidays: z.record(date, named),
  workdays: z.record(date, named),
})
export type CalendarYear = Readonly<z.infer<typeof CalendarYearSchema>>

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
/** `[from, to]`; `to` at or before `from` means the next day (a shift over midnight). */
const window = z.tuple([time, time])
const windows = z.array(window).max(12)
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * Working hours as people set them. `week` = windows of each weekday; `makeUp` = windows of a make-up workday; `region` =
 * whose public holidays hold (none when left out); `exceptions` = the organisation's own days, before everything else.
 * A window belongs to the day it begins on: the night shift before a holiday runs into it. Source: SLA-11.
 */
export const CalendarDefinitionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  version: z.int().min(1),
  title: z.record(z.string(), named).optional(),
  zone: z.string().min(1).max(64),
  region: z
    .string()
    .regex(/^[a-z]{2,8}$/)
    .optional(),
  always: z.boolean().optional(),
  week: z.strictObject({
    mon: windows,
    tue: windows,
    wed: windows,
    thu: windows,
    fri: windows,
    sat: windows,
    sun: windows,
  }),
  makeUp: windows,
  exceptions: z.array(z.strictObject({ date, windows, note: named.optional() })).max(2000),
})
export type CalendarDefinition = Readonly<z.infer<typeof CalendarDefinitionSchema>>

/** Minutes from local midnight; the end is after the start and may be past 1440. */
export interface DayWindow {
  readonly fromMinute: number
  readonly toMinute: number
}

/** A definition that was checked: windows in minutes, in order. */
export interface ReadDefinition {
  readonly definition: CalendarDefinition
  /** From Monday. */
  readonly week: readonly (readonly DayWindow[])[]
  readonly makeUp: readonly DayWindow[]
  readonly exceptions: ReadonlyMap<number, readonly DayWindow[]>
}

/** Day number of a date the schema has let through. */
export const dayNumber = (text: string): number => parseDate(text) ?? Number.NaN

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/**
 * Checks one year file, so that an administrator can load a newly published year. Refuses `calendar.year_malformed`,
 * `calendar.date_outside_year`, `calendar.day_twice` (a day off and a workday at once).
 */
export function parseCalendarYear(input: unknown): Result<CalendarYear> {
  const parsed = parseWith(CalendarYearSchema, input, 'calendar.year_malformed')
  if (!parsed.ok) return parsed
  const { year, holidays, workdays } = parsed.value
  for (const day of [...Object.keys(holidays), ...Object.keys(workdays)]) {
    if (dateOf(dayNumber(day)).year !== year) return refuse('calendar.date_outside_year', day, { year })
    if (holidays[day] !== undefined && workdays[day] !== undefined) return refuse('calendar.day_twice', day)
  }
  return ok(parsed.value)
}

/**
 * Checks a definition. Refuses `calendar.malformed`, `calendar.empty_window` (09:00–09:00), `calendar.overlapping_windows`
 * (within one day), `calendar.day_twice` (two exceptions for one date), `calendar.no_hours`.
 */
export function parseCalendarDefinition(input: unknown): Result<ReadDefinition> {
  const parsed = parseWith(CalendarDefinitionSchema, input, 'calendar.malformed')
  if (!parsed.ok) return parsed
  const definition = parsed.value
  const week: (readonly DayWindow[])[] = []
  for (const name of weekdays) {
    const read = readWindows(definition.week[name], `week.${name}`)
    if (!read.ok) return read
    week.push(read.value)
  }
  if (definition.always !== true && week.every((day) => day.length === 0)) return refuse('calendar.no_hours', 'week')
  const makeUp = readWindows(definition.makeUp, 'makeUp')
  if (!makeUp.ok) return makeUp
  const exceptions = readExceptions(definition)
  if (!exceptions.ok) return exceptions
  return ok({ definition, week, makeUp: makeUp.value, exceptions: exceptions.value })
}

function readExceptions(definition: CalendarDefinition): Result<ReadonlyMap<number, readonly DayWindow[]>> {
  const exceptions = new Map<number, readonly DayWindow[]>()
  for (const [index, exception] of definition.exceptions.entries()) {
    const read = readWindows(exception.windows, `exceptions.${index}`)
    if (!read.ok) return read
    const day = dayNumber(exception.date)
    if (exceptions.has(day)) return refuse('calendar.day_twice', `exceptions.${index}`, { date: exception.date })
    exceptions.set(day, read.value)
  }
  return ok(exceptions)
}

function readWindows(texts: readonly (readonly [string, string])[], field: string): Result<readonly DayWindow[]> {
  const read: DayWindow[] = []
  for (const [from, to] of texts) {
    const [fromMinute, end] = [minutesOf(from), minutesOf(to)]
    if (fromMinute === end || fromMinute === 1440) return refuse('calendar.empty_window', field, { from, to })
    read.push({ fromMinute, toMinute: end < fromMinute ? end + 1440 : end })
  }
  read.sort((a, b) => a.fromMinute - b.fromMinute)
  for (let i = 1; i < read.length; i++) {
    const [previous, next] = [read[i - 1], read[i]]
    if (previous !== undefined && next !== undefined && next.fromMinute < previous.toMinute)
      return refuse('calendar.overlapping_windows', field, { atMinute: next.fromMinute })
  }
  return ok(read)
}
