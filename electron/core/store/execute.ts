import type { CaseCommand } from '../../../shared/case/commands.ts'
import type { Actor, DecideContext, Directory, NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, CustomerId, EpochMs, EventId, SessionId } from '../../../shared/kernel/brand.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import { rememberActor } from './actors.ts'
import { idBytes } from './bytes.ts'
import type { Recorded } from './care/recorder.ts'
import type { Core } from './core.ts'
import { createEventWriter, type EventWriter, RefusedError } from './event-writer.ts'

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

interface Done {
  readonly saved: Saved
  readonly writer?: EventWriter
}

/**
 * The whole save, one transaction: decide → events on the device's chain → row with clocks and queues. What waits for the
 * server and what has to be indexed for search are the tail of the record itself. What it answers is on the disk.
 * Refusals come from the kernel, or are `case.unknown`, `customer.erased`.
 */
export function executeCase(core: Core, input: ExecuteInput): Result<Saved, readonly Refusal[]> {
  return executeCases(core, [input])[0] ?? { ok: false, error: [{ tag: 'command.unknown', field: 'type' }] }
}

/** Several commands in one transaction, for imports: each stands or is refused by itself, all become durable together. */
export function executeCases(core: Core, inputs: readonly ExecuteInput[]): Result<Saved, readonly Refusal[]>[] {
  const start = core.device.get()
  const touched = new Set<CaseId>()
  const written: Recorded[] = []
  try {
    const results = core.commit(() => inputs.map((input) => one(core, input, touched, written)))
    core.recorded(written)
    if (touched.size > 0) core.changed({ kind: 'cases', ids: [...touched] })
    return results
  } catch (error) {
    core.device.set(start)
    throw error
  }
}

function one(
  core: Core,
  input: ExecuteInput,
  touched: Set<CaseId>,
  written: Recorded[],
): Result<Saved, readonly Refusal[]> {
  try {
    const { saved, writer } = repeated(core, input) ?? save(core, input)
    if (writer !== undefined) {
      core.device.set(writer.head())
      for (const id of writer.touched()) touched.add(id)
      written.push(...writer.events)
    }
    return { ok: true, value: saved }
  } catch (error) {
    // Everything that refuses does so before the first row of its command is written.
    if (error instanceof RefusedError) return { ok: false, error: error.refusals }
    throw error
  }
}

function repeated(core: Core, input: ExecuteInput): Done | undefined {
  const sql = 'SELECT case_ref, wall_ms FROM events WHERE command = ?'
  const row = core.db.get<{ case_ref: number; wall_ms: number }>(sql, idBytes(input.commandId))
  if (row === undefined) return undefined
  const theCase = core.held.find(row.case_ref)?.theCase
  if (theCase === undefined) throw new RefusedError({ tag: 'case.unknown', field: 'case' })
  return { saved: savedOf(theCase, row.wall_ms, [], true) }
}

function savedOf(theCase: Case, savedAtMs: EpochMs, events: readonly EventId[], isRepeat: boolean): Saved {
  const { provisional, official } = theCase.number
  const number = official ?? provisional
  return { case: theCase.id, number, status: theCase.status, savedAtMs, events, repeated: isRepeat }
}

function save(core: Core, input: ExecuteInput): Done {
  const current = input.case === undefined ? null : heldCase(core, input.case)
  const decided = core.kernel.decide(current, input.command, contextOf(core, input))
  if (!decided.ok) throw new RefusedError(...[decided.error].flat())
  const caseId = current?.id ?? core.newId<CaseId>(input.nowMs)
  if (isErasedCustomer(core, current, decided.value))
    throw new RefusedError({ tag: 'customer.erased', field: 'customer' })
  rememberActor(core, input.actor)
  const { nowMs, offsetMs, session } = input
  const author = { actor: input.actor.id, session, nowMs, offsetMs }
  const writer = createEventWriter(core, author, current === null ? caseId : undefined)
  decided.value.forEach((event, i) => {
    writer.write(event, event.case ?? caseId, i === 0 ? input.commandId : undefined)
  })
  writer.finish()
  const theCase = writer.caseOf(caseId)
  if (theCase === null) throw new Error('store: a command made no case')
  return {
    saved: savedOf(
      theCase,
      input.nowMs,
      writer.events.map((it) => it.envelope.id),
      false,
    ),
    writer,
  }
}

/** Asked before the first row is written: of an erased customer nothing personal is written any more. */
function isErasedCustomer(core: Core, current: Case | null, events: readonly NewEvent[]): boolean {
  const named = events.find((it) => typeof it.body['customerId'] === 'string')?.body['customerId']
  const customer = (named as CustomerId | undefined) ?? current?.customerId
  const isPersonal = events.some((it) => it.personal !== undefined)
  return isPersonal && customer !== undefined && core.vault.keyFor(customer) === null
}

function heldCase(core: Core, id: CaseId): Case {
  const ref = core.refs.find(id)
  const theCase = ref === undefined ? undefined : core.held.find(ref)?.theCase
  if (theCase === undefined) throw new RefusedError({ tag: 'case.unknown', field: 'case' })
  return theCase
}

/** Provisional numbers carry the device's own event counter: unique for ever without a counter of their own. CASE-6. */
function contextOf(core: Core, input: ExecuteInput): DecideContext {
  const { org, device, numberPrefix, n } = core.device.get()
  let given = n
  return {
    nowMs: input.nowMs + input.offsetMs,
    actor: input.actor,
    org,
    device,
    newId: () => core.newId(input.nowMs),
    nextNumber: () => {
      given += 1
      return `${numberPrefix}-${given}`
    },
    policy: input.policy,
    ...(input.directory === undefined ? {} : { directory: input.directory }),
    ...(input.resolveDueAtMs === undefined ? {} : { resolveDueAtMs: input.resolveDueAtMs }),
    ...(input.other === undefined ? {} : { other: heldCase(core, input.other) }),
  }
}
