import type { EpochMs } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { judge } from './admit.ts'
import { conflictsToSettle } from './change.ts'
import type { CommandType } from './commands.ts'
import type { Actor } from './event.ts'
import type { EventType } from './event-types.ts'
import type { Case } from './model.ts'

type Body = { readonly [key: string]: Json }
type Trial = readonly [EventType, (state: Case, actor: Actor) => readonly Body[]]

const once = (): readonly Body[] => [{}]
const ofEach = (key: string, ids: (state: Case) => readonly { readonly id: string }[]) => (state: Case) =>
  ids(state).map(({ id }) => ({ [key]: id }))
const transfers = ofEach('transfer', (state) => state.transfers)
const escalations = ofEach('escalation', (state) => state.escalations)
const compensations = ofEach('compensation', (state) => state.compensations)

/** For each command the event it would say, with the bodies worth trying: one that passes makes it available. */
const trials: Readonly<Record<Exclude<CommandType, 'open'>, Trial>> = {
  edit: ['edited', once],
  addDemand: ['demand_added', once],
  addNote: ['note_added', once],
  rateEmotion: ['emotion_rated', once],
  attach: ['attached', once],
  revealField: ['field_revealed', once],
  settleConflict: [
    'conflict_settled',
    (state) => conflictsToSettle(state).map(({ field, values }) => ({ field, pick: values[0]?.event ?? '' })),
  ],
  undo: ['undone', (state) => state.undoables.map(({ event }) => ({ of: event }))],
  classify: ['classified', once],
  acceptProposal: ['proposal_accepted', once],
  assign: ['assigned', (_state, actor) => [{ set: { owner: actor.id }, reason: 'any' }]],
  transfer: ['transferred', (state) => [{ toTeam: state.assists.at(-1) ?? '', toActor: '' }]],
  answerTransfer: ['transfer_answered', transfers],
  returnTransfer: ['transfer_returned', transfers],
  withdrawTransfer: ['transfer_withdrawn', transfers],
  escalate: ['escalated', () => ['lead', 'manager', 'legal', 'brand', 'executive'].map((level) => ({ level }))],
  acknowledgeEscalation: ['escalation_acknowledged', escalations],
  stepDown: ['escalation_stepped_down', escalations],
  hold: ['held', once],
  resume: ['resumed', once],
  applyPolicy: ['policy_applied', once],
  confirmBackdating: ['backdating_confirmed', (state) => (hasBackdated(state) ? [{}] : [])],
  promise: ['promised', once],
  keepPromise: [
    'promise_kept',
    (state) => state.promises.filter((it) => it.keptAtMs === undefined).map(({ id }) => ({ promise: id })),
  ],
  say: ['said', once],
  judgeWords: ['words_judged', once],
  logCommunication: ['communicated', once],
  sendSurvey: ['survey_sent', once],
  recordSurvey: ['survey_answered', once],
  followUp: ['followed_up', once],
  resolve: ['resolved', once],
  inform: ['informed', once],
  close: ['closed', () => [{ noFollowUpReason: 'any' }]],
  reopen: ['reopened', once],
  withdraw: ['withdrawn', once],
  linkRepeat: ['linked_repeat', once],
  merge: ['merged', once],
  promote: ['promoted', once],
  proposeCompensation: ['compensation_proposed', once],
  approveCompensation: ['compensation_approved', compensations],
  rejectCompensation: ['compensation_rejected', compensations],
  payCompensation: ['compensation_paid', compensations],
}

const hasBackdated = (state: Case): boolean =>
  state.signals.some((it) => it.claimedAtMs !== undefined && it.id !== undefined)

/**
 * Commands this person could give now, in the order of the command table: what screens enable. `open` when there is no
 * case. `nowMs` decides only about `undo`. A command may still be refused for what is typed into it.
 */
export function availableCommands(
  state: Case | null,
  actor: Actor,
  nowMs: EpochMs = state?.updatedAtMs ?? 0,
): readonly CommandType[] {
  if (state === null) return judge(null, opening(actor)).ok ? ['open'] : []
  const names = Object.keys(trials) as Exclude<CommandType, 'open'>[]
  return names.filter((name) => isPossible(state, actor, nowMs, trials[name]))
}

const opening = (actor: Actor) => ({ type: 'opened' as const, body: { team: actor.team }, actor, atMs: 0, slackMs: 0 })

function isPossible(state: Case, actor: Actor, atMs: EpochMs, [type, bodies]: Trial): boolean {
  return bodies(state, actor).some((body) => judge(state, { type, body, actor, atMs, slackMs: 0 }).ok)
}
