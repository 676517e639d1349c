import { describe, expect, it } from 'vitest'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import type { CaseKernel } from '../../../electron/core/store/kernel-port.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { close, must, type Opened, openCase, openOrg, seen, supervisor } from './tools/fixture.ts'

const newer = kernelPorts().kernel
const hidden = 'classified'
/** To this kernel the event is one of a later version. */
const veiled = (event: CaseEvent): CaseEvent => (event.type === hidden ? { ...event, type: `later_${hidden}` } : event)
/** The program as it was before it learnt to read one event. */
const older: CaseKernel = {
  ...newer,
  readable: newer.readable.filter((event) => !event.startsWith(`${hidden}@`)),
  evolve: (current, event) => newer.evolve(current, veiled(event)),
  fold: (events) => newer.fold(events.map(veiled)),
}

async function urgencies(it: Opened): Promise<readonly string[]> {
  const { rows } = await it.store.read.list({ ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 10 })
  return rows.map(({ urgency }) => urgency)
}

describe('after an upgrade', () => {
  it('SYNC-8b events that could not be read before are folded in: case, list and snapshot', async () => {
    const before = await openOrg({ deps: { kernel: older } })
    const id = openCase(before, { urgency: 'low' })
    must(before, { type: 'classify', urgency: 'high' }, { case: id, actor: supervisor })
    for (let i = 0; i < 70; i++) must(before, { type: 'addNote', text: `记 ${i}` }, { case: id })
    expect(before.store.read.getCase(id)?.case).toMatchObject({
      classification: { urgency: 'low' },
      newerThanThisVersion: true,
    })
    expect(await urgencies(before)).toEqual(['low'])
    await close(before)

    const after = await openOrg({ dir: before.dir, clock: before.clock })
    expect(after.store.read.getCase(id)?.case).toMatchObject({
      classification: { urgency: 'high' },
      newerThanThisVersion: false,
    })
    expect(after.store.read.getCase(id)?.case.notes).toHaveLength(70)
    expect(await urgencies(after)).toEqual(['high'])
    expect((await after.store.read.verify()).ok).toBe(true)
  })
})
