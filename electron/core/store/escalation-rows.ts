import type { Case } from '../../../shared/case/model.ts'
import { idBytes } from './bytes.ts'
import type { WriteDb } from './database.ts'

/** The escalations of an open case that were not stepped down; a case that never had one costs nothing. */
export function putEscalationRows(db: WriteDb, ref: number, { escalations }: Pick<Case, 'escalations'>): void {
  for (const it of escalations) {
    if (it.state === 'stepped_down') continue
    const acknowledged = it.state === 'acknowledged' ? 1 : 0
    db.run(
      `INSERT INTO escalations (acknowledged, at_ms, ref, id, level, receiver, sender, reason)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[acknowledged, it.atMs, ref, idBytes(it.id), it.level, it.to ?? null, it.by, it.reasonCode],
    )
  }
}

export const dropEscalationRows = (db: WriteDb, ref: number): void => {
  db.run('DELETE FROM escalations WHERE ref = ?', ref)
}
