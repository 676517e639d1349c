import type { ActorId, CaseId, CustomerId, EpochMs, EventId, OrgId } from '../kernel/brand.ts'
import type { Signal } from '../sla/signal.ts'
import type {
  Attachment,
  Breach,
  Classification,
  Closure,
  Communication,
  Compensation,
  Customer,
  Demand,
  Escalation,
  EventMark,
  FieldConflict,
  FieldMark,
  FollowUp,
  Inform,
  Issue,
  LadderStep,
  Note,
  PromiseMade,
  Reception,
  Resolution,
  Reveal,
  Said,
  Survey,
  Transfer,
  Undoable,
  WordsJudged,
} from './model-parts.ts'
import type { CaseKind, CaseStatus } from './words.ts'

export type { Compensation, Customer } from './model-parts.ts'

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
  /** The intake template it was taken by; a newer version changes nothing here. Source: CALL-1. */
  readonly template?: { readonly id: string; readonly version: number } | undefined
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
  /** Absent until somebody judged. */
  readonly judged?: readonly WordsJudged[]
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
