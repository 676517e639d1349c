import { expect, it } from 'vitest'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import type { CaseKernel } from '../../../electron/core/store/kernel-port.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { close, must, type Opened, openCase, openOrg, seen } from './tools/fixture.ts'

const entries = 2_000

/** The kernel, with every event it folds counted. */
function counted() {
  const { kernel } = kernelPorts()
  let folded = 0
  const counting: CaseKernel = {
    ...kernel,
    fold: (events) => {
      folded += events.length
      return kernel.fold(events)
    },
    evolve: (current, event) => {
      folded += 1
      return kernel.evolve(current, event)
    },
  }
  return {
    kernel: counting,
    during: async (work: () => unknown): Promise<number> => {
      folded = 0
      await work()
      return folded
    },
  }
}

function longCase(it: Opened): CaseId {
  const id = openCase(it, { symptom: '来电很多次的一件' })
  for (let i = 1; i < entries; i++) must(it, { type: 'addNote', text: `第 ${i} 次来电` }, { case: id })
  return id
}

it('SUP-1 a case of 2,000 entries costs what a short one costs: opened, read, added to, listed', async () => {
  const first = await openOrg()
  const long = longCase(first)
  const short = openCase(first)
  await close(first)

  const { kernel, during } = counted()
  const it = await openOrg({ dir: first.dir, clock: first.clock, deps: { kernel } })
  expect(await during(() => it.store.read.getCase(long))).toBeLessThanOrEqual(64)
  expect(it.store.read.getCase(long)?.case.version).toBe(entries)
  expect(await during(() => it.store.read.events(long, 50))).toBe(0)
  expect(it.store.read.events(long, 50)).toHaveLength(50)

  it.store.read.getCase(short)
  const one = (id: CaseId) => during(() => must(it, { type: 'addNote', text: '再记一条' }, { case: id }))
  expect(await one(long)).toBe(await one(short))
  expect(await one(long)).toBeLessThanOrEqual(2)

  const listing = () => it.store.read.list({ ...seen, view: 'open', nowMs: it.clock.nowMs, limit: 50 })
  expect(await during(listing)).toBe(0)
  expect((await listing()).rows.map(({ id }) => id).sort()).toEqual([long, short].sort())
})

it('SUP-1 what is written to the disk for one more entry does not grow with the record', async () => {
  const it = await openOrg()
  const long = longCase(it)
  const short = openCase(it)
  const written = (id: CaseId): number => {
    const before = it.store.read.storage().bytes
    for (let i = 0; i < 40; i++) must(it, { type: 'addNote', text: '四十条里的一条' }, { case: id })
    return it.store.read.storage().bytes - before
  }
  const shortBytes = written(short)
  expect(written(long)).toBeLessThan(shortBytes + 1_500_000)
})
