import { randomUUID } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { type Console, consoleDir } from '../../../electron/core/console.ts'
import { openNodeConsole } from '../../../electron/core/node-ports.ts'
import { faultOf } from '../../../electron/core/store/fault.ts'
import { en } from '../../../renderer/text/en.ts'
import { zhCN } from '../../../renderer/text/zh-CN.ts'
import { zhTW } from '../../../renderer/text/zh-TW.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { createDice } from '../../bench/store/random.ts'
import { ask, close, must, newFolder, type Opened, open, openCase, opening, openOrg, seen } from './tools/fixture.ts'

const lastCase = 40
const nameOf = (i: number): string => `客户${i}`

/** A store with a past: half of it in a backup, half of it in the recorder only, drafts, a case worked on. */
async function makeTemplate(): Promise<{ readonly dir: string; readonly ids: readonly CaseId[] }> {
  const it = await openOrg()
  const make = (i: number): CaseId => openCase(it, { name: nameOf(i), symptom: `问题${i}`.repeat(60) })
  const ids = Array.from({ length: lastCase / 2 }, (_, i) => make(i))
  await it.store.care.backup()
  for (let i = lastCase / 2; i < lastCase; i++) ids.push(make(i))
  must(it, { type: 'addNote', text: '备注' }, { case: ids[3] as CaseId })
  it.store.write.putDraft({ id: 'd', body: '草稿' })
  await close(it)
  return { dir: it.dir, ids }
}

function flip(file: string, seed: number): void {
  const dice = createDice(seed)
  const bytes = readFileSync(file)
  for (let i = 0; i < 1 + dice.below(30); i++) {
    const at = dice.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 + dice.below(255))
  }
  writeFileSync(file, bytes)
}

/** Something in every page from there on. */
function spoilAll(file: string, from: number): void {
  const bytes = readFileSync(file)
  for (let at = from; at < bytes.length; at += 512) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
}

/** Everything a person can come across. Gives the tags of what did not work; whatever is not weather is thrown on. */
async function tryAll(it: Opened, ids: readonly CaseId[]): Promise<{ saved: CaseId[]; faults: string[] }> {
  const faults: string[] = []
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work()
    } catch (error) {
      const tag = faultOf(error)
      if (tag === undefined) throw error
      faults.push(tag)
    }
  }
  const saved: CaseId[] = []
  await attempt(() => it.store.read.list({ ...seen, view: 'all', nowMs: it.clock.nowMs, limit: 500 }))
  await attempt(() => it.store.read.counts({ ...seen, nowMs: it.clock.nowMs }))
  for (const id of ids) await attempt(() => it.store.read.getCase(id))
  await attempt(() => it.store.read.drafts())
  for (let i = 0; i < 3; i++) {
    const answer = ask(it, opening(it.clock, { name: nameOf(ids.length + saved.length) }))
    if (answer.ok) saved.push(answer.value.case)
    else faults.push(...answer.error.map((refusal) => refusal.tag))
  }
  return { saved, faults }
}

async function expectWhole(it: Opened, ids: readonly CaseId[], about: string): Promise<void> {
  const { rows } = await it.store.read.list({ ...seen, view: 'all', nowMs: it.clock.nowMs, limit: 500 })
  expect(rows.map((row) => row.id).toSorted(), about).toEqual(ids.toSorted())
  for (const [i, id] of ids.entries())
    expect(it.store.read.getCase(id)?.case.customer?.name, `${about}, case ${i}`).toBe(nameOf(i))
  expect(it.store.read.getCase(ids[3] as CaseId)?.case.notes.map((note) => note.text)).toEqual(['备注'])
  for (const id of ids) expect(it.store.read.chain(id), about).toMatchObject({ ok: true })
}

describe('flipped bytes anywhere in the database', () => {
  it('SYNC-1 end in a plain message, are mended by the next opening, and nothing acknowledged is lost', async () => {
    const template = await makeTemplate()
    const found = { atOpening: 0, whileRunning: 0, unnoticed: 0 }
    for (let seed = 0; seed < 30; seed++) {
      const dir = join(newFolder(), 'copy')
      cpSync(template.dir, dir, { recursive: true })
      const isLate = seed % 2 === 1
      if (!isLate) flip(join(dir, 'case.db'), seed)
      const it = await open({ dir })
      const heard: string[] = []
      it.store.onChange((change) => void heard.push(change.kind))
      if (isLate) flip(join(dir, 'case.db'), seed)
      const { saved, faults } = await tryAll(it, template.ids)
      expect(
        faults.filter((tag) => tag !== 'store.damaged'),
        `seed ${seed}`,
      ).toEqual([])
      if (faults.length > 0) {
        expect(heard, `seed ${seed}`).toContain('damaged')
        expect(it.log, `seed ${seed}`).toContainEqual(
          expect.objectContaining({ code: 'store.damaged', file: 'case.db' }),
        )
        found.whileRunning += 1
      } else if (it.store.read.storage().recovery === undefined) found.unnoticed += 1
      else found.atOpening += 1
      await close(it)
      // What binds loose rows when nobody waits, or at the end, can come across it too.
      const isMarked = existsSync(join(dir, 'case.db.damaged'))
      if (faults.length > 0) expect(isMarked, `seed ${seed}`).toBe(true)
      const again = await open({ dir })
      await expectWhole(again, [...template.ids, ...saved], `seed ${seed}`)
      if (isMarked) expect(again.store.read.storage().recovery, `seed ${seed}`).toBeDefined()
      await close(again)
    }
    expect(found.atOpening, JSON.stringify(found)).toBeGreaterThan(3)
    expect(found.whileRunning, JSON.stringify(found)).toBeGreaterThan(3)
  })

  it('found by the reading thread alone: told, traced to its file, mended by the next opening', async () => {
    const template = await makeTemplate()
    const it = await open({ dir: template.dir, threads: true })
    await it.store.indexed()
    const heard: string[] = []
    it.store.onChange((change) => void heard.push(change.kind === 'damaged' ? change.file : change.kind))
    spoilAll(join(template.dir, 'case.db'), 4_096)
    const search = { text: '问题', scopes: null, nowMs: it.clock.nowMs, order: 'newest', limit: 100 } as const
    await expect(it.store.read.search(search)).rejects.toThrow('store.damaged')
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('case.db')
    await close(it)
    const again = await open({ dir: template.dir, threads: true })
    await expectWhole(again, template.ids, 'reader')
    await again.store.indexed()
    expect((await again.store.read.search(search)).hits).toHaveLength(lastCase)
  })
})

