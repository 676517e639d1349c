import type { ActorId, DeviceId, EpochMs, EventId, Hash } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { LadderRole } from '../sla/policy.ts'
import type {
  Channel,
  ContactWay,
  DemandKind,
  EscalationLevel,
  ProblemType,
  Responsibility,
  Severity,
  Urgency,
} from './words.ts'

export interface EventMark {
  readonly id: EventId
  readonly actor: ActorId
  readonly type: string
  readonly atMs: EpochMs
}

export interface Customer {
  readonly name: string
  readonly phones: readonly string[]
  readonly company?: string
  readonly account?: string
  readonly preferredContact?: ContactWay
  readonly language?: string
  readonly email?: string
  readonly tags?: readonly string[]
}

export interface Issue {
  readonly occurredAtMs?: EpochMs
  readonly scenario?: string
  readonly product?: string
  readonly region?: string
  readonly symptom: string | null
  readonly impact?: string | null
}

export interface Demand {
  readonly id: string
  readonly kind: DemandKind
  readonly text?: string | null
  readonly wantedByMs?: EpochMs
  /** Minor units of `currency` (fen for CNY), integer. */
  readonly amountMinor?: number
  readonly currency?: string
}

export interface Reception {
  readonly channel: Channel
  readonly seat?: string
  readonly agent: ActorId
  readonly recorder: ActorId
  readonly device: DeviceId
  readonly receivedAtMs: EpochMs
  readonly recordedAtMs: EpochMs
  readonly callId?: string
  readonly queue?: string
  /** When an outside post was found; the entry clock runs from here. Source: SLA-7. */
  readonly foundAtMs?: EpochMs
}

export interface Classification {
  readonly problemType?: ProblemType
  readonly urgency: Urgency
  readonly severity: Severity
  readonly responsibility?: Responsibility
  readonly category?: string
  readonly department?: string
  /** Who set it: a person, or a proposal a person accepted. */
  readonly by: 'agent' | 'accepted_proposal' | 'default'
}

export interface Transfer {
  readonly id: string
  readonly toTeam: string
  readonly toActor?: ActorId
  readonly notifyBy: ContactWay
  /** Reason code; `reason` holds the free words. */
  readonly reasonCode: string
  readonly reason: string | null
  /** Asked for by the sender; the clock of SLA-3 runs besides. */
  readonly wantedByMs?: EpochMs
  readonly atMs: EpochMs
  readonly by: ActorId
  readonly state: 'waiting' | 'answered' | 'returned' | 'withdrawn'
  readonly answer?: string | null
  readonly answeredAtMs?: EpochMs
}

export interface Escalation {
  readonly id: string
  readonly level: EscalationLevel
  readonly to?: ActorId
  readonly reasonCode: string
  readonly reason: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
  readonly state: 'open' | 'acknowledged' | 'stepped_down'
  readonly acknowledgedAtMs?: EpochMs
}

export interface PromiseMade {
  readonly id: string
  readonly text: string | null
  readonly dueAtMs: EpochMs
  readonly atMs: EpochMs
  readonly by: ActorId
  readonly keptAtMs?: EpochMs
}

export interface Communication {
  readonly id: string
  readonly way: ContactWay
  readonly direction: 'in' | 'out'
  readonly purpose: 'acknowledge' | 'progress' | 'inform' | 'follow_up' | 'other'
  readonly reached: boolean
  readonly text: string | null
  /** When it happened as claimed; `recordedAtMs` is when it was written down, and only that stops a clock. */
  readonly atMs: EpochMs
  readonly recordedAtMs: EpochMs
  /** 补录: claimed more than five minutes before it was recorded; shown and counted. Source: details.md "Back-dating". */
  readonly backdated: boolean
  readonly by: ActorId
}

export interface Said {
  readonly phraseId: string
  readonly stage: string
  readonly text: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}
/** What one person found prepared words good for in this case; the last word of each counts. */
export interface WordsJudged {
  /** Id of a phrase, guide or article. */
  readonly words: string
  readonly helped: boolean
  /** For whoever wrote them; `null` = nothing said, or erased. */
  readonly text: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}
export interface Note {
  readonly id: string
  readonly text: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}

export interface Resolution {
  readonly cause: string | null
  readonly causeCode: string
  readonly measures: string | null
  readonly plan?: string | null
  readonly compensation?: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}

/** `round` = how often the case had been reopened when it happened: each round closes its own loop. */
export interface Inform {
  readonly round: number
  readonly way: ContactWay
  readonly letter: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}
export interface Survey {
  readonly id: string
  readonly sentAtMs?: EpochMs
  readonly way?: ContactWay
  readonly answeredAtMs?: EpochMs
  readonly csat?: number
  readonly ces?: number
  readonly nps?: number
  /** Codes of what the customer was not content with. Source: SUP-6. */
  readonly reasonCodes: readonly string[]
  readonly reason?: string | null
}
export interface FollowUp {
  readonly round: number
  readonly satisfied: boolean
  readonly text: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}
export interface Closure {
  readonly text?: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
  readonly noFollowUpReason?: string
}

export interface Attachment {
  readonly hash: Hash
  readonly name: string | null
  readonly mediaType: string
  readonly bytes: number
  readonly atMs: EpochMs
  readonly by: ActorId
}

export interface Compensation {
  readonly id: string
  readonly form: string
  readonly amountMinor: number
  readonly currency: string
  readonly state: 'proposed' | 'approved' | 'paid' | 'rejected'
  readonly reason?: string | null
  readonly proposedBy: ActorId
  readonly approvedBy?: ActorId
  readonly atMs: EpochMs
  readonly paidAtMs?: EpochMs
  /** The payment system's own number. */
  readonly reference?: string
  /** The confirmed breach this line answers; at most one line for each. Source: SLA-12. */
  readonly breach?: { readonly clock: string; readonly cycle: number }
}

export interface LadderStep {
  readonly clock: string
  readonly cycle: number
  readonly subject?: string
  /** Level of the policy's ladder; `near` for the coming near itself, which tells nobody by itself. */
  readonly level: string
  readonly tell?: LadderRole
  readonly atMs: EpochMs
}
/** One field shown unmasked, with its reason. Source: CASE-5. */
export interface Reveal {
  readonly field: string
  readonly reasonCode: string
  readonly reason: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}

export interface Breach {
  readonly clock: string
  readonly cycle: number
  /** The transfer or promise the clock belongs to, where it is one of several. */
  readonly subject?: string
  readonly dueAtMs: EpochMs
  readonly state: 'suspected' | 'confirmed' | 'voided'
  /** Why it was voided (code). */
  readonly reason?: string
}

/** Two or more values given to one field by people who did not see each other's; the last one stands until picked. */
export interface FieldConflict {
  readonly field: string
  readonly values: readonly FieldValue[]
}
/** The last event that set these fields. One event often sets several: a field stands in one mark only. */
export interface FieldMark {
  readonly event: EventId
  readonly by: ActorId
  readonly atMs: EpochMs
  readonly fields: readonly string[]
}
export interface FieldValue {
  /** The event that gave this value: what `settleConflict` picks. */
  readonly event: EventId
  readonly value: Json
  readonly by: ActorId
  readonly atMs: EpochMs
}

/**
 * An event its author may still take back, with what stood before it: field values by name, and `status`, `statusAfter`,
 * `reassignments`, `hold` (the status held from), `link` (the linked case).
 */
export interface Undoable {
  readonly event: EventId
  readonly type: string
  readonly actor: ActorId
  readonly atMs: EpochMs
  readonly before: Readonly<Record<string, Json>>
}
