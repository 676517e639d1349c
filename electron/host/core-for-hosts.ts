import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import { ok, type Result } from '../../shared/kernel/result.ts'
import type { Console } from '../core/console.ts'
import { consoleDir } from '../core/console.ts'
import { type HostGifts, openNodeConsole, sealNodeConsole } from '../core/node-ports.ts'
import type { Sealed } from '../core/sealed.ts'
import type { StartOptions } from '../start/options.ts'
import { keepCallAccess, readCallAccess } from './call-access.ts'
import { listenForCalls } from './call-listener.ts'
import { listenNear } from './kept-port.ts'
import { serveLocally, socketPath } from './local-socket.ts'
import { startRefusalLine } from './start-refusal.ts'

type Socket = WebSocket

/** A core as both hosts run it: reachable for windows, and once its file is open for the command line and the phone system. */
export interface HostedCore {
  /** What answers a window that connects now. */
  readonly router: () => Console['router'] | Sealed['router']
  /** The console, once its file is open. */
  readonly console: () => Console | null
  /** Serves the console's contract over a WebSocket. */
  readonly serve: (socket: Socket) => void
  readonly close: () => Promise<void>
}

interface OpenCore {
  readonly console: Console
  readonly serve: (socket: Socket) => void
  readonly close: () => Promise<void>
}

/**
 * Opens the console of these options; where its file waits for a password, a core that asks for it. `onOpened` is told when that was
 * given, so that the windows connect anew. Refusals are those of `createConsole`.
 */
export async function openHostedCore(
  options: StartOptions,
  gifts: HostGifts = {},
  onOpened: () => void = () => undefined,
): Promise<Result<HostedCore>> {
  const opened = await openNodeConsole(options, gifts)
  if (opened.ok) return ok(unsealed(await openCore(options, opened.value)))
  return opened.error.tag === 'unlock.needs_password' ? ok(sealed(options, gifts, onOpened)) : opened
}

const unsealed = (core: OpenCore): HostedCore => ({
  ...core,
  console: () => core.console,
  router: () => core.console.router,
})

/** Whoever gave the password is answered before their window is sent to the open core. */
const answerMs = 100

function sealed(options: StartOptions, gifts: HostGifts, onOpened: () => void): HostedCore {
  const waiting = new Set<Socket>()
  let open: OpenCore | null = null
  const hurry = (): void => {
    onOpened()
    for (const socket of waiting) socket.close()
  }
  const seal = sealNodeConsole(options, gifts, async (console) => {
    open = await openCore(options, console)
    setTimeout(hurry, answerMs)
  })
  const handler = new RPCHandler(seal.router)
  return {
    router: () => open?.console.router ?? seal.router,
    console: () => open?.console ?? null,
    serve: (socket) => {
      if (open) return open.serve(socket)
      waiting.add(socket)
      socket.addEventListener('close', () => waiting.delete(socket))
      handler.upgrade(socket, { context: {} })
    },
    close: async () => {
      await open?.close()
    },
  }
}

function die(error: unknown): void {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
}

async function openCore(options: StartOptions, console: Console): Promise<OpenCore> {
  const handler = new RPCHandler(console.router)
  console.wiped.then(() => {
    process.stderr.write(`${startRefusalLine({ tag: 'device.wipe' })}\n`)
    process.exit(0)
  }, die)
  const serve = (socket: Socket): void => void handler.upgrade(socket, { context: {} })
  const folder = consoleDir(options.dataDir, options.profile)
  const stopLocal = await serveLocally(socketPath(folder), serve)
  const calls = await takeCalls(folder, console)
  return {
    console,
    serve,
    close: async () => {
      await Promise.all([stopLocal(), calls.close()])
      await console.close()
    },
  }
}

async function takeCalls(folder: string, { ring }: Console) {
  const { port, token } = readCallAccess(folder)
  const calls = await listenNear(port, (wanted) => listenForCalls({ port: wanted, token, onCall: ring }))
  keepCallAccess(folder, { url: calls.url, token })
  return calls
}
