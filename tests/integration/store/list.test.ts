import { describe, expect, it } from 'vitest'
import { noDueMs } from '../../../electron/core/store/case-row.ts'
import type { View } from '../../../electron/core/store/counts.ts'
import type { ListedCase } from '../../../electron/core/store/lists.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { agent, must, type Opened, openCase, opening, openOrg, seen, supervisor } from './tools/fixture.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

async function listed(it: Opened, view: View, limit = 50): Promise<readonly ListedCase[]> {
  return (await it.store.read.list({ ...seen, view, nowMs: it.clock.nowMs, limit })).rows
}

/** Every page of a view, asked for one after the other. */
async function pages(it: Opened, view: View, limit: number, between: () => void = () => undefined): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  for (;;) {
    const place = cursor === undefined ? {} : { cursor }
    const page = await it.store.read.list({ ...seen, view, nowMs: it.clock.nowMs, limit, ...place })
    ids.push(...page.rows.map((row) => row.id))
    if (page.next === undefined) return ids
    cursor = page.next
    between()
  }
}

describe('lists', () => {
  it('SLA-10 stand by the nearest clock', async () => {
    const it = await openOrg()
    const low = openCase(it, { urgency: 'low' })
    const high = openCase(it, { urgency: 'high' })
    const mid = openCase(it, { urgency: 'mid' })
    expect((await listed(it, 'open')).map((row) => row.id)).toEqual([high, mid, low])
    const nearest = (await listed(it, 'open')).map((row) => row.nearest)
    expect(nearest[0]).toMatchObject({ source: 'SLA-1', dueAtMs: it.clock.nowMs + 15 * minuteMs })
  })

  it('show what a row needs and nothing of another case', async () => {
    const it = await openOrg()
    openCase(it, { name: '李雷', phone: '+8613800000001', symptom: '页面打不开' })
    const [row] = await listed(it, 'open')
    expect(row).toMatchObject({
      customerName: '李雷',
      phone: '+8613800000001',
      symptom: '页面打不开',
      status: 'received',
      pending: true,
      repeat: false,
      team: 'hotline',
    })
  })

  it('page by place: nothing twice and nothing left out while cases come and go', async () => {
    const it = await openOrg()
    const ids: CaseId[] = []
    for (let i = 0; i < 23; i++) {
      ids.push(openCase(it))
      it.clock.nowMs += 1_000
    }
    let added = 0
    const seenIds = await pages(it, 'open', 5, () => {
      it.clock.nowMs += 1_000
      openCase(it, { urgency: 'high' })
      added += 1
    })
    expect(seenIds.filter((id) => ids.includes(id as CaseId))).toEqual(ids)
    expect(new Set(seenIds).size).toBe(seenIds.length)
    expect(added).toBe(4)
  })

  it('"all" is newest first, over pages', async () => {
    const it = await openOrg()
    const ids = Array.from({ length: 7 }, () => {
      it.clock.nowMs += minuteMs
      return openCase(it)
    })
    expect(await pages(it, 'all', 3)).toEqual(ids.toReversed())
  })

  it('newest first holds for cases recorded later that are older, and for a minute with very many', async () => {
    const it = await openOrg()
    const late = Array.from({ length: 150 }, () => openCase(it))
    it.clock.nowMs -= 24 * hourMs
    const old = openCase(it)
    it.clock.nowMs += 48 * hourMs
    const fresh = openCase(it)
    expect(await pages(it, 'all', 40)).toEqual([fresh, ...late.toReversed(), old])
  })

  it('a cursor that is none begins at the beginning', async () => {
    const it = await openOrg()
    const id = openCase(it)
    for (const cursor of ['', 'x', '1.2.3', "1' OR 1=1 --", 'NaN.NaN'])
      expect(
        (await it.store.read.list({ ...seen, view: 'open', nowMs: 0, limit: 5, cursor })).rows.map((row) => row.id),
      ).toEqual([id])
  })

  it('a case on hold stands behind those whose clocks run', async () => {
    const it = await openOrg()
    const held = openCase(it, { urgency: 'high' })
    const running = openCase(it, { urgency: 'low' })
    must(
      it,
      {
        type: 'logCommunication',
        way: 'phone',
        direction: 'out',
        purpose: 'acknowledge',
        reached: true,
        text: '已联系',
      },
      { case: held },
    )
    must(it, { type: 'assign', owner: 'lin' }, { case: held, actor: supervisor })
    must(it, { type: 'hold', reason: { code: 'customer.waiting' } }, { case: held, actor: supervisor })
    const rows = await listed(it, 'open')
    expect(rows.map((row) => row.id)).toEqual([running, held])
    expect((await listed(it, 'on_hold')).map((row) => row.id)).toEqual([held])
    expect(noDueMs).toBeGreaterThan(Date.UTC(2100, 0))
  })

  it('a team sees its own cases, a joining team those it was asked to', async () => {
    const it = await openOrg()
    const own = openCase(it)
    must(it, opening(it.clock, { team: 'rnd' }), { actor: supervisor })
    expect((await listed(it, 'open')).map((row) => row.id)).toEqual([own])
    const all = await it.store.read.list({
      view: 'open',
      scopes: supervisor.scopes,
      actor: 'zhou',
      nowMs: it.clock.nowMs,
      limit: 9,
    })
    expect(all.rows).toHaveLength(2)
    const nobody = await it.store.read.list({ view: 'open', scopes: [], actor: 'x', nowMs: it.clock.nowMs, limit: 9 })
    expect(nobody.rows).toEqual([])
    const counts = await it.store.read.counts({ scopes: ['team:rnd'], actor: 'x', nowMs: it.clock.nowMs })
    expect(counts.open).toBe(1)
  })

  it('are narrowed by every part of a filter', async () => {
    const it = await openOrg()
    const high = openCase(it, { urgency: 'high' })
    const low = openCase(it, { urgency: 'low' })
    const narrowed = async (filter: NonNullable<Parameters<typeof it.store.read.list>[0]['filter']>) => {
      const page = await it.store.read.list({ ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 9, filter })
      return page.rows.map((row) => row.id)
    }
    expect(await narrowed({ urgency: ['high'] })).toEqual([high])
    expect(await narrowed({ status: ['received'] })).toEqual([high, low])
    expect(await narrowed({ status: ['closed'] })).toEqual([])
    expect(await narrowed({ leftUnderMs: 30 * minuteMs })).toEqual([high])
    expect(await narrowed({ leftOverMs: 30 * minuteMs })).toEqual([low])
    expect(await narrowed({ team: ['hotline'], channel: ['hotline'], kind: ['complaint'] })).toEqual([high, low])
    expect(await narrowed({ owner: [agent.id] })).toEqual([])
    expect(await narrowed({ openedFromMs: it.clock.nowMs + 1 })).toEqual([])
    expect(await narrowed({ pending: true, repeat: false })).toEqual([high, low])
  })
})
