import type { CaseId, ScopeId } from '../../../shared/kernel/brand.ts'
import type { Core } from './core.ts'

const perCase = ['cases', 'case_bodies', 'phones', 'events', 'case_scopes', 'case_ids'] as const

/**
 * Leaves a scope: cases held through no other scope go, with their record, once nothing of them is pending here.
 * Returns the cases that went. Source: SYNC-6.
 */
export function dropScope(core: Core, scope: ScopeId): CaseId[] {
  const ref = core.names.refOf(scope)
  const gone = core.db.all<{ ref: number }>(
    `SELECT ref FROM case_scopes s WHERE scope = ?
       AND NOT EXISTS (SELECT 1 FROM case_scopes o WHERE o.ref = s.ref AND o.scope <> s.scope)
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.case_ref = s.ref AND e.state IN (0, 2, 3))`,
    ref,
  )
  const ids = gone.map((row) => core.refs.idOf(row.ref))
  for (const row of gone) removeCase(core, row.ref)
  core.db.run('DELETE FROM scopes WHERE scope = ?', scope)
  return ids
}

function removeCase(core: Core, ref: number): void {
  for (const table of perCase) {
    const column = table === 'events' ? 'case_ref' : 'ref'
    core.db.run(`DELETE FROM ${table} WHERE ${column} = ?`, ref)
  }
  core.db.run('INSERT INTO to_index (ref) VALUES (?)', ref)
}
