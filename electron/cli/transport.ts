import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { consoleContract } from '../../shared/contract/console.ts'

export type ConsoleClient = ContractRouterClient<typeof consoleContract>

/** The core that is running on this folder, through its local socket; `null` when none answers. */
export async function reachCore(
  path: string,
): Promise<{ readonly client: ConsoleClient; readonly close: () => void } | null> {
  const socket = new WebSocket(`ws+unix:${path}:/rpc`)
  const isOpen = await new Promise<boolean>((done) => {
    socket.once('open', () => done(true))
    socket.once('error', () => done(false))
  })
  if (!isOpen) return null
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return { client: createORPCClient(link), close: () => socket.close() }
}

/** Whether a server answers `/healthz`, and how long it took, ms. */
export async function askHealth(
  server: string,
): Promise<{ readonly ok: boolean; readonly tookMs: number; readonly said?: string }> {
  const startedMs = performance.now()
  const took = () => Math.round(performance.now() - startedMs)
  try {
    const response = await fetch(new URL('/healthz', server), { signal: AbortSignal.timeout(5_000) })
    return { ok: response.ok, tookMs: took(), said: String(response.status) }
  } catch (error) {
    return { ok: false, tookMs: took(), said: error instanceof Error ? error.message : String(error) }
  }
}
