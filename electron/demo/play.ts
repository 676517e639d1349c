import { parseCommand } from '../../shared/case/commands.ts'
import { eventOfDue } from '../../shared/case/derived.ts'
import type { Actor } from '../../shared/case/event.ts'
import type { Case } from '../../shared/case/model.ts'
import type { ActorId, CaseId, SessionId } from '../../shared/kernel/brand.ts'
import { uuidV8 } from '../../shared/kernel/ids.ts'
import { derivedDue } from '../../shared/sla/derived.ts'
import type { kernelPorts } from '../core/kernel-ports.ts'
import type { Store } from '../core/store/store.ts'
import { minuteMs } from './plan.ts'
import type { Act } from './story.ts'

/** Who somebody is on the demonstration's device. */
export interface Seated {
  readonly actor: Actor
  readonly session: SessionId
}

export interface Stage {
  readonly store: Store
  readonly ports: Pick<ReturnType<typeof kernelPorts>, 'kernel' | 'policy'>
  /** By person. */
  readonly seated: ReadonlyMap<string, Seated>
}

/** Clocks are looked at this often while the time of the stories passes. */
const lookEveryMs = 30 * minuteMs

/**
 * Carries out the acts as their people would have, each at its moment, with what the clocks say in between. A refusal is a
 * fault of the stories and throws: nothing half-told may reach the server.
 */
export function playStories(stage: Stage, acts: readonly Act[]): void {
  const cases = new Map<number, CaseId>()
  let lookedMs = acts[0]?.atMs ?? 0
  for (const [i, act] of acts.entries()) {
    for (; lookedMs + lookEveryMs < act.atMs; lookedMs += lookEveryMs) lookAtClocks(stage, lookedMs + lookEveryMs)
    // What ran out before this act is said before it.
    lookAtClocks(stage, act.atMs)
    perform(stage, cases, act, i)
  }
}

function perform({ store, ports, seated }: Stage, cases: Map<number, CaseId>, act: Act, index: number): void {
  const who = seated.get(act.by)
  const known = caseOf(store, cases, act.story)
  const other = act.into === undefined ? undefined : caseOf(store, cases, act.into)
  const parsed = parseCommand(completed(store, cases, act, known))
  if (who === undefined || !parsed.ok) throw new Error(`demo: ${act.command.type} cannot be asked by ${act.by}`)
  const saved = store.write.executeCase({
    commandId: uuidV8(Uint8Array.from({ length: 16 }, (_, byte) => (index >> (8 * (byte % 4))) & 0xff)),
    ...(known === undefined ? {} : { case: known.id }),
    ...(other === undefined ? {} : { other: other.id }),
    command: parsed.value,
    ...who,
    nowMs: act.atMs,
    offsetMs: 0,
    policy: ports.policy,
  })
  if (!saved.ok) throw new Error(`demo: ${act.command.type} of story ${act.story} was refused: ${saved.error[0]?.tag}`)
  cases.set(act.story, saved.value.case)
}

function caseOf(store: Store, cases: ReadonlyMap<number, CaseId>, story: number): Case | undefined {
  const id = cases.get(story)
  return id === undefined ? undefined : store.read.getCase(id)?.case
}

/** The act's command with the ids only the record knows. */
function completed(store: Store, cases: ReadonlyMap<number, CaseId>, act: Act, known: Case | undefined) {
  const { command, customerOf, repeatOf, into } = act
  const earlier = customerOf === undefined ? undefined : caseOf(store, cases, customerOf)
  return {
    ...command,
    ...(known === undefined ? {} : newestOf(command.type, known)),
    ...(earlier === undefined ? {} : { customerId: earlier.customerId }),
    ...(repeatOf === undefined ? {} : { repeatOf: cases.get(repeatOf) }),
    ...(into === undefined ? {} : { into: cases.get(into) }),
  }
}

function newestOf(type: string, { transfers, promises, escalations, compensations, surveys }: Case) {
  if (type === 'answerTransfer') return { transfer: transfers.at(-1)?.id }
  if (type === 'keepPromise') return { promise: promises.at(-1)?.id }
  if (type === 'acknowledgeEscalation') return { escalation: escalations.at(-1)?.id }
  if (type === 'recordSurvey') return { survey: surveys.at(-1)?.id }
  if (type === 'approveCompensation' || type === 'payCompensation') return { compensation: compensations.at(-1)?.id }
  return {}
}

/** What came near or ran out is said at its time, as a console that was switched on would have. */
function lookAtClocks({ store, ports, seated }: Stage, nowMs: number): void {
  const watcher = seated.get('zhou')
  if (watcher === undefined) throw new Error('demo: nobody watches the clocks')
  const derive = (theCase: Case, atMs: number) =>
    derivedDue(ports.kernel.clocks(theCase), atMs).map((due) => eventOfDue(theCase, due))
  const { actor, session } = watcher
  const limit = 100
  while (store.write.advanceClocks({ actor: actor.id as ActorId, session, nowMs, offsetMs: 0, derive, limit }).more);
}
