import { Temporal } from 'temporal-polyfill'
import { readWhen, type WhenReading } from '../../../shared/intake/when.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { zone } from './when-table.ts'

const marks = { minute: '', hour: 'h ', part: 'p ', day: 'd ' } as const

/** Epoch milliseconds of a wall-clock time in the zone of the table. */
export function msOf(local: string): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds
}

function wall(iso: string, year: number): string {
  return iso.replace('T', ' ').replace(new RegExp(`^${year}-`), '')
}

function showRefusal(error: Refusal, year: number): string {
  if (error.tag !== 'when.ambiguous') return `!${error.tag.replace('when.', '')}`
  const reads = Object.entries(error.detail ?? {}).filter(([key]) => key.startsWith('read'))
  return `? ${reads.map(([, iso]) => wall(String(iso), year)).join(' | ')}`
}

function showReading(value: WhenReading, year: number): string {
  const { reading } = value
  const at = Temporal.Instant.fromEpochMilliseconds(value.atMs).toZonedDateTimeISO(zone)
  const text = wall(at.toPlainDateTime().toString({ smallestUnit: 'minute' }), year)
  return `${reading.approximate ? '~' : ''}${marks[reading.precision]}${text}`
}

/** What the program makes of a phrase, in the notation of the table. */
export function shown(phrase: string, local: string): string {
  const read = readWhen(phrase, { nowMs: msOf(local), zone })
  const year = Number(local.slice(0, 4))
  return read.ok ? showReading(read.value, year) : showRefusal(read.error, year)
}
