/** Dates and times of day in words, in the organisation's zone. Formatters are dear to make, so each is made once. */
const made = new Map<string, Intl.DateTimeFormat>()

function formatter(language: string, zone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${zone}|${JSON.stringify(parts)}`
  const known = made.get(key)
  if (known) return known
  const fresh = new Intl.DateTimeFormat(language, { timeZone: zone, ...parts })
  made.set(key, fresh)
  return fresh
}

/** `10:21`, always 24 hours. */
export const timeOfDay = (atMs: number, zone: string): string =>
  formatter('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs)

/** `2024-05-10`: equal for two instants exactly when they lie on one day there. */
export const dayOf = (atMs: number, zone: string): string =>
  formatter('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(atMs)

/** `5月10日`, with the year once it is another one than now's. */
export function dayInWords(atMs: number, nowMs: number, language: string, zone: string): string {
  const sameYear = dayOf(atMs, zone).slice(0, 4) === dayOf(nowMs, zone).slice(0, 4)
  const parts: Intl.DateTimeFormatOptions = { month: language === 'en' ? 'short' : 'long', day: 'numeric' }
  return formatter(language, zone, sameYear ? parts : { ...parts, year: 'numeric' }).format(atMs)
}

export type RelativeDay = 'today' | 'tomorrow' | 'other'

const dayMs = 24 * 60 * 60 * 1000

/** Which day an instant is, seen from now. */
export function relativeDay(atMs: number, nowMs: number, zone: string): RelativeDay {
  const day = dayOf(atMs, zone)
  if (day === dayOf(nowMs, zone)) return 'today'
  return day === dayOf(nowMs + dayMs, zone) ? 'tomorrow' : 'other'
}

/** The first instant of tomorrow, seen from `nowMs` in that zone; right also on days of 23 or 25 hours. */
export function dayEndMs(nowMs: number, zone: string): number {
  const today = dayOf(nowMs, zone)
  let before = nowMs
  let after = nowMs + 26 * 60 * 60 * 1000
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayOf(middle, zone) === today) before = middle
    else after = middle
  }
  return after
}

export interface Span {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days'
  readonly n: number
}

/** A length of time in its largest whole unit: 61 s → 1 minute, 47 h → 1 day. */
export function spanOf(lengthMs: number): Span {
  const seconds = Math.max(0, Math.floor(lengthMs / 1000))
  if (seconds < 60) return { unit: 'seconds', n: seconds }
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) }
  return seconds < 86_400
    ? { unit: 'hours', n: Math.floor(seconds / 3600) }
    : { unit: 'days', n: Math.floor(seconds / 86_400) }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** How long something has gone on: `00:03:12`. A start in the future shows as not begun. */
export function clockFace(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1000))
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** A moment on the wall clock there: day, weekday 1 Monday … 7 Sunday, time of day. */
export const localMoment = (atMs: number, zone: string) => {
  const day = dayOf(atMs, zone)
  // Noon in UTC of that very date: its weekday is the date's.
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return { day, weekday: weekday === 0 ? 7 : weekday, time: timeOfDay(atMs, zone) }
}
