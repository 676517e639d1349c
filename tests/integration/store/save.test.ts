import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hlcMs } from '../../../shared/kernel/hlc.ts'
import { uuidV7Ms } from '../../../shared/kernel/ids.ts'
import { ask, close, inputFor, must, open, openCase, opening, openOrg, startMs } from './tools/fixture.ts'

describe('a save', () => {
  it('SYNC-1 what a save answered is there after the store was closed and opened again', async () => {
    const first = await openOrg()
    const saved = must(first, opening(first.clock, { name: '王小红', symptom: '退款一直没有到账' }))
    await close(first)
    const again = await open({ dir: first.dir })
    const held = again.store.read.getCase(saved.case)
    expect(held?.case.customer?.name).toBe('王小红')
    expect(held?.case.issue.symptom).toBe('退款一直没有到账')
    expect(held?.pending).toBe(true)
    expect(again.store.read.pending()).toEqual({ count: 1, oldestMs: startMs })
  })

  it('the same command id twice is one command, also after a restart', async () => {
    const first = await openOrg()
    const give = { commandId: randomUUID() }
    const saved = must(first, opening(first.clock), give)
    expect(must(first, opening(first.clock), give)).toMatchObject({ case: saved.case, repeated: true })
    await close(first)
    const again = await openOrg({ dir: first.dir })
    expect(must(again, opening(again.clock), give)).toMatchObject({ case: saved.case, repeated: true, events: [] })
    expect(again.store.read.pending().count).toBe(1)
  })

  it('a refused command leaves nothing behind', async () => {
    const it = await openOrg()
    const id = openCase(it)
    const before = it.store.sync.position()
    const refused = ask(it, { type: 'close' }, { case: id })
    expect(refused.ok).toBe(false)
    expect(it.store.sync.position()).toEqual(before)
    expect(it.store.read.events(id)).toHaveLength(1)
  })

  it('refuses a command on a case that is not here', async () => {
    const it = await openOrg()
    const answer = ask(it, { type: 'addNote', text: '备注' }, { case: randomUUID() as never })
    expect(answer).toEqual({ ok: false, error: [{ tag: 'case.unknown', field: 'case' }] })
  })

  it('a case is not merged into one that has ended itself: half a merge is none', async () => {
    const it = await openOrg()
    const [a, b, c] = [openCase(it), openCase(it), openCase(it)]
    must(it, { type: 'merge', into: c }, { case: b })
    const answer = ask(it, { type: 'merge', into: b }, { case: a })
    expect(answer).toMatchObject({ ok: false, error: [{ tag: 'status.merged', detail: { into: c } }] })
    expect(it.store.read.events(a)).toHaveLength(1)
    expect(it.store.read.getCase(c)?.case.mergedFrom).toEqual([b])
  })

  it('CASE-6 gives a provisional number at once and for ever, unique on the device', async () => {
    const it = await openOrg({ numberPrefix: 'BJ7' })
    const numbers = Array.from({ length: 5 }, () => must(it, opening(it.clock)).number)
    expect(numbers[0]).toBe('BJ7-1')
    expect(new Set(numbers).size).toBe(5)
    await close(it)
    const again = await open({ dir: it.dir })
    expect(must(again, opening(again.clock)).number).toBe('BJ7-6')
  })

  it('chains its events by author, without a gap, under growing hybrid clocks', async () => {
    const it = await openOrg()
    const id = openCase(it)
    must(it, { type: 'addNote', text: '第一次' }, { case: id })
    must(it, { type: 'addNote', text: '第二次' }, { case: id })
    const batch = it.store.sync.nextBatch(100, 1_000_000)
    const events = batch?.events ?? []
    expect(events.map((event) => event.n)).toEqual([1, 2, 3])
    expect(events.map((event) => event.hlc)).toEqual(events.map((event) => event.hlc).toSorted())
    expect(new Set(events.map((event) => event.hlc)).size).toBe(3)
    expect(await it.store.read.verify()).toMatchObject({ ok: true, events: 3, cases: 1, devices: 1 })
  })

  it('SYNC-9 a clock set back breaks neither order nor chain', async () => {
    const it = await openOrg()
    const id = openCase(it)
    it.clock.nowMs -= 10 * 365 * 86_400_000
    must(it, { type: 'addNote', text: '时钟被调回' }, { case: id })
    const [first, second] = it.store.sync.nextBatch(10, 1_000_000)?.events ?? []
    expect(hlcMs(second?.hlc ?? ('' as never))).toBe(startMs)
    expect((second?.hlc ?? '') > (first?.hlc ?? '')).toBe(true)
    expect(uuidV7Ms(second?.id ?? '')).toBe(it.clock.nowMs)
    expect((await it.store.read.verify()).ok).toBe(true)
  })

  it('tells listeners after the commit, and not when nothing was saved', async () => {
    const it = await openOrg()
    const heard: string[] = []
    const stop = it.store.onChange((change) => void heard.push(change.kind))
    const id = openCase(it)
    expect(heard).toEqual(['cases'])
    ask(it, { type: 'close' }, { case: id })
    expect(heard).toEqual(['cases'])
    stop()
    must(it, { type: 'addNote', text: '备注' }, { case: id })
    expect(heard).toEqual(['cases'])
  })

  it('several commands in one transaction stand or are refused each by itself', async () => {
    const it = await openOrg()
    const id = openCase(it)
    const done = it.store.write.executeCases([
      inputFor(it, { type: 'addNote', text: '一' }, { case: id }),
      inputFor(it, { type: 'close' }, { case: id }),
      inputFor(it, { type: 'addNote', text: '二' }, { case: id }),
    ])
    expect(done.ok && done.value.map((it) => it.ok)).toEqual([true, false, true])
    expect(it.store.read.getCase(id)?.case.notes.map((note) => note.text)).toEqual(['一', '二'])
    expect((await it.store.read.verify()).ok).toBe(true)
  })

  it('a long case is folded from a snapshot and reads the same', async () => {
    const it = await openOrg()
    const id = openCase(it)
    for (let i = 0; i < 200; i++) must(it, { type: 'addNote', text: `备注 ${i}` }, { case: id })
    const before = it.store.read.getCase(id)
    await close(it)
    const again = await open({ dir: it.dir })
    expect(again.store.read.getCase(id)).toEqual(JSON.parse(JSON.stringify(before)))
    must(again, { type: 'addNote', text: '之后' }, { case: id })
    expect(again.store.read.getCase(id)?.case.notes).toHaveLength(201)
  })
})
