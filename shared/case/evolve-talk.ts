import type { CaseEvent } from './event.ts'
import type { Draft } from './field.ts'
import { moveTo, signal } from './fold-step.ts'
import type { Handlers, Lists } from './handler.ts'
import type { Communication, Survey } from './model-parts.ts'
import { int, maybe, oneOf, str, strings, words } from './read.ts'
import { contactWays } from './words.ts'

/** Claimed more than this before it was written down = 补录, ms. Source: details.md "Back-dating". */
const backdatedMs = 5 * 60_000

const purposes = ['acknowledge', 'progress', 'inform', 'follow_up', 'other'] as const
const signalOf = {
  acknowledge: 'acknowledged',
  progress: 'progress',
  inform: 'communicated',
  follow_up: 'communicated',
  other: 'communicated',
} as const

function communicationOf(event: CaseEvent): Communication {
  const { body } = event
  const atMs = int(body, 'atMs') ?? event.atMs
  return {
    id: str(body, 'id') ?? event.id,
    way: oneOf(contactWays, body['way']) ?? 'phone',
    direction: oneOf(['in', 'out'] as const, body['direction']) ?? 'out',
    purpose: oneOf(purposes, body['purpose']) ?? 'other',
    reached: body['reached'] !== false,
    text: words(event.personal, 'text'),
    atMs,
    recordedAtMs: event.atMs,
    backdated: event.atMs - atMs > backdatedMs,
    by: event.actor,
  }
}

function communicated(draft: Draft, event: CaseEvent, lists: Lists): void {
  const made = communicationOf(event)
  draft.communications = lists.append(draft.communications, made)
  const { way, direction, reached } = made
  const claimed = made.atMs < event.atMs ? { claimedAtMs: made.atMs, id: event.id } : {}
  const type = direction === 'in' ? 'communicated' : signalOf[made.purpose]
  signal(draft, event, lists, { type, way, direction, reached, ...claimed })
}

function surveyAnswered(draft: Draft, event: CaseEvent, lists: Lists): void {
  const { body } = event
  const id = str(body, 'survey') ?? event.id
  const answer = {
    answeredAtMs: event.atMs,
    ...maybe('csat', int(body, 'csat')),
    ...maybe('ces', int(body, 'ces')),
    ...maybe('nps', int(body, 'nps')),
    reasonCodes: strings(body, 'reasonCodes'),
    reason: words(event.personal, 'text'),
  }
  const isIt = (it: Survey): boolean => it.id === id
  draft.surveys = draft.surveys.some(isIt)
    ? lists.replace(draft.surveys, isIt, (it) => ({ ...it, ...answer }))
    : lists.append(draft.surveys, { id, ...answer })
  signal(draft, event, lists, { type: 'survey_answered' })
}

export const talkHandlers: Handlers = {
  communicated,
  survey_answered: surveyAnswered,
  said(draft, event, lists) {
    draft.said = lists.append(draft.said, {
      phraseId: str(event.body, 'phraseId') ?? '',
      stage: str(event.body, 'stage') ?? '',
      text: words(event.personal, 'text'),
      atMs: event.atMs,
      by: event.actor,
    })
  },
  words_judged(draft, event, lists) {
    const judged = { words: str(event.body, 'words') ?? '', helped: event.body['helped'] === true }
    const { atMs, actor: by } = event
    draft.judged = lists.append(draft.judged ?? [], { ...judged, text: words(event.personal, 'text'), atMs, by })
  },
  promised(draft, event, lists) {
    const id = str(event.body, 'id') ?? event.id
    const dueAtMs = int(event.body, 'dueAtMs') ?? event.atMs
    const text = words(event.personal, 'text')
    draft.promises = lists.append(draft.promises, { id, text, dueAtMs, atMs: event.atMs, by: event.actor })
    signal(draft, event, lists, { type: 'promised', subject: id, dueAtMs })
  },
  promise_kept(draft, event, lists) {
    const id = str(event.body, 'promise')
    const found = draft.promises.find((it) => it.id === id)
    if (found === undefined || found.keptAtMs !== undefined) return
    draft.promises = lists.replace(
      draft.promises,
      (it) => it.id === id,
      (it) => ({ ...it, keptAtMs: event.atMs }),
    )
    signal(draft, event, lists, { type: 'promise_kept', subject: found.id })
  },
  survey_sent(draft, event, lists) {
    const way = oneOf(contactWays, event.body['way'])
    const id = str(event.body, 'id') ?? event.id
    draft.surveys = lists.append(draft.surveys, { id, sentAtMs: event.atMs, ...maybe('way', way), reasonCodes: [] })
    signal(draft, event, lists, { type: 'survey_sent', ...maybe('way', way) })
  },
  followed_up(draft, event, lists) {
    const satisfied = event.body['satisfied'] === true
    const { atMs, actor: by } = event
    const round = draft.reopenings
    draft.followUps = lists.append(draft.followUps, { round, satisfied, text: words(event.personal, 'text'), atMs, by })
    if (draft.status === 'informed') moveTo(draft, event, lists, 'followed_up')
    signal(draft, event, lists, { type: 'followed_up' })
  },
}
