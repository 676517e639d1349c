import { describe, expect, it } from 'vitest'
import type { CaseId, CustomerId, Hash, ScopeId } from '../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { close, must, type Opened, open, openCase, openOrg, supervisor } from './tools/fixture.ts'
import { createOrder, type Order } from './tools/order.ts'

const team = 'team:hotline' as ScopeId

interface Pair {
  readonly a: Opened
  readonly b: Opened
  readonly order: Order
}

async function pair(): Promise<Pair> {
  const a = await openOrg({ numberPrefix: 'A1' })
  const b = await openOrg({ numberPrefix: 'B1' })
  return { a, b, order: createOrder(() => a.clock.nowMs) }
}

function push(it: Opened, order: Order, refuse?: Parameters<Order['push']>[1]): void {
  const batch = it.store.sync.nextBatch(500, 1_000_000)
  if (batch === null) return
  expect(it.store.sync.adoptVerdicts(batch, order.push(batch, refuse))).toBe(true)
}

const pull = (it: Opened, order: Order, limit?: number): boolean =>
  it.store.sync.adoptPages(order.pull(it.store.sync.position().cursors, [team], limit)).more

const caseOf = (it: Opened, id: CaseId) => JSON.parse(JSON.stringify(it.store.read.getCase(id)?.case ?? null))

