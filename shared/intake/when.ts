import { Temporal } from 'temporal-polyfill'
import { ok, type Refusal, type Result, refuse } from '../kernel/result.ts'
import { cleanLine, textLimits } from './text.ts'
import { readEnglish } from './when-en.ts'
import { type Reading, readingOf, type WhenLanguage, wallText } from './when-format.ts'
import type { Candidate, Hearing, Parse } from './when-model.ts'
import { type Meaning, meaningOf } from './when-resolve.ts'
import { foldSpoken, takeHedges, vagueWord } from './when-words.ts'
import { readChinese } from './when-zh.ts'

export { formatReading, type Reading, type WhenLanguage } from './when-format.ts'

export interface WhenOptions {
  /** The instant at which the words are heard, epoch milliseconds. */
  readonly nowMs: number
  /** IANA zone of the person whose words they are, `Asia/Shanghai`. An unknown zone is a bug and throws RangeError. */
  readonly zone: string
  /** Language of the console; decides only whether 5/10 can be the 5th of October (en). */
  readonly locale?: WhenLanguage
}

export interface WhenReading {
  /** Epoch milliseconds, start of a minute; where `reading.precision` is not `minute`, the start of the stretch. */
  readonly atMs: number
  readonly reading: Reading
  /** The cleaned text that was read. */
  readonly source: string
}

const field = 'when'
/** Events older than this are typing errors. */
const oldestYears = 30
const mostCandidates = 4

/** A folded text, what it can mean, and how far the grammar came when it can mean nothing. */
export interface Heard {
  readonly source: string
  readonly folded: string
  readonly approximate: boolean
  readonly parses: readonly Parse[]
  readonly understood: number
}

