import type { CaseCommand } from '../../../shared/case/commands.ts'
import type { Actor, CaseEvent, DecideContext, Directory, NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, CustomerId, EpochMs, EventId, SessionId } from '../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { tickHlc } from '../../../shared/kernel/hlc.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import { idBytes, machineDigest } from './bytes.ts'
import type { Core } from './core.ts'
import type { DeviceHead } from './device.ts'
import { asOpened } from './event-rows.ts'

export interface ExecuteInput {
  /** Made once per intent: the same id twice is one command, also after a restart. */
  readonly commandId: string
  /** Left out when the command opens a case. */
  readonly case?: CaseId
  readonly command: CaseCommand
  readonly actor: Actor
  readonly session: SessionId
  /** The device's own wall clock. */
  readonly nowMs: EpochMs
  /** Server time minus wall clock, as last measured; 0 when never. */
  readonly offsetMs: number
  readonly policy: { readonly id: string; readonly version: number }
  readonly directory?: Directory
  readonly resolveDueAtMs?: EpochMs
  /** The other case of a merge. */
  readonly other?: CaseId
}

export interface Saved {
  readonly case: CaseId
  readonly number: string
  readonly status: Case['status']
  readonly savedAtMs: EpochMs
  readonly events: readonly EventId[]
  /** The command had been saved before; nothing was added now. */
  readonly repeated: boolean
}

/** Thrown inside the transaction to undo it; carries what the person is told. */
class RefusedError extends Error {
  readonly refusals: readonly Refusal[]
  constructor(refusals: readonly Refusal[]) {
    super('refused')
    this.refusals = refusals
  }
}

/**
 * The whole save, one transaction: decide → events on the device's chain → projection → clocks → search queue → outbox.
 * What it answers is on the disk. Refusals come from the kernel, or are `case.unknown`, `customer.erased`.
 */
export function executeCase(core: Core, input: ExecuteInput): Result<Saved, readonly Refusal[]> {
  try {
    const value = core.commit(() => repeated(core, input) ?? save(core, input))
    if (!value.saved.repeated) {
      core.device.set(value.head)
      core.changed({ kind: 'cases', ids: value.touched })
    }
    return { ok: true, value: value.saved }
  } catch (error) {
    if (error instanceof RefusedError) return { ok: false, error: error.refusals }
    throw error
  }
}

interface Done {
  readonly saved: Saved
  readonly head: DeviceHead
  readonly touched: readonly CaseId[]
}

function repeated(core: Core, input: ExecuteInput): Done | undefined {
  const sql = 'SELECT case_ref, first_seq, at_ms FROM commands WHERE id = ?'
  const row = core.db.get<{ case_ref: number; first_seq: number; at_ms: number }>(sql, idBytes(input.commandId))
  if (row === undefined) return undefined
  const theCase = core.projection.read(row.case_ref)?.theCase
  if (theCase === undefined) throw new RefusedError([{ tag: 'case.unknown', field: 'case' }])
  const saved = savedOf(theCase, row.at_ms, [], true)
  return { saved, head: core.device.get(), touched: [] }
}

function savedOf(theCase: Case, savedAtMs: EpochMs, events: readonly EventId[], isRepeat: boolean): Saved {
  const { provisional, official } = theCase.number
  const number = official ?? provisional
  return { case: theCase.id, number, status: theCase.status, savedAtMs, events, repeated: isRepeat }
}

function save(core: Core, input: ExecuteInput): Done {
  const start = core.device.get()
  const current = input.case === undefined ? null : heldCase(core, input.case)
  let numbers = start.nextNumber
  const nextNumber = (): string => `${start.numberPrefix}-${numbers++}`
  const decided = core.kernel.decide(current, input.command, contextOf(core, input, nextNumber))
  if (!decided.ok) throw new RefusedError([decided.error].flat())
  const caseId = current?.id ?? core.newId<CaseId>(input.nowMs)
  const writer = createWriter(core, input, { ...start, nextNumber: numbers })
  const firstSeq = nextSeq(core)
  for (const event of decided.value) writer.write(event, event.case ?? caseId)
  writer.finish()
  const mainRef = core.refs.find(caseId) ?? 0
  core.db.run(
    'INSERT INTO commands (id, case_ref, first_seq, at_ms) VALUES (?, ?, ?, ?)',
    idBytes(input.commandId),
    mainRef,
    firstSeq,
    input.nowMs,
  )
  const theCase = writer.cases.get(caseId) ?? current
  if (theCase === null || theCase === undefined) throw new Error('store: a command made no case')
  return {
    saved: savedOf(theCase, input.nowMs, writer.events, false),
    head: writer.head(),
    touched: [...writer.cases.keys()],
  }
}

