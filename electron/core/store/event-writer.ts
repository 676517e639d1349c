import type { NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { ActorId, CaseId, CustomerId, EpochMs, EventId, SessionId } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { tickHlc } from '../../../shared/kernel/hlc.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { Recorded } from './care/recorder.ts'
import type { Core } from './core.ts'
import type { DeviceHead } from './device.ts'
import { newEventHash } from './envelope-text.ts'
import { asOpened, insertEvent } from './event-rows.ts'
import type { HeldCase } from './held-cases.ts'

/** Thrown inside a transaction to undo it; carries what the person is told. */
export class RefusedError extends Error {
  readonly refusals: readonly Refusal[]
  constructor(...refusals: readonly Refusal[]) {
    super('refused')
    this.refusals = refusals
  }
}

export interface Author {
  readonly actor: ActorId
  readonly session: SessionId
  /** The device's own wall clock, and what to add to it to have the server's. */
  readonly nowMs: EpochMs
  readonly offsetMs: number
}

export interface EventWriter {
  /** Chains, seals, appends and folds one event. */
  readonly write: (event: NewEvent, caseId: CaseId, command?: string) => void
  /** Writes the rows of all touched cases. */
  readonly finish: () => void
  readonly head: () => DeviceHead
  readonly touched: () => readonly CaseId[]
  readonly caseOf: (id: CaseId) => Case | null
  readonly events: readonly Recorded[]
}

interface Touched {
  readonly held: HeldCase
}

/**
 * Writes events of one author at one moment onto the device's chain, inside the caller's transaction. `fresh` = the case being
 * opened now, which need not be looked for.
 */
export function createEventWriter(core: Core, author: Author, fresh?: CaseId): EventWriter {
  const touched = new Map<CaseId, Touched>()
  const events: Recorded[] = []
  const atMs = author.nowMs + author.offsetMs
  let head = core.device.get()
  const before = (id: CaseId): HeldCase | undefined => {
    const known = touched.get(id)
    if (known !== undefined) return known.held
    const ref = id === fresh ? undefined : core.refs.find(id)
    return ref === undefined ? undefined : core.held.find(ref)
  }
  const write = (decided: NewEvent, caseId: CaseId, command?: string): void => {
    const held = before(caseId)
    const sealing = sealFor(core, author, decided, held?.theCase ?? null)
    const envelope = envelopeFor(core, author, head, decided, caseId, sealing)
    const bodyText = canonicalJson(decided.body as unknown as Json)
    const devHash = newEventHash(envelope, bodyText)
    const ref = held?.ref ?? (caseId === fresh ? undefined : core.refs.find(caseId)) ?? core.refs.give(caseId, atMs)
    const { sealed } = sealing
    const optional = { ...(sealed === undefined ? {} : { sealed }), ...(command === undefined ? {} : { command }) }
    insertEvent(core.db, core.names, { envelope, bodyText, caseRef: ref, devHash, atMs, state: 'pending', ...optional })
    const theCase = core.kernel.evolve(held?.theCase ?? null, asOpened(envelope, decided.personal ?? {}, atMs))
    const { pending = 0, events: count = 0, confirmedV = 0 } = held ?? {}
    touched.set(caseId, { held: { ref, theCase, pending: pending + 1, events: count + 1, confirmedV } })
    const keys = core.vault.takeMade()
    events.push({
      envelope,
      atMs,
      ...(command === undefined ? {} : { command }),
      ...(keys.length === 0 ? {} : { keys }),
    })
    head = { ...head, n: envelope.n, devHash, hlc: envelope.hlc }
  }
  return {
    write,
    finish: () => {
      for (const [id, { held }] of touched) core.held.put(held, atMs, id === fresh)
    },
    head: () => head,
    touched: () => [...touched.keys()],
    caseOf: (id) => before(id)?.theCase ?? null,
    events,
  }
}

interface Sealing {
  readonly id: EventId
  readonly customer?: CustomerId
  readonly sealed?: Buffer
}

/** The customer an event is about, and its personal part under that customer's key. */
function sealFor(core: Core, author: Author, decided: NewEvent, before: Case | null): Sealing {
  const id = decided.id ?? core.newId<EventId>(author.nowMs)
  const named = decided.body['customerId']
  const customer = typeof named === 'string' ? (named as CustomerId) : before?.customerId
  if (decided.personal === undefined) return typeof named === 'string' && customer ? { id, customer } : { id }
  const sealed = customer === undefined ? null : core.vault.seal(customer, id, decided.personal)
  if (sealed === null || customer === undefined) throw new RefusedError({ tag: 'customer.erased', field: 'customer' })
  return { id, customer, sealed }
}

function envelopeFor(
  core: Core,
  author: Author,
  head: DeviceHead,
  decided: NewEvent,
  caseId: CaseId,
  sealing: Sealing,
): Envelope {
  const { id, customer, sealed } = sealing
  const envelope: Envelope = {
    id,
    org: head.org,
    device: head.device,
    n: head.n + 1,
    actor: author.actor,
    session: author.session,
    case: caseId,
    kind: decided.kind,
    type: decided.type,
    v: decided.v,
    body: decided.body,
    hlc: tickHlc(head.hlc, author.nowMs),
    wallMs: author.nowMs,
    monoMs: Math.floor(core.monoMs()),
    bootId: core.bootId,
    devPrev: head.devHash,
  }
  if (decided.pre !== undefined) envelope.pre = decided.pre
  if (customer !== undefined) envelope.customer = customer
  if (sealed !== undefined) envelope.sealed = sealed.toString('base64')
  return envelope
}
