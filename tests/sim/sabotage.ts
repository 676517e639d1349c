import type { ConsolePorts } from '../../electron/core/ports.ts'
import type { WriteDb } from '../../electron/core/store/database.ts'
import type { Wire } from '../../electron/core/sync/transport.ts'
import type { Database } from '../../server/db/database.ts'
import type { WireAnswer, WireRequest } from './server/process.ts'

export type SetTimer = ConsolePorts['setTimer']
export type Handle = (request: WireRequest) => Promise<WireAnswer | null>

/**
 * Makes parts of a run worse than they are, from outside: between a console and its disk, timers and network, or between a server
 * process and its database and callers. The product itself has no such switch. `box` = the name of the console.
 */
export interface Sabotage {
  readonly wire?: (inner: Wire, box: string) => Wire
  readonly setTimer?: (inner: SetTimer, box: string) => SetTimer
  readonly disk?: (inner: WriteDb, box: string) => WriteDb
  /** Before a console opens its folder. */
  readonly beforeStart?: (dir: string, wasCut: boolean) => void
  readonly database?: <D extends Database>(inner: D) => D
  readonly handle?: (inner: Handle, nowMs: () => number) => Handle
}