describe('what comes back from the server', () => {
  it('SYNC-2 two devices hold the same case, personal parts and all', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a, { name: '王小红', symptom: '退款没有到账' })
    must(a, { type: 'addNote', text: '客户很急' }, { case: id })
    push(a, order)
    pull(a, order)
    pull(b, order)
    expect(caseOf(b, id)).toEqual(caseOf(a, id))
    expect(b.store.read.getCase(id)?.case.customer?.name).toBe('王小红')
    expect(a.store.read.pending().count).toBe(0)
    expect(a.store.read.getCase(id)?.pending).toBe(false)
    expect((await b.store.read.verify()).ok).toBe(true)
  })

  it('SYNC-10 a push is no larger than the line takes, and as large as it takes', async () => {
    const { a } = await pair()
    for (let i = 0; i < 40; i++) openCase(a, { name: '王小红', symptom: '退款没有到账'.repeat(1 + (i % 9) * 4) })
    for (const most of [4_000, 20_000, 60_000]) {
      const { events } = a.store.sync.nextBatch(500, most) ?? { events: [] }
      const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(envelopeHashes(event).text), 0)
      expect(bytes).toBeLessThanOrEqual(most)
      expect(bytes).toBeGreaterThan(most / 2)
    }
  })

  it('SYNC-3 the same answer twice changes nothing', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a)
    push(a, order)
    const answer = order.pull({}, [team])
    for (let i = 0; i < 3; i++) b.store.sync.adoptPages(answer)
    expect(b.store.read.events(id)).toHaveLength(1)
    expect(b.store.sync.position().cursors).toEqual({ [team]: 1 })
  })

  it('SYNC-4 reads on page by page to the head and no further', async () => {
    const { a, b, order } = await pair()
    const ids = Array.from({ length: 7 }, () => openCase(a))
    push(a, order)
    const more = [pull(b, order, 3), pull(b, order, 3), pull(b, order, 3)]
    expect(more).toEqual([true, true, false])
    expect(ids.every((id) => b.store.read.getCase(id) !== null)).toBe(true)
  })

  it('TRU-1 a link that does not follow from the one before is not stored, and nothing of its page is', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a)
    must(a, { type: 'addNote', text: '一' }, { case: id })
    push(a, order)
    const answer = order.pull({}, [team])
    const bent = structuredClone(answer) as typeof answer & { pages: { events: { serverMs: number }[] }[] }
    const second = bent.pages[0]?.events[1]
    if (second) second.serverMs += 1
    expect(() => b.store.sync.adoptPages(bent)).toThrow(/chain of case/)
    expect(b.store.read.events(id)).toEqual([])
    b.store.sync.adoptPages(answer)
    expect(b.store.read.events(id)).toHaveLength(2)
  })

  it('a page that does not join is not stored, the scope is read anew', async () => {
    const { a, b, order } = await pair()
    for (let i = 0; i < 4; i++) openCase(a)
    push(a, order)
    pull(b, order, 2)
    const answer = order.pull({ [team]: 3 }, [team])
    expect(b.store.sync.adoptPages(answer).more).toBe(true)
    expect(b.store.sync.position().cursors).toEqual({ [team]: 0 })
    pull(b, order)
    expect(b.store.sync.position().cursors).toEqual({ [team]: 4 })
    expect((await b.store.read.verify()).ok).toBe(true)
  })

  it('what is pending here stands on top of what the server ordered', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a)
    push(a, order)
    pull(a, order)
    pull(b, order)
    must(b, { type: 'addNote', text: '乙的备注' }, { case: id })
    must(a, { type: 'addNote', text: '甲的备注' }, { case: id })
    push(a, order)
    pull(b, order)
    const notes = (it: Opened) => it.store.read.getCase(id)?.case.notes.map((note) => note.text)
    expect(notes(b)).toEqual(['甲的备注', '乙的备注'])
    push(b, order)
    pull(b, order)
    pull(a, order)
    expect(notes(a)).toEqual(['甲的备注', '乙的备注'])
    expect(caseOf(a, id)).toEqual(caseOf(b, id))
  })

  it('SYNC-5 what was refused leaves the case, stays in the record and is shown with its reason', async () => {
    const { a, order } = await pair()
    const id = openCase(a)
    const note = must(a, { type: 'addNote', text: '会被拒绝' }, { case: id })
    push(a, order, (event) => (event.type === 'note_added' ? 'scope.denied' : null))
    expect(a.store.read.getCase(id)?.case.notes).toEqual([])
    expect(a.store.read.refused()).toMatchObject([
      { event: note.events[0], case: id, verdict: 'refused', code: 'scope.denied' },
    ])
    expect(a.store.sync.nextBatch(10, 1_000_000)).toBeNull()
    expect(await a.store.read.verify()).toMatchObject({ ok: true, events: 2 })
    expect(a.store.write.letGo(note.events[0] as never)).toBe(true)
    expect(a.store.read.refused()).toEqual([])
    expect(a.store.write.letGo(note.events[0] as never)).toBe(false)
  })

  it('SYNC-5 what was refused leaves the lists it stood in: a transfer, and what was judged', async () => {
    const { a, order } = await pair()
    const id = openCase(a)
    must(a, { type: 'transfer', toTeam: 'rnd', notifyBy: 'system_notice', reason: { code: 'joint' } }, { case: id })
    must(a, { type: 'judgeWords', words: 'guide.elderly', helped: true }, { case: id })
    const asker = { scopes: null, actor: 'lin', team: 'hotline' }
    expect(await a.store.read.judgedWords(asker)).toHaveLength(1)
    expect((await a.store.read.transferCounts(asker)).asked.value).toBe(1)
    push(a, order, (event) => (event.type === 'opened' ? null : 'scope.denied'))
    expect(await a.store.read.judgedWords(asker)).toEqual([])
    expect((await a.store.read.transferCounts(asker)).asked.value).toBe(0)
  })

  it('a command that no longer fits is shown as doubtful, not removed', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a)
    push(a, order)
    pull(a, order)
    pull(b, order)
    must(a, { type: 'withdraw', reason: { code: 'customer.wish' } }, { case: id, actor: supervisor })
    must(b, { type: 'assign', owner: 'lin' }, { case: id, actor: supervisor })
    push(a, order)
    pull(b, order)
    expect(b.store.read.getCase(id)?.case.status).toBe('withdrawn')
    expect(b.store.read.refused()).toMatchObject([{ case: id, verdict: 'doubtful' }])
    expect(b.store.read.pending().count).toBe(1)
    const shown = caseOf(b, id)
    expect(shown.owner).toBeUndefined()
    await close(b)
    const again = await open({ dir: b.dir })
    expect(caseOf(again, id)).toEqual(shown)
    expect(again.store.read.pending().count).toBe(1)
  })

  it('a case whose only event was refused leaves every list', async () => {
    const { a, order } = await pair()
    const id = openCase(a)
    push(a, order, () => 'case.exists')
    expect(a.store.read.getCase(id)).toBeNull()
    const query = { scopes: null, actor: 'lin', nowMs: a.clock.nowMs }
    expect((await a.store.read.list({ ...query, view: 'all', limit: 5 })).rows).toEqual([])
    expect(await a.store.read.counts(query)).toMatchObject({ all: 0, open: 0 })
    expect(a.store.read.refused()).toHaveLength(1)
  })

  it('a key that comes later opens what came before', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a, { name: '赵六' })
    push(a, order)
    const answer = order.pull({}, [team])
    b.store.sync.adoptPages({ ...answer, keys: [] })
    expect(b.store.read.getCase(id)?.case.customer).toBeNull()
    b.store.sync.adoptPages({ ...answer, pages: [] })
    expect(b.store.read.getCase(id)?.case.customer?.name).toBe('赵六')
  })

  it('SYNC-11 a key the server does not tell is given to it by who holds it, and asked for by who does not', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a, { name: '赵六' })
    push(a, order)
    const answer = { ...order.pull({}, [team]), keys: [] }
    a.store.sync.adoptPages(answer)
    b.store.sync.adoptPages(answer)
    const given = a.store.sync.keyTrade()
    const wanted = b.store.sync.keyTrade()
    expect(given).toMatchObject({ given: [{ case: id }], wanted: [] })
    expect(wanted).toMatchObject({ given: [], wanted: [{ case: id }] })
    expect(b.store.sync.adoptKeys(wanted, { keys: [], erased: [] })).toBe(true)
    expect(a.store.sync.adoptKeys(given, { keys: [], erased: [] })).toBe(false)
    expect(a.store.sync.keyTrade()).toEqual({ given: [], wanted: [] })
    const keys = given.given.map(({ customer, wrapped }) => ({ customer, wrapped }))
    expect(b.store.sync.adoptKeys(wanted, { keys, erased: [] })).toBe(false)
    expect(b.store.read.getCase(id)?.case.customer?.name).toBe('赵六')
    expect(b.store.sync.keyTrade()).toEqual({ given: [], wanted: [] })
  })

  it('SYNC-6b leaving a scope removes its cases, but not what is pending, and the own chain goes on', async () => {
    const { a, order } = await pair()
    const gone = openCase(a)
    push(a, order)
    pull(a, order)
    const kept = openCase(a)
    a.store.sync.adoptPages({ ...order.pull({ [team]: 1 }, []), gone: [team] })
    expect(a.store.read.getCase(gone)).toBeNull()
    expect(a.store.read.getCase(kept)).not.toBeNull()
    const n = a.store.sync.position().newestN
    await close(a)
    const again = await open({ dir: a.dir })
    must(again, { type: 'addNote', text: '继续' }, { case: kept })
    expect(again.store.sync.position().newestN).toBe(n + 1)
    expect((await again.store.read.verify()).ok).toBe(true)
  })

  it('TRU-4a TRU-4b a customer erased elsewhere is erased here: nothing readable stays, the chain still verifies', async () => {
    const { a, b, order } = await pair()
    const id = openCase(a, { name: '孙七', symptom: '泄露隐私' })
    push(a, order)
    pull(b, order)
    const customer = b.store.read.getCase(id)?.case.customerId as CustomerId
    b.store.write.putDraft({ id: 'd1', body: { customerId: customer, text: '孙七说' } })
    b.store.sync.adoptPages({ ...order.pull({ [team]: 1 }, []), erased: [customer] })
    expect(b.store.read.getCase(id)?.case).toMatchObject({ customer: null, issue: { symptom: null } })
    expect(b.store.read.drafts()).toEqual([])
    const { rows } = await b.store.read.list({ scopes: null, actor: '', nowMs: 0, view: 'open', limit: 5 })
    expect(rows[0]).toMatchObject({ customerName: null, phone: null, symptom: null })
    expect((await b.store.read.verify()).ok).toBe(true)
    b.store.sync.adoptPages(order.pull({ [team]: 1 }, []))
    expect(b.store.read.getCase(id)?.case.customer).toBeNull()
    const refused = b.store.write.executeCase({
      ...(await import('./tools/fixture.ts')).inputFor(b, { type: 'addNote', text: '又来' }, { case: id }),
    })
    expect(refused).toMatchObject({ ok: false, error: [{ tag: 'customer.erased' }] })
  })

  it('SYNC-11 a server that lost its tail gets it back', async () => {
    const { a, order } = await pair()
    openCase(a)
    openCase(a)
    push(a, order)
    pull(a, order)
    expect(a.store.sync.nextBatch(10, 1_000_000)).toBeNull()
    const hello = { protocol: 1, epoch: 'e2', scopes: [], aclV: 1, serverMs: 0 }
    const first = order.events(team)[0]
    const { envelopeHashes } = await import('../../../shared/kernel/envelope.ts')
    if (first === undefined) throw new Error('no event')
    const lastDevHash = envelopeHashes(first.event).devHash
    a.store.sync.adoptHello({ ...hello, lastN: 1, lastDevHash })
    expect(a.store.sync.nextBatch(10, 1_000_000)?.events.map((event) => event.n)).toEqual([2])
  })

  it('SYNC-11 a server put back to an earlier day says other things under numbers it used before', async () => {
    const { a, b, order } = await pair()
    const restored = createOrder(() => a.clock.nowMs)
    const id = openCase(a)
    const batch = a.store.sync.nextBatch(10, 1_000_000)
    if (batch === null) throw new Error('nothing to send')
    const [opened] = batch.events
    if (opened === undefined) throw new Error('nothing to send')
    const word = (n: number, wallMs: number, device = 'server:acme'): Envelope => ({
      ...opened,
      device: device as Envelope['device'],
      id: `0197aaaa-0000-7000-8000-00000000000${n}` as Envelope['id'],
      type: 'tea_served',
      n,
      wallMs,
    })
    const lastDevHash = '0'.repeat(64) as Hash
    b.store.sync.adoptHello({ protocol: 1, epoch: 'e1', scopes: [], aclV: 1, serverMs: 0, lastN: 0, lastDevHash })
    order.push({ ...batch, events: [opened, word(1, 1)] })
    pull(b, order)
    restored.push({ ...batch, events: [opened, word(9, 2, 'other'), word(1, 2)] })
    while (pull(b, restored)) expect(b.store.sync.position().cursors[team]).toBeLessThan(3)
    expect(b.store.sync.position().cursors[team]).toBe(3)
    const words = b.store.read.events(id).slice(1)
    expect(words.map(({ n, atMs }) => [n, atMs])).toEqual([
      [9, 2],
      [1, 2],
    ])
    expect((await b.store.read.verify()).ok).toBe(true)
  })
})
