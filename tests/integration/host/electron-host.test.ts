import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ElectronDouble } from '../../electron-double/double.ts'
import { type HostOnDouble, type HostWish, startOnDouble } from './electron-started.ts'

let double: ElectronDouble
let host: HostOnDouble

beforeEach(() => {
  double = new ElectronDouble()
})
afterEach(() => {
  host.close()
  expect(host.bugs).toEqual([])
})

async function start(wish: HostWish = {}): Promise<void> {
  host = startOnDouble({ double, ...wish })
  await double.ready()
}

describe('Electron host', () => {
  it('opens one fenced window and joins it straight to the core', async () => {
    await start()
    expect(double.cores).toHaveLength(1)
    expect(host.core()).toMatchObject({ file: '/app/process.js', args: ['--data-dir', host.dir] })
    expect(host.window().options).toMatchObject({
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, preload: '/app/preload.cjs' },
    })
    host.window().contents.emit('did-finish-load')
    expect(host.window().posted.map((post) => post.channel)).toEqual(['console-port'])
    expect(host.orders().map((order) => order.do)).toEqual(['start', 'window'])
    const got = new Promise((done) => host.window().posted[0]?.ports[0]?.once('message', done))
    host.core().posted[1]?.ports[0]?.postMessage('straight')
    expect(await got).toBe('straight')
  })

  it('is ready when its core is', async () => {
    await start()
    expect(host.ready).toEqual([])
    host.core().events.emit('message', { say: 'ready' })
    expect(host.ready).toEqual(['app://console/'])
  })

  it('joins its windows anew once the password for its data was given', async () => {
    await start()
    host.window().contents.emit('did-finish-load')
    host.core().events.emit('message', { say: 'unsealed' })
    expect(host.window().posted.map((post) => post.channel)).toEqual(['console-port', 'console-port'])
    expect(host.orders().map((order) => order.do)).toEqual(['start', 'window', 'window'])
  })

  it('lets a page go nowhere and have nothing', async () => {
    await start()
    const window = host.window()
    expect(window.openHandler?.({ url: 'https://elsewhere.example' })).toEqual({ action: 'deny' })
    let stopped = 0
    const event = (url: string) => ({ url, preventDefault: () => stopped++ })
    for (const way of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])
      window.contents.emit(way, event('https://elsewhere.example'))
    expect(stopped).toBe(4)
    window.contents.emit('will-navigate', event('app://console/?lang=en'))
    expect(stopped).toBe(4)
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
    for (const name of ['setPermissionCheckHandler', 'setDevicePermissionHandler'])
      expect((double.callsTo('Session', name)[0]?.args[0] as (() => boolean) | undefined)?.()).toBe(false)
  })

  it('serves only the built pages, with a policy', async () => {
    await start()
    const serve = double.callsTo('Protocol', 'handle')[0]?.args[1] as (request: { url: string }) => Response
    const policy = serve({ url: 'app://console/' }).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(serve({ url: 'app://console/../secret' }).status).toBe(404)
    expect(serve({ url: 'app://other/' }).status).toBe(404)
  })

  it.each([
    ['where it was closed', { x: 10, y: 20, width: 1200, height: 700 }, true],
    ['in the middle when its display is gone', { x: 3000, y: 20, width: 1200, height: 700 }, false],
    ['in the middle when only its foot could be seen', { x: 10, y: -680, width: 1200, height: 700 }, false],
  ])('opens %s', async (_where, bounds, isKept) => {
    await start({ remembered: { bounds } })
    expect(host.window().options).toMatchObject(isKept ? bounds : { width: 1366, height: 768 })
    expect('x' in (host.window().options as object)).toBe(isKept)
    host.window().window.emit('close')
    expect(host.remembered().bounds).toEqual({ x: 10, y: 20, width: 1200, height: 700 })
  })

  it('says so and quits when it is the second instance; the first one comes up', async () => {
    double.gotLock = false
    await start()
    expect(double.quitAsked).toBe(1)
    expect(double.windows).toHaveLength(0)
    expect(host.said[0]).toContain('store.in_use')
    double = new ElectronDouble()
    await start()
    double.app.emit('second-instance', {}, ['redress'])
    expect(double.callsTo('BrowserWindow', 'focus')).toHaveLength(1)
    expect(double.callsTo('BrowserWindow', 'restore')).toHaveLength(1)
  })

  it('keeps what belongs to the program in the data folder', async () => {
    await start()
    expect(double.callsTo('App', 'setPath')[0]?.args).toEqual(['userData', join(host.dir, 'electron')])
  })

  it('waits for the core to flush before it ends', async () => {
    await start()
    host.askToEnd()
    expect(double.quitAsked).toBe(1)
    double.quitAsked = 0
    let held = 0
    double.app.emit('will-quit', { preventDefault: () => held++ })
    expect(held).toBe(1)
    expect(host.orders().at(-1)).toEqual({ do: 'stop' })
    await new Promise((done) => setImmediate(done))
    expect(double.quitAsked).toBe(0)
    host.core().events.emit('exit', 0)
    await expect.poll(() => double.quitAsked).toBe(1)
    double.app.emit('will-quit', { preventDefault: () => held++ })
    expect(held).toBe(1)
    expect(double.world.keys.size).toBe(0)
  })

  it('loads a page that crashed again, three times', async () => {
    await start()
    for (let i = 0; i < 5; i++) host.window().contents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(double.callsTo('WebContents', 'reload')).toHaveLength(3)
  })
})

