import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import cn2024 from '../../../resources/calendars/cn-2024.json' with { type: 'json' }
import officeDefinition from '../../../resources/calendars/cn-office.json' with { type: 'json' }
import compiledOffice from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import { openCalendar } from '../../../shared/sla/calendar.ts'
import { parseCalendarYear } from '../../../shared/sla/calendar-definition.ts'
import { compileCalendar } from '../../../shared/sla/compile.ts'
import { must, weekOf } from './fixtures.ts'

const folder = `${import.meta.dirname}/../../../resources/calendars`
const yearFiles = readdirSync(folder).filter((name) => /^cn-\d{4}\.json$/.test(name))
const years: readonly unknown[] = yearFiles.map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
const span = { fromYear: 2024, toYear: 2024 }
const plain = weekOf('plain', 'UTC', [['09:00', '17:00']])
const tag = (definition: unknown, yearInputs: readonly unknown[] = [], over = span): unknown => {
  const compiled = compileCalendar(definition, yearInputs, over)
  return compiled.ok ? null : [compiled.error.tag, compiled.error.field]
}

describe('compiled calendars', () => {
  it('are the shipped ones, to the hash, from the shipped definition and years', () => {
    const compiled = must(compileCalendar(officeDefinition, years, { fromYear: 2003, toYear: 2030 }))
    expect(compiled).toEqual(compiledOffice)
    expect(yearFiles.length).toBe(23)
  })

  it('do not depend on the order of the year files and take only those of their region', () => {
    const shuffled = [...years].reverse()
    const foreign = { ...cn2024, region: 'xx' }
    const again = must(compileCalendar(officeDefinition, [...shuffled, foreign], { fromYear: 2003, toYear: 2030 }))
    expect(again.hash).toBe(compiledOffice.hash)
  })

  it('have another hash for another version, zone or hour', () => {
    const hashes = [
      plain,
      { ...plain, version: 2 },
      { ...plain, zone: 'Europe/Berlin' },
      weekOf('plain', 'UTC', [['09:00', '17:30']]),
    ].map((definition) => must(compileCalendar(definition, [], span)).hash)
    expect(new Set(hashes).size).toBe(4)
  })
})

describe('refused calendars', () => {
  it('overlapping windows of a day, of a shift and the next morning, of an exception', () => {
    const overlapping = 'calendar.overlapping_windows'
    expect(
      tag(
        weekOf('a', 'UTC', [
          ['09:00', '13:00'],
          ['12:00', '17:00'],
        ]),
      ),
    ).toEqual([overlapping, 'week.mon'])
    expect(
      tag(
        weekOf('a', 'UTC', [
          ['22:00', '10:00'],
          ['09:00', '12:00'],
        ]),
      ),
    ).toEqual([overlapping, '2024-01-02'])
    const exceptions = [
      {
        date: '2024-05-01',
        windows: [
          ['09:00', '10:00'],
          ['09:30', '11:00'],
        ],
      },
    ]
    expect(tag({ ...plain, exceptions })).toEqual([overlapping, 'exceptions.0'])
    expect(
      tag({
        ...plain,
        makeUp: [
          ['09:00', '10:00'],
          ['09:30', '11:00'],
        ],
      }),
    ).toEqual([overlapping, 'makeUp'])
  })

  it('touching windows are none', () => {
    expect(
      tag(
        weekOf('a', 'UTC', [
          ['09:00', '12:00'],
          ['12:00', '17:00'],
        ]),
      ),
    ).toBe(null)
    expect(tag(weekOf('a', 'UTC', [['00:00', '24:00']], [['00:00', '24:00']]))).toBe(null)
  })

  it('empty windows, weeks without hours, times that are none', () => {
    expect(tag(weekOf('a', 'UTC', [['09:00', '09:00']]))).toEqual(['calendar.empty_window', 'week.mon'])
    expect(tag(weekOf('a', 'UTC', [['24:00', '09:00']]))).toEqual(['calendar.empty_window', 'week.mon'])
    expect(tag(weekOf('a', 'UTC', []))).toEqual(['calendar.no_hours', 'week'])
    expect(tag(weekOf('a', 'UTC', [['9:00', '17:00']]))).toEqual(['calendar.malformed', 'week.mon.0.0'])
    expect(tag(weekOf('a', 'UTC', [['09:00', '25:00']]))).toEqual(['calendar.malformed', 'week.mon.0.1'])
    expect(tag({ ...plain, hours: 3 })).toEqual(['calendar.malformed', 'hours'])
  })

  it('a year that is closed from its first to its last week would never let a clock end', () => {
    const closed = Array.from({ length: 366 }, (_, index) => {
      const date = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10)
      return { date, windows: [] }
    })
    const compiled = must(compileCalendar({ ...plain, exceptions: closed }, [], span))
    expect(openCalendar(compiled)).toMatchObject({ error: { tag: 'calendar.no_hours' } })
  })

  it('unknown zones and absurd spans', () => {
    expect(tag(weekOf('a', 'Mars/Olympus', [['09:00', '17:00']]))).toEqual(['calendar.unknown_zone', 'zone'])
    expect(tag(plain, [], { fromYear: 1999, toYear: 2024 })).toEqual(['calendar.span', 'span'])
    expect(tag(plain, [], { fromYear: 2024, toYear: 2023 })).toEqual(['calendar.span', 'span'])
    expect(tag(plain, [], { fromYear: 2024, toYear: 2101 })).toEqual(['calendar.span', 'span'])
    expect(tag(plain, [], { fromYear: 2024, toYear: Number.NaN })).toEqual(['calendar.span', 'span'])
  })

  it('days and years that come twice', () => {
    const exceptions = [
      { date: '2024-05-01', windows: [] },
      { date: '2024-05-01', windows: [] },
    ]
    expect(tag({ ...plain, exceptions })).toEqual(['calendar.day_twice', 'exceptions.1'])
    expect(tag({ ...plain, region: 'cn' }, [cn2024, cn2024])).toEqual(['calendar.year_twice', 'years'])
  })

  it('year files an administrator may load by mistake', () => {
    const year = (more: object): unknown => {
      const read = parseCalendarYear({ ...cn2024, ...more })
      return read.ok ? null : [read.error.tag, read.error.field]
    }
    expect(year({})).toBe(null)
    expect(year({ year: 2025 })).toEqual(['calendar.date_outside_year', '2024-01-01'])
    expect(year({ workdays: { '2024-05-01': 'x' } })).toEqual(['calendar.day_twice', '2024-05-01'])
    expect(year({ holidays: { '2024-02-30': 'x' } })).toMatchObject(['calendar.year_malformed', expect.any(String)])
    expect(year({ holidays: { tomorrow: 'x' } })).toMatchObject(['calendar.year_malformed', expect.any(String)])
    expect(tag({ ...plain, region: 'cn' }, [{ year: 2024 }])).toMatchObject(['calendar.year_malformed', 'region'])
  })
})
