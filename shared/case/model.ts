import type { ActorId, CaseId, CustomerId, DeviceId, EpochMs, EventId, Hash, OrgId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { LadderRole } from '../sla/policy.ts'
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
  /** The event that brought the present status: what defeats a command that no longer fits. */
  readonly statusBy: EventId
  /** Status to go back to when the hold ends; set only while `status` is `on_hold`. */
  readonly heldFrom?: CaseStatus | undefined
  /** Reason code of the hold (`resources/reasons`). */
  readonly holdReason?: string | undefined
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
  /** Other teams asked to help, at most two. */
  readonly assists: readonly string[]
  /** Every team that held or helped with it so far, the present one included. */
  readonly teamsEver: readonly string[]
  readonly owner?: ActorId | undefined
  readonly reassignments: number
  readonly transfers: readonly Transfer[]
  readonly escalations: readonly Escalation[]
  readonly promises: readonly PromiseMade[]
  readonly communications: readonly Communication[]
  readonly said: readonly Said[]
  readonly notes: readonly Note[]
  /** Of the present round: a reopened case needs a new one. */
  readonly resolution?: Resolution | undefined
  readonly informs: readonly Inform[]
  readonly surveys: readonly Survey[]
  readonly followUps: readonly FollowUp[]
  readonly closure?: Closure | undefined
  readonly reopenings: number
  readonly repeatOf: readonly CaseId[]
  readonly mergedInto?: CaseId | undefined
  readonly mergedFrom: readonly CaseId[]
  readonly attachments: readonly Attachment[]
  readonly compensations: readonly Compensation[]
  readonly breaches: readonly Breach[]
  /** Who was told of which clock, once each. Source: SLA-9. */
  readonly ladder: readonly LadderStep[]
  readonly reveals: readonly Reveal[]
  readonly withdrawal?: { readonly reasonCode: string; readonly atMs: EpochMs; readonly by: ActorId } | undefined
  /** Fields changed on both sides while apart: both values stay visible until a person picks. Source: sync.md. */
  readonly conflicts: readonly FieldConflict[]
  /** Last event that set a field: what an author saw when changing it, so that changes made apart are noticed. */
  readonly fieldMarks: readonly FieldMark[]
  /** What may still be taken back, newest last; emptied by another person's event. Source: details.md "undo". */
  readonly undoables: readonly Undoable[]
  /** 0 calm … 100 furious. Source: CLS-5. */
  readonly emotion?: number | undefined
  /** What the clocks are computed from, in order. */
  readonly signals: readonly Signal[]
  /** Events folded so far; `lastEvent` is the newest of them. */
  readonly version: number
  readonly lastEvent: EventMark
  readonly openedBy: EventMark
  readonly openedAtMs: EpochMs
  readonly updatedAtMs: EpochMs
  /** An event of a newer version is in the record; it is kept and folded after the upgrade. Source: SYNC-8. */
  readonly newerThanThisVersion: boolean
  /** The opening event is not here yet: nothing can be decided on it. */
  readonly incomplete: boolean
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
