import { describe, expect, it } from 'vitest'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { agent, must, type Opened, openCase, opening, openOrg, seen, supervisor } from './tools/fixture.ts'

const minute = 60_000
const hour = 60 * minute
/** Late, within the hour, today, later: as the screen asks for them. */
const headingsAt = (nowMs: number) => [nowMs + 1, nowMs + hour + 1, nowMs + 8 * hour]

interface Walk {
  readonly backward?: boolean
  readonly view?: 'open' | 'mine' | 'all' | 'unassigned'
  readonly limit?: number
  readonly headings?: readonly number[]
}

/** Every page of the list from one of its ends, put together in list order. */
async function walked(it: Opened, { view = 'open', limit = 3, ...order }: Walk = {}): Promise<string[]> {
  const pages: string[][] = []
  for (let cursor: string | undefined, i = 0; i === 0 || cursor !== undefined; i++) {
    const place = cursor === undefined ? {} : { cursor }
    const page = await it.store.read.list({ ...seen, ...order, ...place, view, limit, nowMs: it.clock.nowMs })
    pages.push(page.rows.map(({ id }) => id))
    cursor = page.next
  }
  return (order.backward ? pages.reverse() : pages).flat()
}

const angry = (it: Opened, id: CaseId) => must(it, { type: 'rateEmotion', emotion: 85 }, { case: id })

describe('who comes first', () => {
  it('CLS-3d CLS-5b under each heading important and angry customers, then the nearest clock; never under another heading', async () => {
    const it = await openOrg()
    const late = openCase(it, { urgency: 'high' })
    it.clock.nowMs += 20 * minute
    const soon = openCase(it, { urgency: 'high' })
    const important = must(it, {
      ...opening(it.clock, {}),
      customer: { name: '贵宾', phones: ['+8613800000001'], tags: ['vip'] },
      classification: { urgency: 'mid' },
    } as never).case
    const furious = openCase(it, { urgency: 'low' })
    angry(it, furious)
    const calm = openCase(it, { urgency: 'mid' })
    const headings = headingsAt(it.clock.nowMs)
    expect(await walked(it)).toEqual([late, soon, important, calm, furious])
    expect(await walked(it, { headings })).toEqual([late, important, furious, soon, calm])
    must(it, { type: 'rateEmotion', emotion: 20 }, { case: furious })
    expect(await walked(it, { headings })).toEqual([late, important, soon, calm, furious])
  })

  it('CLS-5b says why on the row, and nothing where nothing says so', async () => {
    const it = await openOrg()
    angry(it, openCase(it, { urgency: 'high' }))
    openCase(it)
    const { rows } = await it.store.read.list({ ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 9 })
    expect(rows.map(({ front }) => front)).toEqual([['angry'], undefined])
  })

  it('one’s own and unassigned cases are in the same order', async () => {
    const it = await openOrg()
    const ids = Array.from({ length: 6 }, (_, i) => {
      it.clock.nowMs += minute
      const id = openCase(it)
      if (i % 2 === 1) must(it, { type: 'assign', owner: agent.id }, { case: id, actor: supervisor })
      if (i > 3) angry(it, id)
      return id
    })
    const at = (...places: number[]) => places.map((place) => ids[place])
    const headings = headingsAt(it.clock.nowMs)
    expect(await walked(it, { headings, view: 'mine' })).toEqual(at(5, 1, 3))
    expect(await walked(it, { headings, view: 'unassigned' })).toEqual(at(4, 0, 2))
  })
})

describe('a list read from its end', () => {
  async function many(): Promise<Opened> {
    const it = await openOrg()
    for (let i = 0; i < 17; i++) {
      const id = openCase(it, { urgency: i % 3 === 0 ? 'low' : 'mid' })
      if (i % 4 === 0) angry(it, id)
      if (i % 5 === 0) must(it, { type: 'hold', reason: { code: 'waiting_customer' } }, { case: id, actor: supervisor })
      it.clock.nowMs += 7 * minute
    }
    return it
  }

  it.each([
    ['by the nearest clock', {}],
    ['newest first', { view: 'all' as const }],
    ['under headings', { headings: true }],
  ])(
    'SUP-1 has the same rows in the same order as one read from its beginning, %s',
    async (_, { headings, ...order }: { headings?: boolean; view?: 'all' }) => {
      const it = await many()
      const walk = { ...order, ...(headings ? { headings: headingsAt(it.clock.nowMs) } : {}) }
      const forward = await walked(it, walk)
      expect(new Set(forward).size).toBe(17)
      for (const limit of [1, 4, 17, 50]) expect(await walked(it, { ...walk, limit, backward: true })).toEqual(forward)
    },
  )

  it('SUP-1 counts a narrowed list exactly from either end', async () => {
    const it = await many()
    const ask = { ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 3, filter: { urgency: ['low'] } } as const
    const headings = headingsAt(it.clock.nowMs)
    for (const order of [{}, { headings }, { headings, backward: true }])
      expect((await it.store.read.list({ ...ask, ...order })).count).toEqual({ value: 6, exact: true })
  })
})
