import { conflictsToSettle } from '../../../shared/case/change.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import type { ReadDb, WriteDb } from './database.ts'

/** Notes whether a person has to settle something in this case. */
export function putConflictRow(db: WriteDb, ref: number, theCase: Case): void {
  const sql = conflictsToSettle(theCase).length > 0 ? 'INSERT OR IGNORE INTO conflicts (ref) VALUES (?)' : dropSql
  db.run(sql, ref)
}

const dropSql = 'DELETE FROM conflicts WHERE ref = ?'

export const dropConflictRow = (db: WriteDb, ref: number): void => {
  db.run(dropSql, ref)
}

/** Cases somebody has to look at, the one that has waited longest first. */
export function conflictingCases(db: ReadDb, limit: number): readonly CaseId[] {
  const sql = 'SELECT c.id FROM conflicts x JOIN cases c ON c.ref = x.ref ORDER BY c.updated_ms LIMIT ?'
  return db.all<{ id: Uint8Array }>(sql, limit).map(({ id }) => idText<CaseId>(id))
}
