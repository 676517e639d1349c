import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { noDueMs } from '../../../electron/core/store/case-row.ts'
import { openDatabase, type ReadDb, type SqlValue } from '../../../electron/core/store/database.ts'
import { listTransfers, type TransferView } from '../../../electron/core/store/transfer-lists.ts'
import type { CaseCommandInput } from '../../../shared/case/commands.ts'
import type { Actor } from '../../../shared/case/event.ts'
import type { ActorId, CaseId, ScopeId } from '../../../shared/kernel/brand.ts'
import { agent, close, demoKey, must, type Opened, openCase, openOrg, scopes, supervisor } from './tools/fixture.ts'

const handler: Actor = {
  id: 'chen' as ActorId,
  role: 'handler',
  team: 'rnd',
  scopes: ['team:rnd', 'user:chen', 'shared'] as ScopeId[],
}
const asking = { scopes: handler.scopes, actor: handler.id, team: handler.team }
const asked = { scopes, actor: agent.id, team: agent.team }

const transferTo = (toTeam: string, more: Partial<CaseCommandInput> = {}): CaseCommandInput =>
  ({
    type: 'transfer',
    toTeam,
    notifyBy: 'system_notice',
    reason: { code: 'their_cause' },
    ...more,
  }) as CaseCommandInput

const listed = (it: Opened, view: TransferView = 'mine', who = asking) =>
  it.store.read.transfers({ ...who, view, limit: 50 })

const waiting = (it: Opened, id: CaseId) =>
  it.store.read.getCase(id)?.case.transfers.find((one) => one.state === 'waiting')

it('CALL-9a what waits for another department stands there by its deadline, and leaves with its answer', async () => {
  const it = await openOrg()
  const low = openCase(it, { urgency: 'low' })
  const high = openCase(it, { urgency: 'high' })
  const kept = openCase(it)
  for (const id of [low, high]) must(it, transferTo('rnd'), { case: id })
  must(it, transferTo('logistics'), { case: kept })
  const { rows } = await listed(it)
  expect(rows.map((row) => row.case.id)).toEqual([high, low])
  expect(rows[0]).toMatchObject({
    ...{ team: 'rnd', sender: 'lin', reason: 'their_cause', askedAtMs: it.clock.nowMs },
    clock: { source: 'SLA-3', dueAtMs: it.clock.nowMs + 2 * 60 * 60_000 },
  })
  const answer = { type: 'answerTransfer', transfer: waiting(it, high)?.id ?? '', answer: '已修复' } as const
  must(it, answer, { case: high, actor: handler })
  expect((await listed(it)).rows.map((row) => row.case.id)).toEqual([low])
  must(it, { type: 'withdraw', reason: { code: 'customer_asked' } }, { case: low })
  expect((await listed(it)).rows).toEqual([])
})

it('a transfer to one person is theirs; the team sees all of its own and the sender what was asked', async () => {
  const it = await openOrg()
  const [toChen, toOther, toAnybody] = [openCase(it), openCase(it), openCase(it)]
  must(it, transferTo('rnd', { toActor: 'chen' } as never), { case: toChen })
  must(it, transferTo('rnd', { toActor: 'wei' } as never), { case: toOther })
  must(it, transferTo('rnd'), { case: toAnybody })
  const cases = async (view: TransferView, who = asking) =>
    new Set((await listed(it, view, who)).rows.map((row) => row.case.id))
  expect(await cases('mine')).toEqual(new Set([toChen, toAnybody]))
  expect(await cases('team')).toEqual(new Set([toChen, toOther, toAnybody]))
  expect(await cases('asked', asked)).toEqual(new Set([toChen, toOther, toAnybody]))
  expect(await it.store.read.transferCounts(asking)).toEqual({
    mine: { value: 2, exact: true },
    team: { value: 3, exact: true },
    asked: { value: 0, exact: true },
  })
})

