import type { Json } from '../kernel/canonical.ts'
import type { CaseEvent } from './event.ts'
import { type Draft, fieldValue, isField, isPersonalField, setField } from './field.ts'
import type { Case } from './model.ts'
import type { EventMark, FieldConflict, FieldMark, FieldValue } from './model-parts.ts'
import { type Block, block, list, str } from './read.ts'

/**
 * Changes fields as an event says, and notices changes made apart.
 *
 * Body: `set` (open fields), `sealed` (names of sealed fields, values under `personal.set`), `seen` (the event each
 * field was last set by, as the author saw it; absent = as opened). A field set meanwhile by an event the author did
 * not see is in conflict: the newest value stands and all stay visible until a person picks. Whether there is a conflict
 * never depends on sealed values, so that who holds no key (the server) sees the same. Answers what stood before. Source: sync.md "On the device".
 */
export function applyChanges(draft: Draft, event: CaseEvent): Record<string, Json> {
  const seen = block(event.body, 'seen')
  const before: Record<string, Json> = {}
  const fields: string[] = []
  for (const { field, value } of changesOf(event)) {
    const present = fieldValue(draft, field)
    before[field] = present
    const missed = isMissed(draft, field, seen)
    if (missed || draft.conflicts.length > 0) noteConflict(draft, event, { field, value, present, missed })
    setField(draft, field, value)
    fields.push(field)
  }
  markFields(draft, event, fields)
  return before
}

/** Was the field set by an event its author did not see? */
const isMissed = (draft: Draft, field: string, seen: Block): boolean =>
  markedBy(draft, field)?.event !== str(seen, field)

/** One field an event sets. */
export interface FieldChange {
  readonly field: string
  readonly value: Json
}

/**
 * Field changes an event carries: open ones, and sealed ones (`null` where the key is gone). In the order of their names, not
 * as they happen to stand in memory: what was just decided folds as what is read back from its canonical bytes.
 */
export function changesOf(event: Pick<CaseEvent, 'body' | 'personal'>): readonly FieldChange[] {
  const changes: FieldChange[] = []
  const open = block(event.body, 'set')
  for (const field of Object.keys(open).sort())
    if (isField(field) && !isPersonalField(field)) changes.push({ field, value: open[field] ?? null })
  const sealed = list(event.body, 'sealed')
  if (sealed.length === 0) return changes
  const hidden: Block = event.personal === null ? {} : block(event.personal, 'set')
  for (const field of sealed)
    if (typeof field === 'string' && isPersonalField(field)) changes.push({ field, value: hidden[field] ?? null })
  return changes
}

/** Fields nobody judges about: they follow from others. */
const silent = 'classification.by'

interface Setting extends FieldChange {
  readonly present: Json
  readonly missed: boolean
}

function noteConflict(draft: Draft, event: CaseEvent, { field, value, present, missed }: Setting): void {
  if (field === silent) return
  const standing = draft.conflicts.find((conflict) => conflict.field === field)
  const others = draft.conflicts.filter((conflict) => conflict.field !== field)
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
export function markedBy(state: Case, field: string): FieldMark | undefined {
  for (const mark of state.fieldMarks) if (mark.fields.includes(field)) return mark
  return undefined
}

/** Notes this event as the last one that set these fields. */
export function markFields(draft: Draft, event: CaseEvent, fields: readonly string[]): void {
  if (fields.length === 0) return
  const marks: FieldMark[] = []
  for (const mark of draft.fieldMarks) {
    const rest = mark.fields.some((field) => fields.includes(field))
      ? mark.fields.filter((field) => !fields.includes(field))
      : mark.fields
    if (rest.length > 0) marks.push(rest === mark.fields ? mark : { ...mark, fields: rest })
  }
  marks.push({ event: event.id, by: event.actor, atMs: event.atMs, fields })
  draft.fieldMarks = marks
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
