import type { NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { ActorId, CaseId, EpochMs, SessionId } from '../../../shared/kernel/brand.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { type Decided, writeEvents } from './event-writer.ts'
import type { HeldCase } from './held-cases.ts'
import { bound } from './loose-rows.ts'

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
  const { written, cases, more } = core.commit(() => {
    const sql = `SELECT ref FROM cases WHERE open = 1 AND wake_ms <= ? AND ${bound} ORDER BY wake_ms LIMIT ?`
    const rows = core.db.all<{ ref: number }>(sql, atMs, input.limit)
    const passed = rows.flatMap(({ ref }) => core.held.find(ref) ?? [])
    const decided = passed.flatMap((held) => derivedOf(core, input, held))
    const told = writeEvents(core, decided)
    for (const held of passed) if (!told.cases.has(held.theCase.id)) core.held.put(held, atMs)
    return { written: told, cases: passed.map((held) => held.theCase.id), more: rows.length === input.limit }
  })
  core.device.set(written.head)
  core.recorded(written.records)
  if (cases.length > 0) core.changed({ kind: 'cases', ids: cases })
  return { cases, more }
}

function derivedOf(core: Core, input: AdvanceInput, { ref, theCase }: HeldCase): Decided[] {
  const events = input.derive(theCase, input.nowMs + input.offsetMs).filter((event) => !isHeld(core, ref, event))
  return events.map((event) => ({ event, case: theCase.id, author: input, isOpening: false }))
}

const isHeld = (core: Core, ref: number, event: NewEvent): boolean =>
  event.id !== undefined &&
  core.db.get(`SELECT 1 FROM events WHERE case_ref = ? AND id = ? AND ${bound}`, ref, idBytes(event.id)) !== undefined