describe('flipped bytes in the search file', () => {
  it('a search says so in words; the next opening makes the file anew and finds everything', async () => {
    const template = await makeTemplate()
    const first = await open({ dir: template.dir, threads: true })
    await first.store.indexed()
    await close(first)
    spoilAll(join(template.dir, 'search.db'), 8_292)
    const search = (it: Opened) =>
      it.store.read.search({ text: '问题', scopes: null, nowMs: it.clock.nowMs, order: 'newest', limit: 100 })
    const second = await open({ dir: template.dir, threads: true })
    const heard: string[] = []
    second.store.onChange((change) => void heard.push(change.kind === 'damaged' ? change.file : change.kind))
    const tag = await search(second).then(
      () => 'found',
      (error: unknown) => faultOf(error),
    )
    expect(tag).toBe('store.damaged')
    await expect.poll(() => heard).toContain('search.db')
    must(second, opening(second.clock, { name: '还能存' }))
    await close(second)
    const third = await open({ dir: template.dir, threads: true })
    await third.store.indexed()
    expect((await search(third)).hits).toHaveLength(lastCase)
    expect(third.store.read.storage().recovery).toBeUndefined()
    expect(existsSync(join(template.dir, 'search.db.damaged'))).toBe(false)
  })
})

describe('a mended file on its way to its place', () => {
  it('SYNC-1 cut short at any step, is put there by the next opening, never beside a log that is not its own', async () => {
    const template = await makeTemplate()
    for (let steps = 0; steps < 3; steps++) {
      const dir = join(newFolder(), 'copy')
      cpSync(template.dir, dir, { recursive: true })
      const damaged = await open({ dir })
      openCase(damaged, { name: nameOf(lastCase) })
      const aside = join(dir, 'set-aside-1')
      mkdirSync(aside)
      copyFileSync(join(template.dir, 'case.db'), join(aside, 'mended.db'))
      const held = ['case.db', 'case.db-wal'].slice(0, steps)
      const copies = join(dir, 'before')
      mkdirSync(copies)
      for (const name of ['case.db', 'case.db-wal']) copyFileSync(join(dir, name), join(copies, name))
      expect(statSync(join(copies, 'case.db-wal')).size).toBeGreaterThan(0)
      await close(damaged)
      for (const name of ['case.db', 'case.db-wal'])
        renameSync(join(copies, name), held.includes(name) ? join(aside, name) : join(dir, name))
      const again = await open({ dir })
      expect(readdirSync(aside).toSorted()).toEqual(expect.arrayContaining(['case.db', 'case.db-wal']))
      const { rows } = await again.store.read.list({ ...seen, view: 'all', nowMs: again.clock.nowMs, limit: 500 })
      expect(rows, `${steps} steps`).toHaveLength(lastCase + 1) // the newest from the recorder
      expect(await again.store.read.verify()).toMatchObject({ ok: true })
      await close(again)
    }
  })
})

describe('the screens', () => {
  it('are told the tag of what the disk did, for which there are words in every language', async () => {
    const dataDir = newFolder()
    const start = async () => {
      const opened = await openNodeConsole({ dataDir, profile: 'agent', server: 'none' })
      if (!opened.ok) throw new Error(opened.error.tag)
      return opened.value
    }
    const client = (core: Console) => createRouterClient(core.router)
    const command = { ...opening({ nowMs: Date.now(), upMs: 0 }), type: 'open' } as const
    const first = await start()
    const saved = await client(first).cases.execute({ commandId: randomUUID(), command })
    if (!saved.saved) throw new Error(JSON.stringify(saved))
    await first.close()
    const second = await start()
    spoilAll(join(consoleDir(dataDir, 'agent'), 'case.db'), 4_096)
    await expect(client(second).cases.get({ id: saved.case })).rejects.toThrow('store.damaged')
    for (const text of [zhCN, zhTW, en]) expect(Object.keys(text.refusal)).toContain('store.damaged')
    await second.close()
    const third = await start()
    expect(await client(third).cases.get({ id: saved.case })).toMatchObject({ case: { id: saved.case } })
    await third.close()
  })
})
