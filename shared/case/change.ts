import type { Json } from '../kernel/canonical.ts'
import type { CaseEvent } from './event.ts'
import { type Draft, fieldValue, isField, isPersonalField, setField } from './field.ts'
import type { Case, EventMark, FieldValue } from './model.ts'
import { type Block, block, list, str } from './read.ts'

/**
 * Changes fields as an event says, and notices changes made apart.
 *
 * Body: `set` (open fields), `sealed` (names of sealed fields, values under `personal.set`), `seen` (the event each
 * field was last set by, as the author saw it; absent = as opened). A field set meanwhile by an event the author did
 * not see is in conflict: the newest value stands and all stay visible until a person picks. Source: sync.md "On the device".
 */
export function applyChanges(draft: Draft, event: CaseEvent): void {
  const seen = block(event.body, 'seen')
  const marks: Record<string, EventMark> = { ...draft.fieldMarks }
  for (const [field, value] of changesOf(event)) {
    const missed = (marks[field]?.id ?? null) !== (str(seen, field) ?? null)
    noteConflict(draft, event, field, value, missed)
    setField(draft, field, value)
    marks[field] = markOf(event)
  }
  draft.fieldMarks = marks
}

/** Field changes an event carries: open ones, and sealed ones (`null` where the key is gone). */
export function changesOf(event: Pick<CaseEvent, 'body' | 'personal'>): readonly (readonly [string, Json])[] {
  const open = Object.entries(block(event.body, 'set')).filter(([field]) => isField(field) && !isPersonalField(field))
  const hidden: Block = event.personal === null ? {} : block(event.personal, 'set')
  const sealed = list(event.body, 'sealed').filter((field) => typeof field === 'string' && isPersonalField(field))
  return [...open, ...sealed.map((field) => [field as string, hidden[field as string] ?? null])] as [string, Json][]
}

/** Fields nobody judges about: they follow from others. */
const silent = new Set(['classification.by'])

function noteConflict(draft: Draft, event: CaseEvent, field: string, value: Json, missed: boolean): void {
  if (silent.has(field)) return
  const standing = draft.conflicts.find((conflict) => conflict.field === field)
  const others = draft.conflicts.filter((conflict) => conflict.field !== field)
  const present = fieldValue(draft, field)
  if (!missed || sameValue(present, value)) {
    if (!missed && standing !== undefined) draft.conflicts = others
    return
  }
  const values = standing?.values ?? [valueBefore(draft, field, present)]
  draft.conflicts = [
    ...others,
    { field, values: [...values, { event: event.id, value, by: event.actor, atMs: event.atMs }] },
  ]
}

/** The value that stood, with who gave it: the field's last event, else the one who recorded the case. */
function valueBefore(draft: Draft, field: string, value: Json): FieldValue {
  const { id, actor, atMs } = draft.fieldMarks[field] ?? draft.openedBy
  return { event: id, value, by: actor, atMs }
}

/** What the case remembers of the newest event, or of the last one that set a field. */
export const markOf = (event: CaseEvent): EventMark => ({
  id: event.id,
  actor: event.actor,
  type: event.type,
  atMs: event.atMs,
})

/** Equal as JSON; lists count by their items. */
export const sameValue = (a: Json, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** What `seen` must say for a change of these fields made on a case with these marks. */
export function seenOf(marks: Case['fieldMarks'], fields: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const mark = marks[field]
      return mark === undefined ? [] : [[field, mark.id]]
    }),
  )
}
