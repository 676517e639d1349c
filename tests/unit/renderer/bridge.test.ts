import { RPCLink } from '@orpc/client/message-port'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bridge, CoreUnreachable, createBridge, retryDelayMs } from '../../../renderer/bridge.ts'
import type { Channel } from '../../../renderer/transport.ts'
import { consoleContract, type SyncStatus } from '../../../shared/contract/console.ts'

const status: SyncStatus = { state: 'online', pending: 3, refused: 0, serverOffsetMs: 0, clockSuspect: false }

let cores: { end: () => void }[]
let bridge: Bridge
let down: boolean
let waits: number[]
let wake: () => void

/** A core of its own behind each opened way, so that ending one is a core that died. */
function openCore(hang: boolean): Channel {
  const { port1, port2 } = new MessageChannel()
  const os = implement(consoleContract)
  const router = os.router({
    ...({} as Parameters<typeof os.router>[0]),
    sync: {
      status: os.sync.status.handler(() => (hang ? new Promise<never>(() => undefined) : status)),
      now: os.sync.now.handler(() => status),
      surroundings: os.sync.surroundings.handler(() => ({})),
    },
    changes: os.changes.handler(async function* () {
      yield { kind: 'sync' as const, status }
      await new Promise(() => undefined)
    }),
  })
  new RPCHandler(router).upgrade(port1)
  port1.start()
  port2.start()
  const end = new AbortController()
  port2.addEventListener('close', () => end.abort())
  cores.push({ end: () => port1.close() })
  return { link: new RPCLink({ port: port2 }), gone: end.signal }
}

const start = (hang = false) => {
  bridge = createBridge({
    open: async () => (down ? null : openCore(hang)),
    nowMs: () => 77,
    wait: (delayMs) => {
      waits.push(delayMs)
      return new Promise((resolve) => {
        wake = resolve
      })
    },
    random: () => 0,
  })
}

beforeEach(() => {
  cores = []
  waits = []
  down = false
})
afterEach(() => {
  bridge.stop()
  for (const core of cores) core.end()
})

describe('bridge', () => {
  it('asks the core by the contract and gets its answer', async () => {
    start()
    await bridge.whenOpen()
    await expect(bridge.client.sync.status()).resolves.toEqual(status)
  })

  it('a call under way when the core dies ends as weather, and does not hang', async () => {
    start(true)
    await bridge.whenOpen()
    const call = bridge.client.sync.status()
    const ended = expect(call).rejects.toBeInstanceOf(CoreUnreachable)
    await new Promise((resolve) => setTimeout(resolve, 5))
    down = true
    cores[0]?.end()
    await ended
  })

  it('says that the core is lost, tries again ever more slowly, and says when it is back', async () => {
    start()
    await bridge.whenOpen()
    const seen: string[] = []
    bridge.onReach(() => seen.push(bridge.reach().state))
    down = true
    cores[0]?.end()
    await vi.waitFor(() => expect(waits).toEqual([250]))
    expect(bridge.reach()).toEqual({ state: 'lost', attempt: 1, sinceMs: 77 })
    await expect(bridge.client.sync.now()).rejects.toBeInstanceOf(CoreUnreachable)
    wake()
    await vi.waitFor(() => expect(waits).toEqual([250, 500]))
    down = false
    wake()
    await bridge.whenOpen()
    expect(seen.at(-1)).toBe('open')
    await expect(bridge.client.sync.now()).resolves.toEqual(status)
  })

  it('the change feed ends with the core that fed it, as weather like any other', async () => {
    start()
    await bridge.whenOpen()
    const changes = await bridge.client.changes()
    const first = await changes.next()
    expect(first.value).toEqual({ kind: 'sync', status })
    const rest = expect(changes.next()).rejects.toBeInstanceOf(CoreUnreachable)
    down = true
    cores[0]?.end()
    await rest
  })

  it('waits longer each time, up to five seconds, spread by chance', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
      250, 500, 1000, 2000, 4000, 5000, 5000,
    ])
    expect(retryDelayMs(3, 1)).toBe(500)
  })
})
