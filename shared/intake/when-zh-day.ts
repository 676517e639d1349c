import { caught } from './captures.ts'
import { numberOf, numeralSource, yearNumberOf } from './numerals.ts'
import type { DayRef, MonthRef, YearRef } from './when-model.ts'
import { chinesePartSource } from './when-parts.ts'

/** A day understood at the start of a text, and how many characters said it. */
export interface DayRead {
  readonly day: DayRef
  readonly length: number
  readonly approximate: boolean
}

/** Which of the two leading numbers of 5/10 is the month. Chinese writes month first; English text may mean either. */
export type NumericOrder = 'month_first' | 'either'

const offsets: Readonly<Record<string, number>> = {
  大大前: -4,
  大前: -3,
  前: -2,
  昨: -1,
  今: 0,
  明: 1,
  后: 2,
  大后: 3,
}
const offsetPattern = new RegExp(
  `^(?:(大大前|大前|前|昨|今|明|大后|后)(?:[天日]|儿个?|个(?!月))|([昨今明])(?=${chinesePartSource})|(前)(?=晚))`,
  'u',
)
const agoPattern = new RegExp(`^(${numeralSource})(天|周|个?星期|个?礼拜)(?:之前|以前|前)`, 'u')
const weekdayPattern = /^(?:(上上|上|这|本|下下|下)一?个?)?(?:周|星期|礼拜)([一二三四五六日天末1-7])/u
const datePattern = new RegExp(
  `^(?:(民国)?(${numeralSource})年|(今|去|前|明)年)?(?:(${numeralSource})月|(本|这个?|上个?|下个?)月)?(${numeralSource})(日|号)?`,
  'u',
)
const numericPatterns = {
  yearFirst: /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)t?/u,
  compact: /^(\d{4})(\d{2})(\d{2})(?!\d)t?/u,
  yearLast: /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/u,
  short: /^(\d{1,2})[-/.](\d{1,2})(?![\d:/]|[-.]\d)/u,
}
const weekShifts: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 }

function readOffset(text: string): readonly DayRead[] {
  const match = offsetPattern.exec(text)
  const days = offsets[`${caught(match, 1)}${caught(match, 2)}${caught(match, 3)}`]
  return match === null || days === undefined
    ? []
    : [{ day: { kind: 'offset', days }, length: match[0].length, approximate: false }]
}

/** More than any caller accepts, and inside what the calendar can count. */
const longestDays = 100 * 366

/** 三天前, 两周前: whole days back, on that day. */
function readDaysAgo(text: string): readonly DayRead[] {
  const match = agoPattern.exec(text)
  const count = numberOf(caught(match, 1))
  if (match === null || count === null) return []
  const weeks = match[2] !== '天'
  const day: DayRef = { kind: 'offset', days: -Math.min(count * (weeks ? 7 : 1), longestDays) }
  return [{ day, length: match[0].length, approximate: weeks }]
}

function readWeekday(text: string): readonly DayRead[] {
  const match = weekdayPattern.exec(text)
  const name = match?.[2]
  if (match === null || name === undefined) return []
  const index = '一二三四五六日'.indexOf(name === '天' ? '日' : name) + 1
  const weekdays = name === '末' ? [6, 7] : [index === 0 ? Number(name) : index]
  const weeks = weekShifts[caught(match, 1)] ?? null
  return [{ day: { kind: 'weekday', weekdays, weeks }, length: match[0].length, approximate: false }]
}

/** Two digits: this century. Three digits, or the word 民国: the calendar of Taiwan, 1 = 1912. */
function yearOf(text: string | undefined, republic: boolean, relative: string | undefined): YearRef | undefined {
  if (relative !== undefined) return { years: '前去今明'.indexOf(relative) - 2 }
  if (text === undefined) return null
  const year = yearNumberOf(text)
  if (year === null || year > 9999) return undefined
  if (republic || (year >= 100 && year < 1000)) return { exact: year + 1911 }
  return { exact: year < 100 ? 2000 + year : year }
}

function monthOf(text: string | undefined, relative: string | undefined): MonthRef | undefined {
  if (relative !== undefined) return { months: relative.startsWith('上') ? -1 : relative.startsWith('下') ? 1 : 0 }
  if (text === undefined) return null
  const exact = numberOf(text)
  return exact === null ? undefined : { exact }
}

/** 2024年5月10日, 5月10号, 上个月3号, 10号; without 日 or 号 the month must have been said, and the day in digits. */
function readDate(text: string): readonly DayRead[] {
  const match = datePattern.exec(text)
  if (match === null) return []
  const [whole, republic, yearText, yearWord, monthText, monthWord, , mark] = match
  const year = yearOf(yearText, republic !== undefined, yearWord)
  const month = monthOf(monthText, monthWord)
  const day = numberOf(caught(match, 6))
  if (year === undefined || month === undefined || day === null) return []
  if (month === null && (year !== null || mark === undefined)) return []
  if (mark === undefined && !/^\d+$/u.test(caught(match, 6))) return []
  return [{ day: { kind: 'date', year, month, day }, length: whole.length, approximate: false }]
}

function written(year: string | null, month: string, day: string, length: number): DayRead {
  const ref: DayRef = {
    kind: 'date',
    year: year === null ? null : { exact: Number(year) },
    month: { exact: Number(month) },
    day: Number(day),
  }
  return { day: ref, length, approximate: false }
}

/** Both orders where the text may mean either and both are dates; 13/5 is the 13th of May in any order. */
function eitherOrder(
  year: string | null,
  first: string,
  second: string,
  length: number,
  order: NumericOrder,
): readonly DayRead[] {
  const monthFirst = written(year, first, second, length)
  const dayFirst = written(year, second, first, length)
  if (order === 'month_first') return [monthFirst]
  if (Number(second) > 12 || first === second) return [monthFirst]
  return Number(first) > 12 ? [dayFirst] : [monthFirst, dayFirst]
}

function readNumeric(text: string, order: NumericOrder): readonly DayRead[] {
  const full = numericPatterns.yearFirst.exec(text)
  if (full !== null) return [written(caught(full, 1), caught(full, 3), caught(full, 4), full[0].length)]
  const compact = numericPatterns.compact.exec(text)
  if (compact !== null) return [written(caught(compact, 1), caught(compact, 2), caught(compact, 3), compact[0].length)]
  const last = numericPatterns.yearLast.exec(text)
  if (last !== null) return eitherOrder(caught(last, 4), caught(last, 1), caught(last, 3), last[0].length, 'either')
  const short = numericPatterns.short.exec(text)
  return short === null ? [] : eitherOrder(null, caught(short, 1), caught(short, 2), short[0].length, order)
}

/** Every way to read a day at the start of a folded text. */
export function readDays(text: string, order: NumericOrder): readonly DayRead[] {
  return [
    ...readOffset(text),
    ...readDaysAgo(text),
    ...readWeekday(text),
    ...readDate(text),
    ...readNumeric(text, order),
  ]
}
