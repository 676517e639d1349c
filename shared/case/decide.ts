import type { ActorId, CaseId, EventId, SessionId } from '../kernel/brand.ts'
import { zeroHlc } from '../kernel/hlc.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { judge } from './admit.ts'
import type { CaseCommand, CommandOf, CommandType } from './commands.ts'
import * as intake from './decide-intake.ts'
import * as talk from './decide-talk.ts'
import * as work from './decide-work.ts'
import { one, say } from './draft-event.ts'
import type { CaseEvent, DecideContext, NewEvent } from './event.ts'
import { isKnownType } from './event-types.ts'
import { evolve } from './evolve.ts'
import type { Case } from './model.ts'

type Decided = Result<readonly NewEvent[]>
type Deciders = {
  readonly [T in Exclude<CommandType, 'open'>]: (state: Case, command: CommandOf<T>, ctx: DecideContext) => Decided
}

const deciders: Deciders = {
  edit: intake.editCommand,
  addDemand: (_state, command, ctx) => intake.addDemand(command, ctx),
  addNote: (_state, { text }, ctx) => one('note_added', { id: ctx.newId() }, { text }),
  rateEmotion: (_state, { emotion }) => one('emotion_rated', { emotion }),
  attach: intake.attach,
  revealField: (_state, command) => intake.reveal(command),
  settleConflict: (_state, { field, pick }) => one('conflict_settled', { field, pick }),
  undo: intake.undoCommand,
  classify: work.classify,
  acceptProposal: work.classify,
  assign: work.assign,
  transfer: (_state, command, ctx) => work.transfer(command, ctx),
  answerTransfer: (_state, { transfer, answer }) => one('transfer_answered', { transfer }, { answer }),
  returnTransfer: (_state, { transfer, reason }) => work.plain('transfer_returned', { transfer }, reason),
  withdrawTransfer: (_state, { transfer, reason }) => work.plain('transfer_withdrawn', { transfer }, reason),
  escalate: (_state, command, ctx) => work.escalate(command, ctx),
  acknowledgeEscalation: (_state, { escalation }) => one('escalation_acknowledged', { escalation }),
  stepDown: (_state, { escalation, reason }) => work.plain('escalation_stepped_down', { escalation }, reason),
  hold: (_state, { reason }) => work.plain('held', {}, reason),
  resume: () => one('resumed'),
  applyPolicy: work.applyPolicy,
  confirmBackdating: work.confirmBackdating,
  promise: (_state, command, ctx) => talk.promise(command, ctx),
  keepPromise: talk.keepPromise,
  say: (_state, { phraseId, stage, text }) => one('said', { phraseId, stage }, { text }),
  judgeWords: (_state, { words, helped, text }) => one('words_judged', { words, helped }, { text }),
  logCommunication: (_state, command, ctx) => talk.logCommunication(command, ctx),
  sendSurvey: (_state, { way }, ctx) => one('survey_sent', { id: ctx.newId(), way }),
  recordSurvey: talk.recordSurvey,
  followUp: talk.followUp,
  resolve: (_state, { type: _type, causeCode, ...words }) => one('resolved', { causeCode }, words),
  inform: (_state, { way, letter }) => one('informed', { way }, { letter }),
  close: (_state, { noFollowUpReason, text }) => one('closed', { noFollowUpReason }, { text }),
  reopen: (_state, { reason }) => work.plain('reopened', {}, reason),
  withdraw: (_state, { reason }) => work.plain('withdrawn', {}, reason),
  linkRepeat: (_state, { of }) => one('linked_repeat', { of }),
  merge: mergeCommand,
  promote: (_state, { reason }) => work.plain('promoted', { kind: 'complaint' }, reason),
  proposeCompensation: (_state, { type: _type, text, ...money }, ctx) =>
    one('compensation_proposed', { id: ctx.newId(), ...money }, { text }),
  approveCompensation: (_state, { compensation }) => one('compensation_approved', { compensation }),
  rejectCompensation: (_state, { compensation, reason }) =>
    work.plain('compensation_rejected', { compensation }, reason),
  payCompensation: (_state, { compensation, reference }) => one('compensation_paid', { compensation, reference }),
}

/**
 * What happens when this person asks this of this case: the events, or why not.
 *
 * `current` is `null` for `open` only. Every event is judged as `admit` will judge it elsewhere, on top of what precedes
 * it; what only this desk can know (time, directory, the resolve clock) is checked here. One refusal, the first; all
 * tags stand in `refusal-tags.ts`. Pure: same input, same answer. Source: architecture.md "The kernel".
 */
export function decide(current: Case | null, command: CaseCommand, ctx: DecideContext): Decided {
  const wanted = draft(current, command, ctx)
  if (!wanted.ok) return wanted
  let state = current
  for (const event of wanted.value) {
    const checked = judgeNew(event.case === undefined ? state : (ctx.other ?? null), event, ctx)
    if (!checked.ok) return checked
    if (event.case === undefined && wanted.value.length > 1) state = evolve(state, preview(event, state, ctx))
  }
  return wanted
}

function draft(current: Case | null, command: CaseCommand, ctx: DecideContext): Decided {
  if (command.type === 'open')
    return current === null ? intake.openCommand(command, ctx) : refuse('case.exists', 'case')
  if (current === null) return refuse('case.unknown', 'case')
  const decider = deciders[command.type] as (state: Case, command: CaseCommand, ctx: DecideContext) => Decided
  return decider(current, command, ctx)
}

function judgeNew(state: Case | null, event: NewEvent, ctx: DecideContext): Result<void> {
  if (!isKnownType(event.type)) return refuse('event.unknown', 'type')
  // The other side of a merge may not be held here: then only the server can judge it.
  if (event.case !== undefined && state === null) return ok(undefined)
  return judge(state, { type: event.type, body: event.body, actor: ctx.actor, atMs: ctx.nowMs, slackMs: 0 })
}

/** The event as it will fold, for judging the one after it. */
function preview(event: NewEvent, state: Case | null, ctx: DecideContext): CaseEvent {
  const session = '' as SessionId
  const id = event.id ?? ('' as EventId)
  const { type, v, kind, body, personal = {} } = event
  const caseId = state?.id ?? ('' as CaseId)
  const { org, device, nowMs: atMs } = ctx
  return {
    id,
    org,
    device,
    n: 0,
    actor: ctx.actor.id as ActorId,
    session,
    case: caseId,
    kind,
    type,
    v,
    body,
    personal,
    hlc: zeroHlc,
    atMs,
  }
}

/** Both sides of a merge, both histories kept: this case ends, the other one names it, only if the first was accepted. */
function mergeCommand(state: Case, { into }: CommandOf<'merge'>, ctx: DecideContext): Decided {
  const id = ctx.newId() as EventId
  const absorbed = say('absorbed', { from: state.id })
  return ok([
    { ...say('merged', { into }), id },
    { ...absorbed, case: into as CaseId, pre: { ...absorbed.pre, after: id } },
  ])
}
