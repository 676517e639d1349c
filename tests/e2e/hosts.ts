import { resolve } from 'node:path'
import { _electron, type Browser, type Page } from 'playwright-core'
import { describe } from 'vitest'
import { buildWhenStale } from '../../electron/start/build.ts'
import { electronBinary } from '../../electron/start/electron-binary.ts'
import { describeWith } from '../skip.ts'
import { openBrowser, openConsole, startConsole } from './started.ts'

/** A console with its window, whichever host shows it. */
export interface OpenConsole {
  readonly page: Page
  /** SIGKILL: no warning, no flush. */
  readonly kill: () => Promise<void>
  /** As when the machine shuts down. */
  readonly stop: () => Promise<void>
}

export interface Wish {
  readonly dataDir: string
  /** Address of the server, or `none`. */
  readonly server: string
  readonly profile?: string
  /** Such as `?lang=en`. */
  readonly query?: string
}

export interface Host {
  readonly name: 'browser' | 'electron'
  readonly open: (wish: Wish) => Promise<OpenConsole>
  readonly close: () => Promise<void>
}

const root = resolve(import.meta.dirname, '../..')
const size = { width: 1366, height: 768 }
const flagsOf = ({ server, profile = 'agent' }: Wish): string[] => ['--server', server, '--profile', profile]

async function browserHost(): Promise<Host> {
  const browser: Browser = await openBrowser()
  return {
    name: 'browser',
    open: async (wish) => {
      const started = await startConsole(wish.dataDir, flagsOf(wish))
      const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
      const page = await openConsole(context, started, wish.query)
      const closed = async (end: () => Promise<void>) => {
        await context.close()
        await end()
      }
      return { page, kill: () => closed(started.kill), stop: () => closed(started.stop) }
    },
    close: () => browser.close(),
  }
}

async function electronHost(): Promise<Host> {
  const executablePath = electronBinary(root)
  if (executablePath === null) throw new Error('the Electron program is not downloaded')
  buildWhenStale(root)
  // A test machine's root may not use the sandbox; everybody else gets it.
  const env = { ...process.env, ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}) }
  return {
    name: 'electron',
    open: async (wish) => {
      const args = [root, '--data-dir', wish.dataDir, ...flagsOf(wish)]
      const app = await _electron.launch({ executablePath, args, env: env as Record<string, string> })
      const page = await app.firstWindow()
      if (wish.query !== undefined) await page.goto(`app://console/${wish.query}`)
      const child = app.process()
      const ended = new Promise<void>((done) => child.once('exit', () => done()))
      return {
        page,
        kill: async () => {
          child.kill('SIGKILL')
          await ended
        },
        stop: () => app.close(),
      }
    },
    close: async () => undefined,
  }
}

/**
 * The same specification on both hosts: in the machine's Chromium always, in Electron where its program is; elsewhere those tests are
 * counted as skipped for `electron`.
 */
export function onEachHost(title: string, body: (start: () => Promise<Host>) => void): void {
  describe(`${title} (browser host)`, () => body(browserHost))
  describeWith('electron', `${title} (Electron)`, () => body(electronHost))
}
