import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Part, PartEnded, startPart } from './child.ts'
import { type KeepDeps, keepPart } from './keep.ts'

/** The server `npm start` brings along, kept up until `stop`. */
export interface EmbeddedServer {
  /** Base URL; stays the same for one data folder, over restarts of the server and of the start command. */
  readonly address: string
  readonly stop: () => Promise<void>
}

export interface EmbeddedDeps extends Pick<KeepDeps, 'say' | 'restartMs'> {
  readonly dataDir: string
  /** Starts a server on a port (0 = any free one) and answers when it is ready. */
  readonly start: (port: number) => Promise<Part>
}

/** Starts the project's own server program with its data in `dataDir/server`. */
export const serverStarter =
  (root: string, dataDir: string) =>
  (port: number): Promise<Part> => {
    const flags = ['--port', String(port), '--data-dir', join(dataDir, 'server'), '--demo']
    return startPart(process.execPath, [join(root, 'server', 'main.ts'), ...flags], process.env)
  }

const portFile = (dataDir: string): string => join(dataDir, 'server-port')
const portOf = (part: Part): number => Number(new URL(part.ready['server'] ?? '').port)

function readPort(dataDir: string): number {
  try {
    const port = Number(readFileSync(portFile(dataDir), 'utf8'))
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

/** The port of last time, since other consoles know the server by it; another one when somebody else has it now. */
async function startNear({ dataDir, start, say }: EmbeddedDeps): Promise<Part> {
  const wanted = readPort(dataDir)
  const part = await start(wanted).catch((error: unknown) => {
    // Code 2 is a call that is wrong on any port.
    if (wanted === 0 || !(error instanceof PartEnded) || error.code === 2) throw error
    say('The embedded server could not take its last port; trying another one.')
    return start(0)
  })
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(portFile(dataDir), String(portOf(part)))
  return part
}

/** Starts the server and keeps it up: when it dies by itself, it comes back on the same port and the consoles reconnect. */
export async function keepServer(deps: EmbeddedDeps): Promise<EmbeddedServer> {
  const first = await startNear(deps)
  const port = portOf(first)
  const kept = keepPart(first, {
    ...deps,
    again: () => deps.start(port),
    // Without it the console goes on by itself: there is no number of deaths after which that would end.
    isDone: () => false,
    onEnd: () => undefined,
    mostDeaths: Number.POSITIVE_INFINITY,
    line: 'The embedded server ended; starting it again.',
  })
  return { address: first.ready['server'] ?? '', stop: kept.stop }
}
