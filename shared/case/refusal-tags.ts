import { statuses } from './words.ts'

/**
 * Every tag with which the case kernel can say no: what the screens need words for. `status.<status>` = a command that does
 * not fit what the case is now (`detail.defeatedBy` = the event that made it so). Details that fill the words: `max`, `min`
 * (input), `owner` (assign), `resolveDueAtMs` (promise), `seconds` (undo), `missing` (close), `level`, `state`, `into`, `role`.
 */
export const caseRefusalTags: readonly string[] = [
  ...statuses.map((status) => `status.${status}`),
  ...[
    'input.missing',
    'input.malformed',
    'input.not_offered',
    'input.unknown_field',
    'input.too_large',
    'input.too_small',
  ],
  ...['text.empty', 'text.too_long', 'text.unfilled_slot', 'text.control_character'],
  ...['time.absurd', 'time.future', 'time.past'],
  ...['command.unknown', 'role.denied', 'scope.denied', 'person.inactive', 'team.inactive', 'customer.erased'],
  ...['case.unknown', 'case.exists', 'case.incomplete', 'case.mismatch', 'org.mismatch', 'actor.mismatch'],
  ...['event.unknown', 'event.newer', 'event.kind', 'derived.forged', 'after.refused'],
  ...['edit.no_change', 'classify.no_change', 'assign.no_change', 'policy.no_change'],
  ...['assign.owned', 'assign.reason_needed', 'assign.too_many_teams'],
  ...['transfer.unknown', 'transfer.closed', 'transfer.already_waiting', 'transfer.too_many_teams'],
  ...['transfer.not_receiver', 'transfer.not_sender'],
  ...['escalation.unknown', 'escalation.closed', 'escalation.already_open', 'escalation.too_many_teams'],
  'escalation.not_receiver',
  ...['promise.in_past', 'promise.after_resolve_due', 'promise.unknown', 'promise.already_kept'],
  ...['survey.unknown', 'survey.already_answered', 'survey.empty'],
  ...['close.no_resolution', 'close.no_notice', 'close.no_follow_up', 'promote.is_complaint'],
  ...['merge.self', 'merge.reverse', 'link.self', 'link.already_there', 'attach.already_there', 'attach.too_many'],
  ...['compensation.unknown', 'compensation.closed', 'compensation.own_proposal', 'compensation.not_approved'],
  ...['undo.not_possible', 'undo.not_yours', 'undo.too_late', 'undo.followed_by_other', 'undo.changed_since'],
  ...['conflict.unknown', 'conflict.unknown_value', 'reveal.unknown_field', 'backdating.unknown'],
]
