import type { NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { ActorId, CaseId, EpochMs, SessionId } from '../../../shared/kernel/brand.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { createEventWriter } from './event-writer.ts'

export interface AdvanceInput {
  readonly actor: ActorId
  readonly session: SessionId
  /** The device's own wall clock, and what to add to it to have the server's. */
  readonly nowMs: EpochMs
  readonly offsetMs: number
  /** What the passing of time means for a case: near, breached, a step of the ladder. Pure, ids follow from the case. */
  readonly derive: (theCase: Case, atMs: EpochMs) => readonly NewEvent[]
  /** Most cases in one transaction: after a week switched off there are many. */
  readonly limit: number
}

export interface Advanced {
  readonly cases: readonly CaseId[]
  /** Further cases wait whose clocks came near or ran out. */
  readonly more: boolean
}

/**
 * Lets time pass for the cases whose next mark (near, due, step of the ladder) is behind us: their derived events are written
 * and their rows and queues brought up to now, in one transaction. What was written before is not written twice.
 * Source: SLA-9 "also for time that passed while the machine was off".
 */
export function advanceClocks(core: Core, input: AdvanceInput): Advanced {
  const atMs = input.nowMs + input.offsetMs
  const { head, cases, more, events } = core.commit(() => {
    const sql = 'SELECT ref FROM cases WHERE open = 1 AND wake_ms <= ? ORDER BY wake_ms LIMIT ?'
    const rows = core.db.all<{ ref: number }>(sql, atMs, input.limit)
    const writer = createEventWriter(core, input)
    const touched = rows.flatMap(({ ref }) => advanceOne(core, input, writer.write, ref) ?? [])
    writer.finish()
    return { head: writer.head(), cases: touched, more: rows.length === input.limit, events: writer.events }
  })
  core.device.set(head)
  core.recorded(events)
  if (cases.length > 0) core.changed({ kind: 'cases', ids: cases })
  return { cases, more }
}

function advanceOne(
  core: Core,
  input: AdvanceInput,
  write: (event: NewEvent, id: CaseId) => void,
  ref: number,
): CaseId | undefined {
  const held = core.held.find(ref)
  if (held === undefined) return undefined
  const atMs = input.nowMs + input.offsetMs
  const events = input.derive(held.theCase, atMs).filter((event) => !isHeld(core, ref, event))
  for (const event of events) write(event, held.theCase.id)
  if (events.length === 0) core.held.put(held, atMs)
  return held.theCase.id
}

const isHeld = (core: Core, ref: number, event: NewEvent): boolean =>
  event.id !== undefined &&
  core.db.get('SELECT 1 FROM events WHERE case_ref = ? AND id = ?', ref, idBytes(event.id)) !== undefined