it('a case outside the scopes of a person is listed nowhere, even one that names them', async () => {
  const it = await openOrg()
  const id = openCase(it)
  must(it, transferTo('logistics', { toActor: 'chen' } as never), { case: id })
  expect((await listed(it)).rows).toEqual([])
  expect((await it.store.read.transferCounts(asking)).mine.value).toBe(0)
})

it('pages by place: nothing twice and nothing left out while transfers come and go', async () => {
  const it = await openOrg()
  const ids: CaseId[] = []
  for (let i = 0; i < 11; i++) {
    ids.push(openCase(it))
    must(it, transferTo('rnd'), { case: ids[i] as CaseId })
    if (i % 3 === 0) it.clock.nowMs += 1_000
  }
  const found: CaseId[] = []
  for (let cursor: string | undefined, i = 0; i === 0 || cursor !== undefined; i++) {
    const page = await it.store.read.transfers({ ...asking, view: 'mine', limit: 4, ...(cursor ? { cursor } : {}) })
    found.push(...page.rows.map((row) => row.case.id))
    must(it, transferTo('rnd'), { case: openCase(it, { urgency: 'high' }) })
    cursor = page.next
  }
  expect(found).toEqual(ids)
  const far = { ...asking, view: 'mine', limit: 4, cursor: `${noDueMs}/1/${randomUUID()}` } as const
  expect((await it.store.read.transfers(far)).rows).toEqual([])
  expect((await it.store.read.transfers({ ...far, cursor: 'nonsense' })).rows).toHaveLength(4)
})

it('SLA-11c another urgency moves the deadline in the list as it moves the clock', async () => {
  const it = await openOrg()
  const [first, second] = [openCase(it), openCase(it)]
  for (const id of [first, second]) must(it, transferTo('rnd'), { case: id })
  must(it, { type: 'classify', urgency: 'high' }, { case: second })
  const { rows } = await listed(it)
  expect(rows.map((row) => row.case.id)).toEqual([second, first])
  expect(rows[0]?.clock?.dueAtMs).toBe(it.clock.nowMs + 2 * 60 * 60_000)
})

const legal: Actor = {
  id: 'fang' as ActorId,
  role: 'legal',
  team: 'product',
  scopes: ['role:legal', 'user:fang', 'shared'] as ScopeId[],
}
const calledIn = { scopes: legal.scopes, actor: legal.id, levels: ['legal'] }

it('CALL-8d who joins by role sees where they are called in, what nobody took up first; it leaves when they step down', async () => {
  const it = await openOrg()
  const raise = (level: string, more: object = {}): CaseId => {
    it.clock.nowMs += 1_000
    const id = openCase(it)
    must(it, { type: 'escalate', level, reason: { code: 'legal' }, ...more } as CaseCommandInput, { case: id })
    return id
  }
  const [first, second] = [raise('legal'), raise('legal')]
  raise('brand')
  const listed = async () => {
    const { rows } = await it.store.read.escalations({ ...calledIn, limit: 10 })
    return rows.map((row) => [row.case.id, row.acknowledged])
  }
  expect(await listed()).toEqual([
    [first, false],
    [second, false],
  ])
  const one = (id: CaseId) => it.store.read.getCase(id)?.case.escalations[0]?.id ?? ''
  must(it, { type: 'acknowledgeEscalation', escalation: one(first) }, { case: first, actor: legal })
  expect(await listed()).toEqual([
    [second, false],
    [first, true],
  ])
  expect(await it.store.read.escalationCount(calledIn)).toEqual({ value: 2, exact: true })
  const reason = { code: 'handled' }
  must(it, { type: 'stepDown', escalation: one(second), reason }, { case: second, actor: legal })
  expect(await listed()).toEqual([[first, true]])
  must(it, { type: 'withdraw', reason: { code: 'customer_asked' } }, { case: first })
  expect(await listed()).toEqual([])
})

