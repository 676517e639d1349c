import type { i18n } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../shared/kernel/result.ts'
import { useZone } from '../state/session.ts'
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
  | 'hold'
  | 'way'

/** Codes arrive as plain strings, so these look-ups cannot be checked by the type of the key: the text test does. */
type AnyKey = (key: string, params?: Readonly<Record<string, unknown>>) => string
const sayer = (text: i18n): AnyKey => text.t as unknown as AnyKey

/** Words made from data: names of codes, refusals, times. A code without a word (newer server) is shown as it is. */
export interface Naming {
  readonly name: (family: NameFamily, code: string) => string
  readonly refusal: (refusal: Refusal) => string
  /** `3 秒`, `2 小时`. */
  readonly span: (lengthMs: number) => string
  /** `今天 17:00 前`, `5月12日 10:21 前`. */
  readonly due: (dueAtMs: number, nowMs: number) => string
  /** `10:21` today, `5月10日 10:21` otherwise. */
  readonly moment: (atMs: number, nowMs: number) => string
  /** `10:21` today, `5月10日` otherwise. */
  readonly day: (atMs: number, nowMs: number) => string
}

export function namingFor(text: i18n, zone: string): Naming {
  const say = sayer(text)
  const language = text.language
  const span: Naming['span'] = (lengthMs) => {
    const { unit, n } = spanOf(lengthMs)
    return text.t(`sync.${unit}`, { n })
  }
  const moment: Naming['moment'] = (atMs, nowMs) => {
    const time = timeOfDay(atMs, zone)
    return relativeDay(atMs, nowMs, zone) === 'today' ? time : `${dayInWords(atMs, nowMs, language, zone)} ${time}`
  }
  return {
    name: (family, code) => (text.exists(`${family}.${code}`) ? say(`${family}.${code}`) : code),
    refusal: ({ tag, detail }) => {
      if (!text.exists(`refusal.${tag}`)) return text.t('refusal.general', { tag })
      const waitMs = Number(detail?.['waitMs'] ?? 0)
      return say(`refusal.${tag}`, { ...detail, time: span(waitMs) })
    },
    span,
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

export function useNaming(): Naming {
  const { i18n } = useTranslation()
  const zone = useZone()
  const language = i18n.language
  // The language is a dependency although only i18n is read: the same object speaks another language after a switch.
  return useMemo(() => {
    void language
    return namingFor(i18n, zone)
  }, [i18n, language, zone])
}
