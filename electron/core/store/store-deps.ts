import type { createCaretaker } from './care/caretaker.ts'
import type { createRecorder } from './care/recorder.ts'
import type { openDatabase } from './database.ts'
import type { lockFolder } from './instance-lock.ts'
import type { CaseKernel } from './kernel-port.ts'
import type { OsKeyStore } from './keyring.ts'
import type { demandLocalFolder } from './local-folder.ts'
import type { startThreads } from './threads.ts'

export interface StoreMakers {
  readonly openDatabase: typeof openDatabase
  readonly startThreads: typeof startThreads
  readonly lockFolder: typeof lockFolder
  readonly demandLocalFolder: (dir: string) => ReturnType<typeof demandLocalFolder>
  readonly createRecorder: typeof createRecorder
  readonly createCaretaker: typeof createCaretaker
  /** Runs work once nobody waits for this machine. */
  readonly whenIdle: (work: () => void) => void
}

/** Everything a store is given from outside: its folder, the kernel, clocks, randomness, a log. */
export interface StoreDeps {
  /** Data folder of this console; made when missing. */
  readonly dir: string
  readonly kernel: CaseKernel
  /** Wall clock, steady clock and machine uptime, ms. */
  readonly nowMs: () => number
  readonly monoMs: () => number
  readonly upMs: () => number
  readonly random: (bytes: number) => Uint8Array
  /** Codes, ids, counts and times only. */
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
  readonly osKeyStore?: OsKeyStore
  /** Folder of the thread files, where the build puts them elsewhere than beside this one. */
  readonly threadsUrl?: URL
  /** No backup is made while the machine runs on battery. */
  readonly onBattery?: () => boolean
  /** What the store is made of, where it is not this machine's own: a simulation puts faults in between. */
  readonly parts?: Partial<StoreMakers>
}
