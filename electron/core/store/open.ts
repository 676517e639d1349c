import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import { createCare } from './care/care.ts'
import { createCaretaker } from './care/caretaker.ts'
import { isTailWhole } from './care/check-tail.ts'
import { createDamageWatch, type DamageWatch, isMarkedDamaged } from './care/damage.ts'
import { identityOpens } from './care/identity-copy.ts'
import { finishPutting } from './care/put-in-place.ts'
import { createRecorder, readRecorder, type ToRecord } from './care/recorder.ts'
import { recoverStore } from './care/recover.ts'
import { takeTail } from './care/take-recorded.ts'
import { type Lacking, lacking } from './care/unrecorded.ts'
import type { Change } from './change.ts'
import type { Core } from './core.ts'
import { coreOver } from './core-over.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { faultOf, StoreFaultError, storeFault, tagged } from './fault.ts'
import { foldWhatIsReadableNow } from './fold-after-upgrade.ts'
import { lockFolder } from './instance-lock.ts'
import { type Unlock, unlockKeyring } from './keyring.ts'
import { demandLocalFolder } from './local-folder.ts'
import { getMeta, putMeta } from './meta.ts'
import { createStore, type Store } from './store.ts'
import type { StoreDeps, StoreMakers } from './store-deps.ts'
import { startThreads, threadFile } from './threads.ts'

const whenIdle: StoreMakers['whenIdle'] = (work) => void setImmediate(work)
const ownMakers: StoreMakers = {
  openDatabase,
  startThreads,
  lockFolder,
  demandLocalFolder,
  createRecorder,
  createCaretaker,
  whenIdle,
}
const makersOf = (deps: StoreDeps): StoreMakers => ({ ...ownMakers, ...deps.parts })

const writerCacheKiB = 32 * 1024
/**
 * The indexing thread copies the log back once nobody saves; where saves follow each other without a pause the writer does, one save
 * in hundreds. A log that went on growing would be dearer: syncing a longer file costs each save as much as all its pages.
 */
const longestLogPages = 2_000

/**
 * Opens the store of a folder, or makes it. A file that cannot be used is set aside and what can be saved is saved; the report
 * stands in `store.recovery`. Refusals a person can act on: those of `unlockKeyring`, and the weather of the disk:
 * `store.in_use`, `store.network_share`, `store.disk_full`, `store.read_only`, `store.wrong_key`, `store.too_new`, `store.unreadable`.
 */
export async function openStore(deps: StoreDeps, unlock: Unlock): Promise<Result<Store>> {
  const undo: (() => void)[] = []
  try {
    storeFault(() => mkdirSync(deps.dir, { recursive: true, mode: 0o700 }))
    storeFault(() => makersOf(deps).demandLocalFolder(deps.dir))
    const lock = makersOf(deps).lockFolder(deps.dir)
    undo.push(lock.release)
    const key = await unlockKeyring(deps, unlock)
    if (key.ok) return ok(openWith(deps, key.value, undo))
    lock.release()
    return key
  } catch (error) {
    for (const step of undo.reverse()) step()
    if (error instanceof StoreFaultError) return refuse(error.tag, undefined, { code: error.code })
    throw error
  }
}

/** A full disk does not keep anybody from reading what is there. */
function unlessFull(deps: StoreDeps, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (faultOf(error) !== 'store.disk_full') throw error
    deps.log({ code: 'store.disk_full' })
  }
}

/** What the open parts tell each other after a commit. */
interface Wires {
  readonly listeners: Set<(change: Change) => void>
  readonly changed: (change: Change) => void
  recorded: (events: readonly ToRecord[]) => void
}

function createWires(): Wires {
  const listeners = new Set<(change: Change) => void>()
  const changed = (change: Change): void => {
    for (const listener of listeners) listener(change)
  }
  return { listeners, changed, recorded: () => undefined }
}