const nextSeq = (core: Core): number =>
  core.db.get<{ next: number }>('SELECT coalesce(max(seq), 0) + 1 AS next FROM events')?.next ?? 1

function heldCase(core: Core, id: CaseId): Case {
  const ref = core.refs.find(id)
  const theCase = ref === undefined ? undefined : core.projection.read(ref)?.theCase
  if (theCase === undefined) throw new RefusedError([{ tag: 'case.unknown', field: 'case' }])
  return theCase
}

function contextOf(core: Core, input: ExecuteInput, nextNumber: () => string): DecideContext {
  const { org, device } = core.device.get()
  return {
    nowMs: input.nowMs + input.offsetMs,
    actor: input.actor,
    org,
    device,
    newId: () => core.newId(input.nowMs),
    nextNumber,
    policy: input.policy,
    ...(input.directory === undefined ? {} : { directory: input.directory }),
    ...(input.resolveDueAtMs === undefined ? {} : { resolveDueAtMs: input.resolveDueAtMs }),
    ...(input.other === undefined ? {} : { other: heldCase(core, input.other) }),
  }
}

/** Chains, seals, appends and folds the events of one command. */
function createWriter(core: Core, input: ExecuteInput, start: DeviceHead) {
  const cases = new Map<CaseId, Case>()
  const pending = new Map<CaseId, number>()
  const events: EventId[] = []
  const atMs = input.nowMs + input.offsetMs
  let head = start

  const caseBefore = (id: CaseId): Case | null => {
    const known = cases.get(id)
    if (known !== undefined) return known
    const ref = core.refs.find(id)
    return ref === undefined ? null : (core.projection.read(ref)?.theCase ?? null)
  }
  const write = (decided: NewEvent, caseId: CaseId): void => {
    const before = caseBefore(caseId)
    const envelope = envelopeFor(core, input, head, decided, caseId, before)
    const { devHash } = envelopeHashes(envelope, machineDigest)
    const caseRef = core.refs.find(caseId) ?? core.refs.give(caseId, atMs)
    core.events.insert({ envelope, caseRef, devHash, atMs, state: 'pending' })
    cases.set(caseId, core.kernel.evolve(before, openedFrom(envelope, decided, atMs)))
    pending.set(caseId, (pending.get(caseId) ?? 0) + 1)
    events.push(envelope.id)
    head = { ...head, n: envelope.n, devHash, hlc: envelope.hlc }
  }
  const finish = (): void => {
    for (const [id, theCase] of cases) {
      const ref = core.refs.find(id) ?? 0
      const before = core.projection.read(ref)
      const counts = { pending: (before?.pending ?? 0) + (pending.get(id) ?? 0), confirmedV: before?.confirmedV ?? 0 }
      core.projection.put({ ref, theCase, ...counts }, atMs)
    }
    core.device.save(head)
  }
  return { write, finish, cases, events, head: () => head }
}

function customerOf(decided: NewEvent, before: Case | null): CustomerId | undefined {
  const named = decided.body['customerId']
  if (before === null) return typeof named === 'string' ? (named as CustomerId) : undefined
  return decided.personal === undefined ? undefined : before.customerId
}

function envelopeFor(
  core: Core,
  input: ExecuteInput,
  head: DeviceHead,
  decided: NewEvent,
  caseId: CaseId,
  before: Case | null,
): Envelope {
  const id = decided.id ?? core.newId<EventId>(input.nowMs)
  const customer = customerOf(decided, before)
  return {
    id,
    org: head.org,
    device: head.device,
    n: head.n + 1,
    actor: input.actor.id,
    session: input.session,
    case: caseId,
    kind: decided.kind,
    type: decided.type,
    v: decided.v,
    ...(decided.pre === undefined ? {} : { pre: decided.pre }),
    body: decided.body,
    ...(customer === undefined ? {} : { customer }),
    ...(decided.personal === undefined ? {} : { sealed: sealedText(core, customer, id, decided.personal) }),
    hlc: tickHlc(head.hlc, input.nowMs),
    wallMs: input.nowMs,
    monoMs: Math.floor(core.monoMs()),
    bootId: core.bootId,
    devPrev: head.devHash,
  }
}

function sealedText(
  core: Core,
  customer: CustomerId | undefined,
  id: EventId,
  personal: NonNullable<NewEvent['personal']>,
): string {
  const sealed = customer === undefined ? null : core.vault.seal(customer, id, personal)
  if (sealed === null) throw new RefusedError([{ tag: 'customer.erased', field: 'customer' }])
  return sealed.toString('base64')
}

/** The event as it folds, from what is at hand: nothing is decrypted that was just sealed. */
function openedFrom(envelope: Envelope, decided: NewEvent, atMs: EpochMs): CaseEvent {
  return { ...asOpened(envelope), body: decided.body, personal: decided.personal ?? {}, atMs }
}
