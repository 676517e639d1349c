import type { EpochMs } from '../../../../shared/kernel/brand.ts'
import type { ReadDb, WriteDb } from '../database.ts'
import { getMeta, putMeta } from '../meta.ts'

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

const name = 'recovery'

/** The last time the store was put together again, until a person has been told. */
export const lastRecovery = (db: ReadDb): RecoveryReport | undefined => getMeta<RecoveryReport>(db, name)
export const noteRecovery = (db: WriteDb, report: RecoveryReport): void => putMeta(db, name, report)
export const forgetRecovery = (db: WriteDb): void =>
  db.transaction(() => void db.run('DELETE FROM meta WHERE key = ?', name))
