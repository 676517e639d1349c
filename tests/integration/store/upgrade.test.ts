import { describe, expect, it } from 'vitest'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import type { CaseKernel } from '../../../electron/core/store/kernel-port.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { close, must, type Opened, openCase, openOrg, seen, supervisor } from './tools/fixture.ts'

const newer = kernelPorts().kernel
/** The program as it was before it learnt to read one event: to it, that is one of a later version. */
function olderThan(hidden: string): CaseKernel {
  const veiled = (event: CaseEvent): CaseEvent =>
    event.type === hidden ? { ...event, type: `later_${hidden}` } : event
  return {
    ...newer,
    readable: newer.readable.filter((event) => !event.startsWith(`${hidden}@`)),
    evolve: (current, event) => newer.evolve(current, veiled(event)),
    fold: (events) => newer.fold(events.map(veiled)),
  }
}

async function urgencies(it: Opened): Promise<readonly string[]> {
  const { rows } = await it.store.read.list({ ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 10 })
  return rows.map(({ urgency }) => urgency)
}

describe('after an upgrade', () => {
  it('SYNC-8b events that could not be read before are folded in: case, list and snapshot', async () => {
    const first = await openOrg({ deps: { kernel: olderThan('classified') } })
    const id = openCase(first, { urgency: 'low' })
    must(first, { type: 'classify', urgency: 'high' }, { case: id, actor: supervisor })
    for (let i = 0; i < 70; i++) must(first, { type: 'addNote', text: `记 ${i}` }, { case: id })
    expect(first.store.read.getCase(id)?.case).toMatchObject({
      classification: { urgency: 'low' },
      newerThanThisVersion: true,
    })
    expect(await urgencies(first)).toEqual(['low'])
    await close(first)

    const after = await openOrg({ dir: first.dir, clock: first.clock })
    expect(after.store.read.getCase(id)?.case).toMatchObject({
      classification: { urgency: 'high' },
      newerThanThisVersion: false,
    })
    expect(after.store.read.getCase(id)?.case.notes).toHaveLength(70)
    expect(await urgencies(after)).toEqual(['high'])
    expect((await after.store.read.verify()).ok).toBe(true)
  })

  it('transfers of cases that were here before stand in their list', async () => {
    const first = await openOrg({ deps: { kernel: olderThan('transferred') } })
    const id = openCase(first)
    const transfer = { toTeam: 'rnd', notifyBy: 'system_notice', reason: { code: 'their_cause' } } as const
    must(first, { type: 'transfer', ...transfer }, { case: id })
    await close(first)

    const after = await openOrg({ dir: first.dir, clock: first.clock })
    const asked = { ...seen, team: 'hotline', view: 'asked', limit: 10 } as const
    expect((await after.store.read.transfers(asked)).rows.map((row) => row.case.id)).toEqual([id])
  })
})
