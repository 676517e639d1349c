import type { BrowserWindow, Protocol, Session, UtilityProcess, WebContents } from 'electron'
import type { StartOptions } from '../start/options.ts'
import type { WindowMemory } from './electron-memory.ts'
import { type Page, readPages } from './pages.ts'

type Electron = Pick<
  typeof import('electron'),
  'app' | 'BrowserWindow' | 'MessageChannelMain' | 'protocol' | 'session' | 'utilityProcess'
>

export interface ElectronHostDeps {
  readonly electron: Electron
  readonly options: StartOptions
  /** Flags as given, handed on to the core. */
  readonly flags: readonly string[]
  readonly coreFile: string
  readonly preloadFile: string
  readonly pagesDir: string
  readonly memory: WindowMemory
  readonly ready: (address: string) => void
}

const scheme = 'app'
const address = `${scheme}://console/`

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Largest wait for the core to write what it holds before the program ends. */
const flushMs = 5_000
/** Wait before a core that died is started again. */
const restartMs = 500

function servePages(protocol: Pick<Protocol, 'handle'>, pages: ReadonlyMap<string, Page>): void {
  protocol.handle(scheme, (request) => {
    const url = new URL(request.url)
    const page = url.host === 'console' ? pages.get(url.pathname === '/' ? '/index.html' : url.pathname) : undefined
    if (!page) return new Response(null, { status: 404 })
    const headers = {
      'content-type': page.mediaType,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    }
    return new Response(new Uint8Array(page.body), { headers })
  })
}

/** No page but ours, no new windows, no device, no permission: whatever the page asks. */
function fence(session: Session, contents: WebContents): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setSpellCheckerEnabled(false)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(address)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Joins a window straight to the core: the main process never sees what passes. */
function connect(deps: ElectronHostDeps, window: BrowserWindow, core: UtilityProcess): void {
  const { port1, port2 } = new deps.electron.MessageChannelMain()
  core.postMessage('window', [port1])
  window.webContents.postMessage('console-port', null, [port2])
}

function openWindow(deps: ElectronHostDeps, core: () => UtilityProcess): BrowserWindow {
  const window = new deps.electron.BrowserWindow({
    width: 1366,
    height: 768,
    ...deps.memory.read(),
    minWidth: 1024,
    minHeight: 640,
    show: deps.options.open,
    autoHideMenuBar: true,
    webPreferences: {
      preload: deps.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  fence(deps.electron.session.defaultSession, window.webContents)
  window.on('close', () => deps.memory.write(window.getNormalBounds()))
  window.webContents.on('did-finish-load', () => connect(deps, window, core()))
  window.loadURL(address).catch((error: unknown) => {
    throw error
  })
  return window
}

/** Keeps one core alive; every window is joined to the new one when it had to be started again. */
function keepCore(deps: ElectronHostDeps, windows: () => readonly BrowserWindow[]) {
  let stopping = false
  let current = start()
  function start(): UtilityProcess {
    const core = deps.electron.utilityProcess.fork(deps.coreFile, [...deps.flags], {
      serviceName: 'redress-core',
      stdio: 'inherit',
    })
    core.once('exit', () => {
      if (stopping) return
      setTimeout(() => {
        current = start()
        for (const window of windows()) connect(deps, window, current)
      }, restartMs)
    })
    return core
  }
  return {
    current: () => current,
    /** Resolves when the core has flushed and ended, or after `flushMs`. */
    stop: (): Promise<void> => {
      stopping = true
      return new Promise((done) => {
        const timer = setTimeout(done, flushMs)
        current.once('exit', () => {
          clearTimeout(timer)
          done()
        })
        current.postMessage('stop')
      })
    },
  }
}

/** Starts the Electron host: one instance, one window, one core. Decision 0001, 0003. */
export function startElectronHost(deps: ElectronHostDeps): void {
  const { app, BrowserWindow, protocol } = deps.electron
  if (!app.requestSingleInstanceLock({ profile: deps.options.profile })) {
    app.quit()
    return
  }
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
  app.whenReady().then(() => {
    servePages(protocol, readPages(deps.pagesDir))
    const core = keepCore(deps, () => BrowserWindow.getAllWindows())
    const open = () => openWindow(deps, core.current)
    open()
    app.on('second-instance', () => {
      const window = BrowserWindow.getAllWindows()[0]
      if (window?.isMinimized()) window.restore()
      window?.focus()
    })
    app.on('activate', () => {
      if (BrowserWindow.getAllWindows().length === 0) open()
    })
    quitAfterFlush(deps, core.stop)
    deps.ready(address)
  })
}

function quitAfterFlush(deps: ElectronHostDeps, stop: () => Promise<void>): void {
  const { app } = deps.electron
  let flushed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (flushed) return
    event.preventDefault()
    stop().then(() => {
      flushed = true
      app.quit()
    })
  })
  process.once('SIGTERM', () => app.quit())
}
