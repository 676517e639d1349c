import type { ActorId, CaseId, CustomerId } from '../kernel/brand.ts'
import type { Signal } from '../sla/signal.ts'
import { markOf } from './change.ts'
import type { CaseEvent } from './event.ts'
import type { Draft } from './field.ts'
import type { Case } from './model.ts'
import type { Classification, Customer, Demand, Issue, Reception } from './model-parts.ts'
import { type Block, block, int, isBlock, list, oneOf, str, strings, words } from './read.ts'
import {
  callOutcomes,
  caseKinds,
  channels,
  contactWays,
  demandKinds,
  problemTypes,
  responsibilities,
  severities,
  urgencies,
} from './words.ts'

/** While it is put together. Optional parts are added one by one: spreading small objects costs half of a fold. */
type Building<T> = { -readonly [K in keyof T]: T[K] }

function customerOf(personal: Block | null): Customer | null {
  if (personal === null) return null
  const from = block(personal, 'customer')
  const made: Building<Customer> = { name: str(from, 'name') ?? '', phones: strings(from, 'phones') }
  for (const key of ['company', 'account', 'language', 'email'] as const) {
    const value = str(from, key)
    if (value !== undefined) made[key] = value
  }
  const preferred = oneOf(contactWays, from['preferredContact'])
  if (preferred !== undefined) made.preferredContact = preferred
  if ('tags' in from) made.tags = strings(from, 'tags')
  return made
}

function issueOf({ body, personal }: CaseEvent): Issue {
  const from = block(body, 'issue')
  const made: Building<Issue> = { symptom: words(personal, 'symptom'), impact: words(personal, 'impact') }
  const occurredAtMs = int(from, 'occurredAtMs')
  if (occurredAtMs !== undefined) made.occurredAtMs = occurredAtMs
  for (const key of ['scenario', 'product', 'region'] as const) {
    const value = str(from, key)
    if (value !== undefined) made[key] = value
  }
  return made
}

/** A demand as an event carries it; `otherwise` = its id where it has none. */
export function demandOf(from: Block, personal: Block | null, otherwise: string): Demand {
  const id = str(from, 'id') ?? otherwise
  const text = personal === null ? null : words(block(personal, 'demandTexts'), id)
  const made: Building<Demand> = { id, kind: oneOf(demandKinds, from['kind']) ?? 'other', text }
  for (const key of ['wantedByMs', 'amountMinor'] as const) {
    const value = int(from, key)
    if (value !== undefined) made[key] = value
  }
  const currency = str(from, 'currency')
  if (currency !== undefined) made.currency = currency
  return made
}

function demandsOf({ body, personal }: CaseEvent): Demand[] {
  return list(body, 'demands')
    .filter(isBlock)
    .map((from, i) => demandOf(from, personal, String(i)))
}

function receptionOf(event: CaseEvent): Reception {
  const from = block(event.body, 'reception')
  const made: Building<Reception> = {
    channel: oneOf(channels, from['channel']) ?? 'hotline',
    agent: (str(from, 'agent') ?? event.actor) as ActorId,
    recorder: event.actor,
    device: event.device,
    receivedAtMs: int(from, 'receivedAtMs') ?? event.atMs,
    recordedAtMs: event.atMs,
  }
  for (const key of ['seat', 'callId', 'queue'] as const) {
    const value = str(from, key)
    if (value !== undefined) made[key] = value
  }
  for (const key of ['foundAtMs', 'talkMs', 'wrapUpMs'] as const) {
    const value = int(from, key)
    if (value !== undefined) made[key] = value
  }
  const outcome = oneOf(callOutcomes, from['outcome'])
  if (outcome !== undefined) made.outcome = outcome
  return made
}

