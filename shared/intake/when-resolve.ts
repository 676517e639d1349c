import { Temporal } from 'temporal-polyfill'
import type {
  Candidate,
  ClockOption,
  DayRef,
  Hearing,
  MonthRef,
  NamedPart,
  Parse,
  WhenPrecision,
  YearRef,
} from './when-model.ts'
import { partStartHour } from './when-parts.ts'

/**
 * Days that words can mean: `near` in the year, month, week or day that the person is in, `far` in the neighbouring one
 * on the side of the hearing (past or future), looked at only when nothing near fits.
 */
interface Days {
  readonly near: readonly Temporal.PlainDate[]
  readonly far: readonly Temporal.PlainDate[]
  /** Near and far are equally likely: both are readings. */
  readonly even?: boolean
}

/** What a parse can mean, and why it cannot mean more. */
export interface Meaning {
  readonly fitting: readonly Candidate[]
  /** On the wrong side of now: a future time for something that happened, a past one for a promise. */
  readonly misplaced: readonly Candidate[]
  /** The neighbouring reading that was not near enough to be taken without asking. */
  readonly hints: readonly Candidate[]
  readonly flaw: 'none' | 'impossible' | 'contradiction'
}

type Side = -1 | 1

/** None for days that do not exist: 30 February, month 13, day 0. */
function madeDate(year: number, month: number, day: number): readonly Temporal.PlainDate[] {
  if (year < 1 || month < 1 || day < 1) return []
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' })
  return date.month === month && date.day === day ? [date] : []
}

function yearIn(ref: YearRef, today: Temporal.PlainDate): number {
  if (ref === null) return today.year
  return 'exact' in ref ? ref.exact : today.year + ref.years
}

function monthIn(ref: MonthRef, today: Temporal.PlainDate, shift: number): Temporal.PlainYearMonth {
  const months = ref !== null && 'months' in ref ? ref.months : shift
  return today.toPlainYearMonth().add({ months })
}

function datesOf(ref: Extract<DayRef, { kind: 'date' }>, today: Temporal.PlainDate, side: Side): Days {
  if (ref.month !== null && 'exact' in ref.month) {
    const year = yearIn(ref.year, today)
    const { exact } = ref.month
    return {
      near: madeDate(year, exact, ref.day),
      far: ref.year === null ? madeDate(year + side, exact, ref.day) : [],
    }
  }
  const inMonth = (shift: number) => {
    const month = monthIn(ref.month, today, shift)
    return madeDate(month.year, month.month, ref.day)
  }
  return { near: inMonth(0), far: ref.month === null ? inMonth(side) : [] }
}

/** Weeks begin on Monday (GB/T 7408, ISO 8601). */
function weekdaysOf(ref: Extract<DayRef, { kind: 'weekday' }>, today: Temporal.PlainDate, side: Side): Days {
  const inWeek = (weeks: number) =>
    ref.weekdays.map((weekday) => today.add({ days: weeks * 7 + weekday - today.dayOfWeek }))
  if (ref.weeks !== null) return { near: inWeek(ref.weeks), far: [] }
  // 周五 said on a Friday is today or a week away: nobody can tell.
  return { near: inWeek(0), far: inWeek(side), even: ref.weekdays.includes(today.dayOfWeek) }
}

/** English "last Tuesday": the latest one before today; "next Tuesday": the first after today or the one in next week. */
function neighbour(ref: Extract<DayRef, { kind: 'neighbour' }>, today: Temporal.PlainDate): Days {
  const ahead = (ref.weekday - today.dayOfWeek + 7) % 7
  if (ref.direction < 0) return { near: [today.subtract({ days: (7 - ahead) % 7 || 7 })], far: [] }
  const first = today.add({ days: ahead || 7 })
  const inNextWeek = today.add({ days: 7 + ref.weekday - today.dayOfWeek })
  return { near: first.equals(inNextWeek) ? [first] : [first, inNextWeek], far: [] }
}

function daysOf(ref: DayRef | undefined, today: Temporal.PlainDate, side: Side): Days {
  if (ref === undefined) return { near: [today], far: [today.add({ days: side })] }
  if (ref.kind === 'offset') return { near: [today.add({ days: ref.days })], far: [] }
  if (ref.kind === 'weekday') return weekdaysOf(ref, today, side)
  return ref.kind === 'neighbour' ? neighbour(ref, today) : datesOf(ref, today, side)
}

/** Does this day fit another thing that was said about it (周五, 5月10日)? */
function agrees(date: Temporal.PlainDate, ref: DayRef, today: Temporal.PlainDate, side: Side): boolean {
  if (ref.kind === 'weekday' && ref.weeks === null) return ref.weekdays.includes(date.dayOfWeek)
  const { near, far } = daysOf(ref, today, side)
  return [...near, ...far].some((other) => other.equals(date))
}

const isOpenWeekday = (ref: DayRef) => ref.kind === 'weekday' && ref.weeks === null

/** Every instant of a wall-clock time: none in the hour that a clock change skips, two in the hour that it repeats. */
function instantsAt(wall: Temporal.PlainDateTime, zone: string): readonly Temporal.ZonedDateTime[] {
  const early = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (!early.toPlainDateTime().equals(wall)) return []
  const late = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  return late.epochMilliseconds === early.epochMilliseconds ? [early] : [early, late]
}

function optionAt(date: Temporal.PlainDate, option: ClockOption, zone: string): readonly Temporal.ZonedDateTime[] {
  const day = option.dayShift === 0 ? date : date.add({ days: 1 })
  return instantsAt(day.toPlainDateTime({ hour: option.hour, minute: option.minute }), zone)
}

