import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium, quietFlags } from '../../electron/start/chromium.ts'

const root = resolve(import.meta.dirname, '../..')
const readyMs = 90_000

/** A program of ours, started as a user would, with its READY object. */
export interface Started {
  readonly ready: Readonly<Record<string, string>>
  readonly process: ChildProcess
  /** SIGKILL: no warning, no flush. */
  readonly kill: () => Promise<void>
  /** SIGTERM, as when the machine shuts down. */
  readonly stop: () => Promise<void>
}

function ended(child: ChildProcess): Promise<void> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()))
}

/** Runs `node <script> <args>` and waits for its READY line; rejects with what it printed when it ends first. */
function startProgram(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, REDRESS_HOST: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended(child)
  }
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${script} was not ready in ${readyMs} ms\n${said}`)), readyMs)
    child.once('exit', (code) => fail(new Error(`${script} ended with ${code} before it was ready\n${said}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('READY ')) return
      clearTimeout(timer)
      done({ ready: JSON.parse(line.slice(6)), process: child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') })
    })
  })
}

/** `npm start` without a window of its own: the test brings the browser. */
export const startConsole = (dataDir: string, flags: readonly string[] = []): Promise<Started> =>
  startProgram('electron/launch.ts', ['--no-open', '--host', 'browser', '--data-dir', dataDir, ...flags])

export const startServer = (dataDir: string, port = 0): Promise<Started> =>
  startProgram('server/main.ts', ['--demo', '--port', String(port), '--data-dir', dataDir])

/** A folder that is gone after the test. */
export function tempFolder(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'redress-e2e-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }) }
}

/** The machine's Chromium, headless. Throws with what to install when there is none. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium(process.env)
  if (!executablePath) throw new Error('no Chromium here: install the package chromium, or set REDRESS_CHROMIUM')
  // Only our own pages are opened, and many containers have neither user namespaces nor room in shared memory.
  const anywhere = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']
  return chromium.launch({ executablePath, args: [...quietFlags, ...anywhere] })
}

/** Opens a console's page; `query` such as `?lang=en&theme=dark` goes before the entry token. */
export async function openConsole(context: BrowserContext, started: Started, query = ''): Promise<Page> {
  const page = await context.newPage()
  const address = new URL(started.ready['console'] ?? '')
  address.search = query
  await page.goto(address.href)
  return page
}
