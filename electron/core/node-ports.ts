import { randomBytes } from 'node:crypto'
import { uptime } from 'node:os'
import type { Result } from '../../shared/kernel/result.ts'
import type { StartOptions } from '../start/options.ts'
import { type Console, consoleDir, createConsole } from './console.ts'
import { kernelPorts } from './kernel-ports.ts'
import type { ConsolePorts } from './ports.ts'
import type { StoreDeps } from './store/store-deps.ts'

/** Version of this program and of the events it writes, as told to the server. */
const appV = '0.1.0'
const eventV = 1

const log = (entry: { readonly code: string; readonly [key: string]: unknown }): void => {
  process.stderr.write(`${JSON.stringify({ atMs: Date.now(), ...entry })}\n`)
}

function setTimer(work: () => void, afterMs: number): { readonly cancel: () => void } {
  const timer = setTimeout(work, afterMs)
  timer.unref()
  return { cancel: () => clearTimeout(timer) }
}

/** A store in `dir` on this machine's own clocks, randomness and disk. */
export const nodeStoreDeps = (dir: string): StoreDeps => ({
  dir,
  kernel: kernelPorts().kernel,
  nowMs: () => Date.now(),
  monoMs: () => performance.now(),
  upMs: () => uptime() * 1000,
  random: (bytes) => randomBytes(bytes),
  log,
})

/** A console core on this machine's own clocks, randomness and disk. `server` is an address or `none`. */
export function openNodeConsole(
  options: Pick<StartOptions, 'dataDir' | 'profile' | 'server'> & Pick<ConsolePorts, 'unlock'>,
  threadsUrl?: URL,
): Promise<Result<Console>> {
  return createConsole({
    ...nodeStoreDeps(consoleDir(options.dataDir, options.profile)),
    ...kernelPorts(),
    server: options.server === 'none' ? null : options.server,
    profile: options.profile,
    demo: true,
    ...(options.unlock === undefined ? {} : { unlock: options.unlock }),
    appV,
    eventV,
    chance: () => Math.random(),
    setTimer,
    ...(threadsUrl === undefined ? {} : { threadsUrl }),
  })
}
