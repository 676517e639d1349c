import { breachConfirmedEvent, breachVoidedEvent, eventOfDue } from '../../shared/case/derived.ts'
import type { NewEvent } from '../../shared/case/event.ts'
import type { Case } from '../../shared/case/model.ts'
import type { Breach } from '../../shared/case/model-parts.ts'
import type { EpochMs } from '../../shared/kernel/brand.ts'
import { type BreachEvidence, judgeBreach } from '../../shared/sla/breach.ts'
import type { Clock } from '../../shared/sla/clock.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { derivedDue, nextDerivedMs } from '../../shared/sla/derived.ts'
import { foldClocks } from '../../shared/sla/fold.ts'

/** Up to when each device that can hold the case has pushed all it made. */
export type Contacts = BreachEvidence['contacts']

/** While a breach waits for a device, its case is looked at again this often. */
const waitingMs = 5 * 60_000

export interface Look {
  readonly words: readonly NewEvent[]
  /** When to look again; `null` = only when something happens. */
  readonly nextMs: EpochMs | null
}

const isOf = (clock: Clock, breach: Breach): boolean =>
  clock.clock === breach.clock && clock.cycle === breach.cycle && clock.subject === breach.subject

/**
 * What has come due on a case by `nowMs` and must be said, as derived events; those said before have the same ids. A breach
 * is confirmed once no device can disprove it any more, and voided by evidence that it was none. Source: SLA-9, details.md
 * "Breach in a distributed world".
 */
export function lookAt(current: Case, context: FoldContext, contacts: Contacts, nowMs: EpochMs): Look {
  const { clocks } = foldClocks(current.signals, context)
  const cycles = clocks.flatMap((clock) => [clock, ...(clock.later?.(nowMs) ?? [])])
  const due = derivedDue(clocks, nowMs).map((it) => eventOfDue(current, it))
  const judged = current.breaches.flatMap((breach) => {
    const clock = cycles.find((it) => isOf(it, breach))
    return clock ? judgedWords(current, breach, clock, context, contacts, nowMs) : []
  })
  const isWaiting = current.breaches.some((breach) => breach.state === 'suspected') || due.length > 0
  const nextMs = nextDerivedMs(clocks, nowMs)
  const soonMs = isWaiting && judged.length === 0 ? nowMs + waitingMs : null
  const times = [nextMs, soonMs].filter((it) => it !== null)
  return { words: [...due, ...judged], nextMs: times.length === 0 ? null : Math.min(...times) }
}

function judgedWords(
  current: Case,
  breach: Breach,
  clock: Clock,
  context: FoldContext,
  contacts: Contacts,
  nowMs: EpochMs,
): readonly NewEvent[] {
  if (breach.state === 'voided') return []
  const { dueAtMs } = breach
  const { clock: name, cycle, subject } = clock
  const paid = current.compensations.some(
    (it) => it.state === 'paid' && it.breach?.clock === name && it.breach.cycle === cycle,
  )
  const verdict = judgeBreach({
    dueAtMs,
    nowMs,
    ...(clock.endedAtMs === undefined || clock.verdict !== 'judged' ? {} : { stoppedAtMs: clock.endedAtMs }),
    ...(clock.backdated === undefined ? {} : { backdated: clock.backdated }),
    contacts,
    confirmAfterMs: context.policy.confirmAfterMs,
    raised: true,
    paid,
  })
  const named = subject === undefined ? {} : { subject }
  const about = { clock: name, cycle, policyVersion: clock.policy.version, dueAtMs, ...named }
  if (verdict.state === 'voided') return [breachVoidedEvent(current, about, verdict.reason ?? 'in_time_evidence')]
  if (verdict.state === 'confirmed' && breach.state === 'suspected') return [breachConfirmedEvent(current, about)]
  return []
}
