import { ok, type Result, refuse } from '../kernel/result.ts'
import type { Actor } from './event.ts'
import type { EventType } from './event-types.ts'
import type { EscalationLevel, Role } from './words.ts'

/** People who take calls and follow cases. */
const callers: readonly Role[] = ['agent', 'senior', 'lead', 'supervisor', 'field']
/** Everyone who works on cases, other departments included. */
const staff: readonly Role[] = [...callers, 'handler', 'legal', 'brand']
const leads: readonly Role[] = ['lead', 'supervisor']
const withSystem = (roles: readonly Role[]): readonly Role[] => [...roles, 'system']
const withQuality = (roles: readonly Role[]): readonly Role[] => [...roles, 'quality']

/**
 * Which roles may write which event; least privilege, and `admin` administers only. What the server writes for itself
 * (`system`) is listed like any other. Source: TRU-2; limits between people stand in `rules.ts`.
 */
const rights: Readonly<Record<EventType, readonly Role[] | 'anyone'>> = {
  opened: withSystem(staff),
  note_added: withSystem(withQuality(staff)),
  demand_added: withSystem(staff),
  emotion_rated: withSystem(staff),
  customer_changed: staff,
  attached: withSystem(withQuality(staff)),
  field_revealed: withQuality(staff),
  said: staff,
  words_judged: withQuality(staff),
  promised: staff,
  promise_kept: staff,
  communicated: withSystem(staff),
  survey_sent: withSystem(staff),
  survey_answered: withSystem(staff),
  followed_up: withQuality(staff),
  edited: staff,
  conflict_settled: staff,
  undone: staff,
  classified: withSystem(callers),
  proposal_accepted: withSystem(callers),
  assigned: withSystem(callers),
  transferred: withSystem(staff),
  transfer_answered: staff,
  transfer_returned: staff,
  transfer_withdrawn: staff,
  escalated: withSystem(withQuality(staff)),
  escalation_acknowledged: staff,
  escalation_stepped_down: staff,
  held: staff,
  resumed: withSystem(staff),
  policy_applied: ['supervisor'],
  backdating_confirmed: ['supervisor'],
  resolved: [...callers, 'handler'],
  informed: [...callers, 'legal', 'brand'],
  closed: callers,
  reopened: withSystem(withQuality(staff)),
  withdrawn: callers,
  linked_repeat: withSystem(callers),
  merged: callers,
  absorbed: callers,
  promoted: withQuality(callers),
  compensation_proposed: staff,
  compensation_approved: leads,
  compensation_rejected: leads,
  compensation_paid: withSystem(leads),
  number_given: ['system'],
  near_breached: 'anyone',
  breach_suspected: 'anyone',
  breach_confirmed: ['system'],
  breach_voided: ['system'],
  ladder_notified: 'anyone',
  breach_compensated: ['system'],
}

/** Refuses `role.denied` (detail: the role) when the role may not write this event at all. */
export function checkRole(type: EventType, actor: Actor): Result<void> {
  const allowed = rights[type]
  if (allowed === 'anyone' || allowed.includes(actor.role)) return ok(undefined)
  return refuse('role.denied', undefined, { role: actor.role })
}

/** Who receives an escalation of a level besides the person it names. Source: CALL-8, D1 二(三)1. */
export const escalationReceivers: Readonly<Record<EscalationLevel, readonly Role[]>> = {
  lead: ['lead', 'supervisor'],
  manager: ['supervisor'],
  legal: ['legal'],
  brand: ['brand'],
  executive: ['supervisor'],
}
