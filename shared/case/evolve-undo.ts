import type { CaseId, EventId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { markFields } from './change.ts'
import type { CaseEvent } from './event.ts'
import { type Draft, isField, setField } from './field.ts'
import { leaveHold } from './fold-step.ts'
import type { Handlers } from './handler.ts'
import type { Undoable } from './model-parts.ts'
import { oneOf, str } from './read.ts'
import { statuses } from './words.ts'

/** Takes one command back: its fields, and the status, count, hold or link that came with it. */
function undo(draft: Draft, event: CaseEvent): void {
  const of = str(event.body, 'of')
  const entry = draft.undoables.find((it) => it.event === of)
  if (entry === undefined) return
  draft.undoables = draft.undoables.filter((it) => it !== entry)
  putBackFields(draft, event, entry)
  putBackStatus(draft, entry)
  const { reassignments, link } = entry.before
  if (typeof reassignments === 'number') draft.reassignments = reassignments
  if (typeof link === 'string') draft.repeatOf = draft.repeatOf.filter((id) => id !== (link as CaseId))
  // The clocks never hear of what was taken back: not a pause of ten seconds, not an urgency by mistake.
  draft.signals = draft.signals.filter((it) => it.id !== entry.event)
}

function putBackFields(draft: Draft, event: CaseEvent, entry: Undoable): void {
  const fields = Object.keys(entry.before)
    .filter((key) => isField(key))
    .sort()
  for (const field of fields) {
    setField(draft, field, entry.before[field] ?? null)
    dropValue(draft, field, entry.event)
  }
  markFields(draft, event, fields)
}

/** A value taken back is no side of a conflict any more. */
function dropValue(draft: Draft, field: string, event: EventId): void {
  if (!draft.conflicts.some((it) => it.field === field)) return
  draft.conflicts = draft.conflicts
    .map((it) => (it.field === field ? { field, values: it.values.filter((value) => value.event !== event) } : it))
    .filter((it) => it.values.length > 1)
}

function putBackStatus(draft: Draft, entry: Undoable): void {
  const before: Readonly<Record<string, Json>> = entry.before
  if (draft.status !== before['statusAfter']) return
  const held = oneOf(statuses, before['hold'])
  if (held !== undefined) leaveHold(draft)
  draft.status = held ?? oneOf(statuses, before['status']) ?? draft.status
}

export const undoHandlers: Handlers = { undone: undo }
