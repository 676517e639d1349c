import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ElectronHostDeps, startElectronHost } from '../../../electron/host/electron-host.ts'
import type { Bounds } from '../../../electron/host/electron-memory.ts'
import { readOptions } from '../../../electron/start/options.ts'
import { ElectronDouble } from '../../electron-double/double.ts'

let dir: string
let double: ElectronDouble
let ready: string[]
let remembered: Bounds | undefined

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-electron-'))
  writeFileSync(join(dir, 'index.html'), '<!doctype html>console')
})
afterAll(() => rmSync(dir, { recursive: true }))
beforeEach(() => {
  double = new ElectronDouble()
  ready = []
  remembered = undefined
})

function start(): void {
  startElectronHost({
    electron: double.electron as ElectronHostDeps['electron'],
    options: readOptions(['--data-dir', dir], {}),
    flags: ['--data-dir', dir],
    coreFile: '/app/process.js',
    preloadFile: '/app/preload.cjs',
    pagesDir: dir,
    memory: {
      read: () => remembered,
      write: (bounds) => {
        remembered = bounds
      },
    },
    ready: (address) => ready.push(address),
  })
}

const firstWindow = () => {
  const window = double.windows[0]
  if (!window) throw new Error('no window was opened')
  return window
}

describe('Electron host', () => {
  it('opens one fenced window and joins it straight to the core', async () => {
    start()
    await double.ready()
    expect(ready).toEqual(['app://console/'])
    expect(double.cores).toHaveLength(1)
    expect(double.cores[0]).toMatchObject({ file: '/app/process.js', args: ['--data-dir', dir] })
    const window = firstWindow()
    expect(window.options).toMatchObject({
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, preload: '/app/preload.cjs' },
    })
    window.contents.emit('did-finish-load')
    expect(window.posted.map((post) => post.channel)).toEqual(['console-port'])
    expect(double.cores[0]?.posted.map((post) => post.message)).toEqual(['window'])
    const got = new Promise((done) => window.posted[0]?.ports[0]?.once('message', done))
    double.cores[0]?.posted[0]?.ports[0]?.postMessage('straight')
    expect(await got).toBe('straight')
    for (const port of [...(window.posted[0]?.ports ?? []), ...(double.cores[0]?.posted[0]?.ports ?? [])]) port.close()
  })

  it('lets the page go nowhere and have nothing', async () => {
    start()
    await double.ready()
    const window = firstWindow()
    expect(window.openHandler?.({ url: 'https://elsewhere.example' })).toEqual({ action: 'deny' })
    let stopped = 0
    const event = (url: string) => ({ url, preventDefault: () => stopped++ })
    window.contents.emit('will-navigate', event('https://elsewhere.example'))
    window.contents.emit('will-attach-webview', event(''))
    expect(stopped).toBe(2)
    window.contents.emit('will-navigate', event('app://console/?lang=en'))
    expect(stopped).toBe(2)
    const asked = double.callsTo('Session', 'setPermissionRequestHandler')[0]?.args[0] as (
      contents: unknown,
      permission: string,
      decide: (allowed: boolean) => void,
    ) => void
    let allowed: boolean | undefined
    asked(null, 'media', (given) => {
      allowed = given
    })
    expect(allowed).toBe(false)
  })

  it('serves only the built pages, with a policy', async () => {
    start()
    await double.ready()
    const serve = double.callsTo('Protocol', 'handle')[0]?.args[1] as (request: { url: string }) => Response
    expect(serve({ url: 'app://console/' }).headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(serve({ url: 'app://console/../secret' }).status).toBe(404)
    expect(serve({ url: 'app://other/' }).status).toBe(404)
  })

  it('opens where it was closed', async () => {
    start()
    await double.ready()
    expect(firstWindow().options).toMatchObject({ width: 1366, height: 768 })
    firstWindow().window.emit('close')
    expect(remembered).toEqual({ x: 10, y: 20, width: 1200, height: 700 })
    double = new ElectronDouble()
    start()
    await double.ready()
    expect(firstWindow().options).toMatchObject({ x: 10, y: 20, width: 1200, height: 700 })
  })

  it('quits at once when it is the second instance', () => {
    double.gotLock = false
    start()
    expect(double.quitAsked).toBe(1)
    expect(double.windows).toHaveLength(0)
  })

  it('waits for the core to flush before it ends', async () => {
    start()
    await double.ready()
    let held = 0
    double.app.emit('will-quit', { preventDefault: () => held++ })
    expect(held).toBe(1)
    expect(double.cores[0]?.posted.at(-1)?.message).toBe('stop')
    double.cores[0]?.events.emit('exit', 0)
    await new Promise((done) => setImmediate(done))
    expect(double.quitAsked).toBe(1)
    double.app.emit('will-quit', { preventDefault: () => held++ })
    expect(held).toBe(1)
  })

  it('starts a core that died again and joins the windows to the new one', async () => {
    start()
    await double.ready()
    double.cores[0]?.events.emit('exit', 1)
    await expect.poll(() => double.cores.length, { timeout: 3_000 }).toBe(2)
    expect(double.cores[1]?.posted.map((post) => post.message)).toEqual(['window'])
    for (const { ports } of [...firstWindow().posted, ...(double.cores[1]?.posted ?? [])])
      for (const port of ports) port.close()
  })
})

describe('the double itself', () => {
  const electron = () => double.electron as Record<string, Record<string, (...args: unknown[]) => unknown>>

  it('refuses what Electron does not declare, what comes too early, and the wrong process', async () => {
    expect(() => electron()['app']?.['explode']).toThrow('declares no App.explode')
    expect(() => electron()['app']?.['on']?.('exploded', () => undefined)).toThrow("no event App 'exploded'")
    expect(() => electron()['protocol']?.['handle']).toThrow('before ready')
    expect(() => electron()['ipcRenderer']).toThrow('cannot be imported in Main')
    expect(() => new ElectronDouble('Renderer').electron as never).not.toThrow()
    expect(() => (new ElectronDouble('Utility').electron as Record<string, unknown>)['app']).toThrow('Utility')
    await double.ready()
    expect(() => electron()['app']?.['enableSandbox']).toThrow('after ready')
  })
})
