import type { DeviceId, EventId } from '../../../shared/kernel/brand.ts'
import type {
  HelloResponse,
  KeysResponse,
  PullResponse,
  PushResponse,
  SnapshotChunk,
} from '../../../shared/sync/protocol.ts'
import { adoptHello } from './adopt-hello.ts'
import { type Attachments, createAttachments } from './attachments/attachments.ts'
import { createTransfers, type Transfers } from './attachments/transfers.ts'
import { adoptChunk, type Bootstrap, dropBootstrap, nextBootstrap } from './bootstrap.ts'
import type { Care } from './care/care.ts'
import type { createCaretaker } from './care/caretaker.ts'
import { copyIdentity } from './care/identity-copy.ts'
import type { BackupMade } from './care/make-backup.ts'
import type { Recorder, ToRecord } from './care/recorder.ts'
import { foldAll } from './care/recover.ts'
import { type Lacking, lacking, portioned } from './care/unrecorded.ts'
import type { Change } from './change.ts'
import type { Core } from './core.ts'
import type { OpenDatabase } from './database.ts'
import { faultOf } from './fault.ts'
import { adoptKeys, type KeyTrade, keyTrade } from './key-trade.ts'
import { createKeyringOffice, type KeyringOffice } from './keyring.ts'
import { bindLoose } from './loose.ts'
import { adoptPages } from './merge-remote.ts'
import { putMeta } from './meta.ts'
import { type NewName, sessionsFrom, takeNewName } from './new-name.ts'
import { adoptVerdicts, deviceOf, nextBatch, type OutboxBatch, pendingCount, position } from './outbox.ts'
import { settledN } from './own-marks.ts'
import type { StoreDeps } from './store-deps.ts'
import { createReads, type StoreReads } from './store-reads.ts'
import { createWrites, type StoreWrites } from './store-writes.ts'
import type { Threads } from './threads.ts'
import { type Reader, wantedKeys } from './wanted-keys.ts'

/** The store as the sync engine asks for it. */
export interface StoreSync {
  readonly device: DeviceId
  readonly position: () => ReturnType<typeof position>
  readonly adoptHello: (hello: HelloResponse) => void
  readonly nextBatch: (maxEvents: number, maxBytes: number) => OutboxBatch | null
  readonly adoptVerdicts: (batch: OutboxBatch, answer: PushResponse) => boolean
  /** Keys of tagged words this person may read, not here and not asked for since the last hello. */
  readonly wantedKeys: (reader: Reader) => readonly EventId[]
  /** `asked`: the keys this answer was to bring. */
  readonly adoptPages: (
    pull: PullResponse,
    asked?: readonly EventId[],
  ) => { readonly more: boolean; readonly forked: boolean }
  readonly pendingCount: () => number
  readonly nextBootstrap: () => Bootstrap | undefined
  readonly adoptChunk: (chunk: SnapshotChunk) => { readonly forked: boolean }
  /** In whose sessions own events from `n` on were said. */
  readonly sessionsFrom: (n: number) => ReturnType<typeof sessionsFrom>
  readonly takeNewName: (it: NewName) => void
  readonly dropBootstrap: (it: Bootstrap) => void
  readonly keyTrade: () => KeyTrade
  readonly adoptKeys: (trade: KeyTrade, answer: KeysResponse) => boolean
}

/** Looking after the file itself; long work runs in a thread, the console stays usable. */
export interface StoreCare {
  /** Makes a backup now, verified by opening it. Throws `StoreFaultError`. */
  readonly backup: () => Promise<BackupMade>
  /** What SQLite says about the file; empty = nothing wrong. */
  readonly check: () => Promise<readonly string[]>
  /** Folds every case anew from its events. Returns how many. */
  readonly rebuild: () => number
}

export interface Store {
  readonly read: StoreReads
  readonly write: StoreWrites
  readonly sync: StoreSync
  readonly attachments: Attachments
  readonly transfers: Transfers
  readonly keyring: KeyringOffice
  readonly care: StoreCare
  /** Called after each commit; returns how to stop. */
  readonly onChange: (listener: (change: Change) => void) => () => void
  /** Resolves when everything saved before the call is in the search index too. */
  readonly indexed: () => Promise<void>
  /** Ends everything and forgets the data key: to lock it, to hand it to the next of the shift, to quit. */
  readonly close: () => Promise<void>
}

export interface StoreParts {
  readonly deps: StoreDeps
  readonly key: Uint8Array
  readonly core: Core
  readonly database: OpenDatabase
  readonly threads: Threads
  readonly care: Care
  readonly createCaretaker: typeof createCaretaker
  readonly whenIdle: (work: () => void) => void
  readonly recorder: Recorder
  readonly wires: { readonly listeners: Set<(change: Change) => void>; readonly changed: (change: Change) => void }
  /** What to undo on closing, in the order it was done. */
  readonly undo: readonly (() => void)[]
  /** It was not closed properly the last time. */
  readonly needsCheck: boolean
  /** What the flight recorder lacked when it was opened. */
  readonly unrecorded: Lacking
}

