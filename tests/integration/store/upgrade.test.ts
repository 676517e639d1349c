import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import { openDatabase } from '../../../electron/core/store/database.ts'
import type { CaseKernel } from '../../../electron/core/store/kernel-port.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { close, demoKey, must, type Opened, openCase, openOrg, seen, supervisor } from './tools/fixture.ts'

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

  it('CLS-5b angry cases and escalations of an older file stand where they belong, and so do its conflicts', async () => {
    const first = await openOrg()
    const [calm, furious, raised] = [openCase(first), openCase(first, { urgency: 'low' }), openCase(first)]
    must(first, { type: 'rateEmotion', emotion: 90 }, { case: furious })
    must(first, { type: 'escalate', level: 'lead', reason: { code: 'angry' } }, { case: raised })
    await close(first)
    const key = demoKey(first.dir)
    const file = openDatabase({ file: join(first.dir, 'case.db'), key, mode: 'write', cacheKiB: 1024 })
    file.raw.exec(`DROP INDEX cases_front; ALTER TABLE cases DROP COLUMN front; DROP TABLE escalations;
      DROP TABLE to_fold; DROP INDEX transfers_team; DROP INDEX transfers_receiver; DROP INDEX transfers_sender;
      DROP TABLE tag_keys; PRAGMA user_version = 5`)
    file.close()

    const after = await openOrg({ dir: first.dir, clock: first.clock })
    const headings = [after.clock.nowMs + 1, after.clock.nowMs + 8 * 3_600_000]
    const { rows } = await after.store.read.list({
      ...{ ...seen, view: 'open', nowMs: after.clock.nowMs, limit: 10, headings },
    })
    expect(rows.map(({ id }) => id)).toEqual([furious, calm, raised])
    const called = { scopes: supervisor.scopes, actor: supervisor.id, levels: ['lead'], limit: 9 }
    expect((await after.store.read.escalations(called)).rows.map((row) => row.case.id)).toEqual([raised])
  })
})
