import type { StartOptions } from '../start/options.ts'
import type { AutostartDeps } from './electron-autostart.ts'
import type { HostMemory } from './electron-memory.ts'

/** The parts of Electron the host uses; the double of the tests has exactly these. */
type Electron = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'globalShortcut'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'nativeImage'
  | 'Notification'
  | 'powerMonitor'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'Tray'
  | 'utilityProcess'
>

export interface ElectronHostDeps {
  readonly electron: Electron
  readonly options: StartOptions
  /** Arguments as the operating system gave them. */
  readonly args: readonly string[]
  /** The same without a link, handed on to the core. */
  readonly flags: readonly string[]
  readonly platform: NodeJS.Platform
  /** Where this host keeps what is its own: window memory, machine key, Chromium's profile. */
  readonly folder: string
  readonly coreFile: string
  readonly preloadFile: string
  readonly pagesDir: string
  readonly iconFile: string
  /** Dot over the task bar's icon while something is late. */
  readonly lateIconFile: string
  readonly autostart: Pick<AutostartDeps, 'configDir' | 'program'>
  readonly memory: HostMemory
  readonly monoMs: () => number
  readonly ready: (address: string) => void
  /** One line for whoever started us. */
  readonly say: (line: string) => void
  readonly report: (error: unknown) => void
  /** Calls when the machine or whoever started us wants us to end. */
  readonly whenAsked: (quit: () => void) => void
}
