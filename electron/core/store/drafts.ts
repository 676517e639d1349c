import type { Draft } from '../../../shared/contract/console.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { ReadDb, WriteDb } from './database.ts'

/** Largest draft, characters of JSON. */
export const maxDraftLength = 512 * 1024
export const maxDrafts = 200

/** Keeps what is being typed; on the disk when it returns. Source: CASE-8. */
export function putDraft(db: WriteDb, draft: { id: string; body: Json }, nowMs: number): Draft {
  const sql = `INSERT INTO drafts (id, saved_ms, body) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET saved_ms = excluded.saved_ms, body = excluded.body`
  db.transaction(() => db.run(sql, draft.id, nowMs, JSON.stringify(draft.body)))
  return { id: draft.id, savedAtMs: nowMs, body: draft.body as Draft['body'] }
}

export function listDrafts(db: ReadDb): Draft[] {
  const rows = db.all<{ id: string; saved_ms: number; body: string }>(
    'SELECT id, saved_ms, body FROM drafts ORDER BY saved_ms',
  )
  return rows.map((row) => ({ id: row.id, savedAtMs: row.saved_ms, body: JSON.parse(row.body) as Draft['body'] }))
}

export function removeDraft(db: WriteDb, id: string): void {
  db.transaction(() => db.run('DELETE FROM drafts WHERE id = ?', id))
}
