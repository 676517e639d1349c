import type { KeyObject } from 'node:crypto'
import type { Actor } from '../../../shared/case/event.ts'
import type { ToRecord } from './care/recorder.ts'
import type { CaseRefs } from './case-refs.ts'
import type { Change } from './change.ts'
import type { Counters } from './counts.ts'
import type { WriteDb } from './database.ts'
import type { Device } from './device.ts'
import type { EventReader } from './event-rows.ts'
import type { HeldCases } from './held-cases.ts'
import type { CaseKernel } from './kernel-port.ts'
import type { Loose } from './loose.ts'
import type { Names } from './names.ts'
import type { Vault } from './vault.ts'

/** The inner parts of an open store, shared by everything that writes. Not seen outside this folder. */
export interface Core {
  readonly db: WriteDb
  readonly kernel: CaseKernel
  readonly names: Names
  readonly vault: Vault
  readonly refs: CaseRefs
  readonly events: EventReader
  readonly held: HeldCases
  /** Sizes of the queues, written with the commit. */
  readonly counts: Counters
  /** What saves left outside the indexes. */
  readonly loose: Loose
  readonly device: Device
  /** Root key of the organisation. */
  readonly orgKey: () => KeyObject
  /** People known to have saved here, as last stored. */
  readonly actors: Map<string, Actor>
  readonly bootId: string
  readonly monoMs: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly newId: <Id extends string>(nowMs: number) => Id
  /** One transaction; what memory believed is forgotten when it rolls back. */
  readonly commit: <T>(work: () => T) => T
  /** The same for what a person waits for: what it leaves loose gets its indexes later. */
  readonly save: <T>(work: () => T) => T
  /** What is known in memory of the file is read again. */
  readonly forget: () => void
  /** Told of own events after the commit. */
  readonly recorded: (events: readonly ToRecord[]) => void
  /** Told after the commit. */
  readonly changed: (change: Change) => void
}
