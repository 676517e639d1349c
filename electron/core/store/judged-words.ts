import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { seenFilter } from './filters.ts'

/** Brings what was judged in a case up to date; a case in which nothing was costs nothing. */
export function putJudgedRows(db: WriteDb, ref: number, { judged }: Pick<Case, 'judged'>): void {
  if (judged === undefined) return
  dropJudgedRows(db, ref)
  const sql = 'INSERT OR REPLACE INTO judged (words, ref, actor, helped, at_ms, told) VALUES (?, ?, ?, ?, ?, ?)'
  for (const it of judged) db.run(sql, it.words, ref, it.by, Number(it.helped), it.atMs, Number(it.text !== null))
}

export const dropJudgedRows = (db: WriteDb, ref: number): void => {
  db.run('DELETE FROM judged WHERE ref = ?', ref)
}

/** How many people found the words helpful, how many did not, and how many of either wrote to their author. */
export interface JudgedWords {
  readonly words: string
  readonly helped: number
  readonly not: number
  readonly told: number
}

/** Of all prepared words that were judged in a case this session may see. */
export function judgedWords(db: ReadDb, { scopes }: { readonly scopes: readonly string[] | null }): JudgedWords[] {
  const seen = seenFilter(db, scopes)
  const sql = `SELECT j.words, sum(j.helped) AS helped, sum(1 - j.helped) AS "not", sum(j.told) AS told
    FROM judged j JOIN cases c ON c.ref = j.ref WHERE ${seen.sql} GROUP BY j.words`
  return db.all<JudgedWords>(sql, ...seen.values)
}

/** Where somebody wrote to the author of the words, newest first. The words themselves stand in the case. */
export function toldWords(
  db: ReadDb,
  ask: { readonly words: string; readonly scopes: readonly string[] | null; readonly limit: number },
): { readonly case: CaseId; readonly actor: string; readonly atMs: EpochMs }[] {
  const seen = seenFilter(db, ask.scopes)
  const sql = `SELECT c.id, j.actor, j.at_ms FROM judged j JOIN cases c ON c.ref = j.ref
    WHERE j.words = ? AND j.told = 1 AND ${seen.sql} ORDER BY j.at_ms DESC LIMIT ?`
  const rows = db.all<{ id: Uint8Array; actor: string; at_ms: number }>(sql, ask.words, ...seen.values, ask.limit)
  return rows.map(({ id, actor, at_ms }) => ({ case: idText<CaseId>(id), actor, atMs: at_ms }))
}
