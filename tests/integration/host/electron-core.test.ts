import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { consoleDir } from '../../../electron/core/console.ts'
import { nodeStoreDeps, openNodeConsole } from '../../../electron/core/node-ports.ts'
import { openStore } from '../../../electron/core/store/open.ts'
import type { FromCore, ToCore } from '../../../electron/host/core-messages.ts'
import { type ElectronCoreDeps, runElectronCore } from '../../../electron/host/electron-core.ts'
import { osKeyStoreOf } from '../../../electron/host/machine-key.ts'
import type { Change, consoleContract } from '../../../shared/contract/console.ts'

/** A core as its utility process runs it, with main's end of the line in the test's hand. */
function startCore(dir: string, server = 'none') {
  const parent = new EventEmitter()
  const said: FromCore[] = []
  const exits: number[] = []
  const ports: { close: () => void }[] = []
  runElectronCore({
    parent: Object.assign(parent, {
      postMessage: (message: FromCore) => said.push(message),
    }) as unknown as ElectronCoreDeps['parent'],
    flags: ['--data-dir', dir, '--server', server],
    exit: (code) => exits.push(code),
  })
  const order = (data: ToCore, given: object[] = []) => parent.emit('message', { data, ports: given })
  const window = (): ContractRouterClient<typeof consoleContract> => {
    const { port1, port2 } = new MessageChannel()
    ports.push(port2)
    order({ do: 'window' }, [Object.assign(port1, { start: () => undefined })])
    return createORPCClient(new RPCLink({ port: port2 as unknown as globalThis.MessagePort }))
  }
  const saidAfter = async (say: FromCore['say']) => {
    await expect.poll(() => said.some((message) => message.say === say), { timeout: 20_000 }).toBe(true)
    return said.filter((message) => message.say === say)
  }
  const stop = async () => {
    for (const port of ports) port.close()
    order({ do: 'stop' })
    await expect.poll(() => exits, { timeout: 20_000 }).toEqual([0])
  }
  return { order, window, saidAfter, stop }
}

let dir: string
let core: ReturnType<typeof startCore>

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-utility-'))
  core = startCore(dir)
})
afterEach(async () => {
  await core.stop()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
})

const start = () => core.order({ do: 'start', machineKey: null })
const openCase = (commandId: string, receivedAtMs = Date.now()) => ({
  commandId,
  command: {
    type: 'open' as const,
    kind: 'complaint',
    customer: { phones: ['13812341234'] },
    issue: { symptom: '订单列表打不开' },
    demands: [],
    reception: { channel: 'hotline', receivedAtMs },
    classification: { urgency: 'high', by: 'agent' },
  },
})

describe('the core in its utility process', () => {
  it('CALL-12b hands a link to the window, a bad one to nobody, and lets main bring the console up', async () => {
    start()
    const calls = await core.window().calls()
    core.order({ do: 'call', link: 'redress://case?number=1' })
    core.order({ do: 'call', link: `redress://call?number=${'1'.repeat(99)}` })
    core.order({ do: 'call', link: 'redress://call?number=%2B8613812341234&queue=a&callId=7' })
    core.order({ do: 'call', link: 'redress://call?number=13900000000&callId=7' })
    expect(await calls.next()).toMatchObject({ value: { number: '+8613812341234', queue: 'a', callId: '7' } })
    expect(await core.saidAfter('news')).toContainEqual({ say: 'news', news: { kind: 'ring' } })
    await calls.return?.()
  })

  it('SLA-9 SYNC-1 tells the time anew after sleep; a save under way when the lid closed is one case', async () => {
    start()
    await core.saidAfter('ready')
    const client = core.window()
    const changes = await client.changes()
    const commandId = crypto.randomUUID()
    // The lid closes with the command on its way; the window asks again with the same id when it wakes.
    const first = client.cases.execute(openCase(commandId))
    core.order({ do: 'woken' })
    const second = await client.cases.execute(openCase(commandId))
    expect(second).toMatchObject({ saved: true })
    expect(await first).toEqual(second)
    expect((await client.cases.list({ view: 'all', limit: 10 })).rows).toHaveLength(1)
    const kinds = new Set<string>()
    while (!(kinds.has('sync') && kinds.has('cases'))) kinds.add(((await changes.next()).value as Change).kind)
    await changes.return?.()
  })

  it('SLA-9 counts for the badge what is late, and says nothing of whom it is about', async () => {
    start()
    await core.saidAfter('ready')
    const dayMs = 24 * 3_600_000
    await core.window().cases.execute(openCase(crypto.randomUUID(), Date.now() - 2 * dayMs))
    const late = { say: 'news', news: { kind: 'late', count: 1 } }
    await expect.poll(() => core.saidAfter('news'), { timeout: 10_000 }).toContainEqual(late)
    expect(JSON.stringify(await core.saidAfter('news'))).not.toMatch(/订单|1381234/)
  })

  it('tells main why it cannot be opened: a second console on one data folder', async () => {
    start()
    await core.saidAfter('ready')
    const second = startCore(dir)
    second.order({ do: 'start', machineKey: null })
    expect(await second.saidAfter('refused')).toMatchObject([{ refusal: { tag: 'store.in_use' } }])
  })
})

