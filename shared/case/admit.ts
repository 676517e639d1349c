import type { EpochMs, EventId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { isDerivedId } from './derived.ts'
import type { Actor, CaseEvent } from './event.ts'
import { type EventType, eventKinds, isKnownType } from './event-types.ts'
import { checkFirst } from './events.ts'
import { undoSlackMs } from './fold-step.ts'
import type { Case } from './model.ts'
import { checkAfter, checkPre, type Pre, preOf } from './pre.ts'
import { str } from './read.ts'
import { checkRole } from './rights.ts'
import { rules } from './rules.ts'
import { isInScope, wasInScope } from './scopes.ts'

/** An event as the rules judge it: the same for one just decided and for one decided elsewhere. */
export interface Judged {
  readonly type: EventType
  readonly body: { readonly [key: string]: Json }
  readonly actor: Actor
  readonly atMs: EpochMs
  readonly slackMs: number
  /** What the author added to the kernel's own condition. */
  readonly pre?: Pre | undefined
}

/**
 * Role, scope, condition and rule of one event on a case. Facts and derived events need role and scope only (SYNC-5). Used by `decide` for
 * what it is about to say and by `admit` for what others said: the two cannot disagree.
 */
export function judge(state: Case | null, it: Judged): Result<void> {
  const role = checkRole(it.type, it.actor)
  if (!role.ok) return role
  if (it.type === 'opened') return judgeOpening(state, it)
  if (state === null) return refuse('case.unknown', 'case')
  if (state.incomplete) return refuse('case.incomplete', 'case')
  if (eventKinds[it.type] === 'command') return judgeCommand(state, it)
  return wasInScope(state, it.actor) ? ok(undefined) : refuse('scope.denied', 'case')
}

function judgeOpening(state: Case | null, it: Judged): Result<void> {
  if (state !== null && !state.incomplete) return refuse('case.exists', 'case')
  const mayHold =
    it.actor.role === 'system' || it.actor.scopes.some((scope) => scope === `team:${str(it.body, 'team')}`)
  return mayHold ? ok(undefined) : refuse('scope.denied', 'team')
}

function judgeCommand(state: Case, it: Judged): Result<void> {
  if (!isInScope(state, it.actor)) return refuse('scope.denied', 'case')
  const own = checkPre(state, preOf(it.type, it.body))
  if (!own.ok) return own
  const added = checkPre(state, it.pre)
  if (!added.ok) return added
  return (
    rules[it.type]?.({ state, body: it.body, actor: it.actor, atMs: it.atMs, slackMs: it.slackMs }) ?? ok(undefined)
  )
}

/** What `admit` may ask besides the case. */
export interface AdmitFacts {
  /** Was this event accepted? `undefined` = not known yet. Needed for `pre.after`. */
  readonly accepted?: (id: EventId) => boolean | undefined
}

/**
 * Re-checks an event decided elsewhere: schema, actor, organisation, role, scope, condition, rule; for a derived event that
 * its id follows from what it says. A fact that is authentic, authorised and well-formed passes (SYNC-5). Refusals: those
 * of `checkEvent`, `judge`, and `actor.mismatch`, `org.mismatch`, `case.mismatch`, `derived.forged`, `after.refused`.
 */
export function admit(current: Case | null, event: CaseEvent, actor: Actor, facts: AdmitFacts = {}): Result<void> {
  const formed = checkFirst(event)
  if (!formed.ok) return formed
  if (!isKnownType(event.type)) return refuse('event.unknown', 'type')
  if (event.actor !== actor.id) return refuse('actor.mismatch', 'actor')
  const belongs = checkBelongs(current, event)
  if (!belongs.ok) return belongs
  const after = facts.accepted === undefined ? ok(undefined) : checkAfter(event.pre, facts.accepted)
  if (!after.ok) return after
  const { type, body, atMs, pre } = event
  return judge(current, { type, body, actor, atMs, pre, slackMs: undoSlackMs })
}

function checkBelongs(current: Case | null, event: CaseEvent): Result<void> {
  if (current !== null && current.org !== event.org) return refuse('org.mismatch', 'org')
  if (current !== null && current.id !== event.case) return refuse('case.mismatch', 'case')
  return event.kind !== 'derived' || isDerivedId(event) ? ok(undefined) : refuse('derived.forged', 'id')
}
