import type { BrowserWindow } from 'electron'
import { consolePort, type HostEvent, hostEvents } from '../../shared/contract/host.ts'
import type { CoreLife } from './electron-core-life.ts'
import type { ElectronHostDeps } from './electron-deps.ts'
import type { Bounds } from './electron-memory.ts'
import { address } from './electron-pages.ts'

export interface Windows {
  readonly open: () => void
  readonly all: () => readonly BrowserWindow[]
  /** Brings the console before whatever the person is looking at; opens a window when there is none. */
  readonly raise: () => void
  /** Raises a window and hands it the event. */
  readonly bring: (event: HostEvent) => void
  /** Joins every window to the core that is running now. */
  readonly join: () => void
}

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Enough of a window to take hold of it with the mouse. */
const leastSeen = 100

const isSeenOn = (bounds: Bounds, { x, y, width, height }: Area): boolean =>
  Math.min(bounds.x + bounds.width, x + width) - Math.max(bounds.x, x) >= leastSeen &&
  bounds.y >= y &&
  bounds.y <= y + height - leastSeen

/** Where the window stood, unless that display is gone. */
function rememberedBounds({ electron, memory }: ElectronHostDeps): Bounds | undefined {
  const bounds = memory.read().bounds
  const isSeen = bounds && electron.screen.getAllDisplays().some(({ workArea }) => isSeenOn(bounds, workArea))
  return isSeen ? bounds : undefined
}

/** A crashed page is loaded again: its drafts come back from the core. After this many in a row it stays down. */
const mostReloads = 3

function makeWindow(deps: ElectronHostDeps): BrowserWindow {
  const window = new deps.electron.BrowserWindow({
    width: 1366,
    height: 768,
    ...rememberedBounds(deps),
    minWidth: 1024,
    minHeight: 640,
    show: deps.options.open,
    icon: deps.iconFile,
    autoHideMenuBar: true,
    webPreferences: {
      preload: deps.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      zoomFactor: (deps.memory.read().zoom ?? 100) / 100,
    },
  })
  let reloads = 0
  window.on('close', () => deps.memory.write({ bounds: window.getNormalBounds() }))
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reloads++ < mostReloads) window.webContents.reload()
  })
  return window
}

/** The console's windows, each joined straight to the core: the main process never sees what passes. */
export function createWindows(deps: ElectronHostDeps, core: () => CoreLife): Windows {
  const { BrowserWindow, MessageChannelMain } = deps.electron
  const all = (): readonly BrowserWindow[] => BrowserWindow.getAllWindows()
  const loaded = new WeakSet<BrowserWindow>()
  const waiting = new WeakMap<BrowserWindow, HostEvent>()

  const joinOne = (window: BrowserWindow): void => {
    const { port1, port2 } = new MessageChannelMain()
    core().send({ do: 'window' }, [port1])
    window.webContents.postMessage(consolePort, null, [port2])
  }

  const onLoad = (window: BrowserWindow): void => {
    loaded.add(window)
    joinOne(window)
    const event = waiting.get(window)
    if (event) window.webContents.send(hostEvents, event)
    waiting.delete(window)
  }

  const open = (): BrowserWindow => {
    const window = makeWindow(deps)
    window.webContents.on('did-finish-load', () => onLoad(window))
    window.loadURL(address).catch((error: unknown) => deps.report(error))
    return window
  }

  const raise = (): BrowserWindow => {
    const window = BrowserWindow.getFocusedWindow() ?? all()[0] ?? open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return window
  }

  return {
    open: () => void open(),
    all,
    raise: () => void raise(),
    bring: (event) => {
      const window = raise()
      if (loaded.has(window)) window.webContents.send(hostEvents, event)
      else waiting.set(window, event)
    },
    join: () => {
      for (const window of all()) if (loaded.has(window)) joinOne(window)
    },
  }
}
