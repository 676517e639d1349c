import type { Temporal } from 'temporal-polyfill'

/** Part of a day that a person named without an hour, or to say which half of the clock is meant. */
export type DayPart = 'dawn' | 'early' | 'forenoon' | 'noon' | 'afternoon' | 'dusk' | 'evening' | 'night' | 'am' | 'pm'

/** What a text says about the day. `weeks`, `years`, `months` count from the current one; `null` = not said. */
export type DayRef =
  | { readonly kind: 'offset'; readonly days: number }
  | { readonly kind: 'weekday'; readonly weekdays: readonly number[]; readonly weeks: number | null }
  | { readonly kind: 'neighbour'; readonly weekday: number; readonly direction: -1 | 1 }
  | { readonly kind: 'date'; readonly year: YearRef; readonly month: MonthRef; readonly day: number }

export type YearRef = { readonly exact: number } | { readonly years: number } | null
export type MonthRef = { readonly exact: number } | { readonly months: number } | null

/** An hour and minute on the day (`dayShift` 0) or on the next one (晚上十二点, 24:00). */
export interface ClockOption {
  readonly dayShift: 0 | 1
  readonly hour: number
  readonly minute: number
}

/** What a text says about the time of day; `options` holds every hour it can mean, empty when it contradicts itself. */
export type ClockRef =
  | { readonly kind: 'none' }
  | { readonly kind: 'part'; readonly part: NamedPart }
  | { readonly kind: 'at'; readonly options: readonly ClockOption[]; readonly precision: 'minute' | 'hour' }

export type NamedPart = Exclude<DayPart, 'am' | 'pm'>

/** One way to understand a whole text. Several together mean that the text has several readings. */
export type Parse =
  | {
      readonly kind: 'calendar'
      readonly days: readonly DayRef[]
      readonly clock: ClockRef
      readonly approximate: boolean
    }
  | { readonly kind: 'elapsed'; readonly minutes: number; readonly approximate: boolean }
  | { readonly kind: 'instant'; readonly atMs: number }

/** How finely the person spoke: to the minute, 三点多, 昨天下午, 上周五. */
export type WhenPrecision = 'minute' | 'hour' | 'part' | 'day'

/** One instant that a parse can mean. */
export interface Candidate {
  readonly atMs: number
  readonly at: Temporal.ZonedDateTime
  readonly precision: WhenPrecision
  readonly part?: NamedPart
  readonly approximate: boolean
}

/** Where and when the words are heard. `past`: something that happened; `future`: something promised. */
export interface Hearing {
  readonly now: Temporal.ZonedDateTime
  readonly direction: 'past' | 'future'
}
