import { describe, expect, it } from 'vitest'
import { dateOf, dayOf, formatDate, parseDate, weekdayOf } from '../../../shared/sla/day.ts'
import { formatInstant, parseInstant } from '../../../shared/sla/iso.ts'
import { offsetAt } from '../../../shared/sla/offsets.ts'
import { createRandom } from './histories.ts'

describe('instants as text', () => {
  it.each([
    ['2024-05-10T10:20:00+08:00', Date.UTC(2024, 4, 10, 2, 20)],
    ['2024-05-10T10:20+0800', Date.UTC(2024, 4, 10, 2, 20)],
    ['2024-05-10 02:20:00Z', Date.UTC(2024, 4, 10, 2, 20)],
    ['2024-05-10T02:20:00.5Z', Date.UTC(2024, 4, 10, 2, 20, 0, 500)],
    ['2024-05-10T02:20:00.123456Z', Date.UTC(2024, 4, 10, 2, 20, 0, 123)],
    ['2024-02-29T23:59:59-05:30', Date.UTC(2024, 2, 1, 5, 29, 59)],
    ['1970-01-01T00:00:00Z', 0],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('%s', (text, atMs) => {
    expect(parseInstant(text)).toBe(atMs)
  })

  it.each([
    ...[
      '',
      'now',
      '2024-05-10',
      '2024-05-10T10:20:00',
      '2023-02-29T10:20:00Z',
      '2024-13-01T10:20:00Z',
      '2024-05-10T24:00:00Z',
    ],
    ...[
      '2024-05-10T10:60:00Z',
      '2024-05-10T10:20:60Z',
      '2024-05-10T10:20:00+19:00',
      '2024-05-10T10:20:00+08:60',
      '1969-12-31T23:59:59Z',
    ],
    ...['2024-05-10T10:20:00Z ', '+2024-05-10T10:20:00Z', '9999-12-31T23:59:59-01:00', '２０２４-05-10T10:20:00Z'],
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBe(null)
  })

  it('are written so that they are read again', () => {
    expect(formatInstant(Date.UTC(2024, 4, 10, 2, 20), 8 * 3_600_000)).toBe('2024-05-10T10:20:00+08:00')
    expect(formatInstant(Date.UTC(2024, 4, 10, 2, 20, 7, 45), -5.5 * 3_600_000)).toBe('2024-05-09T20:50:07.045-05:30')
    expect(formatInstant(0, 0)).toBe('1970-01-01T00:00:00Z')
    const random = createRandom(1)
    for (let i = 0; i < 2000; i++) {
      const atMs = Math.floor(random() * 250_000_000_000_000)
      const offsetMs = Math.floor(random() * 113 - 56) * 900_000
      expect(parseInstant(formatInstant(atMs, offsetMs))).toBe(atMs)
    }
  })
})

describe('days', () => {
  it('are numbered as the machine’s calendar numbers them, leap days and centuries included', () => {
    for (let day = -200_000; day < 1_000_000; day += 37) {
      const date = new Date(day * 86_400_000)
      const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
      if (JSON.stringify(dateOf(day)) !== JSON.stringify(parts)) throw new Error(`day ${day}`)
      if (dayOf(parts.year, parts.month, parts.day) !== day) throw new Error(`day ${day} back`)
      if (weekdayOf(day) !== (date.getUTCDay() + 6) % 7) throw new Error(`weekday of ${day}`)
    }
    expect(
      ['2000-02-29', '2024-02-29', '2100-02-29', '2023-02-29', '2024-00-10', '2024-1-1'].map(
        (text) => parseDate(text) !== null,
      ),
    ).toEqual([true, true, false, false, false, false])
    expect(formatDate(parseDate('2024-02-29') ?? 0)).toBe('2024-02-29')
  })

  it('a zone without a single offset is UTC', () => {
    expect([offsetAt([], 5), offsetAt([[10, 7]], 5), offsetAt([[10, 7]], 10)]).toEqual([0, 7, 7])
  })
})
