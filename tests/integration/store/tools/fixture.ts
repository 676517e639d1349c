import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { kernelPorts } from '../../../../electron/core/kernel-ports.ts'
import type { ExecuteInput, Saved } from '../../../../electron/core/store/execute.ts'
import type { Unlock } from '../../../../electron/core/store/keyring.ts'
import { openStore } from '../../../../electron/core/store/open.ts'
import type { Store } from '../../../../electron/core/store/store.ts'
import type { StoreDeps } from '../../../../electron/core/store/store-deps.ts'
import { type CaseCommandInput, parseCommand } from '../../../../shared/case/commands.ts'
import type { Actor } from '../../../../shared/case/event.ts'
import type { ActorId, CaseId, OrgId, ScopeId, SessionId } from '../../../../shared/kernel/brand.ts'
import type { Refusal, Result } from '../../../../shared/kernel/result.ts'
import { noThreads } from './no-threads.ts'

const ports = kernelPorts()
/** Monday 2024-05-13, 10:00 in Shanghai: a working day. */
export const startMs = Date.UTC(2024, 4, 13, 2, 0)

const folders: string[] = []
const stores = new Set<Store>()

/** Everything a test opened is closed and removed after it. */
afterEach(async () => {
  for (const store of stores) await store.close()
  stores.clear()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

export function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'redress-store-'))
  folders.push(dir)
  return dir
}

/** A clock a test can set; the store sees nothing else. */
export interface TestClock {
  nowMs: number
  upMs: number
}

export interface Logged {
  readonly code: string
  readonly [key: string]: unknown
}

export interface Opened {
  readonly store: Store
  readonly dir: string
  readonly clock: TestClock
  readonly log: Logged[]
}

export function testDeps(dir: string, clock: TestClock, log: Logged[]): StoreDeps {
  return {
    dir,
    kernel: ports.kernel,
    nowMs: () => clock.nowMs,
    monoMs: () => performance.now(),
    upMs: () => clock.upMs,
    random: (bytes) => randomBytes(bytes),
    log: (entry) => void log.push(entry),
  }
}

export interface OpenOptions {
  readonly dir?: string
  readonly clock?: TestClock
  readonly unlock?: Unlock
  readonly deps?: Partial<StoreDeps>
  /** With the reading and the indexing thread; without, lists are read on the spot and nothing is indexed. */
  readonly threads?: boolean
}

export async function tryOpen(options: OpenOptions = {}): Promise<Result<Opened>> {
  const dir = options.dir ?? newFolder()
  const clock = options.clock ?? { nowMs: startMs, upMs: 100_000 }
  const log: Logged[] = []
  const parts = options.threads ? {} : { parts: { startThreads: noThreads } }
  const deps = { ...testDeps(dir, clock, log), ...parts, ...options.deps }
  const opened = await openStore(deps, options.unlock ?? { by: 'demo' })
  if (!opened.ok) return opened
  stores.add(opened.value)
  return { ok: true, value: { store: opened.value, dir, clock, log } }
}

export async function open(options: OpenOptions = {}): Promise<Opened> {
  const opened = await tryOpen(options)
  if (!opened.ok) throw new Error(`${opened.error.tag} ${JSON.stringify(opened.error.detail)}`)
  return opened.value
}

export async function close(opened: Opened): Promise<void> {
  stores.delete(opened.store)
  await opened.store.close()
}

/** Root key of the test organisation, the same on all its devices. */
export const orgKey = randomBytes(32).toString('base64')

/** A store of the test organisation, ready for cases. */
export async function openOrg(options: OpenOptions & { readonly numberPrefix?: string } = {}): Promise<Opened> {
  const opened = await open(options)
  const { numberPrefix = 'A1' } = options
  const adopted = opened.store.write.adoptOrg({ org: 'acme' as OrgId, orgKey, numberPrefix })
  if (!adopted.ok) throw new Error(adopted.error.tag)
  return opened
}

export const scopes = ['team:hotline', 'user:lin', 'shared'] as ScopeId[]
export const agent: Actor = { id: 'lin' as ActorId, role: 'agent', team: 'hotline', scopes }
export const supervisor: Actor = {
  id: 'zhou' as ActorId,
  role: 'supervisor',
  team: 'hotline',
  scopes: ['team:hotline', 'team:rnd', 'user:zhou', 'shared'] as ScopeId[],
}

export type Give = Partial<Omit<ExecuteInput, 'command'>>

/** Asks for one command as the screens would. */
export function ask(opened: Opened, command: CaseCommandInput, give: Give = {}): Result<Saved, readonly Refusal[]> {
  return opened.store.write.executeCase(inputFor(opened, command, give))
}

export function inputFor(opened: Pick<Opened, 'clock'>, command: CaseCommandInput, give: Give = {}): ExecuteInput {
  const parsed = parseCommand(command)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return {
    commandId: randomUUID(),
    command: parsed.value,
    actor: agent,
    session: 'session-1' as SessionId,
    nowMs: opened.clock.nowMs,
    offsetMs: 0,
    policy: ports.policy,
    ...give,
  }
}

/** The same, where the test is about something else and a refusal is a fault of the test. */
export function must(opened: Opened, command: CaseCommandInput, give: Give = {}): Saved {
  const saved = ask(opened, command, give)
  if (!saved.ok) throw new Error(JSON.stringify(saved.error))
  return saved.value
}

export interface CaseTexts {
  readonly name?: string
  readonly phone?: string
  readonly symptom?: string
  readonly customerId?: string
  readonly team?: string
  readonly urgency?: 'high' | 'mid' | 'low'
}

/** An opening as the intake form sends it. Phone numbers are of no real subscriber. */
export function opening(clock: TestClock, texts: CaseTexts = {}): CaseCommandInput {
  const { name = '张三', phone = '+8613800000000', symptom = '订单列表无法加载', urgency = 'mid' } = texts
  return {
    type: 'open',
    kind: 'complaint',
    ...(texts.customerId === undefined ? {} : { customerId: texts.customerId }),
    ...(texts.team === undefined ? {} : { team: texts.team }),
    customer: { name, phones: [phone] },
    issue: { symptom },
    demands: [{ kind: 'refund', text: '要求退款' }],
    reception: { channel: 'hotline', receivedAtMs: clock.nowMs },
    classification: { problemType: 'product_fault', urgency, by: 'agent' },
  }
}

export const openCase = (opened: Opened, texts: CaseTexts = {}, give: Give = {}): CaseId =>
  must(opened, opening(opened.clock, texts), give).case

export const seen = { scopes, actor: 'lin' } as const

/** The data key of a store the demonstration may open: for looking into its files from outside. */
export const demoKey = (dir: string): Buffer => {
  const ring = JSON.parse(readFileSync(join(dir, 'keyring.json'), 'utf8')) as { entries: { key: string }[] }
  return Buffer.from(ring.entries[0]?.key ?? '', 'base64')
}
