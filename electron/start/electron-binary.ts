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

/** How long the first start waits for the download to show life. Source: details.md "Electron fetch". */
const firstByteMs = 10_000

export interface FetchDeps {
  readonly start: () => ChildProcess
  readonly wait: (ms: number) => Promise<void>
}

/** Electron's own installer: it checks the checksum and puts the program in place only when it is whole. */
export const startInstaller = (root: string): ChildProcess =>
  spawn(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { stdio: 'ignore', detached: true })

/**
 * Tries to have the binary. `here` = it is there now; `later` = nothing yet, the download goes on in the background and
 * the next start takes it; `failed` = it cannot be fetched from this machine.
 */
export async function fetchElectron(deps: FetchDeps): Promise<'here' | 'later' | 'failed'> {
  const child = deps.start()
  const ended = new Promise<'here' | 'failed'>((done) => {
    child.once('error', () => done('failed'))
    child.once('exit', (code) => done(code === 0 ? 'here' : 'failed'))
  })
  const outcome = await Promise.race([ended, deps.wait(firstByteMs).then(() => 'later' as const)])
  if (outcome === 'later') child.unref()
  return outcome
}
