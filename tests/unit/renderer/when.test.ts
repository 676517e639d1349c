import { describe, expect, it } from 'vitest'
import { clockFace, dayEndMs, dayInWords, dayOf, relativeDay, spanOf, timeOfDay } from '../../../renderer/text/when.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => Date.parse(text)

describe('dates in the organisation’s zone', () => {
  it('a time of day is that of the organisation, not of the machine', () => {
    expect(timeOfDay(at('2024-05-10T02:21:00Z'), zone)).toBe('10:21')
    expect(timeOfDay(at('2024-05-09T16:05:00Z'), zone)).toBe('00:05')
  })

  it('a day ends at midnight there', () => {
    const end = dayEndMs(at('2024-05-10T10:00:00Z'), zone)
    expect(end).toBe(at('2024-05-10T16:00:00Z'))
    expect(dayOf(end - 1, zone)).toBe('2024-05-10')
    expect(dayOf(end, zone)).toBe('2024-05-11')
  })

  it('a day of 23 or 25 hours ends right', () => {
    const spring = dayEndMs(at('2024-03-10T06:00:00Z'), 'America/New_York')
    expect(spring).toBe(at('2024-03-11T04:00:00Z'))
    const autumn = dayEndMs(at('2024-11-03T05:00:00Z'), 'America/New_York')
    expect(autumn).toBe(at('2024-11-04T05:00:00Z'))
  })

  it('tells today, tomorrow and other days apart', () => {
    const now = at('2024-05-10T15:30:00Z')
    expect(relativeDay(now + 29 * 60_000, now, zone)).toBe('today')
    expect(relativeDay(now + 31 * 60_000, now, zone)).toBe('tomorrow')
    expect(relativeDay(now - 25 * 3600_000, now, zone)).toBe('other')
  })

  it('names days as people write them, with the year once it is another', () => {
    const now = at('2024-05-10T02:00:00Z')
    expect(dayInWords(at('2024-05-12T02:00:00Z'), now, 'zh-CN', zone)).toBe('5月12日')
    expect(dayInWords(at('2023-12-31T02:00:00Z'), now, 'zh-CN', zone)).toBe('2023年12月31日')
    expect(dayInWords(at('2024-05-12T02:00:00Z'), now, 'en', zone)).toBe('May 12')
  })
})

describe('spanOf', () => {
  it.each([
    [3000, 'seconds', 3],
    [59_999, 'seconds', 59],
    [60_000, 'minutes', 1],
    [7_199_999, 'hours', 1],
    [47 * 3600_000, 'days', 1],
    [-5, 'seconds', 0],
  ])('SUP-2 %i ms is told in %s', (ms, unit, n) => {
    expect(spanOf(ms)).toEqual({ unit, n })
  })
})

describe('clockFace', () => {
  it.each([
    [0, '00:00:00'],
    [192_999, '00:03:12'],
    [36_000_000, '10:00:00'],
    [-5, '00:00:00'],
  ])('CALL-12 a call of %i ms reads %s', (ms, face) => {
    expect(clockFace(ms)).toBe(face)
  })
})