it('SUP-1a escalated cases are counted and listed by the nearest clock', async () => {
  const it = await openOrg()
  const [low, high] = [openCase(it, { urgency: 'low' }), openCase(it, { urgency: 'high' })]
  const calm = openCase(it)
  for (const id of [low, high])
    must(it, { type: 'escalate', level: 'lead', reason: { code: 'angry' } } as CaseCommandInput, { case: id })
  const ask = { scopes, actor: agent.id, view: 'open', nowMs: it.clock.nowMs, limit: 1 } as const
  const { rows, count, next = '' } = await it.store.read.list({ ...ask, filter: { escalated: true } })
  expect([rows.map(({ id }) => id), count]).toEqual([[high], { value: 2, exact: true }])
  const more = await it.store.read.list({ ...ask, filter: { escalated: true }, cursor: next })
  expect(more.rows.map(({ id }) => id)).toEqual([low])
  expect((await it.store.read.list({ ...ask, filter: { escalated: false } })).rows.map(({ id }) => id)).toEqual([calm])
})

it('SUP-3c the supervisor’s inbox gathers what was raised to any of their levels, and nothing of legal or brand', async () => {
  const it = await openOrg()
  const raised = (['lead', 'manager', 'executive', 'legal', 'brand'] as const).map((level) => {
    it.clock.nowMs += 1_000
    const id = openCase(it)
    must(it, { type: 'escalate', level, reason: { code: 'angry' } } as CaseCommandInput, { case: id })
    return id
  })
  const asker = { scopes: supervisor.scopes, actor: supervisor.id, levels: ['lead', 'manager', 'executive'] }
  const { rows } = await it.store.read.escalations({ ...asker, limit: 10 })
  expect(rows.map((row) => row.case.id)).toEqual(raised.slice(0, 3))
  expect(rows[0]).toMatchObject({ level: 'lead', sender: 'lin', reason: 'angry', acknowledged: false })
})

it('CALL-8 escalations are read page by page, and one that names a person is theirs whatever their role', async () => {
  const it = await openOrg()
  const ids: CaseId[] = []
  for (let i = 0; i < 7; i++) {
    ids.push(openCase(it))
    must(it, { type: 'escalate', level: 'lead', to: 'lin', reason: { code: 'angry' } } as CaseCommandInput, {
      case: ids[i] as CaseId,
    })
    if (i % 3 === 0) it.clock.nowMs += 1_000
  }
  const found: CaseId[] = []
  for (let cursor: string | undefined, i = 0; i === 0 || cursor !== undefined; i++) {
    const place = cursor ? { cursor } : {}
    const page = await it.store.read.escalations({ scopes, actor: agent.id, levels: [], limit: 3, ...place })
    found.push(...page.rows.map((row) => row.case.id))
    cursor = page.next
  }
  expect(found).toEqual(ids)
  expect((await it.store.read.escalations({ scopes, actor: 'other', levels: [], limit: 3 })).rows).toEqual([])
})

it('CALL-9 whoever asks for their transfers never walks those of others, and nothing is sorted', async () => {
  const it = await openOrg()
  must(it, transferTo('rnd'), { case: openCase(it) })
  await close(it)
  const { raw, read } = openDatabase({
    ...{ file: join(it.dir, 'case.db'), key: demoKey(it.dir), mode: 'read', cacheKiB: 1_000 },
  })
  const plans: string[] = []
  const explaining: ReadDb = {
    ...read,
    all: <Found>(sql: string, ...values: readonly SqlValue[]): Found[] => {
      if (sql.includes('transfers'))
        plans.push(
          ...raw
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...values)
            .map((row: unknown) => (row as Step).detail),
        )
      return read.all<Found>(sql, ...values)
    },
  }
  for (const view of ['mine', 'team', 'asked'] as const)
    listTransfers(explaining, { ...asking, scopes: [...asking.scopes, 'team:product'], view, limit: 50 })
  raw.close()
  const steps = plans.filter((step) => /^(SCAN|SEARCH|USE)/.test(step))
  expect(steps.filter((step) => / t /.test(step)).length).toBe(6)
  for (const step of steps)
    expect(step).toMatch(/^SEARCH (t USING INDEX transfers_(team|receiver|sender)|c USING INTEGER PRIMARY KEY)/)
})

interface Step {
  readonly detail: string
}
