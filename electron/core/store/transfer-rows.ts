import type { Case } from '../../../shared/case/model.ts'
import type { Transfer } from '../../../shared/case/model-parts.ts'
import type { Clock } from '../../../shared/sla/clock.ts'
import { idBytes } from './bytes.ts'
import { clockText, noDueMs } from './case-row.ts'
import type { WriteDb } from './database.ts'

/** Brings the waiting transfers of a case up to date; a case that never had one costs nothing. */
export function putTransferRows(
  db: WriteDb,
  ref: number,
  { transfers }: Pick<Case, 'transfers'>,
  clocks: readonly Clock[],
  isOpen: boolean,
): void {
  if (transfers.length === 0) return
  dropTransferRows(db, ref)
  if (!isOpen) return
  for (const it of transfers) if (it.state === 'waiting') insert(db, ref, it, clockOf(it, clocks))
}

export const dropTransferRows = (db: WriteDb, ref: number): void => {
  db.run('DELETE FROM transfers WHERE ref = ?', ref)
}

const clockOf = ({ id }: Transfer, clocks: readonly Clock[]): Clock | undefined =>
  clocks.find((it) => it.subject === id && it.current && it.endedAtMs === undefined)

function insert(db: WriteDb, ref: number, it: Transfer, clock: Clock | undefined): void {
  db.run(
    `INSERT INTO transfers (due_ms, ref, id, team, receiver, sender, reason, asked_ms, clock)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    clock?.dueAtMs ?? noDueMs,
    ref,
    idBytes(it.id),
    it.toTeam,
    it.toActor ?? null,
    it.by,
    it.reasonCode,
    it.atMs,
    clock === undefined ? null : clockText(clock),
  )
}
