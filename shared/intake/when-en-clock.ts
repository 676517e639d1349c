import { caught } from './captures.ts'
import type { ClockOption, ClockRef, DayPart, NamedPart } from './when-model.ts'
import { clockOptions } from './when-parts.ts'

const hourNames = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const numbers: ReadonlyMap<string, number> = new Map([
  ...hourNames.map((word, index) => [word, index + 1] as const),
  ['a', 1],
  ['an', 1],
  ['fifteen', 15],
  ['twenty', 20],
  ['twenty-five', 25],
  ['thirty', 30],
  ['forty', 40],
  ['forty-five', 45],
  ['fifty', 50],
])
const numberWords = [...numbers.keys()].sort((a, b) => b.length - a.length).join('|')

/** A number in digits or in the English words that go with clocks and lengths of time, for a regular expression. */
export const englishNumberSource = `(?:\\d{1,6}(?:\\.\\d{1,3})?|${numberWords})`

/** The value of what `englishNumberSource` matched. */
export function englishNumber(text: string): number {
  return numbers.get(text) ?? Number(text)
}

const partNames: ReadonlyMap<string, NamedPart> = new Map([
  ['small hours', 'dawn'],
  ['early morning', 'early'],
  ['morning', 'forenoon'],
  ['midday', 'noon'],
  ['afternoon', 'afternoon'],
  ['dusk', 'dusk'],
  ['evening', 'evening'],
  ['night', 'evening'],
])
const partPattern = new RegExp(`(?:^| )(?:in the |at )?(${[...partNames.keys()].join('|')})(?= |$)`, 'u')
const hour = `\\d{1,2}|${hourNames.join('|')}`
const half = '(?: ?([ap])\\.?m\\b\\.?)'
/** 3 in the afternoon, but not May 3 in the afternoon. */
const hourInThe = new RegExp(
  `(?<!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.? )(?<=^| )(${hour})(?= in the (?:small|early|morning|afternoon|evening|night))`,
  'u',
)

/** A text with one thing taken out of it. */
function without(text: string, match: RegExpExecArray): string {
  return `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.replace(/\s+/gu, ' ').trim()
}

export interface PartTaken {
  readonly part: NamedPart | null
  readonly rest: string
}

/** Takes the part of the day out of an English text; `last night` and `tonight` become the evening of a day. */
export function takePart(text: string): PartTaken {
  const plain = text
    .replace(/\blast night\b/u, 'yesterday evening')
    .replace(/\btonight\b/u, 'today evening')
    .replace(/\bthis (?=(?:early )?morning\b|afternoon\b|evening\b)/u, 'today ')
    .replace(hourInThe, 'at $1')
  const match = partPattern.exec(plain)
  const part = partNames.get(caught(match, 1)) ?? null
  return match === null || part === null ? { part: null, rest: plain } : { part, rest: without(plain, match) }
}

export interface ClockTaken {
  readonly clock: ClockRef
  readonly approximate: boolean
  readonly rest: string
}

interface Spoken {
  readonly hour: number
  readonly minute: number
  readonly style: 'dial' | 'full'
}

/** `11 pm` of `last night` has to fit both words; `3 am` of an afternoon fits nothing. */
function optionsFor(said: Spoken, meridiem: string | undefined, part: DayPart | null): readonly ClockOption[] {
  if (meridiem === undefined) return clockOptions({ ...said, part })
  const byHalf = clockOptions({ ...said, part: meridiem === 'a' ? 'am' : 'pm' })
  if (part === null) return byHalf
  return clockOptions({ ...said, part }).filter((option) => byHalf.some((other) => other.hour === option.hour))
}

const clockPatterns: readonly RegExp[] = [
  new RegExp(`(?:^| )(?:at )?(\\d{1,2}):(\\d{2})(?::\\d{2})?${half}?(?= |$)`, 'u'),
  new RegExp(`(?:^| )at (\\d{1,2})\\.(\\d{2})${half}?(?= |$)`, 'u'),
  new RegExp(`(?:^| )(?:at )?(${hour})()${half}(?= |$)`, 'u'),
  new RegExp(`(?:^| )(?:at )?(${hour})() ?o'?clock${half}?(?= |$)`, 'u'),
  new RegExp(`(?:^| )at (${hour})()${half}?(?= |$)`, 'u'),
]
/** "10 to 11" may be a stretch of time, so numbers before "to" need the word minutes, except those said only of clocks. */
const relationPattern = new RegExp(
  `(?:^| )(?:at )?(?:(half|a quarter|quarter|\\d{1,2}|${numberWords})(?: minutes?)? past|(a quarter|quarter|twenty|twenty-five|(?:\\d{1,2}|${numberWords})(?= minutes?))(?: minutes?)? to) (${hour})${half}?(?= |$)`,
  'u',
)
const namedPattern = /(?:^| )(?:at )?(noon|midnight)(?= |$)/u
const afterPattern = /(?:^| )(?:just|shortly) after (\d{2}):00(?= |$)/u

function minutesSaid(text: string): number {
  if (text === 'half') return 30
  return text.endsWith('quarter') ? 15 : englishNumber(text)
}

function byRelation(match: RegExpExecArray, part: DayPart | null): readonly ClockOption[] {
  const past = caught(match, 1)
  const minutes = minutesSaid(past === '' ? caught(match, 2) : past)
  const base = englishNumber(caught(match, 3))
  const meridiem = match[4]
  if (minutes < 1 || minutes > 59) return []
  if (past !== '') return optionsFor({ hour: base, minute: minutes, style: 'dial' }, meridiem, part)
  const before = base === 1 ? 12 : base - 1
  return optionsFor({ hour: before, minute: 60 - minutes, style: 'dial' }, meridiem, part)
}

function byPattern(match: RegExpExecArray, part: DayPart | null): readonly ClockOption[] {
  const [, hourText = '', minute = '', meridiem] = match
  // 15:00 and 03:00 are on the 24-hour clock, as our screens write it; 3:15 without am or pm may be either.
  const style = minute !== '' && hourText.length === 2 ? 'full' : 'dial'
  return optionsFor({ hour: englishNumber(hourText), minute: Number(minute), style }, meridiem, part)
}

function byName(match: RegExpExecArray): readonly ClockOption[] {
  const noon = { dayShift: 0, hour: 12, minute: 0 } as const
  const midnight = { dayShift: 0, hour: 0, minute: 0 } as const
  return match[1] === 'noon' ? [noon] : [midnight, { ...midnight, dayShift: 1 }]
}

function firstMatch(text: string, patterns: readonly RegExp[]): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text)
    if (match !== null) return match
  }
  return null
}

/** Takes the time of day out of an English text; `null` when none is there. `part` is what `takePart` found. */
export function takeClock(text: string, part: DayPart | null): ClockTaken | null {
  const taken = (
    match: RegExpExecArray,
    options: readonly ClockOption[],
    precision: 'minute' | 'hour',
  ): ClockTaken => ({
    clock: { kind: 'at', options, precision },
    approximate: precision === 'hour',
    rest: without(text, match),
  })
  const after = afterPattern.exec(text)
  if (after !== null) {
    return taken(after, clockOptions({ part, hour: Number(after[1]), minute: 0, style: 'full' }), 'hour')
  }
  const relation = relationPattern.exec(text)
  if (relation !== null) return taken(relation, byRelation(relation, part), 'minute')
  const match = firstMatch(text, clockPatterns)
  if (match !== null) return taken(match, byPattern(match, part), 'minute')
  const name = namedPattern.exec(text)
  return name === null ? null : taken(name, byName(name), 'minute')
}
