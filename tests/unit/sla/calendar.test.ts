import { describe, expect, it } from 'vitest'
import cn2024 from '../../../resources/calendars/cn-2024.json' with { type: 'json' }
import cn2025 from '../../../resources/calendars/cn-2025.json' with { type: 'json' }
import cn2026 from '../../../resources/calendars/cn-2026.json' with { type: 'json' }
import compiledOffice from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import { addBusiness, alwaysOpen, businessBetween, openCalendar } from '../../../shared/sla/calendar.ts'
import { dayOf, parseDate, weekdayOf } from '../../../shared/sla/day.ts'
import { parseInstant } from '../../../shared/sla/iso.ts'
import { allDay, at, business, calendarOf, day, hour, local, minute, must, weekOf } from './fixtures.ts'

const workday = (date: string): boolean => business.isWorkday(parseDate(date) ?? 0)
const utc = (text: string): number => parseInstant(text) ?? Number.NaN

describe('SLA-11b public holidays and make-up workdays of China against the published facts', () => {
  it.each([
    ['2024-05-11', 'Saturday worked for Labour Day'],
    ['2024-04-28', 'Sunday worked for Labour Day'],
    ['2024-02-04', 'Sunday worked for Spring Festival'],
    ['2024-09-14', 'Saturday worked for Mid-Autumn'],
    ['2024-10-12', 'Saturday worked for National Day'],
    ['2025-01-26', 'Sunday worked for Spring Festival'],
    ['2025-09-28', 'Sunday worked for National Day'],
    ['2025-10-11', 'Saturday worked for National Day'],
    ['2026-02-14', 'Saturday worked for Spring Festival'],
    ['2026-05-09', 'Saturday worked for Labour Day'],
  ])('%s is a working day: %s', (date) => {
    expect(workday(date)).toBe(true)
  })

  it.each([
    ...['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04', '2024-05-05'],
    ...['2024-02-12', '2024-02-16', '2024-10-07', '2025-01-28', '2025-02-04', '2025-10-08', '2026-02-23', '2026-06-19'],
  ])('%s is a day off', (date) => {
    expect(workday(date)).toBe(false)
  })

  it('knows the days around them as ordinary ones', () => {
    expect(['2024-05-06', '2024-04-30', '2024-05-13'].map(workday)).toEqual([true, true, true])
    expect(['2024-05-12', '2024-05-18', '2024-04-27'].map(workday)).toEqual([false, false, false])
  })

  it('names source and date in every year file and counts the days of the year', () => {
    for (const file of [cn2024, cn2025, cn2026]) {
      expect(file.source).toMatch(/^chinese-days \d+\.\d+\.\d+/)
      expect(file.generatedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
    const days = (year: number): number => {
      let count = 0
      for (let it = dayOf(year, 1, 1); it < dayOf(year + 1, 1, 1); it++) if (business.isWorkday(it)) count++
      return count
    }
    expect([days(2024), days(2025), days(2026)]).toEqual([251, 248, 248])
  })

  it('counts a long way over the holiday: 3 working days from 30 April 2024 10:00', () => {
    expect(local(addBusiness(business, at('2024-04-30 10:00'), 3 * business.workdayMs))).toBe('2024-05-08 10:00')
    expect(businessBetween(business, at('2024-05-01 00:00'), at('2024-05-06 00:00'))).toBe(0)
  })
})

describe('SLA-11d years without published holidays', () => {
  it('names the year, and only where the span touches it', () => {
    expect(business.unknownYears(at('2026-12-30 10:00'), at('2027-01-04 10:00'))).toEqual([2027])
    expect(business.unknownYears(at('2026-12-30 10:00'), at('2026-12-31 23:59'))).toEqual([])
    expect(business.unknownYears(at('2003-12-31 10:00'), at('2004-01-02 10:00'))).toEqual([2003])
    expect(business.unknownYears(at('2027-12-31 10:00'), at('2090-01-02 10:00'))).toEqual([2027, 2028, 2029])
  })

  it('counts them by the weekend', () => {
    expect(['2027-10-01', '2027-10-02', '2027-10-04'].map(workday)).toEqual([true, false, true])
  })

  it('says nothing for hours that never stop or know no holidays', () => {
    expect(allDay.unknownYears(0, at('2090-01-01 00:00'))).toEqual([])
    const plain = calendarOf(weekOf('plain', 'UTC', [['09:00', '17:00']]))
    expect(plain.unknownYears(0, at('2090-01-01 00:00'))).toEqual([])
  })
})

describe('SLA-11b windows', () => {
  const split = calendarOf(
    weekOf('split', 'Asia/Shanghai', [
      ['09:00', '12:00'],
      ['13:30', '18:00'],
    ]),
  )

  it('stops for lunch', () => {
    expect(local(split.addBusiness(at('2024-05-10 11:30'), hour))).toBe('2024-05-10 14:00')
    expect(local(split.addBusiness(at('2024-05-10 12:15'), hour))).toBe('2024-05-10 14:30')
    expect(local(split.addBusiness(at('2024-05-10 11:00'), hour))).toBe('2024-05-10 12:00')
    expect(split.businessBetween(at('2024-05-10 11:00'), at('2024-05-10 14:00'))).toBe(1.5 * hour)
    expect(split.isOpen(at('2024-05-10 12:30'))).toBe(false)
    expect(split.isOpen(at('2024-05-10 09:00'))).toBe(true)
    expect(split.isOpen(at('2024-05-10 18:00'))).toBe(false)
  })

  it('counts backwards as it counts forwards', () => {
    expect(split.businessBetween(at('2024-05-10 14:00'), at('2024-05-10 11:00'))).toBe(-1.5 * hour)
    expect(local(split.addBusiness(at('2024-05-13 09:30'), -hour))).toBe('2024-05-10 17:30')
  })

  it('lets a shift run over midnight, and into a day off', () => {
    const shift = calendarOf({ ...weekOf('shift', 'Asia/Shanghai', [['22:00', '06:00']]), region: 'cn' }, [cn2024])
    expect(local(shift.addBusiness(at('2024-05-09 23:00'), 3 * hour))).toBe('2024-05-10 02:00')
    expect(local(shift.addBusiness(at('2024-05-10 05:00'), 3 * hour))).toBe('2024-05-11 00:00')
    expect(shift.businessBetween(at('2024-05-01 00:00'), at('2024-05-01 12:00'))).toBe(6 * hour)
    expect(shift.businessBetween(at('2024-05-01 12:00'), at('2024-05-02 12:00'))).toBe(0)
    expect(shift.businessBetween(at('2024-05-11 12:00'), at('2024-05-12 12:00'))).toBe(8 * hour)
  })

  it('takes 00:00–24:00 as a day without a gap at midnight', () => {
    const full = calendarOf(weekOf('full', 'Asia/Shanghai', [['00:00', '24:00']], [['00:00', '24:00']]))
    expect(full.businessBetween(at('2024-05-10 23:00'), at('2024-05-11 01:00'))).toBe(2 * hour)
    expect(full.workdayMs).toBe(day)
  })

  it('counts a leap day', () => {
    const from = at('2024-02-28 17:00')
    expect(local(business.addBusiness(from, 2 * hour))).toBe('2024-02-29 10:00')
    expect(local(business.addBusiness(from, 9 * hour))).toBe('2024-02-29 18:00')
    expect(local(business.addBusiness(at('2023-02-28 17:00'), 2 * hour))).toBe('2023-03-01 10:00')
  })

  it('puts own exceptions before holidays', () => {
    const exceptions = [
      { date: '2024-05-01', windows: [['10:00', '11:00']] },
      { date: '2024-05-06', windows: [] },
    ]
    const own = calendarOf({ ...weekOf('own', 'Asia/Shanghai', [['09:00', '17:00']]), region: 'cn', exceptions }, [
      cn2024,
    ])
    expect(local(own.addBusiness(at('2024-04-30 17:00'), 2 * hour))).toBe('2024-05-07 10:00')
  })
})

describe('SLA-11b zones with summer time', () => {
  const night = calendarOf(weekOf('ny', 'America/New_York', [['00:00', '24:00']], [['00:00', '24:00']]))

  it('loses the skipped hour and counts the doubled one', () => {
    const spring = utc('2024-03-10T00:00:00-05:00')
    expect(night.businessBetween(spring, utc('2024-03-11T00:00:00-04:00'))).toBe(23 * hour)
    const autumn = utc('2024-11-03T00:00:00-04:00')
    expect(night.businessBetween(autumn, utc('2024-11-04T00:00:00-05:00'))).toBe(25 * hour)
  })

  it('keeps office hours at the same local time on both sides of the change', () => {
    const office = calendarOf(weekOf('ny-office', 'America/New_York', [['09:00', '17:00']]))
    expect(office.addBusiness(utc('2024-03-08T16:00:00-05:00'), 2 * hour)).toBe(utc('2024-03-11T10:00:00-04:00'))
    expect(office.addBusiness(utc('2024-11-01T16:00:00-04:00'), 2 * hour)).toBe(utc('2024-11-04T10:00:00-05:00'))
  })

  it('reads a skipped local time as the same distance after it, a doubled one as the first', () => {
    const marchDay = dayOf(2024, 3, 10)
    const novemberDay = dayOf(2024, 11, 3)
    expect(night.timeOn(marchDay, 2 * 60 + 30)).toBe(utc('2024-03-10T03:30:00-04:00'))
    expect(night.timeOn(novemberDay, 60 + 30)).toBe(utc('2024-11-03T01:30:00-04:00'))
    expect(night.timeOn(novemberDay, 2 * 60)).toBe(utc('2024-11-03T02:00:00-05:00'))
    expect(night.timeOn(marchDay, 2 * 60)).toBe(utc('2024-03-10T03:00:00-04:00'))
  })

  it('cuts a window whose beginning is skipped', () => {
    const early = calendarOf(weekOf('early', 'America/New_York', [['02:00', '04:00']], [['02:00', '04:00']]))
    expect(early.businessBetween(utc('2024-03-10T00:00:00-05:00'), utc('2024-03-10T12:00:00-04:00'))).toBe(hour)
    const lost = calendarOf(weekOf('lost', 'America/New_York', [['02:00', '03:00']], [['02:00', '03:00']]))
    expect(lost.businessBetween(utc('2024-03-10T00:00:00-05:00'), utc('2024-03-10T12:00:00-04:00'))).toBe(0)
    expect(lost.businessBetween(utc('2024-03-11T00:00:00-04:00'), utc('2024-03-11T12:00:00-04:00'))).toBe(hour)
  })

  it('knows zones whose day is not a whole number of hours off', () => {
    const nepal = calendarOf(weekOf('np', 'Asia/Kathmandu', [['10:00', '17:00']]))
    expect(nepal.addBusiness(utc('2024-05-10T16:30:00+05:45'), hour)).toBe(utc('2024-05-13T10:30:00+05:45'))
  })
})

describe('hours as data', () => {
  it('never stop at the ends of what was compiled: the plain week goes on', () => {
    const far = business.addBusiness(at('2090-05-08 10:00'), 8 * hour)
    expect(local(far)).toBe('2090-05-09 10:00')
    expect(weekdayOf(business.localDay(far))).toBe(1)
    expect(local(business.addBusiness(at('1990-05-09 17:30'), hour))).toBe('1990-05-10 09:30')
    expect(business.businessBetween(at('1990-05-07 00:00'), at('1990-05-14 00:00'))).toBe(40 * hour)
    expect(business.businessBetween(at('2090-05-08 00:00'), at('2090-05-15 00:00'))).toBe(40 * hour)
    expect(business.isWorkday(parseDate('1990-05-12') ?? 0)).toBe(false)
    expect(business.isWorkday(parseDate('2090-05-13') ?? 0)).toBe(false)
    expect(business.isWorkday(parseDate('2090-05-12') ?? 0)).toBe(true)
  })

  it('bring a night shift across the ends of the compiled years', () => {
    const shift = calendarOf(weekOf('shift', 'UTC', [['22:00', '06:00']], [['22:00', '06:00']]), [], 2024, 2024)
    expect(shift.businessBetween(utc('2023-12-31T20:00:00Z'), utc('2024-01-01T08:00:00Z'))).toBe(8 * hour)
    expect(shift.businessBetween(utc('2024-12-31T20:00:00Z'), utc('2025-01-01T08:00:00Z'))).toBe(8 * hour)
  })

  it('go round from working time to the instant and back, minute by minute over a year', () => {
    const from = at('2024-01-01 00:00')
    for (let step = 0; step < 4000; step++) {
      const atMs = from + step * 131 * minute
      const again = business.addBusiness(from, business.businessBetween(from, atMs))
      expect(business.businessBetween(again, atMs)).toBe(0)
      expect(again).toBeLessThanOrEqual(Math.max(atMs, from))
    }
  })

  it('are refused when changed after they were hashed', () => {
    const runs = [...compiledOffice.runs]
    runs[0] = (runs[0] ?? 0) + 60
    expect(openCalendar({ ...compiledOffice, runs })).toMatchObject({ error: { tag: 'calendar.hash_mismatch' } })
    expect(openCalendar({ ...compiledOffice, version: 2 })).toMatchObject({ error: { tag: 'calendar.hash_mismatch' } })
    expect(openCalendar({ ...compiledOffice, extra: 1 })).toMatchObject({ error: { tag: 'calendar.malformed' } })
    for (const bad of [[1], [1, -1], [1, 0.5], [1, '2'], 'runs'])
      expect(openCalendar({ ...compiledOffice, runs: bad })).toMatchObject({
        error: { tag: 'calendar.malformed', field: 'runs' },
      })
    expect(openCalendar(null)).toMatchObject({ error: { tag: 'calendar.malformed' } })
  })

  it('carry version and hash for the reference data', () => {
    expect(business).toMatchObject({ id: 'cn-office', version: 1, hash: compiledOffice.hash, zone: 'Asia/Shanghai' })
    expect(must(openCalendar(compiledOffice)).workdayMs).toBe(8 * hour)
  })

  it('run all the time for 24×7', () => {
    for (const calendar of [alwaysOpen, allDay]) {
      expect(calendar.addBusiness(5, hour)).toBe(5 + hour)
      expect(calendar.businessBetween(hour, 0)).toBe(-hour)
      expect(calendar.isOpen(17)).toBe(true)
      expect(calendar.isWorkday(4)).toBe(true)
    }
    expect(local(allDay.timeOn(dayOf(2024, 5, 11), 17 * 60))).toBe('2024-05-11 17:00')
  })
})
