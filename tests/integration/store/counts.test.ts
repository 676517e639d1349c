import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { View } from '../../../electron/core/store/counts.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { ask, close, must, type Opened, open, openCase, openOrg, seen, supervisor } from './tools/fixture.ts'

const views: readonly View[] = ['all', 'open', 'mine', 'near', 'breached', 'on_hold', 'unassigned']
const hourMs = 3_600_000

/** What the counts must be: every case looked at, one by one. */
async function counted(it: Opened): Promise<Record<string, number>> {
  const sizes = views.map(async (view) => {
    let size = 0
    let cursor: string | undefined
    do {
      const place = cursor === undefined ? {} : { cursor }
      const page = await it.store.read.list({ ...seen, view, nowMs: it.clock.nowMs, limit: 7, filter: {}, ...place })
      size += page.rows.length
      cursor = page.next
    } while (cursor !== undefined)
    return [view, size] as const
  })
  return Object.fromEntries(await Promise.all(sizes))
}

const counts = (it: Opened) => it.store.read.counts({ ...seen, nowMs: it.clock.nowMs })

type Step = {
  readonly do: 'open' | 'assign' | 'hold' | 'resume' | 'withdraw' | 'classify' | 'wait'
  readonly of: number
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('open', 'assign', 'hold', 'resume', 'withdraw', 'classify', 'wait'),
  of: fc.nat(9),
})

/** One thing a person or the time does; what the kernel refuses changes nothing. */
function take(it: Opened, ids: CaseId[], { do: what, of }: Step): void {
  const id = ids[of % Math.max(1, ids.length)]
  if (what === 'open') ids.push(openCase(it, { urgency: (['high', 'mid', 'low'] as const)[of % 3] ?? 'mid' }))
  else if (what === 'wait') it.clock.nowMs += of * hourMs
  else if (id !== undefined) {
    const give = { case: id, actor: supervisor }
    if (what === 'assign')
      ask(it, { type: 'assign', owner: of % 2 === 0 ? 'lin' : 'wu', reason: { code: 'workload' } }, give)
    if (what === 'hold') ask(it, { type: 'hold', reason: { code: 'customer.waiting' } }, give)
    if (what === 'resume') ask(it, { type: 'resume' }, give)
    if (what === 'withdraw') ask(it, { type: 'withdraw', reason: { code: 'customer.wish' } }, give)
    if (what === 'classify')
      ask(it, { type: 'classify', urgency: (['high', 'mid', 'low'] as const)[of % 3] ?? 'mid' }, give)
  }
}

describe('counts per queue', () => {
  it('are exact after any history, at any time, advanced or not, and after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (steps, advances) => {
        const it = await openOrg()
        const ids: CaseId[] = []
        for (const one of steps) {
          take(it, ids, one)
          if (advances) it.store.write.advanceClocks(passing(it))
        }
        expect(await counts(it)).toEqual(await counted(it))
        it.clock.nowMs += 3 * hourMs
        expect(await counts(it)).toEqual(await counted(it))
        await close(it)
        const again = await open({ dir: it.dir, clock: it.clock })
        expect(await counts(again)).toEqual(await counted(again))
        await close(again)
      }),
      { numRuns: 15 },
    )
  })

  it('near and breached follow the clock without anybody saving', async () => {
    const it = await openOrg()
    openCase(it, { urgency: 'high' })
    expect(await counts(it)).toMatchObject({ open: 1, near: 0, breached: 0 })
    it.clock.nowMs += 13 * 60_000
    expect(await counts(it)).toMatchObject({ open: 1, near: 1, breached: 0 })
    it.clock.nowMs += 3 * 60_000
    expect(await counts(it)).toMatchObject({ open: 1, near: 0, breached: 1 })
  })
})

const passing = (it: Opened) => ({
  actor: 'lin' as never,
  session: 'session-1' as never,
  nowMs: it.clock.nowMs,
  offsetMs: 0,
  derive: () => [],
  limit: 100,
})

describe('time that passes', () => {
  it('SLA-9 is let pass once for each mark, also what was missed while switched off', async () => {
    const it = await openOrg()
    const id = openCase(it, { urgency: 'high' })
    const asked: number[] = []
    const derive = (_case: unknown, atMs: number) => {
      asked.push(atMs)
      return []
    }
    expect(it.store.write.advanceClocks({ ...passing(it), derive })).toEqual({ cases: [], more: false })
    it.clock.nowMs += 13 * 60_000
    expect(it.store.write.advanceClocks({ ...passing(it), derive }).cases).toEqual([id])
    expect(it.store.write.advanceClocks({ ...passing(it), derive }).cases).toEqual([])
    await close(it)
    it.clock.nowMs += 48 * hourMs
    const again = await open({ dir: it.dir, clock: it.clock })
    expect(again.store.write.advanceClocks({ ...passing(again), derive }).cases).toEqual([id])
    expect(again.store.write.advanceClocks({ ...passing(again), derive }).cases).toEqual([])
    expect(asked).toHaveLength(2)
  })

  it('a derived event is written once, however often it is derived', async () => {
    const it = await openOrg()
    const id = openCase(it, { urgency: 'high' })
    const { nearBreachedEvent } = await import('../../../shared/case/derived.ts')
    const derive = (theCase: Parameters<typeof nearBreachedEvent>[0]) => [
      nearBreachedEvent(theCase, { clock: 'ack', cycle: 1, policyVersion: 1, dueAtMs: it.clock.nowMs }),
    ]
    it.clock.nowMs += 13 * 60_000
    it.store.write.advanceClocks({ ...passing(it), derive })
    expect(it.store.read.events(id)).toHaveLength(2)
    it.clock.nowMs += 13 * 60_000
    it.store.write.advanceClocks({ ...passing(it), derive })
    expect(it.store.read.events(id)).toHaveLength(2)
    must(it, { type: 'addNote', text: '之后' }, { case: id })
    expect((await it.store.read.verify()).ok).toBe(true)
  })
})
