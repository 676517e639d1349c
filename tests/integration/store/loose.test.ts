import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it as test } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../../electron/core/store/database.ts'
import { StoreFaultError } from '../../../electron/core/store/fault.ts'
import { looseEvents, mostLoose } from '../../../electron/core/store/loose-rows.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import {
  close,
  demoKey,
  inputFor,
  must,
  newFolder,
  type Opened,
  open,
  openCase,
  opening,
  openOrg,
  seen,
} from './tools/fixture.ts'
import { noThreads } from './tools/no-threads.ts'

/** What the file itself says, seen from outside. */
function look(dir: string): { readonly loose: number; readonly counted: number; readonly bad: readonly unknown[] } {
  const db = openDatabase({ file: join(dir, 'case.db'), key: demoKey(dir), mode: 'read', cacheKiB: 1_000 })
  try {
    const one = (sql: string): number => db.read.get<{ n: number }>(sql)?.n ?? -1
    return {
      loose: one('SELECT count(*) AS n FROM events WHERE loose IS NOT NULL'),
      counted: one('SELECT coalesce(sum("all"), 0) AS n FROM counts'),
      bad: db.read.all('PRAGMA integrity_check').filter((row) => JSON.stringify(row) !== '{"integrity_check":"ok"}'),
    }
  } finally {
    db.close()
  }
}

async function countsOf({ store, clock }: Opened): Promise<Readonly<Record<string, number>>> {
  return store.read.counts({ ...seen, nowMs: clock.nowMs })
}

/** The folder as a power cut would leave it, opened. */
async function afterPowerCut({ dir }: Opened): Promise<Opened> {
  const copy = newFolder()
  for (const file of ['case.db', 'case.db-wal', 'keyring.json']) copyFileSync(join(dir, file), join(copy, file))
  return open({ dir: copy })
}

/** A database whose disk can be full for every write. */
function fillable(opened: OpenDatabase, disk: { readonly isFull: boolean }): OpenDatabase {
  const run: OpenDatabase['write']['run'] = (sql, ...values) => {
    if (disk.isFull) throw new StoreFaultError('store.disk_full', 'SQLITE_FULL')
    return opened.write.run(sql, ...values)
  }
  return { ...opened, write: { ...opened.write, run } }
}