function classificationOf(from: Block): Classification {
  const made: Building<Classification> = {
    urgency: oneOf(urgencies, from['urgency']) ?? 'mid',
    severity: oneOf(severities, from['severity']) ?? 'general',
    by: oneOf(['agent', 'accepted_proposal', 'default'] as const, from['by']) ?? 'default',
  }
  const problemType = oneOf(problemTypes, from['problemType'])
  if (problemType !== undefined) made.problemType = problemType
  const responsibility = oneOf(responsibilities, from['responsibility'])
  if (responsibility !== undefined) made.responsibility = responsibility
  for (const key of ['category', 'department'] as const) {
    const value = str(from, key)
    if (value !== undefined) made[key] = value
  }
  return made
}

/** Type and responsibility known = assessed in the call already. Source: domain.md "Life of a case". */
const isAssessed = (it: Classification): boolean => it.problemType !== undefined && it.responsibility !== undefined

/** The case as its opening event made it; a field of the wrong shape counts as absent. Every list is fresh, so that a fold may grow it. */
export function openCase(event: CaseEvent): Case {
  const { body } = event
  const policy = block(body, 'policy')
  const classification = classificationOf(block(body, 'classification'))
  const team = str(body, 'team') ?? ''
  const repeatOf = str(body, 'repeatOf') as CaseId | undefined
  const mark = markOf(event)
  const made: Draft = {
    id: event.case,
    org: event.org,
    kind: oneOf(caseKinds, body['kind']) ?? 'complaint',
    status: isAssessed(classification) ? 'assessed' : 'received',
    statusBy: event.id,
    number: { provisional: str(body, 'number') ?? '' },
    customerId: (str(body, 'customerId') ?? event.customer ?? '') as CustomerId,
    customer: customerOf(event.personal),
    issue: issueOf(event),
    demands: demandsOf(event),
    reception: receptionOf(event),
    classification,
    policy: { id: str(policy, 'id') ?? '', version: int(policy, 'version') ?? 1 },
    team,
    teamsEver: [team],
    owner: str(body, 'owner') as ActorId | undefined,
    emotion: int(body, 'emotion'),
    repeatOf: repeatOf === undefined ? [] : [repeatOf],
    assists: [],
    reassignments: 0,
    transfers: [],
    escalations: [],
    promises: [],
    communications: [],
    said: [],
    notes: [],
    informs: [],
    surveys: [],
    followUps: [],
    reopenings: 0,
    mergedFrom: [],
    attachments: [],
    compensations: [],
    breaches: [],
    ladder: [],
    reveals: [],
    conflicts: [],
    fieldMarks: [],
    undoables: [],
    signals: [],
    newerThanThisVersion: false,
    incomplete: false,
    version: 1,
    lastEvent: mark,
    openedBy: mark,
    openedAtMs: event.atMs,
    updatedAtMs: event.atMs,
  }
  made.signals = openingSignals(made, policy)
  const template = templateOf(block(body, 'template'))
  return template === undefined ? made : { ...made, template }
}

function templateOf(from: Block): Case['template'] {
  const [id, version] = [str(from, 'id'), int(from, 'version')]
  return id === undefined || version === undefined ? undefined : { id, version }
}

/** An outside post runs from when it was found, the case from when it was received; both were written down now. */
function openingSignals({ reception, classification, kind, openedAtMs: atMs }: Draft, policy: Block): Signal[] {
  const { channel, receivedAtMs, foundAtMs } = reception
  const { urgency, severity, problemType } = classification
  const opened: Building<Signal> = { type: 'opened', atMs, urgency, severity, channel, caseKind: kind }
  if (receivedAtMs < atMs) opened.claimedAtMs = receivedAtMs
  if (problemType !== undefined) opened.problemType = problemType
  const [id, version] = [str(policy, 'id'), int(policy, 'version')]
  if (id !== undefined && version !== undefined) opened.policy = { id, version }
  if (foundAtMs === undefined) return [opened]
  return [{ type: 'channel_found', atMs, claimedAtMs: foundAtMs, channel }, opened]
}
