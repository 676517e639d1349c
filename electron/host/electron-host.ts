import { join } from 'node:path'
import type { Refusal } from '../../shared/kernel/result.ts'
import type { FromCore } from './core-messages.ts'
import { answerAsks } from './electron-asks.ts'
import { createAutostart } from './electron-autostart.ts'
import { type CoreLife, startCoreLife } from './electron-core-life.ts'
import type { ElectronHostDeps } from './electron-deps.ts'
import { createDesk, type Desk } from './electron-desk.ts'
import { readMachineKey } from './electron-key.ts'
import { catchLinks } from './electron-links.ts'
import { address, fenceContents, fenceSession, registerPages, servePages } from './electron-pages.ts'
import { createShortcut } from './electron-shortcut.ts'
import { createWindows, type Windows } from './electron-windows.ts'
import { readPages } from './pages.ts'
import { startRefusalLine, startRefusalText } from './start-refusal.ts'

/** No input method and no screen of ours owns it. */
const firstStroke = 'Ctrl+Shift+F2'

/** Starts the Electron host: one instance per profile and data folder, one core, its windows. Decision 0001, 0003. */
export function startElectronHost(deps: ElectronHostDeps): void {
  const { app, protocol } = deps.electron
  app.setPath('userData', deps.folder)
  if (!app.requestSingleInstanceLock()) {
    deps.say(startRefusalLine({ tag: 'store.in_use' }))
    app.quit()
    return
  }
  app.enableSandbox()
  registerPages(protocol)
  fenceContents(app)
  const links = catchLinks(app, deps.args)
  app
    .whenReady()
    .then(() => open(deps, links))
    .catch(deps.report)
}

function open(deps: ElectronHostDeps, links: ReturnType<typeof catchLinks>): void {
  const { app, globalShortcut, protocol, safeStorage, session } = deps.electron
  servePages(protocol, readPages(deps.pagesDir))
  fenceSession(session.defaultSession)
  const windows = createWindows(deps, () => core)
  const desk = createDesk(deps, windows)
  const core: CoreLife = startCoreLife(deps, {
    machineKey: readMachineKey(safeStorage, join(deps.folder, 'machine.key'), deps.platform),
    onMessage: (message) => hear(deps, { desk, windows }, message),
    onRestart: windows.join,
    onGivenUp: (again) => void askToGoOn(deps, desk).then((yes) => (yes ? again() : app.exit(1)), deps.report),
  })
  const shortcut = createShortcut(globalShortcut, windows.raise)
  const wanted = deps.memory.read().stroke
  // Taken by another program: the settings say so when they are opened, a start is not held up by it.
  shortcut.choose(wanted === undefined ? firstStroke : wanted)
  const autostart = createAutostart({ ...deps.autostart, app, platform: deps.platform, flags: deps.flags })
  answerAsks(deps, { desk, shortcut, autostart })
  windows.open()
  app.on('second-instance', windows.raise)
  app.on('activate', () => {
    if (windows.all().length === 0) windows.open()
  })
  links.follow((link) => core.send({ do: 'call', link }))
  followPower(deps, core)
  quitAfterFlush(deps, core)
}

interface Shown {
  readonly desk: Desk
  readonly windows: Windows
}

function hear(deps: ElectronHostDeps, { desk, windows }: Shown, message: FromCore): void {
  if (message.say === 'news') desk.show(message.news)
  else if (message.say === 'unsealed') windows.join()
  else if (message.say === 'refused') refuseStart(deps, desk, message.refusal)
  else deps.ready(address)
}

function refuseStart({ electron, say }: ElectronHostDeps, desk: Desk, refusal: Refusal): void {
  say(startRefusalLine(refusal))
  electron.dialog.showErrorBox(desk.words().startFailed, startRefusalText(refusal, desk.language()))
  electron.app.exit(1)
}

async function askToGoOn({ electron }: ElectronHostDeps, desk: Desk): Promise<boolean> {
  const { coreDied, coreDiedBody, tryAgain, quit } = desk.words()
  const { response } = await electron.dialog.showMessageBox({
    type: 'error',
    message: coreDied,
    detail: coreDiedBody,
    buttons: [tryAgain, quit],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** After sleep every clock is computed anew and the server asked at once. */
function followPower({ electron: { app, powerMonitor } }: ElectronHostDeps, core: CoreLife): void {
  powerMonitor.on('resume', () => core.send({ do: 'woken' }))
  powerMonitor.on('unlock-screen', () => core.send({ do: 'woken' }))
  powerMonitor.on('on-battery', () => core.send({ do: 'battery', on: true }))
  powerMonitor.on('on-ac', () => core.send({ do: 'battery', on: false }))
  powerMonitor.on('shutdown', () => app.quit())
  if (powerMonitor.isOnBatteryPower()) core.send({ do: 'battery', on: true })
}

function quitAfterFlush({ electron, platform, report, whenAsked }: ElectronHostDeps, core: CoreLife): void {
  const { app, globalShortcut } = electron
  let flushed = false
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (flushed) return
    event.preventDefault()
    globalShortcut.unregisterAll()
    core
      .stop()
      .catch(report)
      .finally(() => {
        flushed = true
        app.quit()
      })
  })
  whenAsked(() => app.quit())
}
