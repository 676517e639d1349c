import type { View } from './counts.ts'
import type { ReadDb, WriteDb } from './database.ts'
import type { CaseFilter } from './filters.ts'

/** A list a person keeps under a name: a queue, what it is narrowed to, how it is shown. */
export interface SavedView {
  readonly id: string
  /** Whose it is, or `*` for everybody's. */
  readonly owner: string
  readonly name: string
  readonly view: View
  readonly filter?: CaseFilter
  readonly text?: string
  /** Place in the person's own order, from 0. */
  readonly place: number
}

export const everybody = '*'

export function putView(db: WriteDb, view: SavedView, nowMs: number): void {
  const { id, owner, ...body } = view
  const sql = `INSERT INTO views (id, owner, saved_ms, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, saved_ms = excluded.saved_ms, body = excluded.body`
  db.transaction(() => db.run(sql, id, owner, nowMs, JSON.stringify(body)))
}

/** The person's own views and everybody's, in their order. */
export function listViews(db: ReadDb, owner: string): SavedView[] {
  const sql = 'SELECT id, owner, body FROM views WHERE owner IN (?, ?)'
  const rows = db.all<{ id: string; owner: string; body: string }>(sql, owner, everybody)
  const views = rows.map((row) => ({
    id: row.id,
    owner: row.owner,
    ...(JSON.parse(row.body) as Omit<SavedView, 'id' | 'owner'>),
  }))
  return views.sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
}

/** Removes a view of this owner; nobody removes another's. */
export const removeView = (db: WriteDb, id: string, owner: string): boolean =>
  db.transaction(() => db.run('DELETE FROM views WHERE id = ? AND owner = ?', id, owner)) > 0
