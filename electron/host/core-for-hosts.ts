import { RPCHandler } from '@orpc/server/ws'
import type { Console } from '../core/console.ts'
import { consoleDir } from '../core/console.ts'
import { openNodeConsole } from '../core/node-ports.ts'
import type { StartOptions } from '../start/options.ts'
import { serveLocally, socketPath } from './local-socket.ts'
import { startRefusalLine } from './start-refusal.ts'

type Socket = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0]

/** A core as both hosts run it: open, and reachable for the command line of the same user. */
export interface HostedCore {
  readonly console: Console
  /** Serves the console's contract over a WebSocket. */
  readonly serve: (socket: Socket) => void
  readonly close: () => Promise<void>
}

/** Opens the console of these options; `null` after saying in one line why it cannot be opened. */
export async function openHostedCore(options: StartOptions, threadsUrl?: URL): Promise<HostedCore | null> {
  const opened = await openNodeConsole(options, threadsUrl)
  if (!opened.ok) {
    process.stderr.write(`${startRefusalLine(opened.error)}\n`)
    return null
  }
  opened.value.wiped.then(
    () => {
      process.stderr.write(`${startRefusalLine({ tag: 'device.wipe' })}\n`)
      process.exit(0)
    },
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
  const handler = new RPCHandler(opened.value.router)
  const serve = (socket: Socket): void => void handler.upgrade(socket, { context: {} })
  const stopLocal = await serveLocally(socketPath(consoleDir(options.dataDir, options.profile)), serve)
  return {
    console: opened.value,
    serve,
    close: async () => {
      await stopLocal()
      await opened.value.close()
    },
  }
}
