import { RPCHandler } from '@orpc/server/ws'
import type { Result } from '../../shared/kernel/result.ts'
import type { Console } from '../core/console.ts'
import { consoleDir } from '../core/console.ts'
import { type HostGifts, openNodeConsole } from '../core/node-ports.ts'
import type { StartOptions } from '../start/options.ts'
import { keepCallAccess, readCallAccess } from './call-access.ts'
import { listenForCalls } from './call-listener.ts'
import { listenNear } from './kept-port.ts'
import { serveLocally, socketPath } from './local-socket.ts'
import { startRefusalLine } from './start-refusal.ts'

type Socket = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0]

/** A core as both hosts run it: open, reachable for the command line of the same user and for the phone system. */
export interface HostedCore {
  readonly console: Console
  /** Serves the console's contract over a WebSocket. */
  readonly serve: (socket: Socket) => void
  readonly close: () => Promise<void>
}

/** Opens the console of these options. Refusals are those of `createConsole`. */
export async function openHostedCore(options: StartOptions, gifts: HostGifts = {}): Promise<Result<HostedCore>> {
  const opened = await openNodeConsole(options, gifts)
  if (!opened.ok) return opened
  const console = opened.value
  const handler = new RPCHandler(console.router)
  console.wiped.then(
    () => {
      process.stderr.write(`${startRefusalLine({ tag: 'device.wipe' })}\n`)
      process.exit(0)
    },
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
  const serve = (socket: Socket): void => void handler.upgrade(socket, { context: {} })
  const folder = consoleDir(options.dataDir, options.profile)
  const stopLocal = await serveLocally(socketPath(folder), serve)
  const calls = await takeCalls(folder, console)
  return {
    ok: true,
    value: {
      console,
      serve,
      close: async () => {
        await Promise.all([stopLocal(), calls.close()])
        await console.close()
      },
    },
  }
}

async function takeCalls(folder: string, { ring }: Console) {
  const { port, token } = readCallAccess(folder)
  const calls = await listenNear(port, (wanted) => listenForCalls({ port: wanted, token, onCall: ring }))
  keepCallAccess(folder, { url: calls.url, token })
  return calls
}
