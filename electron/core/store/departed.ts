import { scopesOf } from '../../../shared/case/scopes.ts'
import type { CaseId, ScopeId } from '../../../shared/kernel/brand.ts'
import type { Core } from './core.ts'
import { eventStates } from './event-rows.ts'
import { bound } from './loose-rows.ts'
import { judgedN, ownRef, settledN } from './own-marks.ts'
import { refold } from './rebase.ts'

/**
 * Own events the server accepted on a case that has left our scopes meanwhile: they went to who holds the case now and never
 * come back here. Without this they would wait for ever. Returns the cases that look otherwise now.
 */
export function settleDeparted(core: Core, nowMs: number): CaseId[] {
  const own = ownRef(core)
  const judged = judgedN(core)
  const rows = core.db.all<{ ref: number }>(
    `SELECT DISTINCT case_ref AS ref FROM events WHERE device = ? AND n > ? AND n <= ? AND state = ? AND ${bound}`,
    ...[own, settledN(core), judged, eventStates.pending],
  )
  if (rows.length === 0) return []
  const reads = new Set(core.db.all<{ scope: ScopeId }>('SELECT scope FROM scopes').map(({ scope }) => scope))
  return rows.flatMap(({ ref }) => {
    const theCase = core.held.find(ref)?.theCase
    if (theCase !== undefined && (theCase.incomplete || scopesOf(theCase).some((scope) => reads.has(scope)))) return []
    core.db.run(
      `UPDATE events SET state = ? WHERE case_ref = ? AND device = ? AND n <= ? AND state = ? AND ${bound}`,
      ...[eventStates.confirmed, ref, own, judged, eventStates.pending],
    )
    const id = core.refs.idOf(ref)
    refold(core, ref, id, nowMs)
    return [id]
  })
}
