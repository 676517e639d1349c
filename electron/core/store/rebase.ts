import type { Actor, CaseEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { type Doubt, rebase } from '../../../shared/sync/merge.ts'
import { knownActor } from './actors.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'

/**
 * Folds a case anew: what the server confirmed in its order, then what is pending here as far as it still fits. Needed
 * when the server's order differs from ours, a key came or went, or an event was set aside.
 */
export function refold(core: Core, ref: number, nowMs: EpochMs): CaseId {
  const id = core.refs.idOf(ref)
  const events = core.events.ofCase(ref).map((row) => core.events.opened(row, id))
  const confirmed = events.filter((event) => event.server !== undefined)
  const pending = events.filter((event) => event.server === undefined)
  const base = foldAll(core, confirmed)
  const { view, doubtful } = rebase<Case | null, CaseEvent>(
    base,
    pending,
    (c, e) => admit(core, c, e),
    core.kernel.evolve,
  )
  noteDoubts(core, events, doubtful, nowMs)
  if (view === null) core.projection.remove(ref)
  else core.projection.put({ ref, theCase: view, pending: pending.length, confirmedV: confirmed.length }, nowMs)
  return id
}

const foldAll = (core: Core, events: readonly CaseEvent[]): Case | null =>
  core.kernel.fold?.(events) ?? events.reduce<Case | null>((current, event) => core.kernel.evolve(current, event), null)

/** Whoever wrote it stood before this device then; without knowing the role, the event is kept in view. */
function admit(core: Core, current: Case | null, event: CaseEvent) {
  const actor: Actor | undefined = knownActor(core.db, event.actor)
  if (actor === undefined) return { ok: true as const, value: undefined }
  const admitted = core.kernel.admit(current, event, actor)
  return admitted.ok ? { ok: true as const, value: undefined } : admitted
}

function noteDoubts(
  core: Core,
  events: readonly CaseEvent[],
  doubts: readonly Doubt<CaseEvent>[],
  nowMs: EpochMs,
): void {
  for (const { id } of events) core.db.run(`DELETE FROM refused WHERE event = ? AND verdict = 'doubtful'`, idBytes(id))
  const sql = `INSERT OR IGNORE INTO refused (event, verdict, code, field, at_ms) VALUES (?, 'doubtful', ?, ?, ?)`
  for (const { event, refusal } of doubts)
    core.db.run(sql, idBytes(event.id), refusal.tag, refusal.field ?? null, nowMs)
}
