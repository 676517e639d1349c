import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAutostart } from '../../../electron/host/electron-autostart.ts'
import { hostWords, languages } from '../../../electron/host/host-words.ts'
import { en } from '../../../renderer/text/en.ts'
import { zhCN } from '../../../renderer/text/zh-CN.ts'
import { zhTW } from '../../../renderer/text/zh-TW.ts'
import { menuLines } from '../../electron-double/desk-parts.ts'
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
  host.window().contents.emit('did-finish-load')
}

const tell = (news: object) => host.core().events.emit('message', { say: 'news', news })
const clock = { kind: 'clock', case: 'c-1', number: 'K1-0007', clock: 'ack', state: 'breached', dueAtMs: 0 }
const appMenu = () => menuLines(double.callsTo('Menu', 'setApplicationMenu').at(-1)?.args[0])
const trayMenu = () => menuLines(double.world.trays[0]?.options['menu'])
const eventsOfPage = () => host.window().sent.map(({ message }) => message)

describe('what a page chooses for the host', () => {
  it('zoom is taken by every window, also by later ones', async () => {
    await start()
    expect((await host.ask({ ask: 'settings' })).settings).toMatchObject({ zoom: 100, notices: 'sound' })
    expect((await host.ask({ ask: 'zoom', percent: 125 })).settings.zoom).toBe(125)
    expect(double.callsTo('WebContents', 'setZoomFactor').map(({ args }) => args)).toEqual([[1.25]])
    const remembered = host.remembered()
    host.close()
    double = new ElectronDouble()
    await start({ remembered })
    expect(host.window().options).toMatchObject({ webPreferences: { zoomFactor: 1.25 } })
  })

  it('notices come without a sound, or not at all', async () => {
    await start()
    await host.ask({ ask: 'notices', as: 'silent' })
    tell(clock)
    expect(double.world.notifications[0]?.options).toMatchObject({ silent: true })
    await host.ask({ ask: 'notices', as: 'off' })
    tell({ ...clock, number: 'K1-0008' })
    expect(double.world.notifications).toHaveLength(1)
  })
})