export function createStore(parts: StoreParts): Store {
  const { core, threads, wires, deps, key, care, recorder } = parts
  const writeIdentity = (): void => copyIdentity(deps.dir, core.db, key, core.random)
  // With a full disk the copy of before stands.
  try {
    writeIdentity()
  } catch (error) {
    if (faultOf(error) !== 'store.disk_full') throw error
  }
  const attachments = createAttachments(core, deps.dir, deps.nowMs)
  const catchUp = createCatchUp(parts)
  catchUp.record(parts.unrecorded)
  let settled = settledN(core)
  const keepRecord = (): void => {
    const now = settledN(core)
    // The server lost its tail: what it had confirmed waits again, and the recorder had let it go.
    if (now < settled) catchUp.record(lacking(core, recorder.recorded()))
    settled = now
    recorder.drop(now)
  }
  wires.listeners.add((change) => {
    if (change.kind === 'cases') {
      threads.indexer.kick(change.remote ? 'merged' : 'saved')
      parts.whenIdle(() => whileIdle(parts))
    }
    if (change.kind === 'sync' || (change.kind === 'cases' && change.remote)) keepRecord()
  })
  const caretaker = parts.createCaretaker({ ...parts, attachments })
  return {
    read: createReads({ core, threads, care, dir: deps.dir }),
    write: createWrites(core, deps.nowMs, writeIdentity),
    sync: createSyncSide(core, deps.nowMs, (records) => {
      // Under the old name they stand nowhere else any more.
      recorder.drop(Number.MAX_SAFE_INTEGER)
      recorder.append(records)
      writeIdentity()
    }),
    attachments,
    transfers: createTransfers(core, deps.dir, attachments),
    keyring: createKeyringOffice(deps, key),
    care: {
      backup: caretaker.backup,
      check: care.check,
      rebuild: () => foldAll(core, deps.nowMs()),
    },
    onChange: (listener) => {
      wires.listeners.add(listener)
      return () => void wires.listeners.delete(listener)
    },
    indexed: () => threads.indexer.caughtUp(),
    close: () => {
      catchUp.stop()
      return closeStore(parts, caretaker.stop)
    },
  }
}

/** So many loose events are put into the indexes when nobody waits, long before a save has to do it. */
const bindWhenIdle = 24

/** Gives the flight recorder what it lacks: one portion at once, the others one by one while nobody waits. */
function createCatchUp({ core, deps, recorder, whenIdle }: StoreParts) {
  let isOver = false
  const next = (ns: readonly number[]): void => {
    if (isOver) return
    try {
      record(portioned(core, ns))
    } catch (error) {
      // The rest is found again at the next opening.
      const fault = faultOf(error)
      if (fault === undefined) throw error
      deps.log({ code: 'store.record', fault })
    }
  }
  const record = ({ first, others }: Lacking): void => {
    recorder.append(first)
    if (others.length > 0) whenIdle(() => next(others))
  }
  const stop = (): void => {
    isOver = true
  }
  return { record, stop }
}

/** Nobody waits for this, so nobody would catch it: with a full disk it is left for the next time, and the next save says so. */
function whileIdle({ core, deps }: StoreParts): void {
  try {
    core.vault.makeReady()
    if (core.loose.count() >= bindWhenIdle) bindLoose(core)
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    deps.log({ code: 'store.idle', fault })
  }
}

/** Ends every part whatever the disk says: what was acknowledged is on it already, this only tidies up. */
async function closeStore(parts: StoreParts, stop: () => void): Promise<void> {
  const { core, threads, care, recorder, undo, key, database, deps } = parts
  stop()
  await Promise.all([threads.close(), care.close(), recorder.close()])
  try {
    core.commit(() => putMeta(core.db, 'clean', true))
    database.raw.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    deps.log({ code: 'store.close', fault })
  } finally {
    for (const step of [...undo].reverse()) step()
    key.fill(0)
  }
}

function createSyncSide(core: Core, nowMs: () => number, renamed: (records: readonly ToRecord[]) => void): StoreSync {
  const asked = new Set<EventId>()
  return {
    get device() {
      return deviceOf(core)
    },
    position: () => position(core),
    adoptHello: (hello) => {
      asked.clear()
      adoptHello(core, hello, nowMs())
    },
    wantedKeys: (reader) => wantedKeys(core, reader, asked),
    nextBatch: (maxEvents, maxBytes) => nextBatch(core, maxEvents, maxBytes),
    adoptVerdicts: (batch, answer) => adoptVerdicts(core, batch, answer, nowMs()),
    adoptPages: (pull, wanted = []) => {
      for (const event of wanted) asked.add(event)
      // What comes again may have its key now.
      if (asked.size > 0) for (const page of pull.pages) for (const { event } of page.events) asked.delete(event.id)
      return adoptPages(core, pull, nowMs())
    },
    pendingCount: () => pendingCount(core),
    nextBootstrap: () => nextBootstrap(core),
    adoptChunk: (chunk) => adoptChunk(core, chunk, nowMs()),
    dropBootstrap: (it) => dropBootstrap(core, it),
    keyTrade: () => keyTrade(core),
    adoptKeys: (trade, answer) => adoptKeys(core, trade, answer, nowMs()),
    sessionsFrom: (n) => sessionsFrom(core, n),
    takeNewName: (it) => renamed(takeNewName(core, it)),
  }
}