function openWith(deps: StoreDeps, key: Uint8Array, undo: (() => void)[]): Store {
  const file = join(deps.dir, 'case.db')
  const wires = createWires()
  const makeCore = (database: OpenDatabase): Core =>
    coreOver({ ...deps, changed: wires.changed, recorded: (events) => wires.recorded(events) }, database)
  const damaged = createDamageWatch({ ...deps, damaged: (it) => wires.changed({ kind: 'damaged', file: it }) })
  const { database, core, needsCheck, unrecorded } = openOrRecover(deps, file, key, makeCore, damaged)
  undo.push(database.close)
  const recorder = makersOf(deps).createRecorder({
    ...deps,
    key,
    setTimer: (work, afterMs) => void setTimeout(work, afterMs).unref(),
  })
  wires.recorded = recorder.append
  const threads = makersOf(deps).startThreads(
    { file, searchFile: join(deps.dir, 'search.db'), key, log: deps.log, damaged, ...urlOf(deps) },
    core.db,
  )
  const workerUrl = threadFile(deps.threadsUrl, './care/care-worker.ts', 'care-worker.js')
  const care = createCare({ dir: deps.dir, file, key, nowMs: deps.nowMs, workerUrl, damaged })
  return createStore({
    deps,
    key,
    core,
    database,
    threads,
    care,
    createCaretaker: makersOf(deps).createCaretaker,
    whenIdle: makersOf(deps).whenIdle,
    recorder,
    wires,
    undo,
    needsCheck,
    unrecorded,
  })
}

/**
 * Brings what is in the file up to now, and finds what the flight recorder lacks. Says whether the file has to be looked through: it
 * was in use when it ended.
 */
function makeReady(deps: StoreDeps, key: Uint8Array, core: Core): Pick<Opened, 'needsCheck' | 'unrecorded'> {
  const wasClean = getMeta<boolean>(core.db, 'clean') ?? false
  const isNew = core.device.get().n === 0
  unlessFull(deps, () => core.commit(() => putMeta(core.db, 'clean', false)))
  const recorded = readRecorder(deps.dir, key)
  const restored = takeTail(core, recorded, deps.nowMs())
  if (restored > 0) deps.log({ code: 'store.tail_restored', events: restored })
  unlessFull(deps, () => foldWhatIsReadableNow(core, deps.nowMs()))
  const unrecorded = lacking(core, new Set(recorded.map(({ envelope }) => envelope.n)))
  return { needsCheck: !wasClean && !isNew, unrecorded }
}

const urlOf = ({ threadsUrl }: StoreDeps) => (threadsUrl === undefined ? {} : { threadsUrl })

interface Opened {
  readonly database: OpenDatabase
  readonly core: Core
  readonly needsCheck: boolean
  readonly unrecorded: Lacking
}

function openOrRecover(
  deps: StoreDeps,
  file: string,
  key: Uint8Array,
  makeCore: (database: OpenDatabase) => Core,
  damaged: DamageWatch,
): Opened {
  const open = (): Opened => {
    if (isMarkedDamaged(deps.dir, 'case.db')) throw new StoreFaultError('store.damaged', 'marked')
    const database = openFile(deps, file, key, damaged)
    try {
      if (isEmptied(database) && identityOpens(deps.dir, key)) throw new StoreFaultError('store.damaged', 'emptied')
      const core = makeCore(database)
      if (!isTailWhole(core.db)) throw new StoreFaultError('store.damaged', 'tail')
      // Damage that only this work comes across is mended like any other.
      return { database, core, ...makeReady(deps, key, core) }
    } catch (error) {
      database.close()
      throw error
    }
  }
  finishPutting(deps.dir)
  try {
    return open()
  } catch (error) {
    const broken = tagged(error)
    if (!isBroken(broken) || !identityOpens(deps.dir, key)) throw error
    deps.log({ code: 'store.damaged', fault: broken.code })
    recoverStore({ ...deps, key, coreOver: makeCore }, { useFile: true })
    return open()
  }
}

/** A file without its own device, where there was one: it lost everything it had (its log was cut off, it was replaced). */
const isEmptied = ({ read }: OpenDatabase): boolean =>
  read.get(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`) === undefined || getMeta(read, 'device') === undefined

/** Damaged, or not to be read under a key that is known to be right. */
const isBroken = (error: unknown): error is StoreFaultError =>
  error instanceof StoreFaultError && (error.tag === 'store.damaged' || error.tag === 'store.wrong_key')

const openFile = (deps: StoreDeps, file: string, key: Uint8Array, damaged: DamageWatch): OpenDatabase =>
  makersOf(deps).openDatabase({
    file,
    key,
    mode: 'write',
    cacheKiB: writerCacheKiB,
    autoCheckpointPages: longestLogPages,
    onSlow: (query) => deps.log({ code: 'store.slow', ...query }),
    onDamaged: ({ code }) => damaged('case.db', code),
  })
