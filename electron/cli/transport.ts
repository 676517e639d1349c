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
