import type { Json } from '../kernel/canonical.ts'
import type { CaseEvent } from './event.ts'
import { type Draft, fieldValue, isField, isPersonalField, setField } from './field.ts'
import type { Case, EventMark, FieldConflict, FieldMark, FieldValue } from './model.ts'
import { type Block, block, list, str } from './read.ts'

/**
 * Changes fields as an event says, and notices changes made apart.
 *
 * Body: `set` (open fields), `sealed` (names of sealed fields, values under `personal.set`), `seen` (the event each
 * field was last set by, as the author saw it; absent = as opened). A field set meanwhile by an event the author did
 * not see is in conflict: the newest value stands and all stay visible until a person picks. Whether there is a conflict
 * never depends on sealed values, so that who holds no key (the server) sees the same. Source: sync.md "On the device".
 */
export function applyChanges(draft: Draft, event: CaseEvent): void {
  const seen = block(event.body, 'seen')
  const changes = changesOf(event)
  for (const [field, value] of changes) {
    const missed = (markedBy(draft, field)?.event ?? null) !== (str(seen, field) ?? null)
    noteConflict(draft, event, field, value, missed)
    setField(draft, field, value)
  }
  markFields(
    draft,
    event,
    changes.map(([field]) => field),
  )
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
  if (!missed || (!isPersonalField(field) && sameValue(present, value))) {
    if (!missed && standing !== undefined) draft.conflicts = others
    return
  }
  const values = standing?.values ?? [valueBefore(draft, field, present)]
  draft.conflicts = [
    ...others,
    { field, values: [...values, { event: event.id, value, by: event.actor, atMs: event.atMs }] },
  ]
}

/** Conflicts a person has to look at: those whose values, as far as they can be read here, differ. */
export const conflictsToSettle = (state: Case): readonly FieldConflict[] =>
  state.conflicts.filter(({ values }) => values.some(({ value }) => !sameValue(value, values[0]?.value ?? null)))

/** The value that stood, with who gave it: the field's last event, else the one who recorded the case. */
function valueBefore(draft: Draft, field: string, value: Json): FieldValue {
  const mark = markedBy(draft, field)
  if (mark !== undefined) return { event: mark.event, value, by: mark.by, atMs: mark.atMs }
  const { id, actor, atMs } = draft.openedBy
  return { event: id, value, by: actor, atMs }
}

/** What the case remembers of one event. */
export const markOf = (event: CaseEvent): EventMark => ({
  id: event.id,
  actor: event.actor,
  type: event.type,
  atMs: event.atMs,
})

/** Equal as JSON; lists count by their items. */
export const sameValue = (a: Json, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** The last event that set a field; `undefined` = as opened. */
export const markedBy = (state: Case, field: string): FieldMark | undefined =>
  state.fieldMarks.find((mark) => mark.fields.includes(field))

/** Notes this event as the last one that set these fields. */
export function markFields(draft: Draft, event: CaseEvent, fields: readonly string[]): void {
  if (fields.length === 0) return
  const others = draft.fieldMarks.flatMap((mark) => {
    const rest = mark.fields.filter((field) => !fields.includes(field))
    return rest.length === mark.fields.length ? [mark] : rest.length === 0 ? [] : [{ ...mark, fields: rest }]
  })
  draft.fieldMarks = [...others, { event: event.id, by: event.actor, atMs: event.atMs, fields }]
}

/** What `seen` must say for a change of these fields made on this case. */
export function seenOf(state: Case, fields: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const mark = markedBy(state, field)
      return mark === undefined ? [] : [[field, mark.event]]
    }),
  )
}
