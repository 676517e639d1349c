import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseId, EpochMs } from '../../../../shared/kernel/brand.ts'
import { idText } from '../bytes.ts'
import type { Core } from '../core.ts'
import { type OpenDatabase, openDatabase } from '../database.ts'
import { readAnew } from '../epoch.ts'
import { faultOf } from '../fault.ts'
import { putMeta } from '../meta.ts'
import { settleOwn } from '../outbox.ts'
import { refold } from '../rebase.ts'
import { listBackups } from './backup-files.ts'
import { readIdentity } from './identity-copy.ts'
import { restoreKeys } from './keys-copy.ts'
import { noteRecovery, type RecoveryReport } from './note-recovery.ts'
import { databaseEnds, putInPlace, setAsideFolder } from './put-in-place.ts'
import { readRecorder } from './recorder.ts'
import { salvage } from './salvage.ts'
import { tried } from './surviving.ts'
import { insertRecorded } from './take-recorded.ts'

export interface RecoveryDeps {
  readonly dir: string
  readonly key: Uint8Array
  readonly nowMs: () => EpochMs
  /** Opens the parts of a store over a connection. */
  readonly coreOver: (database: OpenDatabase) => Core
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
}

export interface RecoveryPlan {
  /** Take what is left of the file that stands there now. */
  readonly useFile: boolean
  /** The backup to begin with; the newest usable one when left out. Newer ones are taken too. */
  readonly backup?: string
}

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
  for (const end of databaseEnds) rmSync(fresh + end, { force: true })
  const backups = usableBackups(deps, plan.backup)
  const report = build(deps, fresh, backups, plan.useFile && existsSync(file) ? file : null)
  putInPlace(deps.dir, fresh, report.setAside)
  deps.log({ code: 'store.recovered', ...report })
  return report
}

/** Backups that open, oldest first: the one asked for and all newer ones; just the newest when none was asked for. */
function usableBackups(deps: RecoveryDeps, asked: string | undefined): string[] {
  const files = listBackups(deps.dir).map(({ file }) => file)
  const newest = files.find((file) => opens(deps, file))
  if (asked === undefined) return newest === undefined ? [] : [newest]
  const at = files.indexOf(asked)
  const newer = at < 0 ? [] : files.slice(0, at).filter((file) => opens(deps, file))
  return [asked, ...newer.toReversed()]
}

function opens(deps: RecoveryDeps, file: string): boolean {
  try {
    openDatabase({ file, key: deps.key, mode: 'read', cacheKiB: 1_024 }).close()
    return true
  } catch (error) {
    deps.log({ code: 'store.backup_unusable', fault: faultOf(error) ?? 'unknown' })
    return false
  }
}

function build(deps: RecoveryDeps, fresh: string, backups: readonly string[], old: string | null): RecoveryReport {
  const target = openDatabase({ file: fresh, key: deps.key, mode: 'write', cacheKiB: 16_384, synchronous: 'NORMAL' })
  try {
    const core = deps.coreOver(target)
    const none = { events: 0, broken: 0, holes: 0 }
    const take = (file: string | null) => (file === null ? none : salvageFile(deps, core, file))
    core.commit(() => putIdentity(deps, core))
    const fromBackup = backups.reduce((sum, file) => sum + take(file).events, 0)
    const second = take(old)
    // The server may have been put back since: what it confirmed is believed once it was read again.
    if (fromBackup + second.events > 0) core.commit(() => readAnew(core))
    core.forget()
    const fromRecorder = core.commit(() => insertRecorded(core, readRecorder(deps.dir, deps.key)).length)
    core.commit(() => {
      restoreKeys(deps.dir, core.db, deps.key)
      for (const name of ['settled_n', 'clean', 'recovery']) core.db.run('DELETE FROM meta WHERE key = ?', name)
      settleOwn(core)
    })
    core.forget()
    const atMs = deps.nowMs()
    const report: RecoveryReport = {
      ...{ setAside: setAsideFolder(deps.dir, atMs), fromBackup, fromFile: second.events, fromRecorder },
      ...{ holes: second.holes, broken: second.broken, cases: foldAll(core, atMs), atMs },
      ...(backups[0] === undefined ? {} : { backup: backups[0] }),
    }
    noteRecovery(core.db, report)
    target.raw.pragma('wal_checkpoint(TRUNCATE)')
    return report
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
    const hasRecord = tried(() => source.read.get(`SELECT 1 FROM sqlite_schema WHERE name = 'events'`) !== undefined)
    return hasRecord ? core.commit(() => salvage(core, source.read)) : none
  } finally {
    source.close()
  }
}

/** Who we are stands beside the files too, where nothing is left of them. */
function putIdentity(deps: RecoveryDeps, core: Core): void {
  for (const [name, value] of Object.entries(readIdentity(deps.dir, deps.key))) putMeta(core.db, name, value)
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
