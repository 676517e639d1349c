import type { ActorId } from '../kernel/brand.ts'
import { applyChanges } from './change.ts'
import type { CaseEvent } from './event.ts'
import type { Draft } from './field.ts'
import { leaveHold, moveTo, rememberBefore, type SignalParts, signal } from './fold-step.ts'
import type { Handler, Handlers, Lists } from './handler.ts'
import type { Case } from './model.ts'
import type { Escalation, Transfer } from './model-parts.ts'
import { block, int, maybe, oneOf, str, words } from './read.ts'
import { contactWays, escalationLevels } from './words.ts'

/** Most teams and joining roles besides the own team: an event has at most three scopes. Source: sync.md "Server order". */
export const maxAssists = 2

const classify: Handler = (draft, event, lists) => {
  const { status } = draft
  const before = applyChanges(draft, event)
  if (draft.status === 'received') moveTo(draft, event, lists, draft.owner === undefined ? 'assessed' : 'in_progress')
  before['status'] = status
  before['statusAfter'] = draft.status
  rememberBefore(draft, event, before)
  tellClassified(draft, event, lists)
}

/** The clocks take what the classification says now. */
export function tellClassified(draft: Draft, event: CaseEvent, lists: Lists): void {
  const { urgency, severity, problemType } = draft.classification
  const parts: SignalParts = { type: 'classified', id: event.id, urgency, severity }
  signal(draft, event, lists, problemType === undefined ? parts : { ...parts, problemType })
}

/** Everyone who ever worked on it may still say what happened, also after it moved on (SYNC-5). */
function heldBy(draft: Draft, team: string): void {
  if (!draft.teamsEver.includes(team)) draft.teamsEver = [...draft.teamsEver, team]
}

const assign: Handler = (draft, event, lists) => {
  const { reassignments, status, owner } = draft
  const before = applyChanges(draft, event)
  heldBy(draft, draft.team)
  if (draft.assists.includes(draft.team)) draft.assists = draft.assists.filter((team) => team !== draft.team)
  if (owner !== undefined && draft.owner !== owner) draft.reassignments += 1
  if (draft.owner !== undefined && draft.status === 'assessed') moveTo(draft, event, lists, 'in_progress')
  before['reassignments'] = reassignments
  before['status'] = status
  before['statusAfter'] = draft.status
  rememberBefore(draft, event, before)
}

function transferOf(event: CaseEvent): Transfer {
  const { body, personal } = event
  return {
    id: str(body, 'id') ?? event.id,
    toTeam: str(body, 'toTeam') ?? '',
    ...maybe('toActor', str(body, 'toActor') as ActorId | undefined),
    notifyBy: oneOf(contactWays, body['notifyBy']) ?? 'system_notice',
    reasonCode: str(body, 'reason') ?? '',
    reason: words(personal, 'reason'),
    ...maybe('wantedByMs', int(body, 'wantedByMs')),
    atMs: event.atMs,
    by: event.actor,
    state: 'waiting',
  }
}

const transfer: Handler = (draft, event, lists) => {
  const made = transferOf(event)
  draft.transfers = lists.append(draft.transfers, made)
  if (made.toTeam !== draft.team && !draft.assists.includes(made.toTeam))
    draft.assists = [...draft.assists, made.toTeam].slice(-maxAssists)
  heldBy(draft, made.toTeam)
  if (draft.status === 'received' || draft.status === 'assessed') moveTo(draft, event, lists, 'in_progress')
  signal(draft, event, lists, { type: 'transferred', subject: made.id, ...maybe('dueAtMs', made.wantedByMs) })
}

/** Ends a transfer; a team that no longer has one leaves the case's scopes unless it gave an answer. */
function endTransfer(state: Transfer['state'], type: 'answered' | 'returned' | 'transfer_withdrawn'): Handler {
  return (draft, event, lists) => {
    const id = str(event.body, 'transfer')
    const found = draft.transfers.find((it) => it.id === id)
    if (found === undefined) return
    const answer = words(event.personal, state === 'answered' ? 'answer' : 'reason')
    const ended = { state, answer, answeredAtMs: event.atMs }
    draft.transfers = lists.replace(
      draft.transfers,
      (it) => it.id === id,
      (it) => ({ ...it, ...ended }),
    )
    if (state !== 'answered')
      draft.assists = draft.assists.filter((team) => team !== found.toTeam || isStillAsked(draft, team))
    signal(draft, event, lists, { type, subject: found.id })
  }
}

const isStillAsked = (state: Case, team: string): boolean =>
  state.transfers.some((it) => it.toTeam === team && (it.state === 'waiting' || it.state === 'answered'))

function escalationOf(event: CaseEvent): Escalation {
  const { body } = event
  return {
    id: str(body, 'id') ?? event.id,
    level: oneOf(escalationLevels, body['level']) ?? 'lead',
    ...maybe('to', str(body, 'to') as ActorId | undefined),
    reasonCode: str(body, 'reason') ?? '',
    reason: words(event.personal, 'reason'),
    atMs: event.atMs,
    by: event.actor,
    state: 'open',
  }
}

function changeEscalation(change: (event: CaseEvent) => Partial<Escalation>): Handler {
  return (draft, event, lists) => {
    const id = str(event.body, 'escalation')
    draft.escalations = lists.replace(
      draft.escalations,
      (it) => it.id === id,
      (it) => ({ ...it, ...change(event) }),
    )
  }
}

export const workHandlers: Handlers = {
  classified: classify,
  proposal_accepted: classify,
  assigned: assign,
  transferred: transfer,
  transfer_answered: endTransfer('answered', 'answered'),
  transfer_returned: endTransfer('returned', 'returned'),
  transfer_withdrawn: endTransfer('withdrawn', 'transfer_withdrawn'),
  escalated(draft, event, lists) {
    draft.escalations = lists.append(draft.escalations, escalationOf(event))
  },
  escalation_acknowledged: changeEscalation((event) => ({ state: 'acknowledged', acknowledgedAtMs: event.atMs })),
  escalation_stepped_down: changeEscalation(() => ({ state: 'stepped_down' })),
  held(draft, event, lists) {
    if (draft.status === 'on_hold') return
    rememberBefore(draft, event, { hold: draft.status, statusAfter: 'on_hold' })
    const reason = str(event.body, 'reason') ?? ''
    draft.heldFrom = draft.status
    draft.holdReason = reason
    draft.status = 'on_hold'
    signal(draft, event, lists, { type: 'held', id: event.id, ...(reason === '' ? {} : { reason }) })
  },
  resumed: resume,
  policy_applied(draft, event, lists) {
    const policy = {
      id: str(block(event.body, 'policy'), 'id') ?? '',
      version: int(block(event.body, 'policy'), 'version') ?? 1,
    }
    draft.policy = policy
    signal(draft, event, lists, { type: 'policy_applied', policy })
  },
  backdating_confirmed(draft, event, lists) {
    const of = str(event.body, 'of')
    if (of !== undefined) signal(draft, event, lists, { type: 'backdating_confirmed', subject: of })
  },
}

/** Back to where the hold began. */
function resume(draft: Draft, event: CaseEvent, lists: Lists): void {
  if (draft.status !== 'on_hold') return
  draft.status = draft.heldFrom ?? 'in_progress'
  leaveHold(draft)
  signal(draft, event, lists, { type: 'resumed' })
}
