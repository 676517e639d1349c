import { createSecretKey, randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { restoreStore } from '../../../electron/core/store/care/restore.ts'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { sealBox } from '../../../electron/core/store/sealed-box.ts'
import { createKeyReader } from '../../../electron/core/store/vault.ts'
import type { ActorId, CaseId } from '../../../shared/kernel/brand.ts'
import {
  agent,
  close,
  demoKey,
  must,
  type Opened,
  open,
  openCase,
  openOrg,
  orgKey,
  supervisor,
  testDeps,
} from './tools/fixture.ts'
import { createOrder } from './tools/order.ts'

const team = 'team:hotline'
const words = '客户的律师来函'
const escalation = { type: 'escalate', level: 'legal', reason: { code: 'legal_threat', text: words } } as const
const escalate = (it: Opened, id: CaseId) => must(it, escalation, { case: id })
const reasonIn = (it: Opened, id: CaseId) => it.store.read.getCase(id)?.case.escalations[0]?.reason

/** Looks into the file of a closed store, or of an open one. */
function inFile<T>({ dir }: Opened, mode: 'read' | 'write', look: (file: ReturnType<typeof openDatabase>) => T): T {
  const file = openDatabase({ file: join(dir, 'case.db'), key: demoKey(dir), mode, cacheKiB: 1_000 })
  try {
    return look(file)
  } finally {
    file.close()
  }
}

describe('keys of tagged words', () => {
  it('are made one for each event, and go with that event and no other', async () => {
    const it = await openOrg()
    const id = openCase(it)
    escalate(it, id)
    must(it, { type: 'addNote', text: '平常的话' }, { case: id })
    const first = it.store.sync.nextBatch(2, 1e6)
    const all = it.store.sync.nextBatch(10, 1e6)
    const escalated = all?.events.find((event) => event.type === 'escalated')?.id
    expect(first?.keys.map((key) => key.event)).toEqual([undefined, escalated])
    expect(it.store.sync.nextBatch(1, 1e6)?.keys.map((key) => key.event)).toEqual([undefined])
    expect(JSON.stringify(all)).not.toContain(words)
    if (!all) throw new Error('nothing to send')
    expect(it.store.sync.adoptVerdicts(all, createOrder(() => 1).push(all))).toBe(true)
    expect(inFile(it, 'read', ({ read }) => read.all('SELECT own, sent FROM tag_keys'))).toEqual([{ own: 1, sent: 1 }])
  })

  it('come back with a backup, and out of the flight recorder', async () => {
    const it = await openOrg()
    const [old, fresh] = [openCase(it), openCase(it)]
    escalate(it, old)
    await it.store.care.backup()
    escalate(it, fresh)
    await close(it)
    rmSync(join(it.dir, 'case.db'))
    expect((await restoreStore(testDeps(it.dir, it.clock, []), { by: 'demo' })).ok).toBe(true)
    const again = await open({ dir: it.dir, clock: it.clock })
    expect([reasonIn(again, old), reasonIn(again, fresh)]).toEqual([words, words])
  })

  it('stand in no backup, so that one taken earlier brings back nothing that was destroyed since', async () => {
    const it = await openOrg()
    const id = openCase(it)
    escalate(it, id)
    const { file } = await it.store.care.backup()
    const copy = openDatabase({ file, key: demoKey(it.dir), mode: 'read', cacheKiB: 1_000 })
    expect(copy.read.all('SELECT wrapped FROM tag_keys')).toEqual([{ wrapped: null }])
    copy.close()
  })

  it('TRU-2c a case folds the same with and without them, but for the words', async () => {
    const [a, b] = [await openOrg(), await openOrg({ numberPrefix: 'B1' })]
    const order = createOrder(() => a.clock.nowMs)
    const id = openCase(a)
    escalate(a, id)
    const batch = a.store.sync.nextBatch(10, 1e6)
    if (!batch) throw new Error('nothing to send')
    a.store.sync.adoptVerdicts(batch, order.push(batch))
    const answer = order.pull({}, [team])
    const [customers, tagged] = [answer.keys.filter((key) => !key.event), answer.keys.filter((key) => key.event)]
    for (const it of [a, b]) it.store.sync.adoptPages({ ...answer, keys: customers })
    const [full, covered] = [a, b].map((it) => it.store.read.getCase(id)?.case)
    const without = full && { ...full, escalations: full.escalations.map((one) => ({ ...one, reason: null })) }
    expect([reasonIn(a, id), reasonIn(b, id)]).toEqual([words, null])
    expect(covered).toEqual(without)

    const legal = { id: 'qian' as ActorId, role: 'legal' } as const
    expect(b.store.sync.wantedKeys({ id: 'he' as ActorId, role: 'agent' })).toEqual([])
    expect(b.store.sync.wantedKeys(agent)).toEqual(tagged.map((key) => key.event))
    const wanted = b.store.sync.wantedKeys(legal)
    expect(wanted).toEqual(tagged.map((key) => key.event))
    const bare = { ...answer, pages: [] }
    b.store.sync.adoptPages({ ...bare, keys: [] }, wanted)
    expect(b.store.sync.wantedKeys(legal)).toEqual([])
    b.store.sync.adoptPages({ ...bare, keys: tagged }, wanted)
    expect(b.store.read.getCase(id)?.case).toEqual(full)
  })

  it('TRU-2c those nobody here may read any more are destroyed; what was written here stays', async () => {
    const [a, b] = [await openOrg(), await openOrg({ numberPrefix: 'B1' })]
    const order = createOrder(() => a.clock.nowMs)
    const id = openCase(a)
    escalate(a, id)
    const batch = a.store.sync.nextBatch(10, 1e6)
    if (!batch) throw new Error('nothing to send')
    a.store.sync.adoptVerdicts(batch, order.push(batch))
    b.store.sync.adoptPages(order.pull({}, [team]))
    b.store.sync.adoptPages(order.pull({}, []))
    expect(reasonIn(b, id)).toBe(words)
    for (const it of [a, b]) it.store.write.keepKeysOf([supervisor])
    expect(reasonIn(b, id)).toBe(words)
    for (const it of [a, b]) it.store.write.keepKeysOf([{ ...supervisor, role: 'agent' }])
    expect([reasonIn(a, id), reasonIn(b, id)]).toEqual([words, null])
    expect(b.store.sync.wantedKeys(supervisor)).toHaveLength(1)
  })

  it('words sealed before there were such keys still open', async () => {
    const it = await openOrg()
    const id = openCase(it)
    escalate(it, id)
    await close(it)
    inFile(it, 'write', ({ write }) => {
      const row = write.get<{ id: Uint8Array; customer: Uint8Array }>(
        `SELECT e.id, e.customer FROM events e JOIN names n ON n.ref = e.type WHERE n.name = 'escalated'`,
      )
      if (!row) throw new Error('no escalation')
      const key = createKeyReader(write, () => createSecretKey(Buffer.from(orgKey, 'base64'))).keyOf(row.customer)
      if (!key) throw new Error('no key of the customer')
      const before = sealBox(key, randomBytes(12), Buffer.from(JSON.stringify({ reason: words })), row.id)
      write.run('UPDATE events SET sealed = ? WHERE id = ?', before, row.id)
      write.exec('DELETE FROM tag_keys; DELETE FROM snapshots')
    })
    const again = await open({ dir: it.dir, clock: it.clock })
    again.store.care.rebuild()
    expect(reasonIn(again, id)).toBe(words)
  })
})
