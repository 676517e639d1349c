import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { backupHeld, backupsKept, listBackups } from '../../../electron/core/store/care/backup-files.ts'
import { markDamaged } from '../../../electron/core/store/care/damage.ts'
import { readRecorder } from '../../../electron/core/store/care/recorder.ts'
import { restoreStore } from '../../../electron/core/store/care/restore.ts'
import { openDatabase } from '../../../electron/core/store/database.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../shared/kernel/envelope.ts'
import {
  close,
  demoKey,
  must,
  newFolder,
  type Opened,
  open,
  openCase,
  openOrg,
  seen,
  testDeps,
} from './tools/fixture.ts'
import { createOrder } from './tools/order.ts'

const ids = async (it: Opened): Promise<string[]> =>
  (await it.store.read.list({ ...seen, view: 'all', nowMs: it.clock.nowMs, limit: 500 })).rows.map((row) => row.id)

/** Flips a byte in the middle of every page of a range: what a failing disk does. */
function spoil(file: string, fromPage: number, toPage: number): void {
  const bytes = readFileSync(file)
  for (let page = fromPage; page < toPage; page++) {
    const at = page * 4096 + 2000
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  }
  writeFileSync(file, bytes)
}

describe('backups', () => {
  it('are whole, encrypted, hold no keys and nothing readable, and at most two are kept', async () => {
    const it = await openOrg()
    openCase(it, { name: '王小红', phone: '+8613812345678', symptom: '退款没有到账' })
    it.store.write.putDraft({ id: 'd', body: '王小红的草稿' })
    for (let i = 0; i < backupsKept + 2; i++) {
      it.clock.nowMs += 1_000
      await it.store.care.backup()
    }
    const backups = listBackups(it.dir)
    expect(backups).toHaveLength(backupsKept)
    const file = backups[0]?.file ?? ''
    expect(readFileSync(file).subarray(0, 15).toString('latin1')).not.toContain('SQLite')
    const copy = openDatabase({ file, key: demoKey(it.dir), mode: 'read', cacheKiB: 1_000 })
    const count = (table: string) => copy.read.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n
    expect([count('events'), count('customer_keys'), count('drafts')]).toEqual([1, 0, 0])
    expect(copy.read.get('SELECT symptom, name, phone FROM cases')).toEqual({ symptom: null, name: null, phone: null })
    copy.close()
    expect(it.store.read.storage()).toMatchObject({ backups: 2, newestBackup: { atMs: it.clock.nowMs } })
  })

  it('make themselves once the console has been open for a minute, and not while on battery', async () => {
    const aMinuteOn = async (onBattery: boolean): Promise<Opened> => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
      const it = await openOrg({ deps: { onBattery: () => onBattery } })
      openCase(it)
      vi.advanceTimersByTime(61_000)
      vi.useRealTimers()
      return it
    }
    const saving = await aMinuteOn(true)
    expect(saving.log).toContainEqual({ code: 'store.backup_held', held: 'battery' })
    const plugged = await aMinuteOn(false)
    // A disk that is nearly full is the other reason to wait.
    const isHeld = plugged.log.some((entry) => entry.code === 'store.backup_held')
    if (!isHeld) await expect.poll(() => listBackups(plugged.dir).length, { timeout: 30_000 }).toBe(1)
    expect(listBackups(saving.dir)).toHaveLength(0)
  })

  it('wait while on battery, and while the disk is nearly full', () => {
    const weather = { onBattery: false, freeBytes: 50, totalBytes: 100, storeBytes: 10 }
    expect(backupHeld(weather)).toBeNull()
    expect(backupHeld({ ...weather, onBattery: true })).toBe('battery')
    expect(backupHeld({ ...weather, freeBytes: 9 })).toBe('disk')
    expect(backupHeld({ ...weather, storeBytes: 45 })).toBe('disk')
  })

  it('restored from yesterday: nothing acknowledged since is lost', async () => {
    const it = await openOrg()
    const old = openCase(it, { name: '昨天' })
    await it.store.care.backup()
    it.clock.nowMs += 86_400_000
    const fresh = openCase(it, { name: '今天', symptom: '今天的问题' })
    must(it, { type: 'addNote', text: '今天的备注' }, { case: old })
    await close(it)
    rmSync(join(it.dir, 'case.db'))
    const report = await restoreStore(testDeps(it.dir, it.clock, []), { by: 'demo' })
    expect(report).toMatchObject({ ok: true, value: { fromBackup: 1, fromFile: 0, fromRecorder: 2, cases: 2 } })
    const again = await open({ dir: it.dir, clock: it.clock })
    expect((await ids(again)).toSorted()).toEqual([old, fresh].toSorted())
    expect(again.store.read.getCase(old)?.case.notes.map((note) => note.text)).toEqual(['今天的备注'])
    expect(again.store.read.getCase(fresh)?.case).toMatchObject({
      customer: { name: '今天' },
      issue: { symptom: '今天的问题' },
    })
    expect((await again.store.read.verify()).ok).toBe(true)
    must(again, { type: 'addNote', text: '之后' }, { case: old })
    expect(again.store.sync.position().newestN).toBe(4)
    expect(again.store.read.storage().recovery).toMatchObject({ fromRecorder: 2 })
    again.store.write.recoverySeen()
    expect(again.store.read.storage().recovery).toBeUndefined()
  })

  it('restore refuses in words when there is none', async () => {
    const it = await openOrg()
    await close(it)
    const deps = testDeps(it.dir, it.clock, [])
    expect(await restoreStore(deps, { by: 'demo' })).toMatchObject({ ok: false, error: { tag: 'backup.none' } })
    expect(await restoreStore(deps, { by: 'demo' }, '/nowhere.db')).toMatchObject({
      ok: false,
      error: { tag: 'backup.missing' },
    })
  })

  it('TRU-4 erased since the backup stays erased after a restore', async () => {
    const it = await openOrg()
    const id = openCase(it, { name: '孙七', symptom: '隐私' })
    await it.store.care.backup()
    it.store.write.eraseCustomer(it.store.read.getCase(id)?.case.customerId as never)
    await expect.poll(() => erasureIsDone(it), { timeout: 30_000 }).toBe(true)
    await close(it)
    rmSync(join(it.dir, 'case.db'))
    await restoreStore(testDeps(it.dir, it.clock, []), { by: 'demo' })
    const again = await open({ dir: it.dir })
    expect(again.store.read.getCase(id)?.case.customer).toBeNull()
    expect(again.store.read.getCase(id)?.case.issue.symptom).toBeNull()
  })
})

