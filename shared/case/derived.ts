import type { CaseId, EpochMs, EventId, OrgId } from '../kernel/brand.ts'
import { canonicalBytes, type Json } from '../kernel/canonical.ts'
import { type Digest, pureDigest } from '../kernel/hash.ts'
import { uuidV8 } from '../kernel/ids.ts'
import type { DerivedDue } from '../sla/derived.ts'
import type { LadderRole } from '../sla/policy.ts'
import type { CaseEvent, NewEvent } from './event.ts'
import { eventVersion } from './event-types.ts'
import type { Case } from './model.ts'
import { int, str } from './read.ts'

/** What makes a derived event the same event on every machine. `subject` = the transfer or promise of the clock. */
export interface DerivedKey {
  readonly org: OrgId
  readonly case: CaseId
  /** Type of the event; for a ladder step with the level (`ladder_notified/lead`). */
  readonly kind: string
  readonly clock: string
  readonly policyVersion: number
  readonly cycle: number
  readonly subject?: string
}

/** UUIDv8 of the hash of (org, case, clock, policy version, cycle, kind): ten devices make one event. Source: details.md. */
export function derivedId(key: DerivedKey, digest: Digest = pureDigest): EventId {
  const { org, case: caseId, clock, policyVersion, cycle, kind, subject } = key
  return uuidV8(digest(canonicalBytes([org, caseId, clock, policyVersion, cycle, kind, subject ?? null]))) as EventId
}

/** One cycle of one clock, as `shared/sla` computes it. */
export interface ClockCycle {
  readonly clock: string
  readonly cycle: number
  readonly policyVersion: number
  readonly dueAtMs: EpochMs
  readonly subject?: string
}

type OfCase = Pick<Case, 'id' | 'org'>

function clockEvent(
  of: OfCase,
  it: ClockCycle,
  type: string,
  kind: string,
  more: { readonly [key: string]: Json } = {},
): NewEvent {
  const { clock, cycle, policyVersion, dueAtMs, subject } = it
  const named = subject === undefined ? {} : { subject }
  const id = derivedId({ org: of.org, case: of.id, kind, clock, policyVersion, cycle, ...named })
  return {
    id,
    type,
    v: eventVersion,
    kind: 'derived',
    body: { clock, cycle, policyVersion, dueAtMs, ...named, ...more },
  }
}

/** A clock came near its end. Source: SLA-9. */
export const nearBreachedEvent = (of: OfCase, it: ClockCycle): NewEvent =>
  clockEvent(of, it, 'near_breached', 'near_breached')
/** A device that may be out of contact sees the due time pass: warns, never pays. */
export const breachSuspectedEvent = (of: OfCase, it: ClockCycle): NewEvent =>
  clockEvent(of, it, 'breach_suspected', 'breach_suspected')
/** Nobody can disprove it any more; see `judgeBreach`. Server's word. */
export const breachConfirmedEvent = (of: OfCase, it: ClockCycle): NewEvent =>
  clockEvent(of, it, 'breach_confirmed', 'breach_confirmed')
/** Late evidence was in time. `reason`: `in_time_evidence` or `backdating_confirmed`. Server's word. */
export const breachVoidedEvent = (of: OfCase, it: ClockCycle, reason: string): NewEvent =>
  clockEvent(of, it, 'breach_voided', 'breach_voided', { reason })
/** Somebody on the ladder was told, once. Source: SLA-9. */
export const ladderNotifiedEvent = (of: OfCase, it: ClockCycle, level: string, tell: LadderRole): NewEvent =>
  clockEvent(of, it, 'ladder_notified', `ladder_notified/${level}`, { level, tell })

/**
 * The event of something `shared/sla` found due: near, suspected breach, or a rung of the ladder. Whether a suspicion is
 * confirmed or voided is judged by `judgeBreach`.
 */
export function eventOfDue(of: OfCase, due: DerivedDue): NewEvent {
  const { clock, cycle, dueAtMs, kind } = due
  const subject = due.subject === undefined ? {} : { subject: due.subject }
  const it = { clock, cycle, policyVersion: due.policy.version, dueAtMs, ...subject }
  if (kind === 'near') return nearBreachedEvent(of, it)
  if (kind === 'breach') return breachSuspectedEvent(of, it)
  return ladderNotifiedEvent(of, it, kind.slice('ladder:'.length), due.tell ?? 'owner')
}

/** A rule of pre-set compensation. Source: SLA-12, D0 二(三)2. */
export interface CompensationRule {
  readonly form: string
  readonly amountMinor: number
  readonly currency: string
  /** Up to this amount the line needs no person's approval, minor units. */
  readonly approveUpToMinor: number
}

/** The compensation a confirmed breach brings: exactly once, whoever computes it; above the limit it waits for approval. */
export function breachCompensatedEvent(of: OfCase, it: ClockCycle, rule: CompensationRule): NewEvent {
  const { form, amountMinor, currency } = rule
  const event = clockEvent(of, it, 'breach_compensated', 'breach_compensated')
  const approved = amountMinor <= rule.approveUpToMinor
  return { ...event, body: { ...event.body, id: event.id ?? '', form, amountMinor, currency, approved } }
}

/** The official number (`YYYYMMDD-nnnnnn`), given once. Server's word. Source: CASE-6. */
export function numberGivenEvent(of: OfCase, number: string): NewEvent {
  const id = derivedId({ org: of.org, case: of.id, kind: 'number_given', clock: '', policyVersion: 0, cycle: 0 })
  return { id, type: 'number_given', v: eventVersion, kind: 'derived', body: { number } }
}

/** Does the id of a derived event follow from what it says? A forged one does not. */
export function isDerivedId(event: Pick<CaseEvent, 'id' | 'org' | 'case' | 'type' | 'body'>): boolean {
  return event.id === derivedId(keyOf(event))
}

function keyOf({ org, case: caseId, type, body }: Pick<CaseEvent, 'org' | 'case' | 'type' | 'body'>): DerivedKey {
  const level = str(body, 'level')
  const subject = str(body, 'subject')
  return {
    org,
    case: caseId,
    kind: level === undefined ? type : `${type}/${level}`,
    clock: str(body, 'clock') ?? '',
    policyVersion: int(body, 'policyVersion') ?? 0,
    cycle: int(body, 'cycle') ?? 0,
    ...(subject === undefined ? {} : { subject }),
  }
}
