import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import { openStore } from '../../../electron/core/store/open.ts'
import type { Store } from '../../../electron/core/store/store.ts'
import type { StoreDeps } from '../../../electron/core/store/store-deps.ts'
import { type CaseCommandInput, parseCommand } from '../../../shared/case/commands.ts'
import type { Actor, CaseEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { ActorId, CaseId, OrgId, ScopeId, SessionId } from '../../../shared/kernel/brand.ts'
import { noThreads } from '../../integration/store/tools/no-threads.ts'
import { createDice, type Dice } from './random.ts'
import { complaint } from './words.ts'

/** One case's life as the kernel made it, to be told again with other people, words and times. */
export interface History {
  readonly theCase: Case
  readonly events: readonly CaseEvent[]
  readonly isClosed: boolean
}

export const teams = ['hotline', 'rnd', 'logistics', 'billing', 'stores', 'quality', 'network', 'repair'] as const
export const ports = kernelPorts()

export const benchDeps = (dir: string): StoreDeps => ({
  dir,
  kernel: ports.kernel,
  nowMs: Date.now,
  monoMs: () => performance.now(),
  upMs: () => performance.now(),
  random: (bytes) => randomBytes(bytes),
  log: () => undefined,
})

export const orgIdentity = { org: 'bench' as OrgId, orgKey: Buffer.alloc(32, 7).toString('base64'), numberPrefix: 'B1' }

export function actorOf(team: string): Actor {
  const scopes = teams.map((it) => `team:${it}` as ScopeId)
  return { id: `${team}-1` as ActorId, role: 'supervisor', team, scopes }
}

export async function openBench(dir: string, more: Partial<StoreDeps> = {}): Promise<Store> {
  const opened = await openStore({ ...benchDeps(dir), ...more }, { by: 'demo' })
  if (!opened.ok) throw new Error(opened.error.tag)
  opened.value.write.adoptOrg(orgIdentity)
  return opened.value
}

/** The how manieth of how many cases. */
interface Place {
  readonly i: number
  readonly count: number
}

const minuteMs = 60_000
const historyStartMs = Date.UTC(2024, 4, 13, 2)

/** The share of cases that come to an end. */
const closedShare = 0.6

export const livesName = '60 % closed, mean 8 events, p99 40, first 1 kB'

/** What happens to one case of many after it was opened, in that order. */
export function commandsOf(dice: Dice, team: string, { i, count }: Place): CaseCommandInput[] {
  const closes = i < count * closedShare
  const notes = i % 100 === 7 ? 34 : 1 + dice.below(closes ? 3 : 14)
  const text = () => complaint(dice, 15 + dice.below(45))
  const life: CaseCommandInput[] = [
    { type: 'logCommunication', way: 'sms', direction: 'out', purpose: 'acknowledge', reached: true, text: text() },
    { type: 'assign', owner: `${team}-${1 + dice.below(12)}` },
    ...Array.from({ length: notes }, (): CaseCommandInput => ({ type: 'addNote', text: text() })),
  ]
  if (!closes) return life.slice(0, dice.below(life.length + 1))
  return [
    ...life,
    { type: 'resolve', causeCode: 'capacity', cause: text(), measures: text() },
    { type: 'inform', way: 'email', letter: text() },
    { type: 'followUp', satisfied: true, text: text() },
    { type: 'close' },
  ]
}

/** `count` lives through the real kernel: 60 % closed, mean 8 events, one of a hundred with 40. */
export async function makeHistories(count: number): Promise<readonly History[]> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-histories-'))
  const store = await openBench(dir, { parts: { startThreads: noThreads } })
  try {
    const dice = createDice(20_240_513)
    return Array.from({ length: count }, (_, i) => live(store, dice, { i, count }))
  } finally {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

function live(store: Store, dice: Dice, place: Place): History {
  const team = teams[place.i % teams.length] ?? 'hotline'
  let nowMs = historyStartMs
  const ask = (command: CaseCommandInput, id?: CaseId): CaseId => {
    const parsed = parseCommand(command)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    const session = 'bench' as SessionId
    const input = {
      commandId: randomUUID(),
      command: parsed.value,
      actor: actorOf(team),
      session,
      nowMs,
      offsetMs: 0,
      policy: ports.policy,
    }
    const saved = store.write.executeCase({ ...input, ...(id === undefined ? {} : { case: id }) })
    if (!saved.ok) throw new Error(`${command.type}: ${JSON.stringify(saved.error)}`)
    nowMs += (5 + dice.below(90)) * minuteMs
    return saved.value.case
  }
  const id = ask({
    type: 'open',
    kind: 'complaint',
    team,
    customer: { name: '张三', phones: ['+8613800000000'] },
    issue: { symptom: '问题' },
    demands: [{ kind: 'refund', text: '退款' }],
    reception: { channel: 'hotline', receivedAtMs: nowMs },
    classification: {
      problemType: 'product_fault',
      responsibility: 'rnd',
      urgency: dice.pick(['high', 'mid', 'mid', 'low'] as const),
      by: 'agent',
    },
  })
  for (const command of commandsOf(dice, team, place)) ask(command, id)
  const theCase = store.read.getCase(id)?.case
  if (theCase === undefined) throw new Error('a history without a case')
  return { theCase, events: store.read.events(id), isClosed: place.i < place.count * closedShare }
}
