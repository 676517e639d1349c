import type { CaseId, ScopeId } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import type { Core } from './core.ts'

/**
 * Leaves a scope: cases held through no other scope go, with their record, once nothing of them is pending or set aside here.
 * Returns the cases that went. Source: SYNC-6.
 */
export function dropScope(core: Core, scope: ScopeId): CaseId[] {
  const { db } = core
  const scopeRef = core.names.refOf(scope)
  const held = db.all<{ ref: number; id: Uint8Array }>(
    `SELECT s.ref, c.id FROM case_scopes s JOIN cases c USING (ref) WHERE s.scope = ?
       AND NOT EXISTS (SELECT 1 FROM case_scopes o WHERE o.ref = s.ref AND o.scope <> s.scope)
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.case_ref = s.ref AND e.state IN (0, 2, 3))`,
    scopeRef,
  )
  // Own events leave with their cases: where our chain stands has to be kept apart from them.
  core.device.save(core.device.get())
  for (const { ref } of held) removeCase(core, ref)
  db.run('DELETE FROM case_scopes WHERE scope = ?', scopeRef)
  db.run('DELETE FROM scopes WHERE scope = ?', scope)
  return held.map((row) => idText<CaseId>(row.id))
}

function removeCase({ db, held }: Core, ref: number): void {
  held.hide(ref)
  db.run('DELETE FROM events WHERE case_ref = ?', ref)
  for (const table of ['case_scopes', 'snapshots', 'cases']) db.run(`DELETE FROM ${table} WHERE ref = ?`, ref)
  db.run('INSERT INTO to_index (ref) VALUES (?)', ref)
}
