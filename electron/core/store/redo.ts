import type { Actor, CaseEvent } from '../../../shared/case/event.ts'
import type { CaseId, EpochMs, EventId, SessionId } from '../../../shared/kernel/brand.ts'
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts'
import { rememberActor } from './actors.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { type EventRow, eventColumns, eventStates } from './event-rows.ts'
import { RefusedError, writeEvents } from './event-writer.ts'
import { placeOfCommand } from './loose.ts'

export interface RedoInput {
  readonly event: EventId
  /** As with any command: the same id twice is one redo. */
  readonly commandId: string
  readonly actor: Actor
  readonly session: SessionId
  readonly nowMs: EpochMs
  readonly offsetMs: number
}

/** One event of the record, opened; asked for seldom, and only of what is shown as set aside: there is no index for it. */
export function findEvent(core: Core, id: EventId): { readonly row: EventRow; readonly event: CaseEvent } | undefined {
  const row = core.db.get<EventRow>(`SELECT ${eventColumns} FROM events WHERE id = ?`, idBytes(id))
  return row && { row, event: core.events.opened(row, core.refs.idOf(row.case_ref)) }
}

const isSetAside = ({ state }: EventRow): boolean => state === eventStates.refused || state === eventStates.quarantined

/**
 * Says again, on the case as it stands now, what was set aside: a new event, judged here by the same rules, and the old one is
 * let go in the same transaction. Refusals: those of the kernel, `event.unknown`, `customer.erased`. Source: SYNC-5.
 */
export function redo(core: Core, input: RedoInput): Result<CaseId, readonly Refusal[]> {
  const start = core.device.get()
  try {
    const repeated = placeOfCommand(core, input.commandId)
    if (repeated) return ok(core.refs.idOf(repeated.caseRef))
    const written = core.commit(() => writeAgain(core, input))
    core.device.set(written.head)
    core.recorded(written.records)
    const ids = [...written.cases.keys()]
    core.changed({ kind: 'cases', ids })
    return ok(ids[0] ?? ('' as CaseId))
  } catch (error) {
    core.device.set(start)
    if (error instanceof RefusedError) return { ok: false, error: error.refusals }
    throw error
  }
}

function writeAgain(core: Core, input: RedoInput) {
  const { actor, session, nowMs, offsetMs } = input
  const found = findEvent(core, input.event)
  if (!found || !isSetAside(found.row)) throw new RefusedError({ tag: 'event.unknown', field: 'event' })
  const { row, event: old } = found
  const isSealed = row.sealed !== null
  if (isSealed && old.personal === null) throw new RefusedError({ tag: 'customer.erased', field: 'customer' })
  const ref = core.refs.find(old.case)
  const current = ref === undefined ? null : (core.held.find(ref)?.theCase ?? null)
  const { type, v, kind, body } = old
  const admitted = core.kernel.admit(current, asOf(old, input), actor)
  if (!admitted.ok) throw new RefusedError(admitted.error)
  rememberActor(core, actor)
  const personal = isSealed && old.personal !== null ? { personal: old.personal } : {}
  const event = { type, v, kind, body, ...personal }
  const author = { actor: actor.id, session, nowMs, offsetMs }
  const written = writeEvents(core, [{ event, case: old.case, author, command: input.commandId, isOpening: false }])
  const sql = 'UPDATE refused SET let_go_ms = ? WHERE seq IN (SELECT seq FROM events WHERE id = ?)'
  core.db.run(sql, nowMs, idBytes(input.event))
  return written
}

/** What the person says now; on what it once depended is past. */
function asOf({ pre: _, ...old }: CaseEvent, input: RedoInput): CaseEvent {
  return { ...old, actor: input.actor.id, session: input.session, atMs: input.nowMs + input.offsetMs }
}