/** Neither the copied keys nor the recorder hold a key any longer: what the erasure leaves to do is done. */
const erasureIsDone = (it: Opened): boolean =>
  statSync(join(it.dir, 'backups', 'customer-keys.bin')).size === 28 &&
  readRecorder(it.dir, demoKey(it.dir)).every((recorded) => recorded.keys === undefined)

describe('a damaged file', () => {
  async function damaged(spoilFile: (file: string) => void, cases = 60) {
    const it = await openOrg()
    const made = Array.from({ length: cases }, (_, i) =>
      openCase(it, { name: `客户${i}`, symptom: `问题${i}`.repeat(60) }),
    )
    await close(it)
    spoilFile(join(it.dir, 'case.db'))
    const again = await open({ dir: it.dir, clock: it.clock })
    return { again, made }
  }

  it('cut off in the middle, emptied, or not a database at all: set aside, saved what can be saved, reported', async () => {
    for (const spoilFile of [
      (file: string) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096),
      (file: string) => writeFileSync(file, 'this is not a database'.repeat(1_000)),
    ]) {
      const { again, made } = await damaged(spoilFile)
      expect((await ids(again)).toSorted()).toEqual(made.toSorted())
      const report = again.store.read.storage().recovery
      expect(report?.cases).toBe(60)
      expect(existsSync(join(report?.setAside ?? '', 'case.db'))).toBe(true)
      expect(again.log.map((entry) => entry.code)).toContain('store.recovered')
    }
  })

  it('what only the file held is saved from its readable pages', async () => {
    const { again, made } = await damaged((file) => {
      rmSync(join(file, '..', 'unsent.rec'), { force: true })
      spoil(file, 20, 22)
      markDamaged(join(file, '..'), 'case.db')
    })
    const report = again.store.read.storage().recovery
    expect(report?.fromRecorder).toBe(0)
    expect(report?.fromFile).toBeGreaterThan(50)
    expect((await ids(again)).length).toBeGreaterThan(50)
    expect(made.length).toBe(60)
    expect((await again.store.read.verify()).ok).toBe(true)
  })

  it('gone altogether: who the device is, its signing key and all that was not sent are still there', async () => {
    const it = await openOrg()
    it.store.write.putSetting('device_key', { made: 'once' })
    const id = openCase(it, { name: '孙七' })
    const { device } = it.store.sync
    await close(it)
    rmSync(join(it.dir, 'case.db'))
    const again = await open({ dir: it.dir })
    expect(again.store.sync.device).toBe(device)
    expect(again.store.read.setting('device_key')).toEqual({ made: 'once' })
    expect(again.store.read.getCase(id)?.case.customer?.name).toBe('孙七')
    must(again, { type: 'addNote', text: '继续' }, { case: id })
    expect(again.store.sync.position().newestN).toBe(2)
  })

  it('TRU-4 set aside, is deleted with the keys in it once a customer is erased', async () => {
    const { again, made } = await damaged((file) => spoil(file, 1, 4))
    const { setAside = '' } = again.store.read.storage().recovery ?? {}
    expect(existsSync(setAside)).toBe(true)
    again.store.write.eraseCustomer(again.store.read.getCase(made[0] as CaseId)?.case.customerId as never)
    await expect.poll(() => existsSync(setAside), { timeout: 30_000 }).toBe(false)
  })

  it('is found by the check after an unclean stop, and mended at the next opening', async () => {
    const it = await openOrg()
    for (let i = 0; i < 60; i++) openCase(it, { symptom: `问题${i}`.repeat(60) })
    await close(it)
    const file = join(it.dir, 'case.db')
    const db = openDatabase({ file, key: demoKey(it.dir), mode: 'write', cacheKiB: 1_000 })
    db.write.run(`UPDATE meta SET value = 'false' WHERE key = 'clean'`)
    const root =
      db.read.get<{ rootpage: number }>(`SELECT rootpage FROM sqlite_schema WHERE name = 'cases_due'`)?.rootpage ?? 0
    db.raw.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    spoil(file, root - 1, root)
    const heard: string[] = []
    const second = await open({ dir: it.dir, clock: it.clock })
    second.store.onChange((change) => void heard.push(change.kind))
    await expect.poll(() => heard.includes('damaged'), { timeout: 20_000 }).toBe(true)
    await close(second)
    const third = await open({ dir: it.dir, clock: it.clock })
    expect(third.store.read.storage().recovery?.cases).toBe(60)
    expect((await ids(third)).length).toBe(60)
  })

  it('SYNC-1 an older copy put back by hand gets its tail back from the recorder', async () => {
    const it = await openOrg()
    openCase(it)
    await close(it)
    const copy = join(it.dir, 'copy')
    mkdirSync(copy)
    copyFileSync(join(it.dir, 'case.db'), join(copy, 'case.db'))
    const later = await open({ dir: it.dir })
    const id = openCase(later, { name: '后来' })
    await close(later)
    renameSync(join(copy, 'case.db'), join(it.dir, 'case.db'))
    const again = await open({ dir: it.dir })
    expect(again.store.sync.position().newestN).toBe(2)
    expect(again.store.read.getCase(id)?.case.customer?.name).toBe('后来')
    expect(again.log.map((entry) => entry.code)).toContain('store.tail_restored')
    must(again, { type: 'addNote', text: '继续' }, { case: id })
    expect((await again.store.read.verify()).ok).toBe(true)
  })
})

