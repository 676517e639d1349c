import { createRouterClient } from '@orpc/server'
import { consoleDir } from '../core/console.ts'
import { openNodeConsole } from '../core/node-ports.ts'
import { socketPath } from '../host/local-socket.ts'
import type { Profile } from '../start/options.ts'
import { UsageError } from './output.ts'
import { type ConsoleClient, reachCore } from './transport.ts'

export interface Place {
  readonly dataDir: string
  readonly profile: Profile
}

/**
 * Runs `work` against the console of a data folder: the running core when there is one, else the store opened here for as
 * long as the work takes (without talking to a server). Source: surfaces.md "Command line".
 */
export async function withConsole<T>(place: Place, work: (client: ConsoleClient) => Promise<T>): Promise<T> {
  const running = await reachCore(socketPath(consoleDir(place.dataDir, place.profile)))
  if (running) return work(running.client).finally(running.close)
  const opened = await openNodeConsole({ ...place, server: 'none' })
  if (!opened.ok) throw new UsageError(`the store cannot be opened: ${opened.error.tag}`)
  const client: ConsoleClient = createRouterClient(opened.value.router)
  return work(client).finally(opened.value.close)
}
