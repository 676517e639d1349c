import type { IpcMainInvokeEvent } from 'electron'
import { type HostAnswer, hostKey } from '../../shared/contract/host.ts'
import { type HostAsk, HostAskSchema } from '../../shared/contract/host-asks.ts'
import { ok, type Result } from '../../shared/kernel/result.ts'
import type { Autostart } from './electron-autostart.ts'
import type { ElectronHostDeps } from './electron-deps.ts'
import type { Desk } from './electron-desk.ts'
import { isOurPage } from './electron-pages.ts'
import { printWindow } from './electron-print.ts'
import type { Shortcut } from './electron-shortcut.ts'

export interface AskParts {
  readonly desk: Desk
  readonly shortcut: Shortcut
  readonly autostart: Autostart
}

async function carryOut(
  deps: ElectronHostDeps,
  parts: AskParts,
  event: IpcMainInvokeEvent,
  ask: HostAsk,
): Promise<Result<void>> {
  const { electron, memory } = deps
  if (ask.ask === 'shortcut') {
    const chosen = parts.shortcut.choose(ask.stroke)
    if (chosen.ok) memory.write({ stroke: ask.stroke })
    return chosen
  }
  if (ask.ask === 'autostart') parts.autostart.set(ask.on)
  else if (ask.ask === 'language') parts.desk.speak(ask.language)
  else if (ask.ask === 'notices') memory.write({ notices: ask.as })
  else if (ask.ask === 'zoom') zoomAll(deps, ask.percent)
  else if (ask.ask === 'print') {
    const window = electron.BrowserWindow.fromWebContents(event.sender)
    if (window) return printWindow(window, electron.dialog, { ...ask, title: parts.desk.words().savePdf })
  }
  return ok(undefined)
}

function zoomAll({ electron, memory }: ElectronHostDeps, percent: number): void {
  memory.write({ zoom: percent })
  for (const window of electron.BrowserWindow.getAllWindows()) window.webContents.setZoomFactor(percent / 100)
}

/** Answers what pages ask of the host: only our own top frame, only what the schema knows. */
export function answerAsks(deps: ElectronHostDeps, parts: AskParts): void {
  deps.electron.ipcMain.handle(hostKey, async (event, given: unknown): Promise<HostAnswer> => {
    if (!isOurPage(event.senderFrame)) throw new Error('the host answers its own pages only')
    const done = await carryOut(deps, parts, event, HostAskSchema.parse(given))
    const { notices = 'sound', zoom = 100 } = deps.memory.read()
    const settings = { stroke: parts.shortcut.stroke(), autostart: parts.autostart.isOn(), notices, zoom }
    return { settings, ...(done.ok ? {} : { refusal: done.error }) }
  })
}
