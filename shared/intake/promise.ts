import { ok, type Result, refuse } from '../kernel/result.ts'
import { caught } from './captures.ts'
import { numberOf, numeralSource } from './numerals.ts'
import { decideReading, type Heard, hear, hearingAt, type WhenOptions, type WhenReading } from './when.ts'
import { readEnglishSpan } from './when-en.ts'
import { englishNumber, englishNumberSource } from './when-en-clock.ts'
import { type Reading, readingOf } from './when-format.ts'
import type { Hearing, Parse } from './when-model.ts'
import { vagueWord } from './when-words.ts'
import { readSpan } from './when-zh.ts'

const field = 'when'
/** A promise further away than this is no promise. */
const furthestDays = 366

const deadlineEnd = /(?:之前|以前|前)$/u
const spanEnd = /^(?:之内|以内|内|之后|以后|后|过后)?$/u
const wholeDay = /^(今天|今日|明天|明日)(?:之内|以内|内)$/u
const endOfDay = /^(?:by )?(?:the )?end of (?:the day|today|(tomorrow))$/u
const workdays = new RegExp(`^(${numeralSource})个?工作(?:日|天)(?:之内|以内|内|之后|以后|后)?$`, 'u')
const businessDays = new RegExp(`^(?:in |within )?(${englishNumberSource}) (?:working|business) days?$`, 'u')

/** 23:59 of a day: "today", promised, ends with the day. */
function wholeDayParse(days: number): Parse {
  const options = [{ dayShift: 0, hour: 23, minute: 59 } as const]
  return {
    kind: 'calendar',
    days: [{ kind: 'offset', days }],
    clock: { kind: 'at', options, precision: 'minute' },
    approximate: false,
  }
}

/** Lengths of time from now and whole days, whose last word (内, 后) is part of their meaning. */
function readSpans(folded: string): readonly Parse[] {
  const day = wholeDay.exec(folded)
  if (day !== null) return [wholeDayParse(day[1]?.startsWith('明') ? 1 : 0)]
  const end = endOfDay.exec(folded)
  if (end !== null) return [wholeDayParse(end[1] === undefined ? 0 : 1)]
  const english = readEnglishSpan(folded.replace(/^(?:in|within) /u, '').replace(/ from now$/u, ''))
  if (english !== null) return [{ kind: 'elapsed', minutes: english, approximate: false }]
  const span = readSpan(folded)
  if (span === null || !spanEnd.test(folded.slice(span.length))) return []
  return [{ kind: 'elapsed', minutes: span.minutes, approximate: false }]
}

/** 十二点前 is noon while noon is still ahead; the midnight of that name only after it. */
function preferNoon(parse: Parse, hearing: Hearing): Parse {
  if (parse.kind !== 'calendar' || parse.clock.kind !== 'at') return parse
  const [first, second] = parse.clock.options
  const isTwelve = first?.hour === 12 && second?.hour === 0 && second.dayShift === 1
  if (!isTwelve) return parse
  const today = parse.days.every((day) => day.kind === 'offset' && day.days === 0)
  const noonGone = today && hearing.now.hour * 60 + hearing.now.minute >= 12 * 60 + first.minute
  return { ...parse, clock: { ...parse.clock, options: [noonGone ? second : first] } }
}

function hearPromise(text: string, hearing: Hearing, options: WhenOptions): Result<Heard> {
  const whole = hear(text, hearing, options.locale)
  if (!whole.ok) return whole
  const spans = readSpans(whole.value.folded)
  if (spans.length > 0) return ok({ ...whole.value, parses: spans })
  const bare = whole.value.folded.replace(deadlineEnd, '').replace(/^(?:by|before|no later than) /u, '')
  const heard = whole.value.parses.length > 0 || bare === '' ? whole : hear(bare, hearing, options.locale)
  if (!heard.ok) return heard
  const { parses, understood } = heard.value
  return ok({ ...whole.value, understood, parses: parses.map((parse) => preferNoon(parse, hearing)) })
}

