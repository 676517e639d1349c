import { createSecretKey, type KeyObject } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceId } from '../../../shared/kernel/brand.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import { createCaseRefs } from './case-refs.ts'
import type { Change } from './change.ts'
import type { Core } from './core.ts'
import { type OpenDatabase, openDatabase, type WriteDb } from './database.ts'
import { createDevice } from './device.ts'
import { createEventReader } from './event-rows.ts'
import { StoreFaultError } from './fault.ts'
import { createHeldCases } from './held-cases.ts'
import { type InstanceLock, lockFolder } from './instance-lock.ts'
import type { CaseKernel } from './kernel-port.ts'
import { type OsKeyStore, type Unlock, unlockKeyring } from './keyring.ts'
import { getMeta, putMeta } from './meta.ts'
import { migrate } from './migrations/index.ts'
import { createNames } from './names.ts'
import { pooledRandom } from './pooled-random.ts'
import { createStore, type Store } from './store.ts'
import { startThreads } from './threads.ts'
import { createVault } from './vault.ts'

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
  /** What the store is made of, where it is not this machine's own: a simulation puts faults in between. */
  readonly parts?: Partial<StoreMakers>
}

export interface StoreMakers {
  readonly openDatabase: typeof openDatabase
  readonly startThreads: typeof startThreads
  readonly lockFolder: typeof lockFolder
}

const ownMakers: StoreMakers = { openDatabase, startThreads, lockFolder }

const writerCacheKiB = 32 * 1024
/** The indexing thread copies the log back; the writer itself only when that thread has failed to. */
const lastResortCheckpointPages = 16_000

/**
 * Opens the store of a folder, or makes it. Refusals a person can act on: those of `unlockKeyring`, and the weather of the
 * disk: `store.in_use`, `store.disk_full`, `store.read_only`, `store.damaged`, `store.too_new`, `store.unreadable`.
 */
export async function openStore(deps: StoreDeps, unlock: Unlock): Promise<Result<Store>> {
  let lock: InstanceLock | undefined
  try {
    mkdirSync(deps.dir, { recursive: true, mode: 0o700 })
    lock = { ...ownMakers, ...deps.parts }.lockFolder(deps.dir)
    const key = await unlockKeyring(deps, unlock)
    if (key.ok) return ok(openWith(deps, key.value, lock))
    lock.release()
    return key
  } catch (error) {
    lock?.release()
    if (error instanceof StoreFaultError) return refuse(error.tag, undefined, { code: error.code })
    throw error
  }
}

function openWith(deps: StoreDeps, key: Uint8Array, lock: InstanceLock): Store {
  const file = join(deps.dir, 'case.db')
  const make = { ...ownMakers, ...deps.parts }
  const database = make.openDatabase({
    file,
    key,
    mode: 'write',
    cacheKiB: writerCacheKiB,
    autoCheckpointPages: lastResortCheckpointPages,
    onSlow: (query) => deps.log({ code: 'store.slow', ...query }),
  })
  migrate(database.write)
  const listeners = new Set<(change: Change) => void>()
  const core = createCore(deps, database, (change) => {
    for (const listener of listeners) listener(change)
  })
  const threads = make.startThreads({
    file,
    searchFile: join(deps.dir, 'search.db'),
    key,
    log: deps.log,
    ...urlOf(deps),
  })
  listeners.add((change) => {
    if (change.kind === 'cases') threads.indexer.kick()
  })
  return createStore({ core, threads, nowMs: deps.nowMs, listeners, close: database.close, release: lock.release })
}

const urlOf = ({ threadsUrl }: StoreDeps) => (threadsUrl === undefined ? {} : { threadsUrl })

function createCore(deps: StoreDeps, { write: db }: OpenDatabase, changed: (change: Change) => void): Core {
  const random = pooledRandom(deps.random)
  const newId = <Id extends string>(nowMs: number): Id => uuidV7(nowMs, random(10)) as Id
  const names = createNames(db)
  const orgKey = orgKeyOf(db, random)
  const vault = createVault(db, { orgKey: orgKey.get, random })
  const refs = createCaseRefs(db)
  const events = createEventReader(db, names, vault)
  const held = createHeldCases({ db, events, kernel: deps.kernel })
  const actors = new Map<string, string>()
  const forget = (): void => {
    for (const part of [names, vault, refs, held, orgKey]) part.forget()
    actors.clear()
  }
  return {
    db,
    kernel: deps.kernel,
    names,
    vault,
    refs,
    events,
    held,
    device: createDevice(db, names, keptDevice(db, newId(deps.nowMs()))),
    orgKey: orgKey.get,
    actors,
    bootId: Buffer.from(random(6)).toString('hex'),
    monoMs: deps.monoMs,
    random,
    newId,
    commit: (work) => {
      try {
        return db.transaction(work)
      } catch (error) {
        forget()
        throw error
      }
    },
    forget,
    changed,
  }
}

/** Root key of the organisation, kept in the encrypted file; one of our own until the organisation gives its. */
function orgKeyOf(db: WriteDb, random: (bytes: number) => Uint8Array) {
  if (getMeta(db, 'org_key') === undefined)
    db.transaction(() => putMeta(db, 'org_key', Buffer.from(random(32)).toString('base64')))
  let key: KeyObject | null = null
  const get = (): KeyObject => {
    key ??= createSecretKey(Buffer.from(getMeta<string>(db, 'org_key') ?? '', 'base64'))
    return key
  }
  return {
    get,
    forget: () => {
      key = null
    },
  }
}

function keptDevice(db: WriteDb, fresh: DeviceId): DeviceId {
  const known = getMeta<DeviceId>(db, 'device')
  if (known === undefined) db.transaction(() => putMeta(db, 'device', fresh))
  return known ?? fresh
}