describe('the flight recorder', () => {
  const lostAndOpened = async (dir: string): Promise<Opened> => {
    for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `case.db${end}`), { force: true })
    return open({ dir })
  }

  it('SYNC-1 takes in at the next opening what was saved in the moment before the power went', async () => {
    const it = await openOrg()
    const id = openCase(it, { name: '断电前' })
    const dir = newFolder()
    // Nothing was recorded yet: the copy is the disk as the power left it.
    cpSync(it.dir, dir, { recursive: true })
    expect(readRecorder(dir, demoKey(dir))).toEqual([])
    await close(await open({ dir }))
    expect(readRecorder(dir, demoKey(dir)).map(({ envelope }) => envelope.case)).toEqual([id])
    const again = await lostAndOpened(dir)
    expect(again.store.read.getCase(id)?.case.customer?.name).toBe('断电前')
  })

  it('SYNC-1 SYNC-11 takes in again what a server confirmed and lost', async () => {
    const it = await openOrg()
    const order = createOrder(() => it.clock.nowMs)
    const kept = openCase(it, { name: '确认过的' })
    const lost = openCase(it, { name: '服务器丢掉的' })
    const batch = it.store.sync.nextBatch(500, 1_000_000)
    if (batch === null) throw new Error('nothing to send')
    it.store.sync.adoptVerdicts(batch, order.push(batch))
    it.store.sync.adoptPages(order.pull({}, ['team:hotline']))
    must(it, { type: 'addNote', text: '之后说的' }, { case: kept })
    const lastDevHash = envelopeHashes(batch.events[0] as Envelope).devHash
    it.store.sync.adoptHello({ protocol: 1, epoch: 'e2', scopes: [], aclV: 1, serverMs: 0, lastN: 1, lastDevHash })
    const { dir } = it
    await close(it)
    expect(readRecorder(dir, demoKey(dir)).map(({ envelope }) => envelope.n)).toEqual([2, 3])
    const again = await lostAndOpened(dir)
    expect(again.store.read.getCase(lost)?.case.customer?.name).toBe('服务器丢掉的')
    expect(again.store.sync.nextBatch(500, 1_000_000)?.events.map(({ n }) => n)).toEqual([2, 3])
  })
})

describe('rebuild', () => {
  it('gives the same rows as the saves did', async () => {
    const it = await openOrg()
    const rows = () => {
      const db = openDatabase({ file: join(it.dir, 'case.db'), key: demoKey(it.dir), mode: 'read', cacheKiB: 1_000 })
      const found = ['SELECT * FROM cases ORDER BY ref', 'SELECT * FROM counts', 'SELECT * FROM owned'].map((sql) =>
        db.read.all(sql),
      )
      db.close()
      return found
    }
    for (let i = 0; i < 30; i++) {
      const id = openCase(it, { urgency: (['high', 'mid', 'low'] as const)[i % 3] ?? 'mid' })
      if (i % 2 === 0) must(it, { type: 'addNote', text: '备注' }, { case: id })
      if (i % 5 === 0) must(it, { type: 'escalate', level: 'lead', reason: { code: 'angry' } }, { case: id })
    }
    await close(it)
    const before = rows()
    const again = await open({ dir: it.dir })
    expect(again.store.care.rebuild()).toBe(30)
    expect(rows()).toEqual(before)
  })
})
