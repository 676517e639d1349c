import type { CaseCommand } from '../../../shared/case/commands.ts'
import type { Actor, DecideContext, Directory, NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, CustomerId, EpochMs, EventId, SessionId } from '../../../shared/kernel/brand.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import { rememberActor } from './actors.ts'
import type { ToRecord } from './care/recorder.ts'
import type { Core } from './core.ts'
import { dropDraft } from './drafts.ts'
import { type Decided, RefusedError, writeEvents } from './event-writer.ts'
import { placeOfCommand } from './loose.ts'

export interface ExecuteInput {
  /** Made once per intent: the same id twice is one command, also after a restart. */
  readonly commandId: string
  /** Left out when the command opens a case. */
  readonly case?: CaseId
  readonly command: CaseCommand
  /** The draft that becomes of no use with it. */
  readonly draft?: string
  readonly actor: Actor
  readonly session: SessionId
  /** The device's own wall clock. */
  readonly nowMs: EpochMs
  /** Server time minus wall clock, as last measured; 0 when never. */
  readonly offsetMs: number
  readonly policy: { readonly id: string; readonly version: number }
  readonly directory?: Directory
  readonly resolveDueAtMs?: EpochMs
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
  const rounds: Round[] = []
  try {
    const isAlone = inputs.length === 1
    const results = (isAlone ? core.save : core.commit)(() => {
      const found: Result<Saved, readonly Refusal[]>[] = []
      for (const group of groupsOf(inputs)) {
        const round = runGroup(core, group, isAlone)
        rounds.push(round)
        found.push(...round.results)
      }
      for (const [i, { draft }] of inputs.entries()) if (draft !== undefined && found[i]?.ok) dropDraft(core.db, draft)
      return found
    })
    for (const round of rounds) core.recorded(round.records)
    const touched = rounds.flatMap((round) => round.touched)
    if (touched.length > 0) core.changed({ kind: 'cases', ids: [...new Set(touched)] })
    return results
  } catch (error) {
    core.device.set(start)
    throw error
  }
}

interface Round {
  readonly results: readonly Result<Saved, readonly Refusal[]>[]
  readonly touched: readonly CaseId[]
  readonly records: readonly ToRecord[]
}

/** Openings next to each other do not look at one another and are written together; everything else one by one. */
function groupsOf(inputs: readonly ExecuteInput[]): ExecuteInput[][] {
  const groups: ExecuteInput[][] = []
  for (const input of inputs) {
    const last = groups.at(-1)
    const joins = input.case === undefined && last?.[0] !== undefined && last[0].case === undefined
    if (joins && !last.some((it) => it.commandId === input.commandId)) last.push(input)
    else groups.push([input])
  }
  return groups
}

function runGroup(core: Core, group: readonly ExecuteInput[], isAlone: boolean): Round {
  let n = core.device.get().n
  const planned = group.map((input) => {
    const plan = planOf(core, input, n)
    n += plan.decided.length
    return plan
  })
  const written = writeEvents(
    core,
    planned.flatMap((plan) => plan.decided),
    isAlone,
  )
  core.device.set(written.head)
  let at = 0
  const results = planned.map((plan, i): Result<Saved, readonly Refusal[]> => {
    if (plan.answer !== undefined) return plan.answer
    const ids = written.ids.slice(at, at + plan.decided.length)
    at += plan.decided.length
    const theCase = written.cases.get(plan.case ?? ('' as CaseId))?.theCase
    if (theCase === undefined) throw new Error('store: a command made no case')
    return { ok: true, value: savedOf(theCase, group[i]?.nowMs ?? 0, ids, false) }
  })
  return { results, touched: [...written.cases.keys()], records: written.records }
}

/** What a command comes to: events to write, or an answer that is known already. */
interface Plan {
  readonly decided: readonly Decided[]
  readonly case?: CaseId
  readonly answer?: Result<Saved, readonly Refusal[]>
}