describe('the life of the core', () => {
  it('is started again when it dies, and the windows are joined to the new one', async () => {
    await start()
    host.window().contents.emit('did-finish-load')
    host.core().events.emit('exit', 1)
    double.app.emit('open-url', { preventDefault: () => undefined }, 'redress://call?number=1')
    await expect.poll(() => double.cores.length, { timeout: 3_000 }).toBe(2)
    expect(host.orders().map((order) => order.do)).toEqual(['start', 'call', 'window'])
  })

  it('is asked about in words when it dies five times in a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      host = startOnDouble({ double })
      await double.ready()
      double.world.pressed = 1
      for (let i = 0; i < 5; i++) {
        host.core().events.emit('exit', 1)
        await vi.advanceTimersByTimeAsync(600)
      }
      expect(double.world.dialogs).toMatchObject([{ message: '后台反复停止', buttons: ['再试一次', '退出'] }])
      expect(double.cores).toHaveLength(5)
      expect(double.exitCodes).toEqual([1])
    } finally {
      vi.useRealTimers()
    }
  })

  it.each([
    ['store.in_use', '已被另一个控制台打开'],
    ['store.network_share', '网络共享'],
    ['store.too_new', '请先升级本程序'],
    ['store.disk_full', '磁盘已满'],
  ])('says in words why a console cannot be opened: %s', async (tag, words) => {
    await start()
    host.core().events.emit('message', { say: 'refused', refusal: { tag } })
    expect(JSON.stringify(double.world.dialogs)).toContain(words)
    expect(host.said[0]).toContain(tag)
    expect(double.exitCodes).toEqual([1])
    expect(host.ready).toEqual([])
  })

  it('hears of sleep and of the battery', async () => {
    double.world.onBattery = true
    await start()
    double.world.power.emit('resume')
    double.world.power.emit('on-ac')
    expect(host.orders().slice(1)).toEqual([{ do: 'battery', on: true }, { do: 'woken' }, { do: 'battery', on: false }])
    double.world.power.emit('shutdown')
    expect(double.quitAsked).toBe(1)
  })
})

