import type { EventId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { Envelope } from '../kernel/envelope.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import type { EventType } from './event-types.ts'
import type { Case } from './model.ts'
import { str } from './read.ts'
import { type CaseStatus, statuses } from './words.ts'

/** The condition of a command, as it stands in the envelope. */
export type Pre = NonNullable<Envelope['pre']>

const work: readonly CaseStatus[] = ['received', 'assessed', 'in_progress']
const told: readonly CaseStatus[] = ['resolved', 'informed', 'followed_up']
const unheld: readonly CaseStatus[] = [...work, ...told]
/** Statuses of a case somebody still has to do something about. */
const openStatuses: readonly CaseStatus[] = [...unheld, 'on_hold']
const unmerged: readonly CaseStatus[] = statuses.filter((status) => status !== 'merged')

/** The statuses in which each command makes sense: not more than it needs. Source: domain.md "Life of a case". */
const statusIn: Partial<Readonly<Record<EventType, readonly CaseStatus[]>>> = {
  edited: openStatuses,
  conflict_settled: unmerged,
  undone: unmerged,
  classified: openStatuses,
  proposal_accepted: openStatuses,
  assigned: openStatuses,
  transferred: openStatuses,
  escalated: openStatuses,
  held: unheld,
  resumed: ['on_hold'],
  policy_applied: openStatuses,
  resolved: work,
  informed: told,
  closed: unheld,
  reopened: [...told, 'closed', 'withdrawn'],
  withdrawn: openStatuses,
  linked_repeat: unmerged,
  merged: unmerged,
  absorbed: unmerged,
  promoted: openStatuses,
  compensation_proposed: [...openStatuses, 'closed'],
}

/** What must still be open for a command, by the key of its body that names it. */
const openThing: Partial<Readonly<Record<EventType, string>>> = {
  transfer_answered: 'transfer',
  transfer_returned: 'transfer',
  transfer_withdrawn: 'transfer',
  escalation_acknowledged: 'escalation',
  escalation_stepped_down: 'escalation',
  compensation_approved: 'compensation',
  compensation_rejected: 'compensation',
  compensation_paid: 'compensation',
}

/**
 * The smallest condition that makes a command right, derived from its type alone; a client may only add to it. `after`
 * comes from `decide`, for the other side of a merge. Facts and derived events have none. Source: details.md "Sync and server".
 */
export function preOf(type: EventType, body: { readonly [key: string]: Json }): Pre | undefined {
  const allowed = statusIn[type]
  const thing = openThing[type]
  if (allowed === undefined && thing === undefined) return undefined
  return {
    ...(allowed === undefined ? {} : { statusIn: [...allowed] }),
    ...(thing === undefined ? {} : { open: `${thing}:${str(body, thing) ?? ''}` }),
  }
}

/**
 * Does a condition hold? Refusals: `status.<status>` (detail: `defeatedBy` = the event that
 * brought that status, `into` = where a merged case went), `<thing>.unknown` and
 * `<thing>.closed` for what `open` names.
 */
export function checkPre(state: Case, pre: Pre | undefined): Result<void> {
  if (pre?.statusIn !== undefined && !pre.statusIn.includes(state.status)) return wrongStatus(state)
  return pre?.open === undefined ? ok(undefined) : checkOpen(state, pre.open)
}

function wrongStatus(state: Case): Result<never> {
  const into = state.mergedInto === undefined ? {} : { into: state.mergedInto }
  return refuse(`status.${state.status}`, 'status', { ...into, defeatedBy: state.statusBy })
}

function checkOpen(state: Case, open: string): Result<void> {
  const [thing, id] = split(open)
  const found = findThing(state, thing, id)
  if (found === undefined) return refuse(`${thing}.unknown`, thing)
  return isOpenState(found) ? ok(undefined) : refuse(`${thing}.closed`, thing, { state: found })
}

function split(open: string): readonly [string, string] {
  const at = open.indexOf(':')
  return at < 0 ? [open, ''] : [open.slice(0, at), open.slice(at + 1)]
}

function findThing(state: Case, thing: string, id: string): string | undefined {
  if (thing === 'transfer') return state.transfers.find((it) => it.id === id)?.state
  if (thing === 'escalation') return state.escalations.find((it) => it.id === id)?.state
  if (thing === 'compensation') return state.compensations.find((it) => it.id === id)?.state
  return undefined
}

const ended = new Set(['returned', 'withdrawn', 'stepped_down', 'paid', 'rejected'])
const isOpenState = (state: string): boolean => !ended.has(state)

/** `after`: the event this one depends on was refused. `accepted` answers `undefined` for one it does not know. */
export function checkAfter(pre: Pre | undefined, accepted: (id: EventId) => boolean | undefined): Result<void> {
  if (pre?.after === undefined || accepted(pre.after) !== false) return ok(undefined)
  return refuse('after.refused', undefined, { after: pre.after })
}
