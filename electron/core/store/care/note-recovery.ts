import type { ReadDb, WriteDb } from '../database.ts'
import { getMeta, putMeta } from '../meta.ts'
import type { RecoveryReport } from './recover.ts'

const name = 'recovery'

/** The last time the store was put together again, until a person has been told. */
export const lastRecovery = (db: ReadDb): RecoveryReport | undefined => getMeta<RecoveryReport>(db, name)
export const noteRecovery = (db: WriteDb, report: RecoveryReport): void =>
  db.transaction(() => putMeta(db, name, report))
export const forgetRecovery = (db: WriteDb): void =>
  db.transaction(() => void db.run('DELETE FROM meta WHERE key = ?', name))
