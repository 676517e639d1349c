import type { ActorId, CaseId, CustomerId, DeviceId, EpochMs, EventId, Hash, OrgId } from '../kernel/brand.ts'
import type { Signal } from '../sla/signal.ts'
import type {
  CaseKind,
  CaseStatus,
  Channel,
  ContactWay,
  DemandKind,
  EscalationLevel,
  ProblemType,
  Responsibility,
  Severity,
  Urgency,
} from './words.ts'

/**
 * The case as every screen, clock, report and other machine sees it: the fold of its events.
 *
 * Personal data and free text are `null` once the customer's key is gone (screens show 已清除) or where the reader
 * holds no key; nothing that decides may depend on them. Times are epoch milliseconds. Source: domain.md CASE-1…9.
 */
export interface Case {
  readonly id: CaseId
  readonly org: OrgId
  readonly kind: CaseKind
  readonly status: CaseStatus
  /** Status to go back to when the hold ends; set only while `status` is `on_hold`. */
  readonly heldFrom?: CaseStatus
  readonly holdReason?: string
  /** `<site><device>-<n>`, for ever; and `YYYYMMDD-nnnnnn` once the server gave it. Source: CASE-6. */
  readonly number: { readonly provisional: string; readonly official?: string }
  readonly customerId: CustomerId
  readonly customer: Customer | null
  readonly issue: Issue
  readonly demands: readonly Demand[]
  readonly reception: Reception
  readonly classification: Classification
  readonly policy: { readonly id: string; readonly version: number }
  readonly team: string
  readonly assists: readonly string[]
  readonly owner?: ActorId
  readonly reassignments: number
  readonly transfers: readonly Transfer[]
  readonly escalations: readonly Escalation[]
  readonly promises: readonly PromiseMade[]
  readonly communications: readonly Communication[]
  readonly said: readonly Said[]
  readonly notes: readonly Note[]
  readonly resolution?: Resolution
  readonly informs: readonly Inform[]
  readonly surveys: readonly Survey[]
  readonly followUps: readonly FollowUp[]
  readonly closure?: Closure
  readonly reopenings: number
  readonly repeatOf: readonly CaseId[]
  readonly mergedInto?: CaseId
  readonly mergedFrom: readonly CaseId[]
  readonly attachments: readonly Attachment[]
  readonly compensations: readonly Compensation[]
  readonly breaches: readonly Breach[]
  /** Fields changed on both sides while apart: both values stay visible until a person picks. Source: sync.md. */
  readonly conflicts: readonly FieldConflict[]
  readonly emotion?: number
  /** What the clocks are computed from, in order. */
  readonly signals: readonly Signal[]
  /** Events folded so far; `lastEvent` is the newest of them. */
  readonly version: number
  readonly lastEvent: EventMark
  readonly openedAtMs: EpochMs
  readonly updatedAtMs: EpochMs
  /** An event of a newer version is in the record; it is kept and folded after the upgrade. Source: SYNC-8. */
  readonly newerThanThisVersion: boolean
}

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
  readonly reason: string | null
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
  readonly atMs: EpochMs
  readonly recordedAtMs: EpochMs
  readonly by: ActorId
}

export interface Said {
  readonly phraseId: string
  readonly stage: string
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

export interface Inform {
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
  readonly reason?: string | null
}
export interface FollowUp {
  readonly satisfied: boolean
  readonly text: string | null
  readonly atMs: EpochMs
  readonly by: ActorId
}
export interface Closure {
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
  readonly proposedBy: ActorId
  readonly approvedBy?: ActorId
  readonly atMs: EpochMs
}

export interface Breach {
  readonly clock: string
  readonly cycle: number
  readonly dueAtMs: EpochMs
  readonly state: 'suspected' | 'confirmed' | 'voided'
  readonly reason?: string
}

export interface FieldConflict {
  readonly field: string
  readonly ours: string | number | null
  readonly theirs: string | number | null
  readonly oursBy: ActorId
  readonly theirsBy: ActorId
}
