/** `node console-child.ts SERVER DIR USER`: see `bench-console.ts`, which starts it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createIdentity } from '../../../electron/core/identity.ts'
import { createWire } from '../../../electron/core/network/transport.ts'
import { openStore } from '../../../electron/core/store/open.ts'
import { createSync } from '../../../electron/core/sync/run-sync.ts'
import { createTokenKeeper, isSignedBy, signBatch } from '../../../electron/core/sync/sign-in.ts'
import { createTransport } from '../../../electron/core/sync/transport.ts'
import { type CaseCommandInput, parseCommand } from '../../../shared/case/commands.ts'
import { demoOrg, demoPassword } from '../../../shared/contract/demo.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { benchDeps, commandsOf, ports } from '../store/histories.ts'
import { createDice } from '../store/random.ts'
import { complaint, personName, phoneNumber } from '../store/words.ts'
import type { Said, Told } from './bench-console.ts'

const [server = '', dir = '', user = ''] = process.argv.slice(2)
const opened = await openStore(benchDeps(dir), { by: 'demo' })
if (!opened.ok) throw new Error(opened.error.tag)
const store = opened.value
const transport = createTransport(server, createWire({ proxy: 'none' }))
const identity = createIdentity({ store, transport, nowMs: Date.now })
const refusal = await identity.signIn({ org: demoOrg.id, user, password: demoPassword })
if (refusal) throw new Error(refusal.tag)

const sync = createSync({
  store: store.sync,
  files: store.transfers,
  transport,
  tokens: createTokenKeeper({ read: identity.current, renew: identity.renew, save: identity.save, nowMs: Date.now }),
  becomeAnother: () => Promise.reject(new Error('nobody copied this disk')),
  sign: (n, devHash) => signBatch(identity.deviceKey, store.sync.device, n, devHash),
  isServersWord: (text, sig) => isSignedBy(identity.current()?.serverKey ?? '', text, sig),
  org: () => demoOrg.id,
  reader: () => identity.actor()?.actor ?? null,
  appV: 'bench',
  eventV: 1,
  nowMs: Date.now,
  monoMs: () => performance.now(),
  chance: Math.random,
  setTimer: (work, afterMs) => {
    const timer = setTimeout(work, afterMs)
    return { cancel: () => clearTimeout(timer) }
  },
  initialOffsetMs: 0,
  onChange: () => undefined,
  onWipe: () => undefined,
  onBug: (error) => process.stderr.write(`${String(error)}\n`),
})

function execute(command: CaseCommandInput, id?: CaseId): CaseId {
  const who = identity.actor()
  const parsed = parseCommand(command)
  if (!who || !parsed.ok) throw new Error('the command is not one')
  const at = { ...who, nowMs: Date.now(), offsetMs: 0, policy: ports.policy, commandId: randomUUID() }
  const saved = store.write.executeCase({ ...at, command: parsed.value, ...(id === undefined ? {} : { case: id }) })
  if (!saved.ok) throw new Error(JSON.stringify(saved.error))
  return saved.value.case
}

/** Whole lives of cases as the other benches tell them, without a network: 60 % closed, mean 8 events, first about 1 kB. */
function makeCases(count: number): void {
  const dice = createDice(20_240_513)
  for (let i = 0; i < count; i++) {
    const id = execute({
      type: 'open',
      customer: { name: personName(dice), phones: [phoneNumber(dice)] },
      issue: { symptom: complaint(dice, 120) },
      demands: [{ kind: 'refund', text: '退款' }],
      reception: { channel: 'hotline', receivedAtMs: Date.now() },
      classification: { problemType: 'product_fault', urgency: 'mid', by: 'agent' },
    })
    for (const command of commandsOf(dice, 'hotline', { i, count })) execute(command, id)
  }
}

const scope = 'team:hotline' as const
const cursor = (): number => (store.sync.position().cursors as Readonly<Record<string, number>>)[scope] ?? 0
const now = (): number => performance.timeOrigin + performance.now()

async function rows(): Promise<number> {
  const who = identity.actor()
  if (!who) return 0
  return (await store.read.counts({ scopes: who.actor.scopes, actor: who.actor.id, nowMs: Date.now() })).all
}

async function say(ok = true, atMs = now()): Promise<void> {
  const said: Said = { atMs, saidMs: now(), events: cursor(), rows: await rows(), ok }
  process.send?.(said)
}

async function sendAll(): Promise<void> {
  const { judgedN, newestN } = store.sync.position()
  if (judgedN === newestN) return say()
  await wait(5)
  return sendAll()
}

/** Until so much of the scope is committed here, digest and projection with it, and nothing of ours is on its way. */
async function arrive(events: number, atLeast: number): Promise<void> {
  while (sync.state().phase !== 'live' || cursor() < events) await wait(5)
  const atMs = now()
  while ((await rows()) < atLeast) await wait(20)
  await say(true, atMs)
}

async function show(atLeast: number): Promise<void> {
  while ((await rows()) < atLeast) await wait(20)
  await say()
}

const noted = { id: null as CaseId | null }

/** The moment is that of the key: before anything is written. */
async function save(): Promise<void> {
  noted.id ??= execute({
    type: 'open',
    customer: { phones: ['13800000000'] },
    issue: { symptom: '一条变更多久到' },
    reception: { channel: 'hotline', receivedAtMs: Date.now() },
  })
  const atMs = now()
  execute({ type: 'addNote', text: '客户又来电问进度' }, noted.id)
  sync.kick()
  await say(true, atMs)
}

function hear(): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = store.onChange((change) => {
      if (change.kind !== 'cases' || !change.remote) return
      stop()
      say(true, now()).then(resolve, reject)
    })
  })
}

async function obey(told: Told): Promise<void> {
  if (told.do === 'make') {
    makeCases(told.cases)
    // Made over days: all of it was indexed long before the network is back.
    await store.indexed()
    await say()
  } else if (told.do === 'start') {
    sync.start()
    await say()
  } else if (told.do === 'send') await sendAll()
  else if (told.do === 'save') await save()
  else if (told.do === 'hear') await hear()
  else if (told.do === 'show') await show(told.rows)
  else if (told.do === 'await') await arrive(told.events, told.rows)
  else if (told.do === 'verify') await say((await store.read.verify()).ok)
  else {
    sync.stop()
    await store.close()
    process.exit(0)
  }
}

process.on('message', (told: Told) => {
  obey(told).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  })
})
await say()
