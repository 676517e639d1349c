import { ok, type Result, refuse } from '../kernel/result.ts'
import type { CommandOf } from './commands.ts'
import { notFuture, one, say } from './draft-event.ts'
import type { DecideContext, NewEvent } from './event.ts'
import type { Case } from './model.ts'

type Decided = Result<readonly NewEvent[]>

/** A time given to the customer becomes a clock: never in the past, and later than the resolve clock only knowingly. */
export function promise(command: CommandOf<'promise'>, ctx: DecideContext): Decided {
  const { dueAtMs, text, late } = command
  const { nowMs, resolveDueAtMs } = ctx
  if (dueAtMs <= nowMs) return refuse('promise.in_past', 'dueAtMs')
  if (resolveDueAtMs !== undefined && dueAtMs > resolveDueAtMs && late !== true)
    return refuse('promise.after_resolve_due', 'dueAtMs', { resolveDueAtMs })
  return one('promised', { id: ctx.newId(), dueAtMs }, { text })
}

export function keepPromise(state: Case, command: CommandOf<'keepPromise'>): Decided {
  const found = state.promises.find((it) => it.id === command.promise)
  if (found === undefined) return refuse('promise.unknown', 'promise')
  if (found.keptAtMs !== undefined) return refuse('promise.already_kept', 'promise')
  return one('promise_kept', { promise: found.id })
}

export function logCommunication(command: CommandOf<'logCommunication'>, ctx: DecideContext): Decided {
  const { type: _type, text, ...open } = command
  const future = notFuture(open.atMs, 'atMs', ctx)
  return future.ok ? one('communicated', { id: ctx.newId(), ...open }, { text }) : future
}

export function recordSurvey(state: Case, command: CommandOf<'recordSurvey'>): Decided {
  const { type: _type, text, survey, ...scores } = command
  const found = state.surveys.find((it) => it.id === survey)
  if (survey !== undefined && found === undefined) return refuse('survey.unknown', 'survey')
  if (found?.answeredAtMs !== undefined) return refuse('survey.already_answered', 'survey')
  const isEmpty = [scores.csat, scores.ces, scores.nps, text].every((it) => it === undefined)
  if (isEmpty && scores.reasonCodes.length === 0) return refuse('survey.empty')
  return one('survey_answered', { survey, ...scores }, { text })
}

/** LOOP-4: an unhappy customer's case is opened again by the same act. */
export function followUp(state: Case, { satisfied, text }: CommandOf<'followUp'>): Decided {
  const done = say('followed_up', { satisfied }, { text })
  const mayReopen = ['resolved', 'informed', 'followed_up', 'closed'].includes(state.status)
  if (satisfied || !mayReopen) return ok([done])
  return ok([done, say('reopened', { reason: 'unhappy' })])
}
