import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ElectronHostDeps } from '../../../electron/host/electron-deps.ts'
import { startElectronHost } from '../../../electron/host/electron-host.ts'
import type { Remembered } from '../../../electron/host/electron-memory.ts'
import { readOptions } from '../../../electron/start/options.ts'
import { type HostAnswer, hostKey } from '../../../shared/contract/host.ts'
import { ElectronDouble, type FakeCore, type FakeWindow } from '../../electron-double/double.ts'

/** The Electron host on a double, as a test drives it. */
export interface HostOnDouble {
  readonly double: ElectronDouble
  readonly dir: string
  readonly ready: string[]
  readonly said: string[]
  readonly bugs: unknown[]
  readonly remembered: () => Remembered
  /** As when the machine shuts down, or whoever started the program has gone. */
  readonly askToEnd: () => void
  readonly window: () => FakeWindow
  readonly core: () => FakeCore
  /** Orders the newest core was given. */
  readonly orders: () => readonly { readonly do: string }[]
  /** What a page asks, from its top frame at our address unless told otherwise. */
  readonly ask: (ask: unknown, frame?: object | null) => Promise<HostAnswer>
  readonly close: () => void
}

export interface HostWish {
  readonly double?: ElectronDouble
  readonly args?: readonly string[]
  readonly remembered?: Remembered
  readonly platform?: NodeJS.Platform
}

const last = <T>(items: readonly T[], what: string): T => {
  const item = items.at(-1)
  if (item === undefined) throw new Error(`no ${what}`)
  return item
}

const ourFrame = { url: 'app://console/?lang=en', parent: null }

export function startOnDouble(wish: HostWish = {}): HostOnDouble {
  const double = wish.double ?? new ElectronDouble()
  const dir = mkdtempSync(join(tmpdir(), 'redress-electron-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, 'index.html'), '<!doctype html>console')
  let asked: () => void = () => undefined
  let remembered: Remembered = wish.remembered ?? {}
  const host = { ready: [] as string[], said: [] as string[], bugs: [] as unknown[] }
  startElectronHost({
    electron: double.electron as ElectronHostDeps['electron'],
    options: readOptions(['--data-dir', dir], {}),
    args: wish.args ?? [],
    flags: ['--data-dir', dir],
    platform: wish.platform ?? 'linux',
    folder: join(dir, 'electron'),
    coreFile: '/app/process.js',
    preloadFile: '/app/preload.cjs',
    pagesDir: dir,
    iconFile: '/app/icon.png',
    lateIconFile: '/app/late.png',
    autostart: { configDir: join(dir, 'config'), program: '/opt/Redress/redress' },
    memory: {
      read: () => remembered,
      write: (change) => {
        remembered = { ...remembered, ...change }
      },
    },
    monoMs: () => performance.now(),
    ready: (address) => host.ready.push(address),
    say: (line) => host.said.push(line),
    report: (error) => host.bugs.push(error),
    whenAsked: (quit) => {
      asked = quit
    },
  })
  const core = () => last(double.cores, 'core')
  const window = () => last(double.windows, 'window')
  return {
    ...host,
    double,
    dir,
    core,
    window,
    remembered: () => remembered,
    askToEnd: () => asked(),
    orders: () => core().posted.map(({ message }) => message),
    ask: (ask, frame = ourFrame) => {
      const handler = double.world.handlers.get(hostKey)
      if (!handler) throw new Error('nobody answers')
      return handler({ senderFrame: frame, sender: window().seenContents }, ask) as Promise<HostAnswer>
    },
    close: () => {
      for (const { posted } of [...double.windows, ...double.cores])
        for (const { ports } of posted) for (const port of ports) port.close()
    },
  }
}
