import type { EpochMs } from '../kernel/brand.ts'
import { conflictsToSettle } from './change.ts'
import type { CommandType } from './commands.ts'
import type { Actor } from './event.ts'
import type { Case } from './model.ts'
import type { Transfer } from './model-parts.ts'
import type { CaseStatus } from './words.ts'

/** Who looks. */
type Reader = Pick<Actor, 'id' | 'team'>

/** The one next step: `key` is put into words by the screens, `command` starts it (`null` = only to wait or look). */
export interface NextStep {
  readonly key:
    | 'see_merged'
    | 'settle_conflict'
    | 'review_paid'
    | 'acknowledge'
    | 'classify'
    | 'assign'
    | 'keep_promise'
    | 'transfer_again'
    | 'await_transfer'
    | 'answer_transfer'
    | 'resume'
    | 'resolve'
    | 'answer'
    | 'inform'
    | 'send_survey'
    | 'follow_up'
    | 'close'
  readonly command: CommandType | null
  readonly params: Readonly<Record<string, string | number>>
}

const step = (key: NextStep['key'], command: CommandType | null, params: NextStep['params'] = {}): NextStep => ({
  key,
  command,
  params,
})

/**
 * What to do next on a case, one thing only, or `null` when nothing is left (or not all of it is here). Written down loose
 * ends come first, then the life of the case in its order. `nowMs` decides about promises that ran out, `reader` about who is to answer a
 * transfer. Source: ux.md "Case".
 */
export function nextStep(state: Case, nowMs: EpochMs, reader?: Reader): NextStep | null {
  if (state.incomplete) return null
  if (state.mergedInto !== undefined) return step('see_merged', null, { into: state.mergedInto })
  return looseEnd(state) ?? askedOf(state, reader) ?? byStatus(state, nowMs)
}

function looseEnd(state: Case): NextStep | null {
  const conflict = conflictsToSettle(state)[0]
  if (conflict !== undefined) return step('settle_conflict', 'settleConflict', { field: conflict.field })
  const voided = state.breaches.filter((it) => it.state === 'voided')
  const paid = state.compensations.find(
    (it) => it.state === 'paid' && voided.some((breach) => isFor(it.breach, breach)),
  )
  // Paid is never recalled by the machine: a supervisor looks at it. Source: details.md "Breach in a distributed world".
  return paid === undefined ? null : step('review_paid', null, { compensation: paid.id })
}

const isFor = (
  of: { readonly clock: string; readonly cycle: number } | undefined,
  breach: { readonly clock: string; readonly cycle: number },
): boolean => of?.clock === breach.clock && of.cycle === breach.cycle

/** What the reader was asked; whoever waits for them waits for nothing else. Source: CALL-9. */
function askedOf({ status, transfers }: Case, reader: Reader | undefined): NextStep | null {
  const asked = transfers.find((it) => it.state === 'waiting' && isAsked(it, reader))
  if (asked === undefined || over.includes(status)) return null
  return step('answer_transfer', 'answerTransfer', { by: asked.by })
}

const over: readonly CaseStatus[] = ['closed', 'withdrawn', 'merged']

const isAsked = ({ toTeam, toActor }: Transfer, reader: Reader | undefined): boolean =>
  reader !== undefined && (toActor === undefined ? toTeam === reader.team : toActor === reader.id)

function byStatus(state: Case, nowMs: EpochMs): NextStep | null {
  switch (state.status) {
    case 'received':
      return isAcknowledged(state) ? received(state) : step('acknowledge', 'logCommunication')
    case 'assessed':
    case 'in_progress':
      return isAcknowledged(state) ? inWork(state, nowMs) : step('acknowledge', 'logCommunication')
    case 'on_hold':
      return step('resume', 'resume', { reason: state.holdReason ?? '' })
    case 'resolved':
      return step('inform', 'inform')
    case 'informed':
    case 'followed_up':
      return afterNotice(state)
    default:
      return null
  }
}

const isAcknowledged = (state: Case): boolean => state.communications.some((it) => it.direction === 'out' && it.reached)

const received = (state: Case): NextStep =>
  state.kind === 'complaint' ? step('classify', 'classify') : step('answer', 'close')

function inWork(state: Case, nowMs: EpochMs): NextStep {
  const late = state.promises.find((it) => it.keptAtMs === undefined && it.dueAtMs <= nowMs)
  if (late !== undefined) return step('keep_promise', 'keepPromise', { promise: late.id, dueAtMs: late.dueAtMs })
  const newest = state.transfers.findLast((it) => it.toTeam !== state.team)
  if (newest?.state === 'returned') return step('transfer_again', 'transfer', { from: newest.toTeam })
  if (newest?.state === 'waiting') return step('await_transfer', null, { team: newest.toTeam, sinceMs: newest.atMs })
  if (state.owner === undefined && newest === undefined) return step('assign', 'assign')
  return state.kind === 'complaint' ? step('resolve', 'resolve') : step('answer', 'close')
}

function afterNotice(state: Case): NextStep {
  const round = state.reopenings
  const resolvedAtMs = state.resolution?.atMs ?? 0
  const isAsked = state.surveys.some((it) => (it.sentAtMs ?? it.answeredAtMs ?? 0) >= resolvedAtMs)
  if (state.kind === 'complaint' && !isAsked) return step('send_survey', 'sendSurvey')
  return state.kind !== 'complaint' || state.followUps.some((it) => it.round === round)
    ? step('close', 'close')
    : step('follow_up', 'followUp')
}
