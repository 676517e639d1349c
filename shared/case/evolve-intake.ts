import type { ActorId, CustomerId, Hash } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { Signal } from '../sla/signal.ts'
import { applyChanges, markFields, markOf } from './change.ts'
import type { CaseEvent } from './event.ts'
import { tellClassified, valuesBefore } from './evolve-work.ts'
import { type Draft, setField } from './field.ts'
import { rememberBefore } from './fold-step.ts'
import type { Handlers } from './handler.ts'
import type { Case, Classification, Customer, Demand, Issue, Reception } from './model.ts'
import { type Block, block, int, isBlock, list, maybe, oneOf, str, strings, words } from './read.ts'
import {
  caseKinds,
  channels,
  contactWays,
  demandKinds,
  problemTypes,
  responsibilities,
  severities,
  urgencies,
} from './words.ts'

function customerOf(personal: Block | null): Customer | null {
  if (personal === null) return null
  const from = block(personal, 'customer')
  const preferred = oneOf(contactWays, from['preferredContact'])
  return {
    name: str(from, 'name') ?? '',
    phones: strings(from, 'phones'),
    ...maybe('company', str(from, 'company')),
    ...maybe('account', str(from, 'account')),
    ...maybe('preferredContact', preferred),
    ...maybe('language', str(from, 'language')),
    ...maybe('email', str(from, 'email')),
    ...('tags' in from ? { tags: strings(from, 'tags') } : {}),
  }
}

function issueOf(event: CaseEvent): Issue {
  const from = block(event.body, 'issue')
  return {
    ...maybe('occurredAtMs', int(from, 'occurredAtMs')),
    ...maybe('scenario', str(from, 'scenario')),
    ...maybe('product', str(from, 'product')),
    ...maybe('region', str(from, 'region')),
    symptom: words(event.personal, 'symptom'),
    impact: words(event.personal, 'impact'),
  }
}

function demandOf(from: Block, personal: Block | null, at: string): Demand {
  const texts = personal === null ? null : block(personal, 'demandTexts')
  const id = str(from, 'id') ?? at
  return {
    id,
    kind: oneOf(demandKinds, from['kind']) ?? 'other',
    text: words(texts, id),
    ...maybe('wantedByMs', int(from, 'wantedByMs')),
    ...maybe('amountMinor', int(from, 'amountMinor')),
    ...maybe('currency', str(from, 'currency')),
  }
}

function receptionOf(event: CaseEvent): Reception {
  const from = block(event.body, 'reception')
  return {
    channel: oneOf(channels, from['channel']) ?? 'hotline',
    agent: (str(from, 'agent') ?? event.actor) as ActorId,
    recorder: event.actor,
    device: event.device,
    receivedAtMs: int(from, 'receivedAtMs') ?? event.atMs,
    recordedAtMs: event.atMs,
    ...maybe('seat', str(from, 'seat')),
    ...maybe('callId', str(from, 'callId')),
    ...maybe('queue', str(from, 'queue')),
    ...maybe('foundAtMs', int(from, 'foundAtMs')),
  }
}

function classificationOf(from: Block): Classification {
  return {
    urgency: oneOf(urgencies, from['urgency']) ?? 'mid',
    severity: oneOf(severities, from['severity']) ?? 'general',
    ...maybe('problemType', oneOf(problemTypes, from['problemType'])),
    ...maybe('responsibility', oneOf(responsibilities, from['responsibility'])),
    ...maybe('category', str(from, 'category')),
    ...maybe('department', str(from, 'department')),
    by: oneOf(['agent', 'accepted_proposal', 'default'] as const, from['by']) ?? 'default',
  }
}

/** Type and responsibility known = assessed in the call already. Source: domain.md "Life of a case". */
const isAssessed = (it: Classification): boolean => it.problemType !== undefined && it.responsibility !== undefined