describe('TRU-3b the data key under the key of the machine', () => {
  it('opens with the same key only', async () => {
    start()
    await core.saidAfter('ready')
    const keys = osKeyStoreOf(new Uint8Array(32).fill(7))
    const dataKey = new Uint8Array(32).fill(1)
    const wrapped = keys.wrap(dataKey)
    expect(Buffer.from(wrapped).includes(Buffer.from(dataKey))).toBe(false)
    expect(keys.unwrap(wrapped)).toEqual(Buffer.from(dataKey))
    expect(osKeyStoreOf(new Uint8Array(32).fill(8)).unwrap(wrapped)).toBeNull()
  })
})

/** Far away and never reached: a real organisation, whose file opens for its people only. */
const away = 'https://redress.invalid'
const machineKey = Buffer.alloc(32, 7).toString('base64')
const person = { user: 'lin', password: 'a long enough password' }
const signIn = {
  ...{
    accessToken: 'a',
    refreshToken: 'r',
    expiresAtMs: 0,
    session: 's-1',
    orgKey: Buffer.alloc(32).toString('base64'),
  },
  actor: { id: 'lin', name: 'Lin', role: 'agent', team: 'hotline', scopes: ['team:hotline'] },
  ...{ org: { id: 'acme', name: 'Acme', zone: 'Asia/Shanghai' }, directory: { people: {}, teams: {} } },
  ...{ numberPrefix: 'T1', lease: '', serverKey: '', serverMs: 0 },
}

/** Somebody signed in here once, by password, with or without a key store of the system. */
async function workedHere(osKeyStore?: ReturnType<typeof osKeyStoreOf>): Promise<void> {
  const gift = osKeyStore === undefined ? {} : { osKeyStore }
  const unlock = { by: 'password', ...person } as const
  const opened = await openNodeConsole({ dataDir: dir, profile: 'agent', server: away }, { ...gift, unlock })
  if (!opened.ok) throw new Error(opened.error.tag)
  await opened.value.close()
  const store = await openStore({ ...nodeStoreDeps(consoleDir(dir, 'agent')), ...gift }, unlock)
  if (!store.ok) throw new Error(store.error.tag)
  store.value.write.putSetting('sign_in', signIn)
  await store.value.close()
}

describe('TRU-3b a file that the key store of the system opens', () => {
  let began = false
  const begin = async (key: string | null) => {
    if (began) await core.stop()
    began = true
    core = startCore(dir, away)
    core.order({ do: 'start', machineKey: key })
    await core.saidAfter('ready')
    return core.window()
  }
  beforeEach(() => {
    began = false
  })

  it('needs no password of whoever gave it here once, and one where the key is gone', async () => {
    await workedHere(osKeyStoreOf(Buffer.from(machineKey, 'base64')))
    const client = await begin(machineKey)
    expect(await client.session.current()).toMatchObject({ state: 'open', actor: { id: 'lin' }, demo: false })
    const other = await begin(Buffer.alloc(32, 8).toString('base64'))
    expect(await other.session.current()).toMatchObject({ state: 'sealed', users: ['lin'] })
    expect(await other.session.unlock(person)).toMatchObject({ state: 'open' })
    expect(await (await begin(Buffer.alloc(32, 8).toString('base64'))).session.current()).toMatchObject({
      state: 'open',
    })
  })

  it('still waits for the password of a screen that was locked', async () => {
    await workedHere(osKeyStoreOf(Buffer.from(machineKey, 'base64')))
    await (await begin(machineKey)).session.lock()
    const client = await begin(machineKey)
    expect(await client.session.current()).toMatchObject({ state: 'locked' })
    expect(await client.session.unlock({ password: 'another long password' })).toMatchObject({
      refusal: { tag: 'unlock.wrong' },
    })
    expect(await client.session.unlock({ password: person.password })).toMatchObject({ state: 'open' })
    expect(await (await begin(machineKey)).session.current()).toMatchObject({ state: 'open' })
  })

  it('asks for the password where the system keeps no keys', async () => {
    await workedHere()
    expect(await (await begin(null)).session.current()).toMatchObject({ state: 'sealed', users: ['lin'] })
    expect(await (await begin(machineKey)).session.current()).toMatchObject({ state: 'sealed' })
  })
})
