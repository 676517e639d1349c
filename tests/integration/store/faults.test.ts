import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../../electron/core/store/database.ts'
import { StoreFaultError } from '../../../electron/core/store/fault.ts'
import { schemaVersion } from '../../../electron/core/store/migrations/index.ts'
import {
  ask,
  close,
  demoKey,
  must,
  newFolder,
  type Opened,
  open,
  openCase,
  opening,
  openOrg,
  seen,
  tryOpen,
} from './tools/fixture.ts'

/** Opens a store whose disk holds only so many more pages. */
async function openNearlyFull(): Promise<{ it: Opened; makeRoom: () => void }> {
  let database: OpenDatabase | undefined
  const parts = {
    openDatabase: (options: Parameters<typeof openDatabase>[0]) => {
      const opened = openDatabase(options)
      if (options.mode === 'write') database = opened
      return opened
    },
  }
  const it = await openOrg({ threads: true, deps: { parts } })
  const pages = database?.raw.pragma('page_count', { simple: true }) as number
  database?.raw.pragma(`max_page_count = ${pages + 24}`)
  return { it, makeRoom: () => void database?.raw.pragma('max_page_count = 1000000') }
}

describe('a full disk', () => {
  it('SYNC-1c refuses in words, loses nothing that was saved, and goes on when there is room again', async () => {
    const { it, makeRoom } = await openNearlyFull()
    const saved: string[] = []
    let refusal: unknown
    for (let i = 0; i < 500 && refusal === undefined; i++) {
      const answer = ask(it, opening(it.clock, { symptom: `问题${i}`.repeat(100) }))
      if (answer.ok) saved.push(answer.value.case)
      else refusal = answer.error[0]
    }
    expect(refusal).toMatchObject({ tag: 'store.disk_full' })
    const { rows } = await it.store.read.list({ ...seen, view: 'all', nowMs: 0, limit: 500 })
    expect(rows.map((row) => row.id).toSorted()).toEqual(saved.toSorted())
    expect(it.store.write.putDraft({ id: 'd', body: 'x'.repeat(200_000) })).toMatchObject({
      ok: false,
      error: { tag: 'store.disk_full' },
    })
    makeRoom()
    must(it, opening(it.clock))
    expect((await it.store.read.verify()).ok).toBe(true)
    expect(it.store.sync.position().newestN).toBe(saved.length + 1)
  })

  it('on a real file system without room: the same, and it opens again', () => {
    const dir = newFolder()
    const program = join(import.meta.dirname, 'tools', 'fill-disk.ts')
    const run = (command: string) =>
      JSON.parse(
        execFileSync('unshare', ['-m', '-r', 'sh', '-c', command], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ) as {
        readonly refused: string
        readonly kept: number
        readonly saved: number
        readonly opened: string
      }
    let result: ReturnType<typeof run>
    try {
      result = run(`mount -t tmpfs -o size=3m none '${dir}' && exec '${process.execPath}' '${program}' '${dir}'`)
    } catch (error) {
      // Mounting needs rights a test may not have; the limit on pages above is then all there is.
      expect(String(error)).toMatch(/unshare|mount|EPERM|ENOENT/)
      return
    }
    expect(result).toMatchObject({ refused: 'store.disk_full', opened: 'yes' })
    expect(result.kept).toBe(result.saved)
    expect(result.saved).toBeGreaterThan(10)
  })
})

describe('a folder that cannot be used', () => {
  it('read-only: a plain refusal, nothing thrown', async () => {
    const it = await openOrg()
    openCase(it)
    await close(it)
    const isRoot = process.getuid?.() === 0
    chmodSync(it.dir, 0o555)
    for (const file of ['case.db', 'in-use.lock', 'keyring.json']) chmodSync(join(it.dir, file), 0o444)
    if (isRoot) process.seteuid?.(65_534)
    try {
      const opened = await tryOpen({ dir: it.dir })
      expect(opened.ok ? 'open' : opened.error.tag).toBe('store.read_only')
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(it.dir, 0o755)
    }
  })

  it('a file where the folder should be', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    const opened = await tryOpen({ dir: file })
    expect(opened.ok ? 'open' : opened.error.tag).toBe('store.unreadable')
  })

  it('on a network share: refused before anything is written into it', async () => {
    const dir = newFolder()
    const demandLocalFolder = () => {
      throw new StoreFaultError('store.network_share', 'nfs')
    }
    const opened = await tryOpen({ dir, deps: { parts: { demandLocalFolder } } })
    expect(opened).toMatchObject({ ok: false, error: { tag: 'store.network_share', detail: { code: 'nfs' } } })
    expect(readdirSync(dir)).toEqual([])
  })

  it('in use by another console: refused in words, from this process and from another; free again when that one is killed', async () => {
    const it = await openOrg()
    const second = await tryOpen({ dir: it.dir })
    expect(second.ok ? 'open' : second.error.tag).toBe('store.in_use')
    await close(it)
    const holder = await holdElsewhere(it.dir)
    try {
      const third = await tryOpen({ dir: it.dir })
      expect(third.ok ? 'open' : third.error.tag).toBe('store.in_use')
    } finally {
      const ended = new Promise((resolve) => holder.once('close', resolve))
      holder.kill('SIGKILL')
      await ended
    }
    expect((await tryOpen({ dir: it.dir })).ok).toBe(true)
  })

  it('made by a newer program: left alone', async () => {
    const it = await openOrg()
    await close(it)
    const db = openDatabase({ file: join(it.dir, 'case.db'), key: demoKey(it.dir), mode: 'write', cacheKiB: 100 })
    db.write.exec(`PRAGMA user_version = ${schemaVersion + 1}`)
    db.close()
    const opened = await tryOpen({ dir: it.dir })
    expect(opened.ok ? 'open' : opened.error.tag).toBe('store.too_new')
  })

  it('whose key ring is gone: told, and nothing is made anew over it', async () => {
    const it = await openOrg()
    await close(it)
    const { rmSync } = await import('node:fs')
    rmSync(join(it.dir, 'keyring.json'))
    const opened = await tryOpen({ dir: it.dir })
    expect(opened.ok ? 'open' : opened.error.tag).toBe('unlock.keyring_missing')
  })
})