/** Answers that need something else than a clock: an age, working days, 三天后 without an hour, 尽快. */
function refuseSpecial(heard: Heard): Result<never> | null {
  const { folded, parses } = heard
  if (parses.some((parse) => parse.kind === 'elapsed') && readSpans(folded).length === 0)
    return refuse('when.past', field)
  if (/天(?:之|以)?后$/u.test(folded) && readSpan(folded) !== null) return refuse('when.needs_time', field)
  if (parses.length > 0) return null
  const han = numberOf(caught(workdays.exec(folded), 1))
  const latin = businessDays.exec(folded)?.[1]
  const days = han ?? (latin === undefined ? null : englishNumber(latin))
  if (days !== null) return refuse('when.workdays', field, { days })
  const word = vagueWord(folded)
  return word === null ? null : refuse('when.vague', field, { word })
}

/** A promise names a minute: no 左右, no day without an hour. */
function judge(heard: Heard, read: Result<WhenReading>, hearing: Hearing): Result<WhenReading> {
  if (!read.ok) return read
  const { reading, atMs } = read.value
  if (reading.precision !== 'minute') {
    return refuse('when.needs_time', field)
  }
  if (heard.approximate || reading.approximate) return refuse('when.inexact', field)
  if (atMs <= hearing.now.epochMilliseconds) return refuse('when.past', field)
  const limit = hearing.now.add({ days: furthestDays }).epochMilliseconds
  return atMs > limit ? refuse('when.too_far', field, { days: furthestDays }) : read
}

/**
 * Reads a time promised to a customer (今天下午五点, 两小时内, 12点前, by 5pm) to the future minute by which it is due.
 *
 * A length of time counts from now and is cut to the whole minute below, so that the promise is never read longer than it
 * was given; 三天内 is 72 hours; 今天内 ends at 23:59; 12点 is noon while noon is ahead.
 *
 * Refuses, beside the tags of `readWhen`: `when.past`; `when.needs_time` (明天, 明天上午, 三天后); `when.inexact` (五点左右);
 * `when.vague` {word} (尽快, 稍后); `when.workdays` {days}: working days need a calendar; `when.too_far` {days}.
 * Source: CALL-6, D1 二(三)2.
 */
export function readPromise(text: string, options: WhenOptions): Result<WhenReading> {
  const hearing = hearingAt(options.nowMs, options.zone, 'future')
  const heard = hearPromise(text, hearing, options)
  if (!heard.ok) return heard
  const special = refuseSpecial(heard.value)
  return special ?? judge(heard.value, decideReading(heard.value, hearing, 'when.past'), hearing)
}

export interface PromiseSuggestion {
  readonly atMs: number
  readonly reading: Reading
}

const roundMinutes = 10
/** Lengths of time, then fixed times of day, that agents promise most; a fixed time needs an hour's notice. */
const spansOffered = [30, 60, 120] as const
const todayOffered = [
  { hour: 12, minute: 0 },
  { hour: 17, minute: 0 },
] as const
const tomorrowOffered = { hour: 10, minute: 0 } as const
const shortestNoticeMs = 60 * 60_000

/**
 * Up to six future times to offer with one key, soonest first and all different: in about 30 minutes, 1 and 2 hours
 * (rounded up to ten minutes), today 12:00 and 17:00 where at least an hour away, tomorrow 10:00. Knows no calendar of
 * working days. `nowMs` epoch ms; `zone` IANA, unknown zones throw RangeError.
 */
export function suggestPromiseTimes(nowMs: number, zone: string): readonly PromiseSuggestion[] {
  const { now } = hearingAt(nowMs, zone, 'future')
  const round = { smallestUnit: 'minute', roundingIncrement: roundMinutes, roundingMode: 'ceil' } as const
  const today = now.toPlainDate()
  const soon = spansOffered.map((minutes) => now.add({ minutes }).round(round))
  const fixed = [
    ...todayOffered.map((time) => today.toPlainDateTime(time)),
    today.add({ days: 1 }).toPlainDateTime(tomorrowOffered),
  ].map((wall) => wall.toZonedDateTime(zone))
  const noticed = fixed.filter((at) => at.epochMilliseconds - nowMs >= shortestNoticeMs)
  const byMs = new Map([...soon, ...noticed].map((at) => [at.epochMilliseconds, at]))
  return [...byMs.values()]
    .sort((a, b) => a.epochMilliseconds - b.epochMilliseconds)
    .map((at) => ({
      atMs: at.epochMilliseconds,
      reading: readingOf({ at, atMs: at.epochMilliseconds, precision: 'minute', approximate: false }, now.year),
    }))
}
