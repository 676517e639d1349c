import type { EpochMs } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { markedBy } from './change.ts'
import type { Actor } from './event.ts'
import type { EventType } from './event-types.ts'
import { maxAssists } from './evolve-work.ts'
import { undoMs } from './fold-step.ts'
import type { Case } from './model.ts'
import type { Compensation, Escalation, Transfer } from './model-parts.ts'
import { block, str } from './read.ts'
import { escalationReceivers } from './rights.ts'
import { joinedRoles } from './scopes.ts'

/** A rule sees what the server sees too: the case, the event's open body, who, and the effective time. */
export interface RuleInput {
  readonly state: Case
  readonly body: { readonly [key: string]: Json }
  readonly actor: Actor
  readonly atMs: EpochMs
  /** Time allowed beyond the ten seconds of an undo, ms: 0 at the desk, some at the server. */
  readonly slackMs: number
}
type Rule = (input: RuleInput) => Result<void>

const fine = ok(undefined)
const isLead = (actor: Actor): boolean => actor.role === 'lead' || actor.role === 'supervisor'

/** CLS-6: one engineer follows one complaint; taking it from somebody is a lead's act, and has a reason. */
const assign: Rule = ({ state, body, actor }) => {
  const set = block(body, 'set')
  const team = str(set, 'team')
  if (team !== undefined && team !== state.team && hasTooMany(state, team, 1))
    return refuse('assign.too_many_teams', 'team')
  if (!('owner' in set) || state.owner === undefined || set['owner'] === state.owner) return fine
  if (actor.id !== state.owner && !isLead(actor) && actor.role !== 'system')
    return refuse('assign.owned', 'owner', { owner: state.owner })
  return body['reason'] === undefined ? refuse('assign.reason_needed', 'reason', { owner: state.owner }) : fine
}

/** More than `most` teams or roles besides the own team, once `team` holds the case. */
function hasTooMany(state: Case, team: string, most: number): boolean {
  return state.assists.filter((it) => it !== team).length + joinedRoles(state).length > most
}

const transfer: Rule = ({ state, body }) => {
  const to = str(body, 'toTeam') ?? ''
  if (state.transfers.some((it) => it.toTeam === to && it.toActor === str(body, 'toActor') && it.state === 'waiting'))
    return refuse('transfer.already_waiting', 'toTeam')
  const isNew = to !== state.team && !state.assists.includes(to)
  return isNew && hasTooMany(state, to, maxAssists - 1) ? refuse('transfer.too_many_teams', 'toTeam') : fine
}

const transferIn = (input: RuleInput): Transfer | undefined =>
  input.state.transfers.find((it) => it.id === str(input.body, 'transfer'))

/** Whether this person was asked, or may step in as the manager when nobody answers. Source: CALL-9, D1 二(三)1. */
export const mayAnswer = (transfer: Transfer, { id, role, scopes }: Pick<Actor, 'id' | 'role' | 'scopes'>): boolean =>
  role === 'supervisor' || id === transfer.toActor || scopes.some((scope) => scope === `team:${transfer.toTeam}`)

const answerTransfer: Rule = (input) => {
  const found = transferIn(input)
  if (found === undefined) return fine
  if (found.state !== 'waiting') return refuse('transfer.closed', 'transfer', { state: found.state })
  return mayAnswer(found, input.actor) ? fine : refuse('transfer.not_receiver', 'transfer')
}

const withdrawTransfer: Rule = (input) => {
  const found = transferIn(input)
  if (found === undefined || found.by === input.actor.id || isLead(input.actor)) return fine
  return input.state.owner === input.actor.id ? fine : refuse('transfer.not_sender', 'transfer')
}

const escalate: Rule = ({ state, body }) => {
  const level = str(body, 'level')
  if (state.escalations.some((it) => it.level === level && it.state !== 'stepped_down'))
    return refuse('escalation.already_open', 'level', { level: level ?? '' })
  const joins = level === 'legal' || level === 'brand'
  return joins && state.assists.length + joinedRoles(state).length >= maxAssists
    ? refuse('escalation.too_many_teams', 'level')
    : fine
}

