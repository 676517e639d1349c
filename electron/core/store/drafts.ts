import type { Draft } from '../../../shared/contract/console.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import type { ReadDb, WriteDb } from './database.ts'

/** Largest draft, characters of JSON; most drafts kept. */
export const maxDraftLength = 512 * 1024
export const maxDrafts = 200

/** Keeps what is being typed; on the disk when it returns. Refuses `draft.too_large`, `draft.too_many`. Source: CASE-8. */
export function putDraft(db: WriteDb, draft: { id: string; body: Json }, nowMs: number): Result<Draft> {
  const body = JSON.stringify(draft.body)
  if (body.length > maxDraftLength) return refuse('draft.too_large', 'body', { max: maxDraftLength })
  const others = db.get<{ count: number }>('SELECT count(*) AS count FROM drafts WHERE id <> ?', draft.id)?.count ?? 0
  if (others >= maxDrafts) return refuse('draft.too_many', 'id', { max: maxDrafts })
  const sql = `INSERT INTO drafts (id, saved_ms, body) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET saved_ms = excluded.saved_ms, body = excluded.body`
  db.transaction(() => db.run(sql, draft.id, nowMs, body))
  return ok({ id: draft.id, savedAtMs: nowMs, body: draft.body as Draft['body'] })
}

export function listDrafts(db: ReadDb): Draft[] {
  const sql = 'SELECT id, saved_ms, body FROM drafts ORDER BY saved_ms'
  const rows = db.all<{ id: string; saved_ms: number; body: string }>(sql)
  return rows.map((row) => ({ id: row.id, savedAtMs: row.saved_ms, body: JSON.parse(row.body) as Draft['body'] }))
}

/** Within a transaction of its caller. */
export function dropDraft(db: WriteDb, id: string): void {
  db.run('DELETE FROM drafts WHERE id = ?', id)
}

export function removeDraft(db: WriteDb, id: string): void {
  const isHere = db.get('SELECT 1 FROM drafts WHERE id = ?', id) !== undefined
  if (isHere) db.transaction(() => dropDraft(db, id))
}
