import type { CaseId, EventId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { markOf } from './change.ts'
import type { CaseEvent } from './event.ts'
import { resume, tellClassified } from './evolve-work.ts'
import { type Draft, isField, setField } from './field.ts'
import type { Handlers, Lists } from './handler.ts'
import type { Undoable } from './model.ts'
import { oneOf, str } from './read.ts'
import { statuses } from './words.ts'

/** Takes one command back: its fields, and the status, count, hold or link that came with it. */
function undo(draft: Draft, event: CaseEvent, lists: Lists): void {
  const of = str(event.body, 'of')
  const entry = draft.undoables.find((it) => it.event === of)
  if (entry === undefined) return
  draft.undoables = draft.undoables.filter((it) => it !== entry)
  putBackFields(draft, event, entry)
  putBackStatus(draft, event, entry, lists)
  const { reassignments, link } = entry.before
  if (typeof reassignments === 'number') draft.reassignments = reassignments
  if (typeof link === 'string') draft.repeatOf = draft.repeatOf.filter((id) => id !== (link as CaseId))
  if (entry.type === 'classified' || entry.type === 'proposal_accepted') tellClassified(draft, event, lists)
}

function putBackFields(draft: Draft, event: CaseEvent, entry: Undoable): void {
  const marks = { ...draft.fieldMarks }
  for (const [field, value] of Object.entries(entry.before)) {
    if (!isField(field)) continue
    setField(draft, field, value)
    marks[field] = markOf(event)
    dropValue(draft, field, entry.event)
  }
  draft.fieldMarks = marks
}

/** A value taken back is no side of a conflict any more. */
function dropValue(draft: Draft, field: string, event: EventId): void {
  if (!draft.conflicts.some((it) => it.field === field)) return
  draft.conflicts = draft.conflicts
    .map((it) => (it.field === field ? { field, values: it.values.filter((value) => value.event !== event) } : it))
    .filter((it) => it.values.length > 1)
}

function putBackStatus(draft: Draft, event: CaseEvent, entry: Undoable, lists: Lists): void {
  const before: Readonly<Record<string, Json>> = entry.before
  if (draft.status !== before['statusAfter']) return
  if (before['hold'] !== undefined) resume(draft, event, lists)
  else draft.status = oneOf(statuses, before['status']) ?? draft.status
}

export const undoHandlers: Handlers = { undone: undo }
