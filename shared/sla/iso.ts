import type { EpochMs } from '../kernel/brand.ts'
import { dayMs, formatDate, parseDate } from './day.ts'
import { maxEpochMs } from './signal.ts'

const pattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(Z|[+-]\d{2}:?\d{2})$/

/**
 * Instant of an ISO 8601 text with its offset (`2024-05-10T10:20:00+08:00`, `…Z`), or `null`: a text without an offset
 * means another instant on every machine and is no instant.
 */
export function parseInstant(text: string): EpochMs | null {
  const match = pattern.exec(text)
  if (match === null) return null
  const day = parseDate(match[1] ?? '')
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  const offset = parseOffset(match[6] ?? '')
  if (day === null || offset === null || hour > 23 || minute > 59 || second > 59) return null
  const millis = Number((match[5] ?? '').padEnd(3, '0'))
  const atMs = day * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + millis - offset
  return atMs >= 0 && atMs <= maxEpochMs ? atMs : null
}

function parseOffset(text: string): number | null {
  if (text === 'Z') return 0
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))]
  if (hours > 18 || minutes > 59) return null
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `2024-05-10T10:20:00+08:00` of an instant at an offset (ms, whole minutes); ms are written only when there are any. */
export function formatInstant(atMs: EpochMs, offsetMs: number): string {
  const local = atMs + offsetMs
  const day = Math.floor(local / dayMs)
  const rest = local - day * dayMs
  const seconds = Math.floor(rest / 1000)
  const millis = rest % 1000
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  return `${formatDate(day)}T${time}${millis === 0 ? '' : `.${String(millis).padStart(3, '0')}`}${offsetText(offsetMs)}`
}

function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return 'Z'
  const minutes = Math.abs(offsetMs) / 60_000
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