describe('notifications', () => {
  it('CASE-5b name the case and its clock, nothing of the customer, and say what can be done', async () => {
    await start()
    tell(clock)
    const [note] = double.world.notifications
    expect(note?.options).toMatchObject({
      title: 'K1-0007 首次响应已超时',
      urgency: 'critical',
      actions: [{ text: '打开工单' }, { text: '5 分钟后再提醒' }],
    })
    expect(double.callsTo('Notification', 'show')).toHaveLength(1)
  })

  it.each([
    ['a click', 'click', {}],
    ['its button', 'action', { actionIndex: 0 }],
  ])('open the case by %s', async (_way, event, details) => {
    await start()
    tell({ ...clock, state: 'near' })
    double.world.notifications[0]?.events.emit(event, details)
    expect(eventsOfPage()).toEqual([{ do: 'show_case', id: 'c-1' }])
    expect(double.callsTo('BrowserWindow', 'focus')).toHaveLength(1)
  })

  it('come again in five minutes when asked to', async () => {
    await start()
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      tell(clock)
      double.world.notifications[0]?.events.emit('action', { actionIndex: 1 })
      vi.advanceTimersByTime(299_000)
      expect(double.world.notifications).toHaveLength(1)
      vi.advanceTimersByTime(2_000)
      expect(double.world.notifications).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('badge, tray and menu', () => {
  it('show how many cases are late', async () => {
    await start()
    tell({ kind: 'late', count: 3 })
    expect(double.callsTo('App', 'setBadgeCount').at(-1)?.args).toEqual([3])
    expect(double.world.trays[0]?.options['text']).toContain('3 件工单已超时')
    tell({ kind: 'late', count: 0 })
    expect(double.callsTo('App', 'setBadgeCount').at(-1)?.args).toEqual([0])
  })

  it('speak the language of the screens, also after a restart', async () => {
    await start()
    expect([...appMenu().keys()]).toContain('新来电')
    await host.ask({ ask: 'language', language: 'zh-TW' })
    expect([...appMenu().keys()]).toContain('新來電')
    await host.ask({ ask: 'language', language: 'en' })
    expect([...trayMenu().keys()]).toEqual(['Open Redress', 'New call', 'Quit'])
    expect(host.remembered().language).toBe('en')
    double = new ElectronDouble()
    await start({ remembered: { language: 'en' } })
    expect([...appMenu().keys()]).toContain('New call')
  })

  it('begin a call, open a window, bring the console up, and quit', async () => {
    await start()
    trayMenu().get('新来电')?.()
    expect(eventsOfPage()).toEqual([{ do: 'new_call' }])
    appMenu().get('新窗口')?.()
    expect(double.windows).toHaveLength(2)
    double.world.trays[0]?.events.emit('click')
    expect(double.callsTo('BrowserWindow', 'focus').length).toBeGreaterThan(1)
    appMenu().get('退出')?.()
    expect(double.quitAsked).toBe(1)
  })

  it('keep an event for a window that has still to load', async () => {
    host = startOnDouble({ double })
    await double.ready()
    trayMenu().get('新来电')?.()
    expect(eventsOfPage()).toEqual([])
    host.window().contents.emit('did-finish-load')
    expect(eventsOfPage()).toEqual([{ do: 'new_call' }])
  })

  it('call clocks as the screens do', async () => {
    await start()
    const screens = { 'zh-CN': zhCN, 'zh-TW': zhTW, en }
    for (const language of languages) expect(hostWords[language].clock).toEqual(screens[language].clock.names)
  })
})

describe('the key that brings the console up', () => {
  it('works from the start, is changed in the settings, and is remembered', async () => {
    await start()
    double.world.keys.get('CommandOrControl+Shift+F2')?.()
    expect(double.callsTo('BrowserWindow', 'show')).toHaveLength(1)
    expect(await host.ask({ ask: 'shortcut', stroke: 'Ctrl+Alt+j' })).toMatchObject({
      settings: { stroke: 'Ctrl+Alt+j' },
    })
    expect([...double.world.keys.keys()]).toEqual(['CommandOrControl+Alt+J'])
    expect(host.remembered().stroke).toBe('Ctrl+Alt+j')
    await host.ask({ ask: 'shortcut', stroke: null })
    expect(double.world.keys.size).toBe(0)
    double = new ElectronDouble()
    await start({ remembered: { stroke: null } })
    expect(double.world.keys.size).toBe(0)
  })

  it.each([
    ['Ctrl+Alt+k', 'shortcut.taken'],
    ['F9', 'shortcut.needs_modifier'],
    ['Shift+a', 'shortcut.needs_modifier'],
    ['Ctrl+Dead', 'shortcut.unreadable'],
  ])('is refused in words when it is %s, and the old one stays', async (stroke, tag) => {
    double.world.takenKeys.add('CommandOrControl+Alt+K')
    double.world.unknownKeys.add('CommandOrControl+Dead')
    await start()
    expect(await host.ask({ ask: 'shortcut', stroke })).toMatchObject({
      settings: { stroke: 'Ctrl+Shift+F2' },
      refusal: { tag },
    })
    expect([...double.world.keys.keys()]).toEqual(['CommandOrControl+Shift+F2'])
    expect(host.remembered().stroke).toBeUndefined()
  })

  it('does not hold up a start when another program has it', async () => {
    double.world.takenKeys.add('CommandOrControl+Shift+F2')
    await start()
    expect((await host.ask({ ask: 'settings' })).settings.stroke).toBeNull()
  })
})

describe('what a page may ask', () => {
  it.each([
    ['another address', { url: 'https://evil.example/', parent: null }],
    ['a look-alike', { url: 'app://console.evil/', parent: null }],
    ['a frame inside our page', { url: 'app://console/', parent: {} }],
    ['nobody', null],
  ])('is refused to %s', async (_who, frame) => {
    await start()
    await expect(host.ask({ ask: 'settings' }, frame)).rejects.toThrow('own pages only')
  })

  it.each([
    [{ ask: 'open', file: '/etc/passwd' }],
    [{ ask: 'print', as: 'pdf', name: '../../x' }],
    [{ ask: 'autostart', on: 'yes' }],
    ['settings'],
  ])('is only what the schema knows: %j', async (ask) => {
    await start()
    await expect(host.ask(ask)).rejects.toThrow()
  })

  it('prints the page as a file where the person says, and on paper', async () => {
    await start()
    expect(await host.ask({ ask: 'print', as: 'pdf', name: 'K1-0007' })).toMatchObject({
      refusal: { tag: 'print.cancelled' },
    })
    double.world.file = join(host.dir, 'K1-0007.pdf')
    expect((await host.ask({ ask: 'print', as: 'pdf', name: 'K1-0007' })).refusal).toBeUndefined()
    expect(readFileSync(double.world.file, 'utf8')).toMatch(/^%PDF/)
    double.world.file = join(host.dir, 'gone', 'x.pdf')
    expect(await host.ask({ ask: 'print', as: 'pdf', name: 'x' })).toMatchObject({
      refusal: { tag: 'print.failed', detail: { reason: 'ENOENT' } },
    })
    expect((await host.ask({ ask: 'print', as: 'paper', name: 'x' })).refusal).toBeUndefined()
    host.window().printFailure = 'Print job canceled'
    expect(await host.ask({ ask: 'print', as: 'paper', name: 'x' })).toMatchObject({
      refusal: { tag: 'print.cancelled' },
    })
  })
})

describe('starting at log-in', () => {
  it('is offered to an installed program only', async () => {
    await start()
    expect((await host.ask({ ask: 'settings' })).settings.autostart).toBeNull()
    double = new ElectronDouble()
    double.isPackaged = true
    await start({ platform: 'darwin' })
    expect((await host.ask({ ask: 'autostart', on: true })).settings.autostart).toBe(true)
    expect(double.callsTo('App', 'setLoginItemSettings')[0]?.args).toMatchObject([
      { openAtLogin: true, args: ['--data-dir', host.dir] },
    ])
  })

  it('is a file of the desktop on Linux, with every argument quoted', () => {
    const configDir = mkdtempSync(join(tmpdir(), 'redress-config-'))
    const autostart = createAutostart({
      app: { isPackaged: true } as never,
      platform: 'linux',
      configDir,
      program: '/opt/Redress 1/redress',
      flags: ['--data-dir', '/data/$HOME "x" 100%'],
    })
    const file = join(configDir, 'autostart', 'redress.desktop')
    expect(autostart.isOn()).toBe(false)
    autostart.set(true)
    expect(autostart.isOn()).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain(
      'Exec="/opt/Redress 1/redress" "--data-dir" "/data/\\$HOME \\"x\\" 100%%"\n',
    )
    autostart.set(false)
    expect(existsSync(file)).toBe(false)
    rmSync(configDir, { recursive: true })
  })
})
