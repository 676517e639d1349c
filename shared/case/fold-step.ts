import type { Json } from '../kernel/canonical.ts'
import type { Signal } from '../sla/signal.ts'
import type { CaseEvent } from './event.ts'
import type { Draft } from './field.ts'
import type { Lists } from './handler.ts'
import type { CaseStatus } from './words.ts'

/** Longest time after which a command can be taken back, ms. Source: details.md "undo". */
export const undoMs = 10_000
/** What the server allows on top: its measure of a device's clock may move between two events. */
export const undoSlackMs = 5000

/** What the clocks hear of an event, with what the event itself says. */
export type SignalParts = Partial<Omit<Signal, 'atMs'>> & Pick<Signal, 'type'>

/** Tells the clocks; `atMs` is the effective recording time, which no event can bend. */
export function signal(draft: Draft, event: CaseEvent, lists: Lists, parts: SignalParts): void {
  draft.signals = lists.append(draft.signals, Object.assign(parts, { atMs: event.atMs }) as Signal)
}

/** Moves a case on; work that begins is told to the clocks. */
export function moveTo(draft: Draft, event: CaseEvent, lists: Lists, status: CaseStatus): void {
  if (draft.status === status) return
  if (status === 'in_progress' && (draft.status === 'received' || draft.status === 'assessed'))
    signal(draft, event, lists, { type: 'work_started', id: event.id })
  draft.status = status
}

/** Remembers what stood before an event that may be taken back for ten seconds. */
export function rememberBefore(draft: Draft, event: CaseEvent, before: Readonly<Record<string, Json>>): void {
  const { id, type, actor, atMs } = event
  const fresh = draft.undoables.filter((it) => atMs - it.atMs <= undoMs + undoSlackMs)
  fresh.push({ event: id, type, actor, atMs, before })
  draft.undoables = fresh
}

/** The hold is over: the case goes on to something else. */
export function leaveHold(draft: Draft): void {
  draft.heldFrom = undefined
  draft.holdReason = undefined
}
