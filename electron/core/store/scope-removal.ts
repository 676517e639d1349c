import type { CaseId, ScopeId } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import type { Core } from './core.ts'
import { bound } from './loose-rows.ts'
import { getMeta, putMeta } from './meta.ts'
import { ownRef } from './own-marks.ts'

/** Cases of left scopes still wait for something of ours to be settled. */
const leaving = 'leaving_scopes'

/** Leaves a scope: it is not read any more; its cases go as soon as nothing of them waits here. Source: SYNC-6. */
export function dropScope(core: Core, scope: ScopeId): void {
  core.db.run('DELETE FROM scopes WHERE scope = ?', scope)
  // Events leave with their cases: where our chain stands has to be kept apart from them.
  core.device.save(core.device.get())
  putMeta(core.db, leaving, true)
}

/** This case is held through scopes that are not ours any more, and through no other. */
export function holdThroughLeft(core: Core, ref: number, scopes: readonly ScopeId[]): void {
  for (const scope of scopes)
    core.db.run('INSERT OR IGNORE INTO case_scopes (scope, ref) VALUES (?, ?)', core.names.refOf(scope), ref)
  putMeta(core.db, leaving, true)
}

interface Row {
  readonly ref: number
  readonly id: Uint8Array
}

/**
 * Removes the cases held through no scope of ours any more, once nothing of them is pending or set aside here. Own events stay,
 * unseen: should the server lose its tail, nobody else could send them again (SYNC-11). Returns the cases that went.
 */
export function sweepLeft(core: Core): CaseId[] {
  const { db } = core
  if (getMeta<boolean>(db, leaving) !== true) return []
  const left = 'scope NOT IN (SELECT n.ref FROM scopes q JOIN names n ON n.name = q.scope)'
  const rows = db.all<Row>(
    `SELECT DISTINCT s.ref, c.id FROM case_scopes s JOIN cases c USING (ref) WHERE s.${left}
       AND NOT EXISTS (SELECT 1 FROM case_scopes o WHERE o.ref = s.ref AND NOT o.${left})
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.case_ref = s.ref AND e.state = 0 AND e.${bound})
       AND NOT EXISTS (SELECT 1 FROM events e JOIN refused r USING (seq) WHERE e.case_ref = s.ref AND e.${bound} AND r.let_go_ms IS NULL)`,
  )
  for (const { ref } of rows) removeCase(core, ref)
  db.run(
    `DELETE FROM case_scopes WHERE ${left} AND EXISTS (SELECT 1 FROM case_scopes o WHERE o.ref = case_scopes.ref AND NOT o.${left})`,
  )
  if (db.get(`SELECT 1 FROM case_scopes WHERE ${left}`) === undefined) putMeta(db, leaving, false)
  return rows.map((row) => idText<CaseId>(row.id))
}

function removeCase(core: Core, ref: number): void {
  const { db, held } = core
  held.hide(ref)
  const others = `case_ref = ? AND device <> ? AND ${bound}`
  db.run(`DELETE FROM tag_keys WHERE event IN (SELECT id FROM events WHERE ${others})`, ref, ownRef(core))
  db.run(`DELETE FROM events WHERE ${others}`, ref, ownRef(core))
  for (const table of ['case_scopes', 'snapshots']) db.run(`DELETE FROM ${table} WHERE ref = ?`, ref)
  dropKey(core, ref)
  if (db.get(`SELECT 1 FROM events WHERE case_ref = ? AND ${bound}`, ref) === undefined)
    db.run('DELETE FROM cases WHERE ref = ?', ref)
  db.run('INSERT INTO to_index (ref) VALUES (?)', ref)
}

/** The key of a customer goes with their last case here: what is kept of it stays sealed. */
function dropKey({ db, vault }: Core, ref: number): void {
  const row = db.get<{ customer: Uint8Array | null }>('SELECT customer FROM cases WHERE ref = ?', ref)
  if (!row?.customer) return
  const others = `SELECT 1 FROM cases WHERE customer = ? AND status <> 'void' AND ${bound}`
  if (db.get(others, row.customer) !== undefined) return
  db.run('DELETE FROM customer_keys WHERE customer = ?', row.customer)
  vault.forget()
}
