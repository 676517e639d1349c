import { markOf } from './change.ts'
import type { CaseEvent } from './event.ts'
import { eventVersion } from './event-types.ts'
import { closingHandlers } from './evolve-closing.ts'
import { derivedHandlers } from './evolve-derived.ts'
import { intakeHandlers } from './evolve-intake.ts'
import { talkHandlers } from './evolve-talk.ts'
import { undoHandlers } from './evolve-undo.ts'
import { workHandlers } from './evolve-work.ts'
import type { Draft } from './field.ts'
import { copying, growing, type Handler, type Lists } from './handler.ts'
import type { Case } from './model.ts'
import { openCase } from './open-case.ts'

const handlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...intakeHandlers,
    ...workHandlers,
    ...talkHandlers,
    ...closingHandlers,
    ...undoHandlers,
    ...derivedHandlers,
  }),
)

/**
 * Folds one event into a case: total, never throws, never alters `current`.
 *
 * An event of an unknown type or a newer version changes nothing but `newerThanThisVersion` (SYNC-8). Without a case,
 * an event other than `opened` gives an `incomplete` one: the rest of its history is not here yet. An event of another
 * case, or a second opening, changes nothing. Source: architecture.md "The kernel".
 */
export function evolve(current: Case | null, event: CaseEvent): Case {
  if (current === null) return begin(event)
  if (event.case !== current.id || event.type === 'opened') return current
  const draft: Draft = { ...current }
  apply(draft, event, copying)
  return draft
}

/** A whole history at once: the same case as `evolve` one by one, and fast for long ones. `null` for no events. */
export function fold(events: readonly CaseEvent[]): Case | null {
  const first = events[0]
  if (first === undefined) return null
  const draft: Draft = begin(first)
  for (let i = 1; i < events.length; i++) {
    const event = events[i]
    if (event !== undefined && event.case === draft.id && event.type !== 'opened') apply(draft, event, growing)
  }
  return draft
}

function begin(event: CaseEvent): Case {
  if (event.type === 'opened' && event.v <= eventVersion) return openCase(event)
  const draft: Draft = {
    ...openCase({ ...event, body: {}, personal: null }),
    incomplete: true,
    signals: [],
    version: 0,
  }
  apply(draft, event, growing)
  return draft
}

function apply(draft: Draft, event: CaseEvent, lists: Lists): void {
  draft.version += 1
  draft.lastEvent = markOf(event)
  draft.updatedAtMs = event.atMs
  const handler = event.v > eventVersion ? undefined : handlers.get(event.type)
  if (handler === undefined) {
    draft.newerThanThisVersion = true
    return
  }
  if (draft.undoables.length > 0 && isAnotherPersons(draft, event)) draft.undoables = []
  const { status } = draft
  handler(draft, event, lists)
  if (draft.status !== status) draft.statusBy = event.id
}

/** Somebody else acted: what came before can no longer be taken back. Derived events are nobody's act. */
function isAnotherPersons(draft: Draft, event: CaseEvent): boolean {
  return event.kind !== 'derived' && draft.undoables.some((it) => it.actor !== event.actor)
}

/** Types with a handler; equal to the known types, which a test holds. */
export const foldedTypes: readonly string[] = ['opened', ...handlers.keys()]
