import { statfsSync, statSync } from 'node:fs'
import type { Attachments } from '../attachments/attachments.ts'
import type { Change } from '../change.ts'
import type { Core } from '../core.ts'
import type { OpenDatabase } from '../database.ts'
import { faultOf } from '../fault.ts'
import { erasureDue, noteCleaned, toldSoFar } from '../forget-customer.ts'
import { getMeta, putMeta } from '../meta.ts'
import type { Threads } from '../threads.ts'
import { backupHeld, listBackups, pruneBackups } from './backup-files.ts'
import type { Care } from './care.ts'
import type { BackupMade } from './make-backup.ts'
import { removeSetAside } from './put-in-place.ts'
import type { Recorder } from './recorder.ts'

/** What looking after the file needs of the machine. */
interface Machine {
  readonly dir: string
  readonly nowMs: () => number
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
  readonly onBattery?: () => boolean
}

export interface CaretakerDeps {
  readonly deps: Machine
  readonly core: Core
  readonly database: OpenDatabase
  readonly care: Care
  readonly threads: Threads
  readonly attachments: Attachments
  readonly recorder: Recorder
  readonly wires: { readonly listeners: Set<(change: Change) => void> }
  readonly needsCheck: boolean
}

/** A backup a day, as soon as the console has been open for a while; a look through the file each week or after a crash. */
const backupEveryMs = 24 * 3_600_000
const checkEveryMs = 7 * 24 * 3_600_000
const lookEveryMs = 10 * 60_000
const firstLookMs = 60_000

/** Does by itself what nobody thinks of: backups, checks, what an erasure leaves to do, rows the index has done with. */
export interface Caretaker {
  /** Makes a backup now; what it holds need not stand in the flight recorder any longer. */
  readonly backup: () => Promise<BackupMade>
  readonly stop: () => void
}

export function createCaretaker(parts: CaretakerDeps): Caretaker {
  const { deps, core, attachments, care, threads, database, wires } = parts
  const guarded = (what: string, work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => {
      const fault = faultOf(error)
      deps.log({ code: `store.${what}_failed`, fault: fault ?? String(error) })
      if (fault === 'store.damaged' && what === 'backup') guarded('check', check)
    })
  }
  /** Nothing readable of an erased customer stays: log, search rows, copied key, files. */
  const afterErasure = async (): Promise<void> => {
    const upTo = toldSoFar(core.db)
    await threads.indexer.caughtUp()
    database.raw.pragma('wal_checkpoint(TRUNCATE)')
    await care.run('keys')
    await parts.recorder.forgetKeys((customer) => core.vault.isErased(customer))
    await attachments.sweep()
    removeSetAside(deps.dir)
    core.commit(() => noteCleaned(core.db, upTo))
    database.raw.pragma('secure_delete = OFF')
    core.changed({ kind: 'cleaned' })
  }
  const check = async (): Promise<void> => {
    const problems = await care.check()
    if (problems.length === 0) core.commit(() => putMeta(core.db, 'checked_ms', deps.nowMs()))
  }
  const backup = async (): Promise<BackupMade> => {
    const { n } = core.device.get()
    const made = await care.run('backup')
    parts.recorder.drop(n)
    return made
  }
  const look = async (): Promise<void> => {
    forgetIndexed(core, threads)
    if (isBackupDue(deps, core)) guarded('backup', backup)
    if ((getMeta<number>(core.db, 'checked_ms') ?? 0) + checkEveryMs < deps.nowMs()) guarded('check', check)
  }
  const lookAround = () => guarded('look', look)
  pruneBackups(deps.dir, deps.nowMs())
  guarded('sweep', () => attachments.sweep())
  wires.listeners.add((change) => {
    if (change.kind === 'erased') guarded('erasure', afterErasure)
    if (change.kind === 'damaged' && change.file === 'search.db') guarded('check', check) // perhaps it was the store
  })
  if (getMeta<boolean>(core.db, erasureDue) === true) guarded('erasure', afterErasure)
  if (parts.needsCheck) guarded('check', check)
  const first = setTimeout(lookAround, firstLookMs)
  const timer = setInterval(lookAround, lookEveryMs)
  for (const it of [first, timer]) it.unref()
  return {
    backup,
    stop: () => {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}

function isBackupDue({ dir, nowMs, onBattery, log }: Machine, core: Core): boolean {
  const newest = listBackups(dir)[0]
  const isDue = core.device.get().n > 0 && (newest === undefined || newest.atMs + backupEveryMs < nowMs())
  if (!isDue) return false
  const disk = statfsSync(dir)
  const held = backupHeld({
    onBattery: onBattery?.() ?? false,
    freeBytes: disk.bavail * disk.bsize,
    totalBytes: disk.blocks * disk.bsize,
    storeBytes: statSync(`${dir}/case.db`).size,
  })
  if (held !== null) log({ code: 'store.backup_held', held })
  return held === null
}

function forgetIndexed(core: Core, threads: Threads): void {
  const { change } = threads.indexer.marks()
  if (core.db.get('SELECT 1 FROM to_index WHERE change <= ?', change) === undefined) return
  core.commit(() => core.db.run('DELETE FROM to_index WHERE change <= ?', change))
}
