import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseId, EpochMs } from '../../../../shared/kernel/brand.ts'
import { envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import { idBytes, idText, machineDigest } from '../bytes.ts'
import type { Core } from '../core.ts'
import { type OpenDatabase, openDatabase } from '../database.ts'
import { insertEvent } from '../event-rows.ts'
import { faultOf, storeFault } from '../fault.ts'
import { getMeta, putMeta } from '../meta.ts'
import { settleOwn } from '../outbox.ts'
import { refold } from '../rebase.ts'
import { listBackups } from './backup-files.ts'
import { readIdentity } from './identity-copy.ts'
import { restoreKeys } from './keys-copy.ts'
import { readRecorder } from './recorder.ts'
import { refFor, salvage } from './salvage.ts'

/** A plain report of what was done with a store that could not be used, or that was put back by hand. */
export interface RecoveryReport {
  /** Where the old file lies now; nothing of it was deleted. */
  readonly setAside: string
  /** Events there are now, by where they were found. */
  readonly fromFile: number
  readonly fromBackup: number
  readonly fromRecorder: number
  /** Places of the old file that could not be read, and events that were not what was written. */
  readonly holes: number
  readonly broken: number
  readonly cases: number
  readonly backup?: string
  readonly atMs: EpochMs
}

export interface RecoveryDeps {
  readonly dir: string
  readonly key: Uint8Array
  readonly nowMs: () => EpochMs
  /** Opens the parts of a store over a connection. */
  readonly coreOver: (database: OpenDatabase) => Core
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
}

export interface RecoveryPlan {
  /** Take what is left of the file that stands there now (a damaged one), or leave it (a restore to an earlier day). */
  readonly useFile: boolean
  /** The backup to begin with; the newest one when left out, none when `null`. */
  readonly backup?: string | null
}

const ends = ['', '-wal', '-shm'] as const
/** Cases folded in one transaction. */
const foldedAtOnce = 200

/**
 * Makes a new store file of what can be had: a backup, what is left of the present file, and the flight recorder; sets the
 * present file aside. Everything taken over hashes to what its author chained. Cursors start anew, so that the server fills
 * what is missing.
 */
export function recoverStore(deps: RecoveryDeps, plan: RecoveryPlan): RecoveryReport {
  const file = join(deps.dir, 'case.db')
  const fresh = join(deps.dir, 'case.db.part')
  for (const end of ends) rmSync(fresh + end, { force: true })
  const backup = plan.backup === undefined ? newestBackup(deps) : plan.backup
  const counts = build(deps, fresh, backup, plan.useFile && existsSync(file) ? file : null)
  const setAside = setFileAside(deps)
  storeFault(() => renameSync(fresh, file))
  for (const end of ends) rmSync(join(deps.dir, `search.db${end}`), { force: true })
  const report: RecoveryReport = { setAside, ...counts, ...(backup === null ? {} : { backup }), atMs: deps.nowMs() }
  deps.log({ code: 'store.recovered', ...report })
  return report
}

/** The newest backup that opens and is whole. */
function newestBackup(deps: RecoveryDeps): string | null {
  const usable = listBackups(deps.dir).find(({ file }) => {
    try {
      openDatabase({ file, key: deps.key, mode: 'read', cacheKiB: 1_024 }).close()
      return true
    } catch (error) {
      deps.log({ code: 'store.backup_unusable', fault: faultOf(error) ?? 'unknown' })
      return false
    }
  })
  return usable?.file ?? null
}

type Counts = Pick<RecoveryReport, 'fromFile' | 'fromBackup' | 'fromRecorder' | 'holes' | 'broken' | 'cases'>

function build(deps: RecoveryDeps, fresh: string, backup: string | null, old: string | null): Counts {
  const target = openDatabase({ file: fresh, key: deps.key, mode: 'write', cacheKiB: 16_384, synchronous: 'NORMAL' })
  try {
    const core = deps.coreOver(target)
    const none = { events: 0, broken: 0, holes: 0 }
    const take = (file: string | null) => (file === null ? none : salvageFile(deps, core, file))
    const first = take(backup)
    const second = take(old)
    if (first.events + second.events === 0) core.commit(() => putIdentity(deps, core))
    core.forget()
    const fromRecorder = core.commit(() => takeRecorded(deps, core))
    core.commit(() => {
      restoreKeys(deps.dir, core.db, deps.key)
      for (const name of ['settled_n', 'clean', 'device_head_n']) core.db.run('DELETE FROM meta WHERE key = ?', name)
      settleOwn(core)
    })
    core.forget()
    const cases = foldAll(core, deps.nowMs())
    target.raw.pragma('wal_checkpoint(TRUNCATE)')
    return {
      fromBackup: first.events,
      fromFile: second.events,
      fromRecorder,
      holes: second.holes,
      broken: second.broken,
      cases,
    }
  } finally {
    target.close()
  }
}

function salvageFile(deps: RecoveryDeps, core: Core, file: string) {
  const none = { events: 0, broken: 0, holes: 1 }
  let source: OpenDatabase
  try {
    source = openDatabase({ file, key: deps.key, mode: 'read', cacheKiB: 4_096 })
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return none
  }
  try {
    return core.commit(() => salvage(core, source.read))
  } finally {
    source.close()
  }
}

/** Nothing was left of either file: who we are still stands beside them. */
function putIdentity(deps: RecoveryDeps, core: Core): void {
  for (const [name, value] of Object.entries(readIdentity(deps.dir, deps.key))) putMeta(core.db, name, value)
}

function takeRecorded(deps: RecoveryDeps, core: Core): number {
  let count = 0
  for (const { envelope, atMs, command, keys = [] } of readRecorder(deps.dir, deps.key)) {
    if (core.events.byNumber(envelope.device, envelope.n) !== undefined) continue
    const { devHash } = envelopeHashes(envelope, machineDigest)
    const caseRef = refFor(core, envelope.case, 0)
    const named = command === undefined ? {} : { command }
    insertEvent(core.db, core.names, { envelope, caseRef, devHash, atMs, state: 'pending', ...named })
    for (const key of keys)
      core.db.run(
        'INSERT OR IGNORE INTO customer_keys (customer, wrapped, sent) VALUES (?, ?, 0)',
        ...[idBytes(key.customer), Buffer.from(key.wrapped, 'base64')],
      )
    count += 1
  }
  return count
}

/** Folds every case anew from its events: the rows are what they follow from. Returns how many there are. */
export function foldAll(core: Core, nowMs: EpochMs, onProgress?: (done: number) => void): number {
  let after = -1
  let done = 0
  for (;;) {
    const sql = 'SELECT ref, id FROM cases WHERE ref > ? ORDER BY ref LIMIT ?'
    const rows = core.db.all<{ ref: number; id: Uint8Array }>(sql, after, foldedAtOnce)
    const last = rows.at(-1)
    if (last === undefined) return done
    core.commit(() => {
      for (const row of rows) refold(core, row.ref, idText<CaseId>(row.id), nowMs)
    })
    after = last.ref
    done += rows.length
    onProgress?.(done)
  }
}

function setFileAside(deps: RecoveryDeps): string {
  const folder = join(deps.dir, `set-aside-${deps.nowMs()}`)
  storeFault(() => mkdirSync(folder, { recursive: true, mode: 0o700 }))
  for (const end of ends) {
    const from = join(deps.dir, `case.db${end}`)
    if (existsSync(from)) storeFault(() => renameSync(from, join(folder, `case.db${end}`)))
  }
  return folder
}

/** The last recovery of this store, for the screen that tells the person. */
export const lastRecovery = (core: Core): RecoveryReport | undefined => getMeta<RecoveryReport>(core.db, 'recovery')
export const noteRecovery = (core: Core, report: RecoveryReport): void =>
  core.commit(() => putMeta(core.db, 'recovery', report))
