import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceId } from '../../../shared/kernel/brand.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import { createCaseRefs } from './case-refs.ts'
import type { Change } from './change.ts'
import type { Core } from './core.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { createDevice } from './device.ts'
import { createEventTable } from './event-rows.ts'
import { StoreFaultError } from './fault.ts'
import { type InstanceLock, lockFolder } from './instance-lock.ts'
import type { CaseKernel } from './kernel-port.ts'
import { type OsKeyStore, type Unlock, unlockKeyring } from './keyring.ts'
import { getMeta, putMeta } from './meta.ts'
import { migrate } from './migrations/index.ts'
import { createNames } from './names.ts'
import { createProjection } from './projection.ts'
import { startReader } from './reader.ts'
import { createStore, type Store } from './store.ts'
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
  /** The file of the reading thread, where the build puts it elsewhere. */
  readonly readerUrl?: URL
}

const writerCacheKiB = 32 * 1024
const readerCacheKiB = 32 * 1024

/** In sources the thread is TypeScript beside this file; in a build it is JavaScript beside the bundle. */
const readerBeside = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './reader-worker.js', import.meta.url)

/**
 * Opens the store of a folder, or makes it. Refusals a person can act on: those of `unlockKeyring`, and the weather of the
 * disk: `store.in_use`, `store.disk_full`, `store.read_only`, `store.damaged`, `store.too_new`, `store.unreadable`.
 */
export async function openStore(deps: StoreDeps, unlock: Unlock): Promise<Result<Store>> {
  let lock: InstanceLock | undefined
  try {
    mkdirSync(deps.dir, { recursive: true, mode: 0o700 })
    lock = lockFolder(deps.dir)
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
  const onSlow = (query: { sql: string; tookMs: number; plan: readonly string[] }) =>
    deps.log({ code: 'store.slow', ...query })
  const database = openDatabase({ file, key, mode: 'write', cacheKiB: writerCacheKiB, onSlow })
  migrate(database.write)
  const listeners = new Set<(change: Change) => void>()
  const core = createCore(deps, database, (change) => {
    for (const listener of listeners) listener(change)
  })
  const reader = startReader(deps.readerUrl ?? readerBeside(), { file, key, cacheKiB: readerCacheKiB })
  return createStore({
    core,
    reader,
    nowMs: deps.nowMs,
    listeners,
    close: () => database.close(),
    release: lock.release,
  })
}

function createCore(deps: StoreDeps, { write: db }: OpenDatabase, changed: (change: Change) => void): Core {
  const newId = <Id extends string>(nowMs: number): Id => uuidV7(nowMs, deps.random(10)) as Id
  const secret = (name: string): (() => Uint8Array) => keptSecret(deps, db, name)
  const names = createNames(db)
  const vault = createVault({ db, orgKey: secret('org_key'), random: deps.random })
  const refs = createCaseRefs(db)
  const commit = <T>(work: () => T): T => {
    try {
      return db.transaction(work)
    } catch (error) {
      for (const part of [names, vault, refs]) part.forget()
      throw error
    }
  }
  return {
    db,
    kernel: deps.kernel,
    names,
    vault,
    refs,
    events: createEventTable(db, names, vault),
    projection: createProjection({ db, kernel: deps.kernel, vault, phoneKey: secret('org_key') }),
    device: createDevice(db, keptDevice(deps, db)),
    bootId: Buffer.from(deps.random(6)).toString('hex'),
    monoMs: deps.monoMs,
    newId,
    commit,
    changed,
  }
}

/** A key kept in the encrypted file; one of our own until the organisation gives its. */
function keptSecret(deps: StoreDeps, db: OpenDatabase['write'], name: string): () => Uint8Array {
  const made = Buffer.from(deps.random(32)).toString('base64')
  if (getMeta(db, name) === undefined) db.transaction(() => putMeta(db, name, made))
  return () => Buffer.from(getMeta<string>(db, name) ?? made, 'base64')
}

function keptDevice(deps: StoreDeps, db: OpenDatabase['write']): DeviceId {
  const known = getMeta<DeviceId>(db, 'device')
  if (known !== undefined) return known
  const device = uuidV7(deps.nowMs(), deps.random(10)) as DeviceId
  db.transaction(() => putMeta(db, 'device', device))
  return device
}
