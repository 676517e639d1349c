import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type WebSocket as Socket, WebSocket, WebSocketServer } from 'ws'
import { consoleDir } from '../../../electron/core/console.ts'
import { openNodeConsole } from '../../../electron/core/node-ports.ts'
import { type HostedCore, openHostedCore } from '../../../electron/host/core-for-hosts.ts'
import { socketPath } from '../../../electron/host/local-socket.ts'
import { readOptions } from '../../../electron/start/options.ts'
import type { consoleContract } from '../../../shared/contract/console.ts'

const lin = { user: 'lin', password: 'correct horse battery' } as const

let dir: string
let core: HostedCore
let windows: WebSocketServer
let told = 0

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'redress-sealed-'))
  const options = readOptions(['--data-dir', dir, '--server', 'none'], {})
  const made = await openNodeConsole(options, { unlock: { by: 'password', ...lin } })
  if (!made.ok) throw new Error(made.error.tag)
  await made.value.close()
  const opened = await openHostedCore(options, {}, () => told++)
  if (!opened.ok) throw new Error(opened.error.tag)
  core = opened.value
  windows = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(windows, 'listening')
  windows.on('connection', (socket: Socket) => core.serve(socket))
})
afterAll(async () => {
  for (const socket of windows.clients) socket.terminate()
  windows.close()
  await core.close()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
})

async function openWindow() {
  const { port } = windows.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  const gone = new Promise<void>((done) => socket.once('close', () => done()))
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  const client: ContractRouterClient<typeof consoleContract> = createORPCClient(link)
  return { client, gone }
}

describe('a host whose data is protected by a password', () => {
  it('TRU-3b comes up and asks, with the store closed, for the command line as well', async () => {
    const { client } = await openWindow()
    expect(await client.session.current()).toMatchObject({ state: 'sealed', users: ['lin'], demo: false })
    await expect(client.cases.list({ view: 'all', limit: 1 })).rejects.toThrow()
    expect(core.console()).toBeNull()
    expect(existsSync(socketPath(consoleDir(dir, 'agent')))).toBe(false)
  })

  it('opens for the right password only, and sends its windows to the open core', async () => {
    const [first, second] = [await openWindow(), await openWindow()]
    await second.client.session.current()
    const wrong = await first.client.session.unlock({ user: 'lin', password: 'wrong wrong wrong' })
    expect(wrong).toMatchObject({ refusal: { tag: 'unlock.wrong', detail: { tries: 1 } } })
    expect(core.console()).toBeNull()
    expect(await first.client.session.unlock(lin)).not.toHaveProperty('refusal')
    await Promise.all([first.gone, second.gone])
    expect(told).toBe(1)
    const { client } = await openWindow()
    expect(await client.session.current()).toMatchObject({ state: 'signed_out', demo: false })
    expect(await client.cases.list({ view: 'all', limit: 1 })).toMatchObject({ rows: [] })
    expect(existsSync(socketPath(consoleDir(dir, 'agent')))).toBe(true)
  })
})
