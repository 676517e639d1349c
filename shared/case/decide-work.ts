import { type Result, refuse } from '../kernel/result.ts'
import type { CommandOf } from './commands.ts'
import { all, changesFor, checkReceiver, type Loose, notPast, one } from './draft-event.ts'
import type { DecideContext, NewEvent } from './event.ts'
import type { Case } from './model.ts'

type Decided = Result<readonly NewEvent[]>
type Classify = CommandOf<'classify'> | CommandOf<'acceptProposal'>

const judged = ['problemType', 'urgency', 'severity', 'responsibility', 'category', 'department'] as const

/** A person's judgement, or a proposal a person accepted. The first one counts even when it changes nothing. */
export function classify(state: Case, command: Classify): Decided {
  const by = command.type === 'classify' ? 'agent' : 'accepted_proposal'
  const wanted = Object.fromEntries(judged.map((key) => [`classification.${key}`, command[key]]))
  const judgedAnew = changesFor(state, wanted).count > 0
  if (!judgedAnew && state.status !== 'received') return refuse('classify.no_change')
  const { body } = changesFor(state, { ...wanted, 'classification.by': by })
  if (command.type === 'classify') return one('classified', body)
  return one('proposal_accepted', { ...body, confidencePct: command.confidencePct })
}

export function assign(state: Case, command: CommandOf<'assign'>, ctx: DecideContext): Decided {
  const known = checkReceiver(
    ctx,
    { person: command.owner ?? null, ...teamOf(command.team) },
    command.owner ? 'owner' : 'team',
  )
  if (!known.ok) return known
  const { body, count } = changesFor(state, { owner: command.owner, team: command.team })
  if (count === 0) return refuse('assign.no_change')
  return one('assigned', { ...body, reason: command.reason?.code }, { reason: command.reason?.text })
}

const teamOf = (team: string | undefined): { readonly team?: string } => (team === undefined ? {} : { team })

export function transfer(command: CommandOf<'transfer'>, ctx: DecideContext): Decided {
  const { type: _type, reason, ...task } = command
  const checked = all(
    checkReceiver(ctx, { team: task.toTeam }, 'toTeam'),
    checkReceiver(ctx, { person: task.toActor ?? null }, 'toActor'),
    notPast(task.wantedByMs, 'wantedByMs', ctx),
  )
  if (!checked.ok) return checked
  return one('transferred', { id: ctx.newId(), ...task, reason: reason.code }, { reason: reason.text })
}

export function escalate(command: CommandOf<'escalate'>, ctx: DecideContext): Decided {
  const known = checkReceiver(ctx, { person: command.to ?? null }, 'to')
  if (!known.ok) return known
  const { level, to, reason } = command
  return one('escalated', { id: ctx.newId(), level, to, reason: reason.code }, { reason: reason.text })
}

/** Commands that only name a thing and perhaps say why. */
export function plain(
  type: Parameters<typeof one>[0],
  body: Loose,
  reason?: { readonly code: string; readonly text?: string | undefined },
): Decided {
  return reason === undefined ? one(type, body) : one(type, { ...body, reason: reason.code }, { reason: reason.text })
}

export function applyPolicy(state: Case, { policy, reason }: CommandOf<'applyPolicy'>): Decided {
  if (policy.id === state.policy.id && policy.version === state.policy.version)
    return refuse('policy.no_change', 'policy')
  return plain('policy_applied', { policy }, reason)
}

/** Only something claimed to have happened earlier than it was written down can be believed. */
export function confirmBackdating(state: Case, { of, reason }: CommandOf<'confirmBackdating'>): Decided {
  if (!state.signals.some((it) => it.id === of && it.claimedAtMs !== undefined))
    return refuse('backdating.unknown', 'of')
  return plain('backdating_confirmed', { of }, reason)
}
