import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { Result } from '../../shared/kernel/result.ts'
import type { StartOptions } from '../start/options.ts'
import { type Console, consoleDir, createConsole } from './console.ts'
import { kernelPorts } from './kernel-ports.ts'
import { createWire } from './network/transport.ts'
import type { ConsolePorts } from './ports.ts'
import { createSealed, type Sealed } from './sealed.ts'
import type { StoreDeps } from './store/store-deps.ts'
import type { Wire } from './sync/transport.ts'

/** Version of this program and of the events it writes, as told to the server. */
export const appV = '0.1.0'
export const eventV = 1

const log = (entry: { readonly code: string; readonly [key: string]: unknown }): void => {
  process.stderr.write(`${JSON.stringify({ atMs: Date.now(), ...entry })}\n`)
}

function setTimer(work: () => void, afterMs: number): { readonly cancel: () => void } {
  const timer = setTimeout(work, afterMs)
  timer.unref()
  return { cancel: () => clearTimeout(timer) }
}

const wireOf = ({ proxy, serverCa }: Pick<StartOptions, 'proxy' | 'serverCa'>): Wire =>
  createWire({
    ...(proxy === undefined ? {} : { proxy }),
    ...(serverCa === undefined ? {} : { ca: readFileSync(serverCa, 'utf8') }),
  })

/** What only the host knows of: who unlocks the store, the key store of the system, its battery, where threads lie. */
export type HostGifts = Pick<ConsolePorts, 'unlock' | 'threadsUrl' | 'osKeyStore' | 'onBattery' | 'tell'>
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

/** The demonstration's server listens on this machine and nowhere else; what lies elsewhere is real and asks who is there. */
const isDemoPlace = (server: string): boolean =>
  server === 'none' || server === 'embedded' || ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(server).hostname)

type NodeOptions = Pick<StartOptions, 'dataDir' | 'profile' | 'server' | 'proxy' | 'serverCa'>

const portsOf = (options: NodeOptions, gifts: HostGifts): ConsolePorts => ({
  ...nodeStoreDeps(consoleDir(options.dataDir, options.profile)),
  ...kernelPorts(),
  server: options.server === 'none' ? null : options.server,
  wire: wireOf(options),
  profile: options.profile,
  demo: isDemoPlace(options.server),
  appV,
  eventV,
  chance: () => Math.random(),
  setTimer,
  ...gifts,
})

/** A console core on this machine's own clocks, randomness and disk. `server` is an address or `none`. */
export const openNodeConsole = (options: NodeOptions, gifts: HostGifts = {}): Promise<Result<Console>> =>
  createConsole(portsOf(options, gifts))

/** The same while its file waits for a password. */
export const sealNodeConsole = (
  options: NodeOptions,
  gifts: HostGifts,
  onOpen: (console: Console) => Promise<void>,
): Sealed => createSealed(portsOf(options, gifts), onOpen)
