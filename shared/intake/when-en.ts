import { parse as chronoParse } from 'chrono-node/en'
import type { Temporal } from 'temporal-polyfill'
import { englishNumber, englishNumberSource, takeClock, takePart } from './when-en-clock.ts'
import type { ClockRef, DayRef, Parse } from './when-model.ts'
import { vagueWord } from './when-words.ts'
import { readDays } from './when-zh-day.ts'

const unit = '(minutes?|mins?|min|m|hours?|hrs?|hr|h|days?|seconds?|secs?)'
const spanPattern = new RegExp(
  `^(half an?|${englishNumberSource}) ?${unit}( and a half)?(?:,? (?:and )?(${englishNumberSource}) ?(?:minutes?|mins?|m))?$`,
  'u',
)
const quarterPattern = /^(a|three) quarters? of an hour$/u

/** `20 minutes`, `an hour and a half`, `1 hour and 20 minutes` in minutes; `null` when the text says something else. */
export function readEnglishSpan(text: string): number | null {
  const quarters = quarterPattern.exec(text)
  if (quarters !== null) return quarters[1] === 'three' ? 45 : 15
  const match = spanPattern.exec(text)
  if (match === null) return null
  const [, count = '', name = '', half, more] = match
  const scale = { m: 1, h: 60, d: 1440, s: 1 / 60 }[name.charAt(0)] ?? 1
  const whole = count.startsWith('half') ? 0.5 : englishNumber(count)
  return (whole + (half === undefined ? 0 : 0.5)) * scale + (more === undefined ? 0 : englishNumber(more))
}

const justNow = /^(?:(?:just|right) now|now|(?:just )?a moment ago)$/u

function readElapsed(text: string, approximate: boolean): Parse | null {
  if (justNow.test(text)) return { kind: 'elapsed', minutes: 0, approximate: true }
  if (!text.endsWith(' ago') || / days? ago$/u.test(text)) return null
  const minutes = readEnglishSpan(text.slice(0, -4))
  return minutes === null ? null : { kind: 'elapsed', minutes, approximate }
}

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const weekdaySource = '(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?\\.?'
const weekdayPattern = new RegExp(`^(?:(last|this|next) )?${weekdaySource}(?: (?:of )?(last|this|next) week)?$`, 'u')
const offsets: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['yesterday', -1],
  ['the day before yesterday', -2],
  ['day before yesterday', -2],
  ['tomorrow', 1],
  ['the day after tomorrow', 2],
  ['day after tomorrow', 2],
])
const weeksOf: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 }

function readWeekday(text: string): DayRef | null {
  const match = weekdayPattern.exec(text)
  if (match === null) return null
  const [, before, name = '', after] = match
  const weekday = weekdayNames.indexOf(name) + 1
  if (after !== undefined && before === undefined)
    return { kind: 'weekday', weekdays: [weekday], weeks: weeksOf[after] ?? 0 }
  if (before === 'last' || before === 'next')
    return { kind: 'neighbour', weekday, direction: before === 'last' ? -1 : 1 }
  return { kind: 'weekday', weekdays: [weekday], weeks: before === undefined ? null : 0 }
}

const chronoWorthy = /(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:days?|weeks?) ago$/u

/**
 * Month names and "three days ago" by chrono-node. It sees noon of the day as its reference, in an offset of zero: it
 * does its sums on the machine's own wall clock, and no zone skips noon, so no machine's zone can bend the answer.
 */
function readByChrono(text: string, today: Temporal.PlainDate): readonly DayRef[] {
  if (!chronoWorthy.test(text) || vagueWord(text) !== null) return []
  const noon = new Date(Date.UTC(today.year, today.month - 1, today.day, 12))
  const [found, ...more] = chronoParse(text, { instant: noon, timezone: 0 })
  if (found === undefined || more.length > 0 || found.text.length !== text.length || found.end) return []
  const said = found.start
  if (!said.isCertain('day') || !said.isCertain('month') || said.isCertain('hour')) return []
  const year = said.isCertain('year') ? { exact: said.get('year') ?? 0 } : null
  const date: DayRef = { kind: 'date', year, month: { exact: said.get('month') ?? 0 }, day: said.get('day') ?? 0 }
  const weekday = said.isCertain('weekday') ? (said.get('weekday') ?? 0) || 7 : null
  return weekday === null ? [date] : [date, { kind: 'weekday', weekdays: [weekday], weeks: null }]
}

/** Every way to read a whole English text as a day; each way is the list of all it says about the day. */
function dayReadings(text: string, today: Temporal.PlainDate): readonly (readonly DayRef[])[] {
  if (text === '') return [[]]
  const days = offsets.get(text)
  if (days !== undefined) return [[{ kind: 'offset', days }]]
  const weekday = readWeekday(text)
  if (weekday !== null) return [[weekday]]
  const numeric = readDays(text, 'either').filter((read) => read.length === text.length)
  if (numeric.length > 0) return numeric.map((read) => [read.day])
  const spoken = readByChrono(text, today)
  return spoken.length === 0 ? [] : [spoken]
}

const filler = /^(?:(?:it was|since|from|on|at)(?: |$))+|(?:[\s,.]|(?: |^)(?:on|at|of))+$/gu

/**
 * Reads a folded English text to all its parses; the whole text must be used up. Days by chrono-node and a short table,
 * clocks by our own patterns, because chrono-node picks one half of the clock in silence.
 */
export function readEnglish(folded: string, approximate: boolean, today: Temporal.PlainDate): readonly Parse[] {
  const text = folded.replace(filler, '').replace(/,/gu, ' ').replace(/\s+/gu, ' ').trim()
  const elapsed = readElapsed(text, approximate)
  if (elapsed !== null) return [elapsed]
  const { part, rest } = takePart(text)
  const taken = takeClock(rest, part)
  const clock: ClockRef = taken?.clock ?? (part === null ? { kind: 'none' } : { kind: 'part', part })
  const dayText = (taken?.rest ?? rest)
    .replace(filler, '')
    .replace(/^the (?=\d)/u, '')
    .trim()
  if (dayText === '' && clock.kind === 'none') return []
  const unsure = approximate || taken?.approximate === true || / weeks? ago$/u.test(dayText)
  return dayReadings(dayText, today).map((days) => ({ kind: 'calendar', days, clock, approximate: unsure }))
}
