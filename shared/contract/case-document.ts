import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Loose, tidy } from '../case/draft-event.ts'
import type { Case } from '../case/model.ts'
import type { EpochMs } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { parseInstant } from '../sla/iso.ts'

const instant = z.string().refine((text) => parseInstant(text) !== null, { error: 'an ISO 8601 time with its offset' })
const duration = z.string().refine((text) => durationOf(text) !== null, { error: 'an ISO 8601 duration such as PT2H' })

const demand = z.strictObject({
  kind: z.string(),
  text: z.string().optional(),
  within: duration.optional(),
  wantedBy: instant.optional(),
  amount: z.number().min(0).max(1e8).optional(),
  currency: z.string().optional(),
})

/**
 * A case as files carry it: what `redress case new` and `redress import` read and `redress export` writes. Times are ISO 8601
 * with offset; `within` is a duration from `receivedAt`; `amount` is in whole units of `currency` (CNY when left out: yuan),
 * two decimals. Closed lists and lengths are the kernel's and are judged there. Source: surfaces.md "Command line".
 */
export const CaseDocumentSchema = z.strictObject({
  kind: z.string().optional(),
  channel: z.string().default('hotline'),
  receivedAt: instant,
  foundAt: instant.optional(),
  agent: z.string().optional(),
  seat: z.string().optional(),
  callId: z.string().optional(),
  queue: z.string().optional(),
  outcome: z.string().optional(),
  talkMs: z.number().optional(),
  wrapUpMs: z.number().optional(),
  customer: z.strictObject({
    name: z.string().optional(),
    phones: z.array(z.string()).default([]),
    company: z.string().optional(),
    account: z.string().optional(),
    preferredContact: z.string().optional(),
    language: z.string().optional(),
    email: z.string().optional(),
    tags: z.array(z.string()).optional(),
  }),
  issue: z.strictObject({
    occurredAt: instant.optional(),
    scenario: z.string().optional(),
    symptom: z.string(),
    impact: z.string().optional(),
    product: z.string().optional(),
    region: z.string().optional(),
  }),
  demands: z.array(demand).default([]),
  classification: z
    .strictObject({
      problemType: z.string().optional(),
      urgency: z.string().optional(),
      severity: z.string().optional(),
      responsibility: z.string().optional(),
      category: z.string().optional(),
      department: z.string().optional(),
      by: z.string().optional(),
    })
    .optional(),
  team: z.string().optional(),
  owner: z.string().optional(),
  emotion: z.number().optional(),
  template: z.strictObject({ id: z.string(), version: z.number() }).optional(),
  /** Each becomes a note of the case, in this order. */
  notes: z.array(z.string()).max(100).optional(),
})
export type CaseDocument = z.infer<typeof CaseDocumentSchema>
type DocumentDemand = CaseDocument['demands'][number]

/** Default currency of an amount without one. */
const homeCurrency = 'CNY'