async function holdElsewhere(dir: string): Promise<ChildProcess> {
  const program = `
    import { lockFolder } from '${join(import.meta.dirname, '../../../electron/core/store/instance-lock.ts')}'
    lockFolder(process.argv[1])
    globalThis.gc()
    console.log('held')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  return child
}

describe('a log that lost its end', () => {
  it('SYNC-1 cut anywhere or with flipped bytes: what it lost comes back, every chain holds', async () => {
    const it = await openOrg()
    const ids = Array.from({ length: 40 }, (_, i) => openCase(it, { symptom: `问题${i}`.repeat(40) }))
    await new Promise((resolve) => setTimeout(resolve, 1_000)) // the recorder's promised second
    const wal = statSync(join(it.dir, 'case.db-wal')).size
    for (const [i, cut] of [wal - 1, wal - 5_000, Math.floor(wal / 2), 4_200, 100].entries()) {
      const copy = join(it.dir, `copy${i}`)
      mkdirSync(copy)
      for (const file of ['case.db', 'case.db-wal', 'keyring.json', 'identity.bin', 'unsent.rec'])
        cpSync(join(it.dir, file), join(copy, file))
      if (i % 2 === 0) truncateSync(join(copy, 'case.db-wal'), cut)
      else flip(join(copy, 'case.db-wal'), cut)
      const again = await open({ dir: copy, clock: it.clock })
      const { rows } = await again.store.read.list({ ...seen, view: 'all', nowMs: 0, limit: 500 })
      expect(rows.map((row) => row.id).toSorted(), `cut at ${cut}`).toEqual(ids.toSorted())
      expect((await again.store.read.verify()).ok).toBe(true)
      must(again, opening(again.clock))
      await close(again)
    }
  })
})

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
}
