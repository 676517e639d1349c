import type { Envelope } from '../kernel/envelope.ts'

/** Newest version of every event's body this kernel folds. Raised together with an upcast of the older ones. */
export const eventVersion = 1

/**
 * Every event of a case and its kind. Facts happened and are never refused when authentic, authorised and well-formed;
 * commands have a condition; derived events follow from case and policy and carry their own deterministic id.
 * Source: sync.md SYNC-5, details.md "Breach in a distributed world".
 */
export const eventKinds = {
  opened: 'fact',
  note_added: 'fact',
  demand_added: 'fact',
  emotion_rated: 'fact',
  customer_changed: 'fact',
  attached: 'fact',
  field_revealed: 'fact',
  said: 'fact',
  words_judged: 'fact',
  promised: 'fact',
  promise_kept: 'fact',
  communicated: 'fact',
  survey_sent: 'fact',
  survey_answered: 'fact',
  followed_up: 'fact',
  edited: 'command',
  conflict_settled: 'command',
  undone: 'command',
  classified: 'command',
  proposal_accepted: 'command',
  assigned: 'command',
  transferred: 'command',
  transfer_answered: 'command',
  transfer_returned: 'command',
  transfer_withdrawn: 'command',
  escalated: 'command',
  escalation_acknowledged: 'command',
  escalation_stepped_down: 'command',
  held: 'command',
  resumed: 'command',
  policy_applied: 'command',
  backdating_confirmed: 'command',
  resolved: 'command',
  informed: 'command',
  closed: 'command',
  reopened: 'command',
  withdrawn: 'command',
  linked_repeat: 'command',
  merged: 'command',
  absorbed: 'command',
  promoted: 'command',
  compensation_proposed: 'command',
  compensation_approved: 'command',
  compensation_rejected: 'command',
  compensation_paid: 'command',
  number_given: 'derived',
  near_breached: 'derived',
  breach_suspected: 'derived',
  breach_confirmed: 'derived',
  breach_voided: 'derived',
  ladder_notified: 'derived',
  breach_compensated: 'derived',
} as const satisfies Record<string, Envelope['kind']>

export type EventType = keyof typeof eventKinds

/** Every event this version folds, as `type@version`: a store folds anew what it then learnt to read. Source: SYNC-8. */
export const readableEvents: readonly string[] = Object.keys(eventKinds).map((type) => `${type}@${eventVersion}`)

/** `true` for an event this version knows; anything else is kept raw and folded after the upgrade (SYNC-8). */
export const isKnownType = (type: string): type is EventType => Object.hasOwn(eventKinds, type)
