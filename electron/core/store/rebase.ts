import type { CaseEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { ok } from '../../../shared/kernel/result.ts'
import { rebase } from '../../../shared/sync/merge.ts'
import { knownActor } from './actors.ts'
import type { Core } from './core.ts'
import { eventStates } from './event-rows.ts'

/**
 * Folds a case anew: what the server confirmed in its order, then what is pending here as far as it still fits. Needed
 * when the server's order differs from ours, a key came or went, or an event was set aside.
 */
export function refold(core: Core, ref: number, id: CaseId, nowMs: EpochMs): void {
  const rows = core.events.ofCase(ref)
  const seqOf = new Map(rows.map((row, i) => [i, row.seq]))
  const events = rows.map((row) => core.events.opened(row, id))
  const confirmed = events.filter((_, i) => rows[i]?.state !== eventStates.pending)
  const pending = events.filter((_, i) => rows[i]?.state === eventStates.pending)
  const base = core.kernel.fold(confirmed)
  const { view, doubtful } = rebase<Case | null, CaseEvent>(
    base,
    pending,
    (c, e) => admit(core, c, e),
    core.kernel.evolve,
  )
  noteDoubts(
    core,
    pending.map((event) => seqOf.get(events.indexOf(event)) ?? 0),
    doubtful.map(({ event, refusal }) => ({ seq: seqOf.get(events.indexOf(event)) ?? 0, ...refusal })),
    nowMs,
  )
  core.held.unfold(ref)
  if (view === null) core.held.hide(ref)
  else {
    const counts = { pending: pending.length, events: events.length, confirmedV: confirmed.length }
    core.held.put({ ref, theCase: view, ...counts }, nowMs)
  }
  core.db.run('INSERT INTO to_index (ref) VALUES (?)', ref)
}

/** Without knowing the role its author had, an event is kept in view. */
function admit(core: Core, current: Case | null, event: CaseEvent) {
  const actor = knownActor(core, event.actor)
  if (actor === undefined) return ok(undefined)
  const admitted = core.kernel.admit(current, event, actor)
  return admitted.ok ? ok(undefined) : admitted
}

/** Pending, but it would be refused as things stand: shown, not removed. Source: sync.md "On the device". */
function noteDoubts(
  core: Core,
  pending: readonly number[],
  doubts: readonly { readonly seq: number; readonly tag: string; readonly field?: string }[],
  nowMs: EpochMs,
): void {
  for (const seq of pending) core.db.run(`DELETE FROM refused WHERE seq = ? AND verdict = 'doubtful'`, seq)
  const sql = `INSERT OR IGNORE INTO refused (seq, verdict, code, field, at_ms) VALUES (?, 'doubtful', ?, ?, ?)`
  for (const { seq, tag, field } of doubts) core.db.run(sql, seq, tag, field ?? null, nowMs)
}