/** The case as its opening event made it; a field of the wrong shape counts as absent. */
export function openCase(event: CaseEvent): Case {
  const { body } = event
  const policy = block(body, 'policy')
  const classification = classificationOf(block(body, 'classification'))
  const emotion = int(body, 'emotion')
  const repeatOf = str(body, 'repeatOf') as Case['id'] | undefined
  return {
    id: event.case,
    org: event.org,
    kind: oneOf(caseKinds, body['kind']) ?? 'complaint',
    status: isAssessed(classification) ? 'assessed' : 'received',
    statusBy: event.id,
    number: { provisional: str(body, 'number') ?? '' },
    customerId: (str(body, 'customerId') ?? event.customer ?? '') as CustomerId,
    customer: customerOf(event.personal),
    issue: issueOf(event),
    demands: list(body, 'demands')
      .filter(isBlock)
      .map((from, i) => demandOf(from, event.personal, String(i))),
    reception: receptionOf(event),
    classification,
    policy: { id: str(policy, 'id') ?? '', version: int(policy, 'version') ?? 1 },
    team: str(body, 'team') ?? '',
    teamsEver: [str(body, 'team') ?? ''],
    owner: str(body, 'owner') as ActorId | undefined,
    emotion,
    repeatOf: repeatOf === undefined ? [] : [repeatOf],
    ...emptyLists(),
    signals: openingSignals(event, classification),
    version: 1,
    lastEvent: markOf(event),
    openedBy: markOf(event),
    openedAtMs: event.atMs,
    updatedAtMs: event.atMs,
    newerThanThisVersion: false,
    incomplete: false,
  }
}

/** The clocks start under the policy the case was opened with. */
function policyOf(event: CaseEvent): Pick<Signal, 'policy'> {
  const policy = block(event.body, 'policy')
  const [id, version] = [str(policy, 'id'), int(policy, 'version')]
  return id === undefined || version === undefined ? {} : { policy: { id, version } }
}

/** An outside post runs from when it was found, the case from when it was received; both were written down now. */
function openingSignals(event: CaseEvent, it: Classification): Signal[] {
  const { channel, receivedAtMs, foundAtMs } = receptionOf(event)
  const { atMs } = event
  const found =
    foundAtMs === undefined ? [] : [{ type: 'channel_found' as const, atMs, claimedAtMs: foundAtMs, channel }]
  const opened = {
    type: 'opened' as const,
    atMs,
    ...(receivedAtMs < atMs ? { claimedAtMs: receivedAtMs } : {}),
    urgency: it.urgency,
    severity: it.severity,
    ...maybe('problemType', it.problemType),
    channel,
    ...policyOf(event),
    caseKind: oneOf(caseKinds, event.body['kind']) ?? 'complaint',
  }
  return [...found, opened]
}

/** Fresh lists for every case: a fold may then grow them in place. */
function emptyLists() {
  return {
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
  } // prettier-ignore
}

function change(draft: Draft, event: CaseEvent): void {
  rememberBefore(draft, event, valuesBefore(draft, event))
  applyChanges(draft, event)
}

export const intakeHandlers: Handlers = {
  note_added(draft, event, lists) {
    const note = {
      id: str(event.body, 'id') ?? event.id,
      text: words(event.personal, 'text'),
      atMs: event.atMs,
      by: event.actor,
    }
    draft.notes = lists.append(draft.notes, note)
  },
  demand_added(draft, event, lists) {
    draft.demands = lists.append(draft.demands, demandOf(block(event.body, 'demand'), event.personal, event.id))
  },
  emotion_rated(draft, event) {
    draft.emotion = int(event.body, 'emotion') ?? draft.emotion
  },
  edited: change,
  customer_changed: change,
  attached(draft, event, lists) {
    const hash = str(event.body, 'hash')
    if (hash === undefined || draft.attachments.some((it) => it.hash === hash)) return
    draft.attachments = lists.append(draft.attachments, {
      hash: hash as Hash,
      name: words(event.personal, 'name'),
      mediaType: str(event.body, 'mediaType') ?? 'application/octet-stream',
      bytes: int(event.body, 'bytes') ?? 0,
      atMs: event.atMs,
      by: event.actor,
    })
  },
  field_revealed(draft, event, lists) {
    draft.reveals = lists.append(draft.reveals, {
      field: str(event.body, 'field') ?? '',
      reasonCode: str(event.body, 'reason') ?? '',
      reason: words(event.personal, 'reason'),
      atMs: event.atMs,
      by: event.actor,
    })
  },
  conflict_settled(draft, event, lists) {
    const field = str(event.body, 'field') ?? ''
    const conflict = draft.conflicts.find((it) => it.field === field)
    const picked = conflict?.values.find((it) => it.event === str(event.body, 'pick'))
    if (picked === undefined) return
    settle(draft, event, field, picked.value)
    if (field.startsWith('classification.')) tellClassified(draft, event, lists)
  },
}

function settle(draft: Draft, event: CaseEvent, field: string, value: Json): void {
  setField(draft, field, value)
  markFields(draft, event, [field])
  draft.conflicts = draft.conflicts.filter((it) => it.field !== field)
}
