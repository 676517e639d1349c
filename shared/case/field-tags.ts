import type { ActorId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { Actor, CaseEvent } from './event.ts'
import type { Case } from './model.ts'
import type { RecordItem } from './view.ts'
import type { Role } from './words.ts'

/** Who needs a field: everybody who holds the case, or only some roles. Source: details.md "Keys, sign-in, privacy". */
export type FieldTag = 'public' | 'personal' | 'legal' | 'money' | 'staff'

/**
 * The tag of every part of a case, complete by type: a new part is tagged or does not compile. Where only one field inside a
 * part is tagged, it stands under its own name. Personal parts are those under the customer's key; screens show them covered.
 */
const fieldTags = {
  ...{ id: 'public', org: 'public', kind: 'public', status: 'public', statusBy: 'public', heldFrom: 'public' },
  ...{ holdReason: 'public', number: 'public', customerId: 'public', customer: 'personal', issue: 'personal' },
  ...{ demands: 'personal', 'demands.amountMinor': 'money', reception: 'public', classification: 'public' },
  ...{ policy: 'public', template: 'public', team: 'public', assists: 'public', teamsEver: 'public', owner: 'public' },
  ...{ reassignments: 'public', transfers: 'personal', escalations: 'public', 'escalations.reason': 'legal' },
  ...{ promises: 'personal', communications: 'personal', said: 'personal', judged: 'personal', notes: 'personal' },
  ...{ resolution: 'personal', 'resolution.compensation': 'money', informs: 'personal', surveys: 'personal' },
  ...{ followUps: 'personal', closure: 'personal', reopenings: 'public', repeatOf: 'public', mergedInto: 'public' },
  ...{ mergedFrom: 'public', attachments: 'personal', compensations: 'money', breaches: 'public', ladder: 'public' },
  ...{ reveals: 'staff', withdrawal: 'public', conflicts: 'personal', fieldMarks: 'public', undoables: 'public' },
  ...{ emotion: 'public', signals: 'public', version: 'public', lastEvent: 'public', openedBy: 'public' },
  ...{ openedAtMs: 'public', updatedAtMs: 'public', newerThanThisVersion: 'public', incomplete: 'public' },
} as const satisfies Readonly<
  Record<keyof Case | 'demands.amountMinor' | 'escalations.reason' | 'resolution.compensation', FieldTag>
>

const everybody: readonly FieldTag[] = ['public', 'personal']
/** Whoever may propose a compensation (`rights.ts`) sees what was proposed. */
const workers: readonly FieldTag[] = [...everybody, 'money']
const all: readonly FieldTag[] = [...workers, 'legal', 'staff']

/** What each role may read of the cases it holds. An administrator holds none. Source: TRU-2. */
const readable: Readonly<Record<Role, readonly FieldTag[]>> = {
  agent: workers,
  senior: workers,
  field: workers,
  lead: all,
  supervisor: all,
  handler: workers,
  brand: everybody,
  legal: [...workers, 'legal'],
  quality: [...workers, 'staff'],
  admin: [],
  system: all,
}

export const mayRead = (role: Role, tag: FieldTag): boolean => readable[role].includes(tag)
export const readableTags = (role: Role): readonly FieldTag[] => readable[role]

/** May this person read a line that somebody wrote? What one wrote oneself is no secret to oneself. */
const reads = (actor: Actor, tag: FieldTag, by: ActorId): boolean => by === actor.id || mayRead(actor.role, tag)

/** A case without what this person's role has no need of. What is left out is empty, never replaced. Source: TRU-2. */
export function caseSeenBy(theCase: Case, actor: Actor): Case {
  if (readable[actor.role] === all) return theCase
  return {
    ...theCase,
    escalations: theCase.escalations.map((it) =>
      it.level === 'legal' && !reads(actor, fieldTags['escalations.reason'], it.by) ? { ...it, reason: null } : it,
    ),
    reveals: theCase.reveals.filter(({ by }) => reads(actor, fieldTags.reveals, by)),
    ...(mayRead(actor.role, 'money') ? {} : withoutMoney(theCase, actor)),
  }
}

function withoutMoney({ demands, compensations, resolution }: Case, actor: Actor): Partial<Case> {
  const { compensation: _covered, ...plain } = resolution ?? {}
  return {
    demands: demands.map(({ amountMinor: _amount, currency: _currency, ...it }) => it),
    compensations: compensations.filter(({ proposedBy }) => proposedBy === actor.id),
    ...(resolution === undefined || resolution.by === actor.id ? {} : { resolution: plain as typeof resolution }),
  }
}

/** Types of events that tell of nothing but what is tagged. */
const taggedTypes: Readonly<Partial<Record<string, FieldTag>>> = {
  compensation_proposed: fieldTags.compensations,
  compensation_approved: fieldTags.compensations,
  compensation_rejected: fieldTags.compensations,
  compensation_paid: fieldTags.compensations,
  breach_compensated: fieldTags.compensations,
  field_revealed: fieldTags.reveals,
}

/**
 * The sealed words of an event that only some roles read: all of them, or the one named `only`; `null` = none. They travel under
 * a key of that event alone, which the server gives to those roles and to their author. Source: TRU-2, decision 0002.
 */
export function taggedWords({ type, body }: Pick<CaseEvent, 'type' | 'body'>): TaggedWords | null {
  if (type === 'resolved') return { tag: fieldTags['resolution.compensation'], only: 'compensation' }
  if (type === 'escalated') return body['level'] === 'legal' ? { tag: fieldTags['escalations.reason'] } : null
  const tag = taggedTypes[type]
  return tag === undefined ? null : { tag }
}

export interface TaggedWords {
  readonly tag: FieldTag
  readonly only?: string
}

interface Words {
  readonly [key: string]: Json
}

/** An event's sealed part taken apart: what everybody reads who holds the case, and what only some roles do. */
export function partWords({ only }: TaggedWords, personal: Words): { readonly plain: Words; readonly tagged: Words } {
  const names = Object.keys(personal)
  const pick = (isTagged: boolean): Words =>
    Object.fromEntries(
      names.filter((name) => (only === undefined || name === only) === isTagged).map((name) => [name, personal[name]]),
    ) as Words
  return { plain: pick(false), tagged: pick(true) }
}

/** An event as everybody reads it who holds the case: without its tagged words. */
export function withoutTagged<Event extends Pick<CaseEvent, 'type' | 'body' | 'personal'>>(event: Event): Event {
  const rule = taggedWords(event)
  return rule === null || event.personal === null
    ? event
    : { ...event, personal: partWords(rule, event.personal).plain }
}

/**
 * The record as this person's role may read it: a line of another's tagged event stays, so that nothing is missing from the
 * chain, but says only who, when and that there is something. Source: TRU-2.
 */
export const recordSeenBy = (items: readonly RecordItem[], actor: Actor): readonly RecordItem[] =>
  readable[actor.role] === all ? items : items.map((item) => itemSeenBy(item, actor))

function itemSeenBy(item: RecordItem, actor: Actor): RecordItem {
  const tag = taggedTypes[item.type]
  if (tag !== undefined && !reads(actor, tag, item.actor)) return { ...item, params: {}, texts: {}, changes: [] }
  const isLegal = item.type === 'escalated' && item.params['level'] === 'legal'
  if (isLegal && !reads(actor, 'legal', item.actor)) return { ...item, texts: {} }
  return reads(actor, 'money', item.actor) ? item : withoutSums(item)
}

function withoutSums(item: RecordItem): RecordItem {
  const { amountMinor: _amount, currency: _currency, ...params } = item.params
  const { compensation: _covered, ...texts } = item.texts
  return { ...item, params, texts }
}
