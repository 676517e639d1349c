import type { Candidate, NamedPart, WhenPrecision } from './when-model.ts'

/** Languages that a reading can be shown in. */
export type WhenLanguage = 'zh-CN' | 'zh-TW' | 'en'

/**
 * What was understood, on the wall clock of the zone it was read for. `month` 1 … 12, `weekday` 1 = Monday … 7.
 * Hour and minute stand for the start of the stretch where `precision` is not `minute`.
 */
export interface Reading {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly weekday: number
  readonly precision: WhenPrecision
  readonly part?: NamedPart
  /** The person said "about", or an age such as 刚才 that is never exact. */
  readonly approximate: boolean
  /** Not the year in which it was read, so the year belongs on the screen. */
  readonly otherYear: boolean
}

/** The plain values of a candidate, for screens and for `formatReading`. */
export function readingOf(one: Candidate, thisYear: number): Reading {
  const { at, precision, approximate } = one
  return {
    year: at.year,
    month: at.month,
    day: at.day,
    hour: at.hour,
    minute: at.minute,
    weekday: at.dayOfWeek,
    precision,
    ...(one.part === undefined ? {} : { part: one.part }),
    approximate,
    otherYear: at.year !== thisYear,
  }
}

const parts: Readonly<Record<NamedPart, readonly [zhCN: string, zhTW: string, en: string]>> = {
  dawn: ['凌晨', '凌晨', 'small hours'],
  early: ['早上', '早上', 'early morning'],
  forenoon: ['上午', '上午', 'morning'],
  noon: ['中午', '中午', 'midday'],
  afternoon: ['下午', '下午', 'afternoon'],
  dusk: ['傍晚', '傍晚', 'dusk'],
  evening: ['晚上', '晚上', 'evening'],
  night: ['夜里', '夜裡', 'night'],
}
const englishDays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const englishMonths = ['', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number) => String(value).padStart(2, '0')

function clockText(reading: Reading, lang: WhenLanguage): string {
  const { precision, part } = reading
  if (precision === 'day') return ''
  if (precision === 'part' && part !== undefined)
    return ` ${parts[part][lang === 'zh-CN' ? 0 : lang === 'zh-TW' ? 1 : 2]}`
  if (precision !== 'hour') return ` ${two(reading.hour)}:${two(reading.minute)}`
  if (lang === 'en') return ` just after ${two(reading.hour)}:00`
  return ` ${two(reading.hour)}${lang === 'zh-TW' ? '點' : '点'}多`
}

function dateText(reading: Reading, lang: WhenLanguage): string {
  const { year, month, day, weekday, otherYear } = reading
  if (lang === 'en') {
    return `${englishDays[weekday]} ${day} ${englishMonths[month]}${otherYear ? ` ${year}` : ''}`
  }
  const weekWord = lang === 'zh-TW' ? '週' : '周'
  return `${otherYear ? `${year}年` : ''}${month}月${day}日 ${weekWord}${'一二三四五六日'.charAt(weekday - 1)}`
}

/**
 * The reading for a person's eye: `5月10日 周五 10:15`, `5月10日 週五 10:15`, `Fri 10 May 10:15`; the year only where it
 * is another one, 约 / 約 / about where the person was not exact. Reading the text again gives the same instant.
 */
export function formatReading(reading: Reading, lang: WhenLanguage): string {
  const unsure = reading.approximate && reading.precision !== 'hour'
  const hedge = unsure ? { 'zh-CN': '约 ', 'zh-TW': '約 ', en: 'about ' }[lang] : ''
  return `${hedge}${dateText(reading, lang)}${clockText(reading, lang)}`
}

/** `2024-05-10T10:15` on the wall clock of the reading: the plain spelling used in the detail of refusals. */
export function wallText(one: Candidate): string {
  const { at } = one
  return `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}`
}