function planOf(core: Core, input: ExecuteInput, n: number): Plan {
  try {
    const before = repeated(core, input)
    return before === undefined ? decideOn(core, input, n) : { decided: [], answer: { ok: true, value: before } }
  } catch (error) {
    if (error instanceof RefusedError) return { decided: [], answer: { ok: false, error: error.refusals } }
    throw error
  }
}

function repeated(core: Core, input: ExecuteInput): Saved | undefined {
  const place = placeOfCommand(core, input.commandId)
  if (place === undefined) return undefined
  const theCase = core.held.find(place.caseRef)?.theCase
  if (theCase === undefined) throw new RefusedError({ tag: 'case.unknown', field: 'case' })
  return savedOf(theCase, place.wallMs, [], true)
}

function savedOf(theCase: Case, savedAtMs: EpochMs, events: readonly EventId[], isRepeat: boolean): Saved {
  const { provisional, official } = theCase.number
  const number = official ?? provisional
  return { case: theCase.id, number, status: theCase.status, savedAtMs, events, repeated: isRepeat }
}

function decideOn(core: Core, input: ExecuteInput, n: number): Plan {
  const current = input.case === undefined ? null : heldCase(core, input.case)
  const minted = new Set<string>()
  const decided = core.kernel.decide(current, input.command, contextOf(core, input, n, minted))
  if (!decided.ok) throw new RefusedError(...[decided.error].flat())
  if (!hasKey(core, current, decided.value, minted))
    throw new RefusedError({ tag: 'customer.erased', field: 'customer' })
  rememberActor(core, input.actor)
  const id = current?.id ?? core.newId<CaseId>(input.nowMs)
  const { nowMs, offsetMs, session } = input
  const author = { actor: input.actor.id, session, nowMs, offsetMs }
  const events = decided.value.map((event, i): Decided => {
    const isOpening = current === null && event.case === undefined
    const command = i === 0 ? { command: input.commandId } : {}
    return { event, case: event.case ?? id, author, isOpening, ...command }
  })
  return { decided: events, case: id }
}

/** Asked before the first row is written: of an erased customer nothing personal is written any more. */
function hasKey(core: Core, current: Case | null, events: readonly NewEvent[], minted: ReadonlySet<string>): boolean {
  if (!events.some((it) => it.personal !== undefined)) return true
  const named = events.find((it) => typeof it.body['customerId'] === 'string')?.body['customerId'] as
    | CustomerId
    | undefined
  const customer = named ?? current?.customerId
  return customer === undefined || core.vault.keyFor(customer, minted.has(customer)) !== null
}

function heldCase(core: Core, id: CaseId): Case {
  const ref = core.refs.find(id)
  const theCase = ref === undefined ? undefined : core.held.find(ref)?.theCase
  if (theCase === undefined) throw new RefusedError({ tag: 'case.unknown', field: 'case' })
  return theCase
}

/** The other side of a merge, where it is held here: it has to be able to take the case in. */
function otherOf(core: Core, command: CaseCommand): { readonly other?: Case } {
  const ref = command.type === 'merge' ? core.refs.find(command.into as CaseId) : undefined
  const other = ref === undefined ? undefined : core.held.find(ref)?.theCase
  return other === undefined ? {} : { other }
}

/** Provisional numbers carry the device's own event counter: unique for ever without a counter of their own. CASE-6. */
function contextOf(core: Core, input: ExecuteInput, n: number, minted: Set<string>): DecideContext {
  const { org, device, numberPrefix } = core.device.get()
  let given = n
  return {
    nowMs: input.nowMs + input.offsetMs,
    actor: input.actor,
    org,
    device,
    newId: () => {
      const id = core.newId<string>(input.nowMs)
      minted.add(id)
      return id
    },
    nextNumber: () => {
      given += 1
      return `${numberPrefix}-${given}`
    },
    policy: input.policy,
    ...(input.directory === undefined ? {} : { directory: input.directory }),
    ...(input.resolveDueAtMs === undefined ? {} : { resolveDueAtMs: input.resolveDueAtMs }),
    ...otherOf(core, input.command),
  }
}
