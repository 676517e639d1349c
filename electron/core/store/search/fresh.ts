import type { ReadDb } from '../database.ts'
import { readMarks } from './index-round.ts'

/** Most cases not yet indexed that one search looks through: more wait only during an import. */
const mostUnindexed = 200

/** Cases saved or changed since the index was last brought up to date, the newest of them. */
export function unindexedRefs(db: ReadDb): ReadonlySet<number> {
  const marks = readMarks(db, 'search.')
  const events = db.all<{ ref: number }>(
    `SELECT DISTINCT case_ref AS ref FROM (SELECT case_ref FROM events WHERE seq > ? ORDER BY seq DESC LIMIT 2000) LIMIT ?`,
    ...[marks.seq, mostUnindexed],
  )
  const sql = 'SELECT DISTINCT ref FROM to_index WHERE change > ? LIMIT ?'
  const changes = db.all<{ ref: number }>(sql, marks.change, mostUnindexed)
  return new Set([...events, ...changes].map((row) => row.ref))
}