const receiveEscalation =
  (state: Escalation['state']): Rule =>
  (input) => {
    const found = input.state.escalations.find((it) => it.id === str(input.body, 'escalation'))
    if (found === undefined) return fine
    if (state === 'acknowledged' && found.state !== 'open')
      return refuse('escalation.closed', 'escalation', { state: found.state })
    const mayReceive = escalationReceivers[found.level].includes(input.actor.role) || found.to === input.actor.id
    const mayTakeBack = state === 'stepped_down' && (found.by === input.actor.id || isLead(input.actor))
    return mayReceive || mayTakeBack ? fine : refuse('escalation.not_receiver', 'escalation')
  }

/** What the closed loop still lacks. Source: D0 一(二)2. */
function missingToClose(state: Case, noFollowUpReason: string | undefined): readonly string[] {
  if (state.kind !== 'complaint') return []
  const round = state.reopenings
  return [
    ...(state.resolution === undefined ? ['resolution'] : []),
    ...(state.informs.some((it) => it.round === round) ? [] : ['notice']),
    ...(state.followUps.some((it) => it.round === round) || noFollowUpReason !== undefined ? [] : ['follow_up']),
  ]
}

const close: Rule = ({ state, body }) => {
  const missing = missingToClose(state, str(body, 'noFollowUpReason'))
  const [first] = missing
  return first === undefined ? fine : refuse(`close.no_${first}`, first, { missing: missing.join(',') })
}

const merge: Rule = ({ state, body }) => {
  const into = str(body, 'into')
  if (into === state.id) return refuse('merge.self', 'into')
  return state.mergedFrom.some((id) => id === into) ? refuse('merge.reverse', 'into') : fine
}

const compensationIn = (input: RuleInput): Compensation | undefined =>
  input.state.compensations.find((it) => it.id === str(input.body, 'compensation'))

/** Four eyes: nobody approves what they proposed. */
const approve: Rule = (input) => {
  const found = compensationIn(input)
  if (found === undefined) return fine
  if (found.state !== 'proposed') return refuse('compensation.closed', 'compensation', { state: found.state })
  return found.proposedBy === input.actor.id ? refuse('compensation.own_proposal', 'compensation') : fine
}
const pay: Rule = (input) =>
  compensationIn(input)?.state === 'proposed' ? refuse('compensation.not_approved', 'compensation') : fine

const undo: Rule = ({ state, body, actor, atMs, slackMs }) => {
  const entry = state.undoables.find((it) => it.event === str(body, 'of'))
  if (entry === undefined)
    return refuse(state.lastEvent.actor === actor.id ? 'undo.not_possible' : 'undo.followed_by_other', 'of')
  if (entry.actor !== actor.id) return refuse('undo.not_yours', 'of')
  if (atMs - entry.atMs > undoMs + slackMs) return refuse('undo.too_late', 'of', { seconds: undoMs / 1000 })
  const { statusAfter } = entry.before
  const isMoved = statusAfter !== undefined && statusAfter !== state.status
  const isChanged = Object.keys(entry.before).some(
    (key) => (markedBy(state, key)?.event ?? entry.event) !== entry.event,
  )
  return isMoved || isChanged ? refuse('undo.changed_since', 'of') : fine
}

const settle: Rule = ({ state, body }) => {
  const conflict = state.conflicts.find((it) => it.field === str(body, 'field'))
  if (conflict === undefined) return refuse('conflict.unknown', 'field')
  return conflict.values.some((it) => it.event === str(body, 'pick')) ? fine : refuse('conflict.unknown_value', 'pick')
}

const link: Rule = ({ state, body }) => {
  const of = str(body, 'of')
  if (of === state.id) return refuse('link.self', 'of')
  return state.repeatOf.some((id) => id === of) ? refuse('link.already_there', 'of') : fine
}

/** Conditions between people and things that a status alone does not say. */
export const rules: Partial<Readonly<Record<EventType, Rule>>> = {
  assigned: assign,
  transferred: transfer,
  transfer_answered: answerTransfer,
  transfer_returned: answerTransfer,
  transfer_withdrawn: withdrawTransfer,
  escalated: escalate,
  escalation_acknowledged: receiveEscalation('acknowledged'),
  escalation_stepped_down: receiveEscalation('stepped_down'),
  closed: close,
  merged: merge,
  absorbed: ({ state, body }) => (str(body, 'from') === state.id ? refuse('merge.self', 'from') : fine),
  promoted: ({ state }) => (state.kind === 'complaint' ? refuse('promote.is_complaint', 'kind') : fine),
  compensation_approved: approve,
  compensation_rejected: approve,
  compensation_paid: pay,
  undone: undo,
  conflict_settled: settle,
  linked_repeat: link,
}
