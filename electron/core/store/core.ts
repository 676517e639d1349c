import type { CaseRefs } from './case-refs.ts'
import type { Change } from './change.ts'
import type { WriteDb } from './database.ts'
import type { Device } from './device.ts'
import type { EventTable } from './event-rows.ts'
import type { CaseKernel } from './kernel-port.ts'
import type { Names } from './names.ts'
import type { Projection } from './projection.ts'
import type { Vault } from './vault.ts'

/** The inner parts of an open store, shared by everything that writes. Not seen outside this folder. */
export interface Core {
  readonly db: WriteDb
  readonly kernel: CaseKernel
  readonly names: Names
  readonly vault: Vault
  readonly refs: CaseRefs
  readonly events: EventTable
  readonly projection: Projection
  readonly device: Device
  readonly bootId: string
  readonly monoMs: () => number
  readonly newId: <Id extends string>(nowMs: number) => Id
  /** One transaction; what memory believed is forgotten when it rolls back. */
  readonly commit: <T>(work: () => T) => T
  /** Told after the commit. */
  readonly changed: (change: Change) => void
}