function durationOf(text: string): Temporal.Duration | null {
  try {
    return Temporal.Duration.from(text)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function addDuration(atMs: EpochMs, text: string): EpochMs | undefined {
  const duration = durationOf(text)
  if (duration === null) return undefined
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO('UTC').add(duration).epochMilliseconds
}

const msOf = (text: string | undefined): EpochMs | undefined =>
  text === undefined ? undefined : (parseInstant(text) ?? undefined)

function demandOf({ within, wantedBy, amount, currency, ...plain }: DocumentDemand, receivedAtMs: EpochMs): Json {
  const wantedByMs = within === undefined ? msOf(wantedBy) : addDuration(receivedAtMs, within)
  return tidy({
    ...plain,
    wantedByMs,
    ...(amount === undefined
      ? { currency }
      : { amountMinor: Math.round(amount * 100), currency: currency ?? homeCurrency }),
  })
}

/** Makes one spelling of a number; hands on what it cannot read, so that the kernel names the field. */
export type ReadPhone = (text: string) => string

/** The kernel's `open` command for a document, still to be parsed by `parseCommand`. Notes are commands of their own. */
export function openCommandOf(document: CaseDocument, readPhone: ReadPhone = (text) => text): Json {
  const { kind, channel, receivedAt, foundAt, agent, seat, callId, queue, customer, issue, demands } = document
  const { outcome, talkMs, wrapUpMs } = document
  const call = { callId, queue, outcome, talkMs, wrapUpMs }
  const receivedAtMs = msOf(receivedAt) ?? 0
  const { occurredAt, ...told } = issue
  const reception = tidy({ channel, receivedAtMs, foundAtMs: msOf(foundAt), agent, seat, ...call })
  return tidy({
    type: 'open',
    kind,
    customer: tidy({ ...customer, phones: customer.phones.map(readPhone) }),
    issue: tidy({ ...told, occurredAtMs: msOf(occurredAt) }),
    demands: demands.map((it) => demandOf(it, receivedAtMs)),
    reception,
    classification: document.classification && tidy(document.classification),
    team: document.team,
    owner: document.owner,
    emotion: document.emotion,
    template: document.template,
  })
}

const iso = (ms: EpochMs | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())
/** An emptied or erased text is left out. */
const told = (text: string | null | undefined): string | undefined => (text === null || text === '' ? undefined : text)

function documentDemand({
  id: _id,
  text,
  wantedByMs,
  amountMinor,
  currency,
  ...plain
}: Case['demands'][number]): DocumentDemand {
  const amount = amountMinor === undefined ? undefined : amountMinor / 100
  return tidy({ ...plain, text: told(text), wantedBy: iso(wantedByMs), amount, currency }) as DocumentDemand
}

function documentCustomer(customer: NonNullable<Case['customer']>): Loose {
  const { name, phones, tags, ...rest } = customer
  return tidy({ ...rest, name: told(name), phones, tags: tags?.length === 0 ? undefined : tags })
}

/**
 * A case as a document, so that `openCommandOf` of it makes a case with the same document; `null` where the customer was
 * erased. What later events added besides notes is not in it: `beyondDocument` names that.
 */
export function documentOf(theCase: Case): CaseDocument | null {
  const { customer, issue, reception, notes } = theCase
  if (customer === null || issue.symptom === null) return null
  const { channel, agent, seat, callId, queue, outcome, talkMs, wrapUpMs } = reception
  const { occurredAtMs, symptom, impact, ...about } = issue
  const texts = notes.flatMap(({ text }) => told(text) ?? [])
  return tidy({
    kind: theCase.kind,
    channel,
    receivedAt: iso(reception.receivedAtMs),
    foundAt: iso(reception.foundAtMs),
    agent,
    seat,
    callId,
    queue,
    outcome,
    talkMs,
    wrapUpMs,
    customer: documentCustomer(customer),
    issue: tidy({ ...about, occurredAt: iso(occurredAtMs), symptom, impact: told(impact) }),
    demands: theCase.demands.map(documentDemand),
    classification: tidy({ ...theCase.classification }),
    team: theCase.team,
    owner: theCase.owner,
    emotion: theCase.emotion,
    template: theCase.template && { ...theCase.template },
    notes: texts.length === 0 ? undefined : texts,
  } as Loose) as unknown as CaseDocument
}

const historyParts = [
  'transfers',
  'escalations',
  'promises',
  'communications',
  'said',
  'informs',
  'surveys',
  'followUps',
  'repeatOf',
  'mergedFrom',
  'attachments',
  'compensations',
  'assists',
] as const satisfies readonly (keyof Case)[]

/** Parts of a case that its document does not carry: only the record, a bundle or a backup does. Empty = nothing is missing. */
export function beyondDocument(theCase: Case): readonly string[] {
  const isFresh = theCase.status === 'received' || theCase.status === 'assessed'
  const parts = historyParts.filter((part) => theCase[part].length > 0)
  return [
    ...(isFresh ? [] : ['status']),
    ...(theCase.reopenings > 0 ? ['reopenings'] : []),
    ...(theCase.judged === undefined ? [] : ['judged']),
    ...parts,
  ]
}
