import type { ActorId, CaseId } from '../kernel/brand.ts'
import type { CaseEvent } from './event.ts'
import type { Draft } from './field.ts'
import { leaveHold, rememberBefore, signal } from './fold-step.ts'
import type { Handler, Handlers, Lists } from './handler.ts'
import type { Compensation } from './model-parts.ts'
import { int, maybe, oneOf, str, words } from './read.ts'
import { caseKinds, contactWays } from './words.ts'

const resolve: Handler = (draft, event, lists) => {
  const { body, personal } = event
  draft.resolution = {
    causeCode: str(body, 'causeCode') ?? '',
    cause: words(personal, 'cause'),
    measures: words(personal, 'measures'),
    plan: words(personal, 'plan'),
    compensation: words(personal, 'compensation'),
    atMs: event.atMs,
    by: event.actor,
  }
  draft.status = 'resolved'
  leaveHold(draft)
  signal(draft, event, lists, { type: 'resolved' })
}

const inform: Handler = (draft, event, lists) => {
  const way = oneOf(contactWays, event.body['way']) ?? 'email'
  const { atMs, actor: by } = event
  const round = draft.reopenings
  draft.informs = lists.append(draft.informs, { round, way, letter: words(event.personal, 'letter'), atMs, by })
  if (draft.status === 'resolved') draft.status = 'informed'
  signal(draft, event, lists, { type: 'informed', way })
}

const close: Handler = (draft, event, lists) => {
  draft.closure = {
    atMs: event.atMs,
    by: event.actor,
    ...maybe('noFollowUpReason', str(event.body, 'noFollowUpReason')),
    text: words(event.personal, 'text'),
  }
  draft.status = 'closed'
  leaveHold(draft)
  // The light flow of suggestions and inquiries has no step of its own for it: closing answers them.
  if (draft.resolution === undefined) signal(draft, event, lists, { type: 'resolved' })
  signal(draft, event, lists, { type: 'closed' })
}

const reopen: Handler = (draft, event, lists) => {
  draft.reopenings += 1
  draft.resolution = undefined
  draft.closure = undefined
  draft.withdrawal = undefined
  draft.status = 'in_progress'
  signal(draft, event, lists, { type: 'reopened' })
}

const withdraw: Handler = (draft, event, lists) => {
  draft.withdrawal = { reasonCode: str(event.body, 'reason') ?? '', atMs: event.atMs, by: event.actor }
  draft.status = 'withdrawn'
  leaveHold(draft)
  signal(draft, event, lists, { type: 'withdrawn' })
}

const merge: Handler = (draft, event, lists) => {
  const into = str(event.body, 'into') as CaseId | undefined
  if (into === undefined || draft.mergedInto !== undefined) return
  draft.mergedInto = into
  draft.status = 'merged'
  leaveHold(draft)
  signal(draft, event, lists, { type: 'merged' })
}

function changeCompensation(change: (event: CaseEvent) => Partial<Compensation>): Handler {
  return (draft, event, lists) => {
    const id = str(event.body, 'compensation')
    draft.compensations = lists.replace(
      draft.compensations,
      (it) => it.id === id,
      (it) => ({ ...it, ...change(event) }),
    )
  }
}

/** A compensation line; `proposed` unless the event is a rule's below its limit. */
export function addCompensation(draft: Draft, event: CaseEvent, lists: Lists, more: Partial<Compensation> = {}): void {
  const { body } = event
  draft.compensations = lists.append(draft.compensations, {
    id: str(body, 'id') ?? event.id,
    form: str(body, 'form') ?? '',
    amountMinor: int(body, 'amountMinor') ?? 0,
    currency: str(body, 'currency') ?? '',
    state: 'proposed',
    reason: words(event.personal, 'text'),
    proposedBy: event.actor,
    atMs: event.atMs,
    ...more,
  })
}

export const closingHandlers: Handlers = {
  resolved: resolve,
  informed: inform,
  closed: close,
  reopened: reopen,
  withdrawn: withdraw,
  merged: merge,
  absorbed(draft, event) {
    const from = str(event.body, 'from') as CaseId | undefined
    if (from !== undefined && !draft.mergedFrom.includes(from)) draft.mergedFrom = [...draft.mergedFrom, from]
  },
  linked_repeat(draft, event) {
    const of = str(event.body, 'of') as CaseId | undefined
    if (of === undefined || draft.repeatOf.includes(of)) return
    draft.repeatOf = [...draft.repeatOf, of]
    rememberBefore(draft, event, { link: of })
  },
  promoted(draft, event, lists) {
    draft.kind = oneOf(caseKinds, event.body['kind']) ?? 'complaint'
    signal(draft, event, lists, { type: 'promoted', caseKind: draft.kind })
  },
  compensation_proposed: (draft, event, lists) => addCompensation(draft, event, lists),
  compensation_approved: changeCompensation((event) => ({ state: 'approved', approvedBy: event.actor as ActorId })),
  compensation_rejected: changeCompensation(() => ({ state: 'rejected' })),
  compensation_paid: changeCompensation((event) => ({
    state: 'paid',
    paidAtMs: event.atMs,
    ...maybe('reference', str(event.body, 'reference')),
  })),
}
