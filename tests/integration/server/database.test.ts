import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Database, Notice } from '../../../server/db/database.ts'
import { openPglite } from '../../../server/db/pglite.ts'
import { openPostgres } from '../../../server/db/postgres.ts'
import { reads, writes } from '../../../server/db/statement.ts'
import { type Home, onBothDatabases, onPglite, onPostgres } from './tools/databases.ts'
import { startFaultyProxy } from './tools/faulty-proxy.ts'

const put = writes(
  'test.put',
  `INSERT INTO choices (org, actor, body, at_ms) VALUES ($1, $2, $3, 1)
   ON CONFLICT (org, actor) DO UPDATE SET body = excluded.body`,
)
const lock = reads('test.lock', 'SELECT actor FROM choices WHERE org = $1 AND actor = $2 FOR UPDATE')
const list = reads<{ actor: string }>('test.list', 'SELECT actor FROM choices WHERE org = $1 ORDER BY actor')
const org = 'demo'

const opened: Database[] = []
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close()
})

const keep = async (db: Promise<Database>): Promise<Database> => {
  opened.push(await db)
  return db
}

const patience = { connectMs: 1_000, answerMs: 1_500, idleMs: 1_000 }
const faults: string[] = []
const onFault = (what: string): void => void faults.push(what)
const openPg = (url: string) => keep(openPostgres({ url, onFault, pauseMs: () => 1, patience }))
const open = ({ dataDir, databaseUrl }: Home) =>
  databaseUrl === undefined ? keep(openPglite({ dataDir, onFault })) : openPg(databaseUrl)

const write = (db: Database, actor: string, body = '{}') => db.write(org, (sql) => sql.rows(put, [org, actor, body]))
const held = async (db: Database) => (await db.read(org, (sql) => sql.rows(list, [org]))).map((row) => row.actor)

onBothDatabases('a transaction', (bed) => {
  it('SYNC-1 that failed takes nothing more: what comes late is written nowhere', async () => {
    const db = await open(await bed.home())
    let late: Promise<unknown> = Promise.resolve()
    const failing = db.write(org, async (sql) => {
      late = sql
        .rows(put, [org, 'first', '{}'])
        .then(() => new Promise((done) => setTimeout(done, 50)))
        .then(() => sql.rows(put, [org, 'late', '{}']))
      await Promise.all([late, Promise.reject(new Error('of another part'))])
    })
    await expect(failing).rejects.toThrow('of another part')
    await expect(late).rejects.toThrow('comes after its transaction')
    await write(db, 'next')
    expect(await held(db)).toEqual(['next'])
  })
})

onPglite('the embedded database on a full disk', (bed) => {
  it('SYNC-1 takes nothing more before its log has no room, says so, is read from as ever and goes on afterwards', async () => {
    const { dataDir } = await bed.home()
    let free = 2 ** 40
    const db = await keep(openPglite({ dataDir, onFault, freeBytes: () => free }))
    await write(db, 'before')
    free = 2 ** 25
    await expect(write(db, 'full')).rejects.toMatchObject({ status: 503, code: 'disk.full' })
    await expect(db.shred?.()).rejects.toMatchObject({ code: 'disk.full' })
    expect(await held(db)).toEqual(['before'])
    await db.ping()
    free = 2 ** 40
    await write(db, 'after')
    expect(await held(db)).toEqual(['after', 'before'])
  })

  it('SYNC-1 starts, goes on and stops without the copy it has no room for; the journal is enough', async () => {
    const { dataDir } = await bed.home()
    const first = await openPglite({ dataDir, onFault, idleBytes: 1 })
    // No copy can be made of a socket.
    const inTheWay = createServer().listen(join(dataDir, 'pg', 'in-the-way'))
    faults.length = 0
    await write(first, 'one')
    await first.close()
    const second = await openPglite({ dataDir, onFault, idleBytes: 1 })
    expect(await held(second)).toEqual(['one'])
    await write(second, 'two')
    await second.close()
    // At the first end and the second start; so soon afterwards there would be no more room.
    expect(faults).toEqual(['pglite.fold', 'pglite.fold'])
    inTheWay.close()
    expect(await held(await open({ kind: 'pglite', dataDir }))).toEqual(['one', 'two'])
  })
})

onPostgres('PostgreSQL', (bed) => {
  it('SYNC-7b is told of the heads of any number of teams that move at once', async () => {
    const db = await open(await bed.home())
    const heads = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`team:a-team-with-a-long-name-${i}`, i]))
    const told: Record<string, number> = {}
    db.onTold((notice: Notice) => void ('heads' in notice && Object.assign(told, notice.heads)))
    await expect.poll(() => db.tell({ org, heads: { up: 1 } }).then(() => told['up'])).toBe(1)
    await db.tell({ org, heads })
    await expect.poll(() => told).toEqual({ ...heads, up: 1 })
  })

  it('SYNC-1 commits to the disk before it answers, also where its own setting is not to, and tells when it never syncs', async () => {
    const { databaseUrl = '' } = await bed.home()
    faults.length = 0
    const db = await openPg(`${databaseUrl}?options=${encodeURIComponent('-c synchronous_commit=off')}`)
    expect(faults).toEqual(['postgres.fsync_off'])
    const commits = reads<{ how: string }>('test.how', `SELECT current_setting('synchronous_commit') AS how`)
    expect(await db.write(org, (sql) => sql.rows(commits, []))).toEqual([{ how: 'on' }])
  })

  it('that falls silent is waited for no longer than told, by readers, writers, starters and at the end', async () => {
    const { databaseUrl = '' } = await bed.home()
    const line = await startFaultyProxy(databaseUrl)
    const through = databaseUrl.replace(new URL(databaseUrl).host, new URL(line.url).host)
    const db = await openPostgres({ url: through, onFault, pauseMs: () => 1, patience })
    await write(db, 'before')
    line.faults.silent = true
    const startedMs = performance.now()
    const away = { status: 503, code: 'database.away' }
    await Promise.all([
      expect(held(db)).rejects.toMatchObject(away),
      expect(write(db, 'silent')).rejects.toMatchObject(away),
      expect(db.ping()).rejects.toThrow(),
      expect(openPostgres({ url: through, onFault, pauseMs: () => 1, patience })).rejects.toThrow(),
    ])
    line.faults.silent = false
    await expect.poll(() => held(db), { timeout: 5_000 }).toContain('before')
    line.faults.silent = true
    await db.close()
    expect(performance.now() - startedMs).toBeLessThan(15_000)
    await line.close()
  })

  it('SYNC-4 a process that stands still in the middle holds up nobody: its transaction is ended, and it is told so', async () => {
    const home = await bed.home()
    const [still, other] = [await open(home), await open(home)]
    await write(still, 'shared')
    let wake: () => void = () => undefined
    const stalled = still.write(org, async (sql) => {
      await sql.rows(lock, [org, 'shared'])
      await new Promise<void>((done) => {
        wake = done
      })
      await sql.rows(put, [org, 'stalled', '{}'])
    })
    await new Promise((done) => setTimeout(done, 200))
    await expect.poll(() => write(other, 'shared').then(() => true), { timeout: 10_000 }).toBe(true)
    wake()
    await expect(stalled).rejects.toMatchObject({ status: 503, code: 'database.away' })
    expect(await held(other)).toEqual(['shared'])
  })
})