type Calendar = Extract<Parse, { kind: 'calendar' }>

function candidate(at: Temporal.ZonedDateTime, precision: WhenPrecision, approximate: boolean): Candidate {
  return { atMs: at.epochMilliseconds, at, precision, approximate }
}

function expand(parse: Calendar, date: Temporal.PlainDate, zone: string): readonly Candidate[] {
  const { clock, approximate } = parse
  if (clock.kind === 'at') {
    const instants = clock.options.flatMap((option) => optionAt(date, option, zone))
    return instants.map((at) => candidate(at, clock.precision, approximate))
  }
  if (clock.kind === 'none') return [candidate(date.toZonedDateTime(zone), 'day', approximate)]
  // 昨天夜里: the night that begins on the day, or the small hours with which the day began.
  const parts: readonly NamedPart[] = clock.part === 'night' ? ['dawn', 'night'] : [clock.part]
  return parts.map((part) => {
    const start = date.toZonedDateTime({ timeZone: zone, plainTime: { hour: partStartHour[part] } })
    return { ...candidate(start, 'part', approximate), part }
  })
}

/**
 * The neighbouring year, month, week or day is taken only where it is nearer to now than the reading on the wrong side:
 * on 3 January 12月28日 is last year's, on 10 May 5月11日 is a mistake to ask about.
 */
function nearer(far: readonly Candidate[], misplaced: readonly Candidate[], nowMs: number): readonly Candidate[] {
  const limit = Math.min(...misplaced.map((one) => Math.abs(one.atMs - nowMs)))
  return far.filter((one) => Math.abs(one.atMs - nowMs) < limit)
}

const nothing: Meaning = { fitting: [], misplaced: [], hints: [], flaw: 'none' }

function meaningOfDays(parse: Calendar, hearing: Hearing, side: Side): Days & { readonly flaw: Meaning['flaw'] } {
  const today = hearing.now.toPlainDate()
  const main = parse.days.find((ref) => !isOpenWeekday(ref)) ?? parse.days[0]
  const others = parse.days.filter((ref) => ref !== main)
  const { near, far, even } = daysOf(main, today, side)
  const fits = (date: Temporal.PlainDate) => others.every((ref) => agrees(date, ref, today, side))
  const kept = { near: near.filter(fits), far: far.filter(fits), even: even === true }
  const found = near.length + far.length
  const flaw = found === 0 ? 'impossible' : kept.near.length + kept.far.length === 0 ? 'contradiction' : 'none'
  return { ...kept, flaw }
}

function meaningOfCalendar(parse: Calendar, hearing: Hearing): Meaning {
  const side: Side = hearing.direction === 'past' ? -1 : 1
  const nowMs = hearing.now.epochMilliseconds
  const zone = hearing.now.timeZoneId
  const days = meaningOfDays(parse, hearing, side)
  if (days.flaw !== 'none') return { ...nothing, flaw: days.flaw }
  const onSide = (one: Candidate) => (side < 0 ? one.atMs <= nowMs : one.atMs > nowMs)
  const near = days.near.flatMap((date) => expand(parse, date, zone))
  const far = days.far.flatMap((date) => expand(parse, date, zone)).filter(onSide)
  const fitting = near.filter(onSide)
  if (fitting.length > 0) return { ...nothing, fitting: days.even === true ? [...fitting, ...far] : fitting }
  const taken = nearer(far, near, nowMs)
  if (near.length + far.length === 0) return { ...nothing, flaw: 'impossible' }
  return { fitting: taken, misplaced: taken.length > 0 ? [] : near, hints: taken.length > 0 ? [] : far, flaw: 'none' }
}

/** A hundred years: far beyond what any caller accepts, and inside what the calendar can count. */
const longestMinutes = 100 * 366 * 1440

function meaningOfElapsed(minutes: number, approximate: boolean, hearing: Hearing): Meaning {
  const sign = hearing.direction === 'past' ? -1 : 1
  const exactMs = hearing.now.epochMilliseconds + sign * Math.round(Math.min(minutes, longestMinutes) * 60_000)
  const at = Temporal.Instant.fromEpochMilliseconds(exactMs).toZonedDateTimeISO(hearing.now.timeZoneId)
  return { ...nothing, fitting: [candidate(toMinute(at), 'minute', approximate)] }
}

/** Start of the minute. Zones whose offset has seconds ended before 1972, so whole epoch minutes are wall minutes. */
function toMinute(at: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return at.round({ smallestUnit: 'minute', roundingMode: 'floor' })
}

function meaningOfInstant(atMs: number, hearing: Hearing): Meaning {
  const at = toMinute(Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(hearing.now.timeZoneId))
  const one = candidate(at, 'minute', false)
  const nowMs = hearing.now.epochMilliseconds
  const fits = hearing.direction === 'past' ? one.atMs <= nowMs : one.atMs > nowMs
  return fits ? { ...nothing, fitting: [one] } : { ...nothing, misplaced: [one] }
}

/** Every instant that one parse can mean for a person who speaks now, about the past or about a promise. */
export function meaningOf(parse: Parse, hearing: Hearing): Meaning {
  if (parse.kind === 'elapsed') return meaningOfElapsed(parse.minutes, parse.approximate, hearing)
  return parse.kind === 'instant' ? meaningOfInstant(parse.atMs, hearing) : meaningOfCalendar(parse, hearing)
}
