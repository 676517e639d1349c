import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reachCore } from '../../../electron/cli/transport.ts'
import type { Console } from '../../../electron/core/console.ts'
import { consoleDir } from '../../../electron/core/console.ts'
import { openNodeConsole } from '../../../electron/core/node-ports.ts'
import { openHostedCore } from '../../../electron/host/core-for-hosts.ts'
import { socketPath } from '../../../electron/host/local-socket.ts'
import { readOptions } from '../../../electron/start/options.ts'
import type { consoleContract } from '../../../shared/contract/console.ts'

type Client = ContractRouterClient<typeof consoleContract>

const openCase = (symptom: string) => ({
  commandId: randomUUID(),
  command: {
    type: 'open',
    customer: { name: '张三', phones: ['+8613812341234'] },
    issue: { symptom },
    reception: { channel: 'hotline', receivedAtMs: Date.now() },
  },
})

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-core-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

describe('the console contract over a MessagePort, as Electron carries it', () => {
  let console: Console
  let client: Client
  const channel = new MessageChannel()

  beforeAll(async () => {
    const opened = await openNodeConsole({ dataDir: join(dir, 'port'), profile: 'agent', server: 'none' })
    if (!opened.ok) throw new Error(opened.error.tag)
    console = opened.value
    new RPCHandler(console.router).upgrade(channel.port1 as unknown as globalThis.MessagePort, { context: {} })
    channel.port1.start()
    client = createORPCClient(new RPCLink({ port: channel.port2 as unknown as globalThis.MessagePort }))
    channel.port2.start()
  })
  afterAll(async () => {
    channel.port1.close()
    await console.close()
  })

  it('CASE-6a saves a case, gives a provisional number at once and shows every clock of it', async () => {
    const saved = await client.cases.execute(openCase('订单列表打不开'))
    expect(saved).toMatchObject({ saved: true, status: 'received' })
    if (!saved.saved) throw new Error('not saved')
    expect(saved.number).toMatch(/^L1-\d+$/)
    const view = await client.cases.get({ id: saved.case })
    expect(view?.clocks.map((clock) => clock.source)).toEqual(expect.arrayContaining(['SLA-1', 'SLA-2', 'SLA-4']))
    expect(view?.chain).toBe('unsigned')
  })

  it('the same command id twice is one case', async () => {
    const request = openCase('重复提交')
    const [first, second] = [await client.cases.execute(request), await client.cases.execute(request)]
    expect(first).toEqual(second)
  })

  it('CASE-1e answers a bad command with every fault at once, naming the fields', async () => {
    const command = {
      type: 'open',
      customer: { phones: ['abc'] },
      issue: {},
      reception: { channel: 'pigeon', receivedAtMs: -1 },
    }
    const answer = await client.cases.execute({ commandId: randomUUID(), command })
    if (answer.saved) throw new Error('saved')
    expect(answer.refusals.map((refusal) => refusal.field)).toEqual(
      expect.arrayContaining(['issue.symptom', 'reception.channel', 'reception.receivedAtMs']),
    )
  })

  it('CASE-5a lists cases with the phone covered and says how many there are', async () => {
    const list = await client.cases.list({ view: 'open', limit: 10 })
    expect(list.count).toEqual({ value: 2, exact: true })
    expect(list.rows[0]).toMatchObject({ phoneMasked: '138****1234', pending: true, nearest: { clock: 'ack' } })
  })

  it('tells of a change while it waits for the next one', async () => {
    const changes = await client.changes()
    const next = changes.next()
    await client.cases.execute(openCase('变更通知'))
    const { value } = await next
    expect(value).toMatchObject({ kind: 'cases' })
    await changes.return(undefined)
  })

  it('CASE-8 keeps, lists and removes drafts', async () => {
    await client.drafts.put({ id: 'call-1', body: { phone: '138' } })
    expect((await client.drafts.list()).map((draft) => draft.id)).toEqual(['call-1'])
    await client.drafts.remove({ id: 'call-1' })
    expect(await client.drafts.list()).toEqual([])
  })

  it('TRU-1 checks the record it has just written', async () => {
    expect(await client.record.verify()).toMatchObject({ ok: true, cases: 3, firstBad: null })
  })

  it('SYNC-1 says in figures that it works alone', async () => {
    expect(await client.sync.status()).toMatchObject({ state: 'off', pending: 3, refused: 0 })
  })
})

describe('a hosted core', () => {
  it('is reached by the command line through its own socket, and refuses a second one on the same folder', async () => {
    const options = readOptions(['--data-dir', join(dir, 'hosted'), '--server', 'none', '--no-open'], {})
    const core = await openHostedCore(options)
    expect(await openHostedCore(options)).toMatchObject({ ok: false, error: { tag: 'store.in_use' } })
    const reached = await reachCore(socketPath(consoleDir(options.dataDir, options.profile)))
    expect((await reached?.client.session.current())?.state).toBe('open')
    reached?.close()
    if (core.ok) await core.value.close()
    expect(await reachCore(socketPath(consoleDir(options.dataDir, options.profile)))).toBeNull()
  })
})
