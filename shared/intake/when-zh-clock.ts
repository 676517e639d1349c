import { caught } from './captures.ts'
import { numberOf, numeralSource } from './numerals.ts'
import type { ClockOption, ClockRef, DayPart } from './when-model.ts'
import { chinesePartSource, clockOptions, partByChineseName } from './when-parts.ts'

/** A time of day understood at the start of a text, and how many characters said it. */
export interface ClockRead {
  readonly clock: ClockRef
  readonly length: number
  readonly approximate: boolean
}

interface Digits {
  readonly hour: number
  readonly minute: number
  readonly style: 'dial' | 'full'
  readonly precision: 'minute' | 'hour'
  readonly length: number
  /** The hour that 三四点 may also mean. */
  readonly orHour?: number
}

const partPattern = new RegExp(`^(${chinesePartSource})(?:[ ,的]*)`, 'u')
const afterPattern = /^ ?(am|pm)(?![a-z])/u
const colonPattern = /^(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d{1,6})?)?(?!\d)分?/u
const dotPattern = /^(\d{1,2})\.(\d{2})(?!\d)/u
const shortPattern = new RegExp(
  `^差(?:(${numeralSource})分钟?|(一|1)刻钟?)(?:到|就)?(${numeralSource})点|^(${numeralSource})点(?:差|缺)(?:(${numeralSource})分钟?|(一|1)刻钟?)`,
  'u',
)
const hourPattern = new RegExp(`^(${numeralSource})(点钟|点|时)`, 'u')
function quarterHours(said: string): number | null {
  const quarters = numberOf(said)
  return quarters === null ? null : quarters * 15
}

const minutePatterns: readonly (readonly [RegExp, (said: string) => number | null])[] = [
  [/^([一两二三123])刻钟?/u, quarterHours],
  [new RegExp(`^过?(${numeralSource})分(?:${numeralSource}秒|多)?`, 'u'), numberOf],
  [/^零([一二三四五六七八九])/u, numberOf],
  [/^([0-5]\d)(?!\d)/u, numberOf],
  [/^([二三四五]?十[一二三四五六七八九]?)/u, numberOf],
]

/** 差五分三点, 三点差五分: so many minutes before the hour. */
function readShort(text: string): Digits | null {
  const match = shortPattern.exec(text)
  if (match === null) return null
  const quarter = `${caught(match, 2)}${caught(match, 6)}`
  const before = quarter === '' ? numberOf(`${caught(match, 1)}${caught(match, 5)}`) : 15
  const hour = numberOf(`${caught(match, 3)}${caught(match, 4)}`)
  if (before === null || hour === null || before === 0 || before > 59) return null
  const earlier = hour === 0 ? 23 : hour - 1
  return {
    hour: earlier === 0 ? 12 : earlier,
    minute: 60 - before,
    style: earlier > 12 ? 'full' : 'dial',
    precision: 'minute',
    length: match[0].length,
  }
}

function minuteAfter(text: string): { readonly minute: number; readonly length: number } | null {
  for (const [pattern, value] of minutePatterns) {
    const match = pattern.exec(text)
    const minute = value(caught(match, 1))
    if (match !== null && minute !== null) return { minute, length: match[0].length }
  }
  return null
}

/** The hour word; 三四点 gives both hours. */
function readHour(text: string): Digits | null {
  const match = hourPattern.exec(text)
  const said = caught(match, 1)
  if (match === null) return null
  const style = match[2] === '时' || /^0\d/u.test(said) ? 'full' : 'dial'
  const base = { minute: 0, style, precision: 'minute', length: match[0].length } as const
  const pair = /^([一二三四五六七八])([二三四五六七八九])$/u.exec(said)
  const [from, to] = [numberOf(caught(pair, 1)), numberOf(caught(pair, 2))]
  if (from !== null && to === from + 1) return { ...base, hour: from, orHour: to }
  const hour = numberOf(said)
  return hour === null ? null : { ...base, hour }
}

function readSpoken(text: string): Digits | null {
  const hour = readHour(text)
  if (hour === null) return null
  const rest = text.slice(hour.length)
  const said = minuteAfter(rest)
  if (said !== null) return { ...hour, minute: said.minute, length: hour.length + said.length }
  const tail = /^(?:整|正|(半)钟?|(多钟?|过|来钟))/u.exec(rest)
  if (tail === null) return hour
  return {
    ...hour,
    minute: tail[1] === undefined ? 0 : 30,
    precision: tail[2] === undefined ? 'minute' : 'hour',
    length: hour.length + tail[0].length,
  }
}

function readWritten(text: string, pattern: RegExp): Digits | null {
  const match = pattern.exec(text)
  if (match === null) return null
  const [whole, hour, minute] = match
  return {
    hour: Number(hour),
    minute: Number(minute),
    style: 'full',
    precision: 'minute',
    length: whole.length,
  }
}

function optionsOf(said: Digits, part: DayPart | null): readonly ClockOption[] {
  const hours = said.orHour === undefined ? [said.hour] : [said.hour, said.orHour]
  return hours.flatMap((hour) => clockOptions({ part, hour, minute: said.minute, style: said.style }))
}

function withPart(said: Digits, before: DayPart | null, text: string, skipped: number): ClockRead {
  const after = before === null ? afterPattern.exec(text.slice(skipped + said.length)) : null
  const part = before ?? partByChineseName.get(caught(after, 1)) ?? null
  return {
    clock: { kind: 'at', options: optionsOf(said, part), precision: said.precision },
    length: skipped + said.length + caught(after, 0).length,
    approximate: said.precision === 'hour',
  }
}

/** 正午, and 午夜: the midnight that begins the day or the one that ends it. */
function readNamed(text: string): ClockRead | null {
  const hours = text.startsWith('正午') ? [12] : text.startsWith('午夜') ? [0, 24] : []
  const options = hours.flatMap((hour) => clockOptions({ part: null, hour, minute: 0, style: 'full' }))
  return hours.length === 0
    ? null
    : { clock: { kind: 'at', options, precision: 'minute' }, length: 2, approximate: false }
}

/**
 * Every way to read a time of day at the start of a folded text. Written times (10:15, 10时15分) are on the 24-hour
 * clock, as all our screens write them; spoken ones (三点) may mean either half unless a part of the day stands before.
 */
export function readClocks(text: string): readonly ClockRead[] {
  const named = partPattern.exec(text)
  const part = partByChineseName.get(caught(named, 1)) ?? null
  const skipped = caught(named, 0).length
  const rest = text.slice(skipped)
  const named12 = part === null ? readNamed(text) : null
  if (named12 !== null) return [named12]
  const found = [
    readWritten(rest, colonPattern),
    readWritten(rest, dotPattern),
    readShort(rest),
    readSpoken(rest),
  ].flatMap((said) => (said === null ? [] : [withPart(said, part, text, skipped)]))
  if (part === null || part === 'am' || part === 'pm') return found
  return [...found, { clock: { kind: 'part', part }, length: caught(named, 1).length, approximate: false }]
}
