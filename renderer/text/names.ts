import type { i18n } from 'i18next'
import type { Refusal } from '../../shared/kernel/result.ts'
import type { ClockWarning } from '../../shared/sla/clock.ts'
import type { ClockLevel, ClockWords } from '../state/clock.ts'
import { dayInWords, relativeDay, spanOf, timeOfDay } from './when.ts'

/** Lists of codes that come from the core; each code has its word below that key. */
export type NameFamily =
  | 'status'
  | 'urgency'
  | 'channel'
  | 'role'
  | 'clock.names'
  | 'clock.short'
  | 'event'
  | 'way'
  | 'callOutcome'
  | 'demand'
  | 'tag'
  | 'stage'
  | 'kind'
  | 'severity'
  | 'problemType'
  | 'responsibility'
  | 'direction'
  | 'purpose'
  | 'compensationState'
  | 'recordField'
  | 'nextStep'
  | 'field.moods'
  | 'act.level'
  | 'transferState'

/** Codes arrive as plain strings, so these look-ups cannot be checked by the type of the key: the text test does. */
type AnyKey = (key: string, params?: Readonly<Record<string, unknown>>) => string
const sayer = (text: i18n): AnyKey => text.t as unknown as AnyKey

/** Everything a clock chip can say, put together once: chips tick each second, dozens at a time. */
export interface ChipWords extends ClockWords {
  readonly level: Readonly<Record<ClockLevel, string>>
  readonly met: string
  readonly stopped: string
}

const chipWords = (text: i18n): ChipWords => ({
  hours: text.t('clock.hours', { h: '{{h}}', m: '{{m}}' }),
  late: text.t('clock.late', { time: '{{time}}' }),
  level: {
    calm: text.t('clock.level.calm'),
    warn: text.t('clock.level.warn'),
    hot: text.t('clock.level.hot'),
    breached: text.t('clock.level.breached'),
    paused: text.t('clock.level.paused'),
    done: text.t('clock.level.done'),
  },
  met: text.t('clock.end.met'),
  stopped: text.t('clock.end.stopped'),
})

/** Words made from data: names of codes, refusals, times. A code without a word (newer server) is shown as it is. */
export interface Naming {
  readonly chip: ChipWords
  readonly name: (family: NameFamily, code: string) => string
  readonly refusal: (refusal: Refusal) => string
  /** What is to be known about a clock. */
  readonly clockWarning: (warning: Pick<ClockWarning, 'params'> & { readonly key: string }) => string
  /** `3 秒`, `2 小时`. */
  readonly span: (lengthMs: number) => string
  /** `今天 17:00 前`, `5月12日 10:21 前`. */
  readonly due: (dueAtMs: number, nowMs: number) => string
  /** `10:21` today, `5月10日 10:21` otherwise. */
  readonly moment: (atMs: number, nowMs: number) => string
  /** `10:21` today, `5月10日` otherwise. */
  readonly day: (atMs: number, nowMs: number) => string
  /** `¥200.00`; a code that is none of ISO 4217's form stands before the figure as it is. */
  readonly sum: (amountMinor: number, currency?: string) => string
}

function sumIn(language: string, amountMinor: number, currency = ''): string {
  const isCode = /^[A-Z]{3}$/.test(currency)
  const amount = new Intl.NumberFormat(
    language,
    isCode ? { style: 'currency', currency } : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  ).format(amountMinor / 100)
  return isCode ? amount : `${currency} ${amount}`.trim()
}

export function namingFor(text: i18n, zone: string): Naming {
  const say = sayer(text)
  const language = text.language
  // Rows ask for the same few dozen words again and again.
  const found = new Map<string, string>()
  const span: Naming['span'] = (lengthMs) => {
    const { unit, n } = spanOf(lengthMs)
    return text.t(`sync.${unit}`, { n })
  }
  const moment: Naming['moment'] = (atMs, nowMs) => {
    const time = timeOfDay(atMs, zone)
    return relativeDay(atMs, nowMs, zone) === 'today' ? time : `${dayInWords(atMs, nowMs, language, zone)} ${time}`
  }
  const name: Naming['name'] = (family, code) => {
    const key = `${family}.${code}`
    const known = found.get(key)
    if (known !== undefined) return known
    const word = text.exists(key) ? say(key) : code
    found.set(key, word)
    return word
  }
  return {
    chip: chipWords(text),
    name,
    refusal: ({ tag, detail }) => {
      if (!text.exists(`refusal.${tag}`)) return text.t('refusal.general', { tag })
      const waitMs = Number(detail?.['waitMs'] ?? 0)
      return say(`refusal.${tag}`, { ...detail, time: span(waitMs) })
    },
    clockWarning: ({ key, params }) => {
      if (!text.exists(`clock.warning.${key}`)) return key
      return say(`clock.warning.${key}`, { ...params, way: name('way', String(params['way'])) })
    },
    span,
    sum: (amountMinor, currency) => sumIn(language, amountMinor, currency),
    due: (dueAtMs, nowMs) => {
      const time = timeOfDay(dueAtMs, zone)
      const day = relativeDay(dueAtMs, nowMs, zone)
      if (day === 'today') return text.t('clock.dueToday', { time })
      if (day === 'tomorrow') return text.t('clock.dueTomorrow', { time })
      return text.t('clock.dueOn', { day: dayInWords(dueAtMs, nowMs, language, zone), time })
    },
    moment,
    day: (atMs, nowMs) =>
      relativeDay(atMs, nowMs, zone) === 'today' ? timeOfDay(atMs, zone) : dayInWords(atMs, nowMs, language, zone),
  }
}
