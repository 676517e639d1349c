import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Path of the Electron program when it has been fetched whole, else `null`. */
export function electronBinary(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** How long a start waits for the first byte. Source: details.md "Electron fetch". */
const firstByteMs = 10_000
/** How long it waits for the rest once bytes come; a slow line does not keep anybody from working. */
const wholeMs = 120_000
/** Exit code of a fetch that found another one under way. */
export const busyCode = 3

export interface FetchDeps {
  /** A process with a channel: it says `bytes`, and ends with 0, 1 or `busyCode`. */
  readonly start: () => ChildProcess
  readonly wait: (ms: number) => Promise<void>
}

/** Downloads in the background, checks the checksum, puts the program in place only when it is whole; never two at once. */
export const startFetch = (root: string, env: NodeJS.ProcessEnv = process.env): ChildProcess =>
  spawn(
    process.execPath,
    [join(root, 'electron', 'start', 'fetch-electron.ts'), root, join(root, 'out', 'electron-fetch.pid')],
    { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true, env },
  )

/**
 * Tries to have the binary. `here` = it is there now; `later` = nothing yet, the download goes on in the background and
 * the next start takes it; `failed` = it cannot be fetched from this machine.
 */
export async function fetchElectron(deps: FetchDeps): Promise<'here' | 'later' | 'failed'> {
  const child = deps.start()
  const ended = new Promise<'here' | 'later' | 'failed'>((done) => {
    child.once('error', () => done('failed'))
    child.once('exit', (code) => done(code === 0 ? 'here' : code === busyCode ? 'later' : 'failed'))
  })
  const bytes = new Promise<'bytes'>((done) => child.once('message', () => done('bytes')))
  const later = (ms: number) => deps.wait(ms).then(() => 'later' as const)
  const first = await Promise.race([ended, bytes, later(firstByteMs)])
  const outcome = first === 'bytes' ? await Promise.race([ended, later(wholeMs)]) : first
  if (child.connected) child.disconnect()
  child.unref()
  return outcome
}
