import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clockRow } from '../../../electron/core/api/rows.ts'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { openStore } from '../../../electron/core/store/open.ts'
import type { Store } from '../../../electron/core/store/store.ts'
import { caseCount, moodShares, statusShares } from '../../../electron/demo/plan.ts'
import { playStories } from '../../../electron/demo/play.ts'
import { tellStories } from '../../../electron/demo/stories.ts'
import { type ClockLevel, clockLevel, shownClock } from '../../../renderer/state/clock.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseStatus } from '../../../shared/case/words.ts'
import { demoOrg, demoStaff } from '../../../shared/contract/demo.ts'
import type { ActorId, CaseId, OrgId, ScopeId, SessionId } from '../../../shared/kernel/brand.ts'

const dirs: string[] = []
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
})

const ports = kernelPorts()

async function emptyStore(nowMs: number): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-demo-'))
  dirs.push(dir)
  const opened = await openStore(
    {
      dir,
      kernel: ports.kernel,
      nowMs: () => nowMs,
      monoMs: () => performance.now(),
      upMs: () => performance.now(),
      random: (bytes) => randomBytes(bytes),
      log: () => undefined,
      parts: { openDatabase: (options) => openDatabase({ ...options, synchronous: 'NORMAL' }) },
    },
    { by: 'demo' },
  )
  if (!opened.ok) throw new Error(opened.error.tag)
  const orgKey = Buffer.alloc(32, 7).toString('base64')
  opened.value.write.adoptOrg({ org: demoOrg.id as OrgId, orgKey, numberPrefix: 'A01' })
  return opened.value
}

const seated = new Map(
  demoStaff.map(({ id, role, team, scopes }) => {
    const actor = { id: id as ActorId, role, team, scopes: scopes as ScopeId[] }
    return [id as string, { actor, session: `s-${id}` as SessionId }] as const
  }),
)

/** Every case of the demonstration as it stands at `nowMs`. */
async function played(nowMs: number): Promise<readonly Case[]> {
  const store = await emptyStore(nowMs)
  playStories({ store, ports, seated }, tellStories(11, nowMs))
  const scopes = [...new Set(demoStaff.flatMap((person) => person.scopes))] as ScopeId[]
  const found: Case[] = []
  let cursor: string | undefined
  do {
    const page = await store.read.list({
      view: 'all',
      scopes,
      actor: 'zhou' as ActorId,
      nowMs,
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    })
    found.push(...page.rows.flatMap((row) => store.read.getCase(row.id as CaseId)?.case ?? []))
    cursor = page.next
  } while (cursor !== undefined)
  await store.close()
  return found
}

/** How pressing the nearest running clock of a case is. */
function levelOf(theCase: Case, nowMs: number): ClockLevel {
  const open = ports.clocks(theCase, nowMs).map(clockRow).map(shownClock)
  const running = open.filter((it) => it.state === 'running').sort((a, b) => a.dueAtMs - b.dueAtMs)
  return running[0] === undefined ? 'done' : clockLevel(running[0], nowMs)
}

const moments = {
  'a working morning': Date.UTC(2026, 9, 14, 2, 30),
  'just before the daily 17:00': Date.UTC(2026, 9, 14, 8, 45),
  'a Sunday night': Date.UTC(2026, 9, 18, 19, 5),
}

describe.each(Object.entries(moments))('the demonstration begun on %s', (_name, nowMs) => {
  let all: readonly Case[] = []
  beforeAll(async () => {
    all = await played(nowMs)
  })

  it('has every state of the life in its stated share', () => {
    expect(all).toHaveLength(caseCount)
    for (const [status, share] of Object.entries(statusShares)) {
      const count = all.filter((it) => it.status === (status as CaseStatus)).length
      expect(Math.abs(count / caseCount - share), `${status}: ${count}`).toBeLessThanOrEqual(0.01)
    }
  })

  it('has clocks of every mood, near the stated shares, and reasons on every hold', () => {
    const inWork = all.filter((it) => ['received', 'assessed', 'in_progress'].includes(it.status))
    const levels = inWork.map((it) => levelOf(it, nowMs))
    for (const [mood, share] of Object.entries(moodShares)) {
      const count = levels.filter((level) => level === mood).length
      expect(Math.abs(count / inWork.length - share), `${mood}: ${count} of ${inWork.length}`).toBeLessThan(0.1)
    }
    const held = all.filter((it) => it.status === 'on_hold')
    expect(held.map((it) => it.holdReason).filter((reason) => reason === undefined)).toEqual([])
    expect(held.map((it) => levelOf(it, nowMs))).not.toContain('breached')
  })

  it('has work for every profile that has cases', () => {
    const open = all.filter((it) => !['closed', 'withdrawn', 'merged'].includes(it.status))
    expect(open.filter((it) => it.owner === 'lin').length).toBeGreaterThan(5)
    expect(
      open.filter((it) => it.transfers.some((asked) => asked.toTeam === 'rnd' && asked.state === 'waiting')).length,
    ).toBeGreaterThan(2)
    expect(open.filter((it) => it.escalations.some(({ state }) => state === 'open')).length).toBeGreaterThan(3)
    expect(open.filter((it) => it.compensations.some(({ state }) => state === 'proposed')).length).toBeGreaterThan(0)
  })
})