describe('TRU-3b the key store of the operating system', () => {
  const machineKey = () => (host.orders()[0] as unknown as { machineKey: string | null }).machineKey
  const file = () => join(host.dir, 'electron', 'machine.key')

  it('keeps a key of this machine, never bare, and hands it to the core', async () => {
    await start()
    const key = machineKey() ?? ''
    expect(Buffer.from(key, 'base64')).toHaveLength(32)
    expect(readFileSync(file()).includes(key)).toBe(false)
    expect(statSync(file()).mode & 0o077).toBe(0)
    expect(JSON.stringify(host.remembered())).not.toContain(key)
  })

  it.each<[string, Partial<ElectronDouble['world']['keyStore']>]>([
    ['a password that everybody knows', { backend: 'basic_text' }],
    ['nobody knows what', { backend: 'unknown' }],
    ['nothing', { available: false }],
  ])('counts as none when it is %s', async (_what, keyStore) => {
    Object.assign(double.world.keyStore, keyStore)
    await start()
    expect(machineKey()).toBeNull()
    expect(existsSync(file())).toBe(false)
  })
})

describe('CALL-12b a link', () => {
  const call = 'redress://call?number=13812341234&queue=a&callId=1'
  const orders = () => host.orders().filter((order) => order.do === 'call')

  it('of this start reaches the core as it came', async () => {
    await start({ args: ['--data-dir', 'x', call] })
    expect(orders()).toEqual([{ do: 'call', link: call }])
  })

  it('of a second start reaches the first one, which comes up', async () => {
    await start()
    double.app.emit('second-instance', {}, ['redress.exe', '--allow-file-access', call])
    expect(orders()).toEqual([{ do: 'call', link: call }])
    expect(double.callsTo('BrowserWindow', 'focus')).toHaveLength(1)
  })

  it('of macOS is kept when it comes before ready', async () => {
    host = startOnDouble({ double })
    let prevented = 0
    double.app.emit('open-url', { preventDefault: () => prevented++ }, call)
    await double.ready()
    expect(orders()).toEqual([{ do: 'call', link: call }])
    expect(prevented).toBe(1)
  })

  it('is claimed by an installed program only', async () => {
    await start()
    expect(double.callsTo('App', 'setAsDefaultProtocolClient')).toHaveLength(0)
    double = new ElectronDouble()
    double.isPackaged = true
    await start()
    expect(double.callsTo('App', 'setAsDefaultProtocolClient')[0]?.args).toEqual(['redress'])
  })

  it('brings the window up when the core says that somebody rings', async () => {
    await start()
    host.core().events.emit('message', { say: 'news', news: { kind: 'ring' } })
    expect(double.callsTo('BrowserWindow', 'show')).toHaveLength(1)
  })
})

describe('the double itself', () => {
  const electron = () => double.electron as Record<string, Record<string, (...args: unknown[]) => unknown>>

  it('refuses what Electron does not declare, what comes too early, and the wrong process', async () => {
    await start()
    double = new ElectronDouble()
    expect(() => electron()['app']?.['explode']).toThrow('declares no App.explode')
    expect(() => electron()['app']?.['on']?.('exploded', () => undefined)).toThrow("no event App 'exploded'")
    expect(() => electron()['app']?.['relaunch']).toThrow('does not know App.relaunch')
    for (const [part, member] of [
      ['protocol', 'handle'],
      ['globalShortcut', 'register'],
      ['safeStorage', 'encryptString'],
      ['screen', 'getAllDisplays'],
      ['powerMonitor', 'on'],
    ] as const)
      expect(() => electron()[part]?.[member], `${part}.${member}`).toThrow('before ready')
    const { Notification: Note, Tray } = double.electron as Record<string, new (options?: object) => object>
    expect(() => Note && new Note({})).toThrow('before ready')
    expect(() => Tray && new Tray()).toThrow('before ready')
    expect(() => electron()['ipcRenderer']).toThrow('cannot be imported in Main')
    const inProcess = (name: 'Renderer' | 'Utility') => new ElectronDouble(name).electron as Record<string, unknown>
    for (const part of ['app', 'dialog', 'safeStorage', 'globalShortcut', 'Notification', 'Tray', 'Menu', 'screen'])
      for (const name of ['Renderer', 'Utility'] as const)
        expect(() => inProcess(name)[part], `${part} in ${name}`).toThrow('cannot be imported')
    await double.ready()
    expect(() => electron()['app']?.['enableSandbox']).toThrow('after ready')
  })
})
