import { Temporal } from 'temporal-polyfill'
import { readWhen } from '../../../shared/intake/when.ts'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { ok, type Result } from '../../../shared/kernel/result.ts'
import { parseInstant } from '../../../shared/sla/iso.ts'

const wall =
  /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?)?$/
const epochSeconds = /^\d{10}$/
const epochMillis = /^\d{13}$/
const mostKnown = 20_000

/** Reads the times of a column: an instant with its offset, a wall clock, Unix time, or words as people say them. */
export type ReadTime = (text: string) => Result<EpochMs>

/**
 * Times of people who live in `zone`, read at `nowMs`. Numbers are read by their pattern to the second, everything else as the
 * intake form reads it. Refuses as `readWhen`.
 */
export function createTimeReader(zone: string, nowMs: EpochMs): ReadTime {
  const offsets = new Map<string, number | null>()
  /** What to subtract from the wall clock in this hour; `null` where it changes within, or does not exist. */
  const offsetOf = (hour: string): number | null => {
    const known = offsets.get(hour)
    if (known !== undefined) return known
    const first = offsetAt(`${hour}:00`, zone)
    const offset = first === offsetAt(`${hour}:59`, zone) ? first : null
    if (offsets.size >= mostKnown) offsets.clear()
    offsets.set(hour, offset)
    return offset
  }
  return (text) => {
    if (epochSeconds.test(text)) return ok(Number(text) * 1000)
    if (epochMillis.test(text)) return ok(Number(text))
    const instant = parseInstant(text)
    if (instant !== null) return ok(instant)
    const shown = wallClock(text)
    const offset = shown === null ? null : offsetOf(new Date(shown).toISOString().slice(0, 13))
    if (shown !== null && offset !== null) return ok(shown - offset)
    const read = readWhen(text, { nowMs, zone })
    return read.ok ? ok(read.value.atMs) : read
  }
}

/** The digits of a wall clock as if it stood in UTC, or `null`. */
function wallClock(text: string): EpochMs | null {
  const match = wall.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((it) => Number(it ?? 0))
  if (hour > 23 || minute > 59 || second > 59) return null
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')))
  const back = new Date(ms)
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms : null
}

function offsetAt(wallTime: string, zone: string): number | null {
  try {
    const zoned = Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'reject' })
    return zoned.offsetNanoseconds / 1_000_000
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
