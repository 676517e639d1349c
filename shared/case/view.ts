import type { ActorId, DeviceId, EpochMs, EventId, Hash } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { Envelope } from '../kernel/envelope.ts'
import { changesOf } from './change.ts'
import type { CaseEvent } from './event.ts'
import { eventVersion, isKnownType } from './event-types.ts'
import { type Block, block, str } from './read.ts'

/** One line of the record: who, when, from where, what. Codes and numbers are `params`; free words stand in `texts`. */
export interface RecordItem {
  /** `record.<type>`, or `record.newer` for what this version cannot read; screens have the words. */
  readonly key: string
  readonly params: Readonly<Record<string, string | number | boolean>>
  /** Free words by name; `null` = erased or not readable here. */
  readonly texts: Readonly<Record<string, string | null>>
  readonly changes: readonly { readonly field: string; readonly value: Json }[]
  readonly event: EventId
  readonly type: string
  readonly kind: Envelope['kind']
  readonly actor: ActorId
  readonly device: DeviceId
  readonly atMs: EpochMs
  /** When it is said to have happened, where that is earlier than it was written down. */
  readonly claimedAtMs?: EpochMs
  /** Place in the case's own chain, once the server took it; without it the item is pending. */
  readonly server?: { readonly caseV: number; readonly serverMs: EpochMs; readonly caseHash: Hash }
}

/** Sealed free words of each event by the name they have there; what an event of that type may say. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  opened: ['symptom', 'impact'],
  note_added: ['text'],
  attached: ['name'],
  said: ['text'],
  words_judged: ['text'],
  promised: ['text'],
  communicated: ['text'],
  survey_answered: ['text'],
  followed_up: ['text'],
  transfer_answered: ['answer'],
  resolved: ['cause', 'measures', 'plan', 'compensation'],
  informed: ['letter'],
  closed: ['text'],
  compensation_proposed: ['text'],
}

/** The record of a case as data for people, oldest first, nothing left out. Source: domain.md §1, TRU-1. */
export const recordOf = (events: readonly CaseEvent[]): readonly RecordItem[] => events.map(itemOf)

function itemOf(event: CaseEvent): RecordItem {
  const isReadable = isKnownType(event.type) && event.v <= eventVersion
  const claimedAtMs = isReadable ? claimedOf(event) : undefined
  const { id, type, kind, actor, device, atMs, server } = event
  return {
    key: isReadable ? `record.${type}` : 'record.newer',
    params: isReadable ? paramsOf(event.body) : { type },
    texts: isReadable ? textsOf(event) : {},
    changes: changesOf(event),
    event: id,
    type,
    kind,
    actor,
    device,
    atMs,
    ...(claimedAtMs === undefined ? {} : { claimedAtMs }),
    ...(server === undefined ? {} : { server }),
  }
}

function claimedOf({ type, body, atMs }: CaseEvent): EpochMs | undefined {
  const claimed = type === 'opened' ? block(body, 'reception')['receivedAtMs'] : body['atMs']
  return typeof claimed === 'number' && claimed < atMs ? claimed : undefined
}

/** Parts of the body that are blocks of single values, flattened under their own names. */
const flattened = ['reception', 'issue', 'classification', 'policy', 'demand'] as const

function paramsOf(body: Block): RecordItem['params'] {
  const parts = [body, ...flattened.map((name) => block(body, name))]
  return Object.fromEntries(
    parts.flatMap((part) => Object.entries(part).filter(([, value]) => isSingle(value))),
  ) as RecordItem['params']
}

const isSingle = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function textsOf({ type, body, personal }: CaseEvent): RecordItem['texts'] {
  const names = wordsOf[type] ?? ['reason']
  const isErased = personal === null
  const found = names.flatMap((name): [string, string | null][] => {
    const text = isErased ? null : str(personal, name)
    return text === undefined ? [] : [[name, text]]
  })
  const demands = isErased ? {} : block(personal, 'demandTexts')
  const demandTexts = Object.entries(demands).filter(([, text]) => typeof text === 'string') as [string, string][]
  return type in wordsOf || 'reason' in body || demandTexts.length > 0
    ? Object.fromEntries([...found, ...demandTexts.map(([id, text]) => [`demand.${id}`, text])])
    : {}
}