describe('what a save leaves outside the indexes', () => {
  test('is found, listed and counted like everything else', async () => {
    const it = await openOrg({ threads: true })
    const id = openCase(it, { urgency: 'high' })
    must(it, { type: 'addNote', text: '第一条' }, { case: id })
    must(it, { type: 'assign', owner: 'lin' }, { case: id })
    expect(look(it.dir)).toEqual({ loose: 3, counted: 0, bad: [] })
    expect(await countsOf(it)).toMatchObject({ all: 1, open: 1, mine: 1, unassigned: 0 })
    expect((await it.store.read.list({ ...seen, view: 'mine', nowMs: it.clock.nowMs, limit: 9 })).rows).toHaveLength(1)
    expect(it.store.read.events(id).map((event) => event.type)).toEqual(['opened', 'note_added', 'assigned'])
    expect(it.store.read.events(id, 1).map((event) => event.type)).toEqual(['assigned'])
    expect(it.store.read.pending()).toMatchObject({ count: 3, oldestMs: it.clock.nowMs })
    const customer = it.store.read.getCase(id)?.case.customerId
    if (customer === undefined) throw new Error('no customer')
    const history = await it.store.read.customer({ customer, scopes: null, limit: 9 })
    expect(history.cases.map((row) => row.id)).toEqual([id])
    expect(it.store.read.chain(id)).toEqual({ ok: true, unordered: 3 })
  })

  test('is late in time, also before it is indexed by when it wakes', async () => {
    const it = await openOrg()
    openCase(it, { urgency: 'high' })
    const near = (await it.store.read.list({ ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 1 })).rows[0]?.nearest
    const dueAtMs = near?.dueAtMs ?? 0
    expect(await it.store.read.counts({ ...seen, nowMs: dueAtMs + 1 })).toMatchObject({ open: 1, near: 0, breached: 1 })
  })

  test('survives a power cut, with its command known and its counters right', async () => {
    const it = await openOrg()
    const input = inputFor(it, opening(it.clock))
    const saved = it.store.write.executeCase(input)
    if (!saved.ok) throw new Error('refused')
    must(it, { type: 'addNote', text: '之后' }, { case: saved.value.case })
    const again = await afterPowerCut(it)
    expect(again.store.read.getCase(saved.value.case)?.case.notes).toHaveLength(1)
    expect(again.store.write.executeCase(input)).toMatchObject({
      ok: true,
      value: { repeated: true, case: saved.value.case },
    })
    expect(again.store.sync.position().newestN).toBe(2)
    expect(await countsOf(again)).toMatchObject({ all: 1, open: 1 })
    await close(again)
    expect(look(again.dir)).toEqual({ loose: 0, counted: 1, bad: [] })
  })

  test('is never more than a little, and bound before anything else is written', async () => {
    const it = await openOrg()
    const ids: CaseId[] = []
    for (let i = 0; i < mostLoose + 5; i++) ids.push(openCase(it))
    expect(look(it.dir).loose).toBeLessThanOrEqual(mostLoose)
    expect(look(it.dir).loose).toBeGreaterThan(0)
    it.store.write.putSetting('anything', 1)
    expect(look(it.dir)).toEqual({ loose: 0, counted: ids.length, bad: [] })
    for (const id of ids) expect(it.store.read.getCase(id)?.case.id).toBe(id)
    expect(await countsOf(it)).toMatchObject({ all: ids.length })
    expect(it.store.sync.nextBatch(500, 1e9)?.events).toHaveLength(ids.length)
  })

  test('SYNC-1c waits on when the disk is full while nobody waits, which is logged and ends nothing', async () => {
    const disk = { isFull: false }
    let whileIdle = (): void => undefined
    const parts = {
      startThreads: noThreads,
      openDatabase: (options: Parameters<typeof openDatabase>[0]) => fillable(openDatabase(options), disk),
      whenIdle: (work: () => void) => {
        whileIdle = work
      },
    }
    const it = await openOrg({ deps: { parts } })
    const ids = Array.from({ length: 30 }, () => openCase(it))
    disk.isFull = true
    expect(whileIdle).not.toThrow()
    expect(it.log).toContainEqual({ code: 'store.idle', fault: 'store.disk_full' })
    expect(look(it.dir)).toEqual({ loose: ids.length, counted: 0, bad: [] })
    disk.isFull = false
    whileIdle()
    expect(look(it.dir)).toEqual({ loose: 0, counted: ids.length, bad: [] })
    expect(await countsOf(it)).toMatchObject({ all: ids.length, open: ids.length })
  })

  test('leaves nothing of a save that is refused', async () => {
    const it = await openOrg()
    const id = openCase(it)
    const refused = it.store.write.executeCase(inputFor(it, { type: 'close' }, { case: id }))
    expect(refused.ok).toBe(false)
    expect(await countsOf(it)).toMatchObject({ all: 1, open: 1 })
    expect(look(it.dir).loose).toBe(1)
  })

  test('is nothing where many are saved at once: those are written whole', async () => {
    const it = await openOrg()
    const done = it.store.write.executeCases(Array.from({ length: 3 }, () => inputFor(it, opening(it.clock))))
    expect(done.ok).toBe(true)
    expect(look(it.dir)).toEqual({ loose: 0, counted: 3, bad: [] })
  })

  test('is looked for among the newest events only, however many there are', async () => {
    const it = await openOrg()
    const db = openDatabase({ file: join(it.dir, 'case.db'), key: demoKey(it.dir), mode: 'read', cacheKiB: 1_000 })
    const plan = db.read.all<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT seq FROM ${looseEvents('seq')}`)
    db.close()
    expect(plan[0]?.detail).toBe('SEARCH events USING INTEGER PRIMARY KEY (rowid>?)')
  })
})
