import { dayEndMs, dayOf } from '../../text/when.ts'
import type { Vocabulary } from './vocabulary.ts'

const minuteMs = 60_000
const unitMs = { minute: minuteMs, hour: 60 * minuteMs, day: 24 * 60 * minuteMs } as const
type Words = Vocabulary['words']

/** `30分`, `2小时`, `1.5h`, `1天` in ms; `null` when it is none. `text` is folded. */
export function readDuration(text: string, words: Words): number | null {
  const [, amount, unit] = /^(\d{1,4}(?:\.\d)?)\s*(\p{L}+)$/u.exec(text) ?? []
  const name = (['minute', 'hour', 'day'] as const).find((one) => words[one].words.includes(unit ?? ''))
  return amount === undefined || name === undefined ? null : Math.round(Number(amount) * unitMs[name])
}

export interface DaySpan {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * `今天`, `昨天`, `7天` (today included), `2024-05-10`, `2024-05-01..2024-05-10`: whole days of the zone, both ends included.
 * `endMs` ends today there.
 */
export function readSpan(text: string, words: Words, endMs: number, zone: string): DaySpan | null {
  const daysBack = (days: number): number => dayStart(dayOf(endMs - 1 - days * unitMs.day, zone), zone) ?? endMs
  if (words.today.words.includes(text)) return { fromMs: daysBack(0), toMs: endMs - 1 }
  if (words.yesterday.words.includes(text)) return { fromMs: daysBack(1), toMs: daysBack(0) - 1 }
  const lengthMs = readDuration(text, words)
  if (lengthMs !== null && lengthMs % unitMs.day === 0 && lengthMs > 0)
    return { fromMs: daysBack(lengthMs / unitMs.day - 1), toMs: endMs - 1 }
  const [first = '', last = first] = text.split('..')
  const from = dayStart(first, zone)
  const until = dayStart(last, zone)
  if (from === null || until === null || until < from) return null
  return { fromMs: from, toMs: dayEndMs(until, zone) - 1 }
}

/** The first instant of `2024-05-10` in the zone; `null` for what is no day. */
function dayStart(day: string, zone: string): number | null {
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(day) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const wanted = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const noon = Date.parse(`${wanted}T12:00:00Z`)
  if (Number.isNaN(noon) || new Date(noon).toISOString().slice(0, 10) !== wanted) return null
  // Noon in London is another day in a few zones; an instant of the wanted day, less a day, lies in the one before it.
  const within = [noon, noon - 12 * unitMs.hour, noon + 12 * unitMs.hour].find((guess) => dayOf(guess, zone) === wanted)
  return within === undefined ? null : dayEndMs(within - unitMs.day, zone)
}
