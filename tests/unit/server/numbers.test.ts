import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrgRow } from '../../../server/auth/rows.ts'
import type { Database, Sql } from '../../../server/db/database.ts'
import type { Param, Statement } from '../../../server/db/statement.ts'
import { createNumbers, type NumberSource } from '../../../server/sync/numbers.ts'

const hourMs = 3_600_000
const foundedMs = Date.UTC(2026, 4, 10, 2)
const zone = 'Asia/Shanghai'

/** What the numbers keep in the database, which can be put back to a backup, and the servers over it. */
function createPlace() {
  let rows = new Map<string, number>()
  let backup = rows
  let nowMs = foundedMs
  let source: NumberSource
  const org: OrgRow = { org: 'o', name: 'O', zone, epoch: 'e', epochIndex: 0, epochMs: foundedMs, createdMs: foundedMs }
  const take = ([, row, wanted, floor]: readonly Param[]) => {
    const next = Math.max(rows.get(String(row)) ?? 0, Number(floor)) + Number(wanted)
    rows.set(String(row), next)
    return { next }
  }
  const sql: Sql = {
    rows: async <Row>({ name }: Statement<Row>, values: readonly Param[]) =>
      [name === 'orgs.select' ? org : take(values)] as Row[],
  }
  const within = <T>(_: string, work: (sql: Sql) => Promise<T>) => work(sql)
  const db = { read: within, write: within } as unknown as Database
  const start = (): void => {
    source = createNumbers({ db, nowMs: () => nowMs })
  }
  start()
  return {
    start,
    wait: (ms: number) => {
      nowMs += ms
    },
    backUp: () => {
      backup = new Map(rows)
    },
    putBack: () => {
      rows = new Map(backup)
      start()
    },
    give: async (team: string, agoMs = 0) => {
      const day = source.dayOf(zone, nowMs - agoMs, nowMs)
      await source.reserve('o', team, day, 1)
      return source.take('o', team, day)
    },
  }
}

const actArb = fc.record({
  act: fc.constantFrom('give', 'give', 'give', 'late', 'ancient', 'start', 'backUp', 'putBack'),
  team: fc.constantFrom('hotline', 'rnd'),
  waitMs: fc.oneof(fc.integer({ min: 1000, max: 5000 }), fc.integer({ min: 1000, max: 30 * hourMs })),
})

describe('official numbers', () => {
  it('CASE-6b count from 1 on every day, where the server cannot have lost any', async () => {
    const place = createPlace()
    expect(await place.give('hotline')).toBe('20260510-000001')
    expect(await place.give('hotline')).toBe('20260510-000002')
    expect(await place.give('rnd')).toBe('20260510-000101')
    place.start()
    place.wait(24 * hourMs)
    expect(await place.give('rnd')).toBe('20260511-000001')
  })

  it('CASE-6d go on above 100,000 on the days up to a start of the server', async () => {
    const place = createPlace()
    place.wait(hourMs)
    place.start()
    expect(await place.give('hotline')).toMatch(/^20260510-[1-6]\d{5}$/)
    expect(await place.give('hotline', 24 * hourMs)).toMatch(/^20260509-[1-6]\d{5}$/)
    expect(await place.give('hotline', 90 * 24 * hourMs)).toMatch(/^20260209-[7-9]\d{5}$/)
  })

  it('CASE-6d are never given twice, however often a server is put back to a backup unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(actArb, { maxLength: 60 }), async (acts) => {
        const place = createPlace()
        const given: (string | null)[] = []
        for (const { act, team, waitMs } of acts) {
          place.wait(waitMs)
          if (act === 'give') given.push(await place.give(team))
          else if (act === 'late') given.push(await place.give(team, 70 * hourMs))
          else if (act === 'ancient') given.push(await place.give(team, foundedMs))
          else place[act]()
        }
        expect(given.every((it) => it !== null && /^\d{8}-\d{6}$/.test(it))).toBe(true)
        expect(new Set(given).size).toBe(given.length)
      }),
      { numRuns: 300 },
    )
  })
})