const stamp = /^(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(z|[+-]\d{2}:?\d{2})$/u

/** A time stamp that carries its own offset (2024-05-10T10:15:00Z). */
function readStamp(folded: string): readonly Parse[] {
  const match = stamp.exec(folded)
  if (match === null) return []
  try {
    const atMs = Temporal.Instant.from(`${match[1]}T${match[2]}${match[3]}`.toUpperCase()).epochMilliseconds
    return [{ kind: 'instant', atMs }]
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

/** Every parse of a text, for `readWhen` and `readPromise`. Refuses `text.too_long`, `when.empty`. */
export function hear(text: string, hearing: Hearing, locale: WhenLanguage | undefined): Result<Heard> {
  const clean = cleanLine(text, { field, max: textLimits.when })
  if (!clean.ok) return clean
  const { text: folded, approximate } = takeHedges(foldSpoken(clean.value))
  if (folded === '') return refuse('when.empty', field)
  const chinese = readChinese(folded, approximate, locale === 'en' ? 'either' : 'month_first')
  const english = /[a-z]/u.test(folded) ? readEnglish(folded, approximate, hearing.now.toPlainDate()) : []
  const parses = [...readStamp(folded), ...chinese.parses, ...english]
  return ok({ source: clean.value, folded, approximate, parses, understood: chinese.understood })
}

/** The same instant found twice is one reading. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const byKey = new Map(candidates.map((one) => [`${one.atMs} ${one.precision}`, one]))
  return [...byKey.values()].sort((a, b) => a.atMs - b.atMs)
}

/**
 * Merges what all parses mean. Where one parse fits, another that fits only in a neighbouring year or day still counts:
 * 10.15 may be a time of today or the 15th of October, and only the customer knows.
 */
function merged(meanings: readonly Meaning[]): Meaning {
  const fits = meanings.some((one) => one.fitting.length > 0)
  const fitting = fits ? meanings.flatMap((one) => (one.fitting.length > 0 ? one.fitting : one.hints)) : []
  return {
    fitting: distinct(fitting),
    misplaced: distinct(meanings.flatMap((one) => one.misplaced)),
    hints: distinct(meanings.flatMap((one) => one.hints)),
    flaw: meanings.some((one) => one.flaw === 'contradiction') ? 'contradiction' : 'none',
  }
}

/** `{count, at1, read1, at2, read2 …}`: instants in epoch ms and as `2024-05-10T10:15`; at most four of them. */
function candidateDetail(candidates: readonly Candidate[]): NonNullable<Refusal['detail']> {
  const entries = candidates
    .slice(0, mostCandidates)
    .flatMap((one, index) => [[`at${index + 1}`, one.atMs] as const, [`read${index + 1}`, wallText(one)] as const])
  return { count: candidates.length, ...Object.fromEntries(entries) }
}

function refuseUnread(heard: Heard): Result<never> {
  const word = vagueWord(heard.folded)
  if (word !== null) return refuse('when.vague', field, { word })
  if (heard.understood === 0) return refuse('when.unreadable', field)
  const read = heard.folded.slice(0, heard.understood).trim()
  return refuse('when.leftover', field, { read, rest: heard.folded.slice(heard.understood).trim() })
}

function refuseMisplaced(meaning: Meaning, tag: 'when.future' | 'when.past'): Result<never> {
  const detail = candidateDetail(meaning.misplaced)
  const hint = tag === 'when.future' ? meaning.hints.at(-1) : meaning.hints[0]
  return refuse(tag, field, hint === undefined ? detail : { ...detail, hintAt: hint.atMs, hintRead: wallText(hint) })
}

/**
 * The one instant that a heard text means. Refuses as `readWhen` and `readPromise` say; `wrongSide` is the tag for a
 * time on the other side of now.
 */
export function decideReading(
  heard: Heard,
  hearing: Hearing,
  wrongSide: 'when.future' | 'when.past',
): Result<WhenReading> {
  if (heard.parses.length === 0) return refuseUnread(heard)
  const meaning = merged(heard.parses.map((parse) => meaningOf(parse, hearing)))
  const [only, ...others] = meaning.fitting
  if (only === undefined) {
    if (meaning.misplaced.length > 0) return refuseMisplaced(meaning, wrongSide)
    return refuse(meaning.flaw === 'contradiction' ? 'when.contradiction' : 'when.impossible', field)
  }
  if (others.length > 0) return refuse('when.ambiguous', field, candidateDetail(meaning.fitting))
  return ok({ atMs: only.atMs, reading: readingOf(only, hearing.now.year), source: heard.source })
}

/** Where and when words are heard. Throws RangeError for a zone or an instant that does not exist. */
export function hearingAt(nowMs: number, zone: string, direction: Hearing['direction']): Hearing {
  return { now: Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone), direction }
}

/**
 * Reads when something happened, as people say it (昨天上午十点一刻, 5月10日10:15, 刚才, last Tuesday 3pm), to a minute.
 * The whole text must be understood and mean exactly one past instant; otherwise it asks and never guesses.
 *
 * Conventions: weeks begin on Monday; 10:15 and 10时 are on the 24-hour clock, 三点 may be either half; what the words
 * leave open (year, month, week, day) is the current one, or the previous one where that is nearer to now.
 *
 * Refuses: `when.empty`, `text.too_long`; `when.unreadable`; `when.leftover` {read, rest}; `when.vague` {word} (前几天);
 * `when.ambiguous` {count, at1, read1, at2, read2 …}; `when.future` {…, hintAt, hintRead}; `when.impossible` (2月30日, an
 * hour that a clock change skips); `when.contradiction` (5月10日周四); `when.too_old` {years}, over 30 years.
 * Never throws for any text. Source: CALL-3, D1 二(一)2, details.md "Chinese time words".
 */
export function readWhen(text: string, options: WhenOptions): Result<WhenReading> {
  const hearing = hearingAt(options.nowMs, options.zone, 'past')
  const heard = hear(text, hearing, options.locale)
  if (!heard.ok) return heard
  const read = decideReading(heard.value, hearing, 'when.future')
  if (read.ok && read.value.reading.year < hearing.now.year - oldestYears) {
    return refuse('when.too_old', field, { years: oldestYears })
  }
  return read
}
