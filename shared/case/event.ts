import type {
  ActorId,
  CaseId,
  CustomerId,
  DeviceId,
  EpochMs,
  EventId,
  Hash,
  OrgId,
  ScopeId,
  SessionId,
} from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { Envelope } from '../kernel/envelope.ts'
import type { Hlc } from '../kernel/hlc.ts'
import type { Case } from './model.ts'
import type { Role } from './words.ts'

/** Who acts: what the session says, never what the event claims. Source: TRU-2. */
export interface Actor {
  readonly id: ActorId
  readonly role: Role
  readonly team: string
  readonly scopes: readonly ScopeId[]
}

/** What `decide` says happened; the store makes an envelope of it. `personal` is sealed under the customer's key. */
export interface NewEvent {
  /** Set where the event must be named by another one, or is derived; else the store makes one. */
  readonly id?: EventId
  /** The case it belongs to when that is not the one decided on: the other side of a merge. */
  readonly case?: CaseId
  readonly type: string
  readonly v: number
  readonly kind: Envelope['kind']
  readonly pre?: Envelope['pre']
  readonly body: { readonly [key: string]: Json }
  readonly personal?: { readonly [key: string]: Json }
}

/** What the server adds once it has taken an event. `caseV` = place in the case, from 1. Source: sync.md. */
export interface ServerMark {
  readonly caseV: number
  readonly serverMs: EpochMs
  readonly caseHash: Hash
}

/**
 * An event opened for folding. `atMs` is the effective recording time: for a confirmed event the server's
 * (`wallMs` + measured offset, clamped), for a pending one the device's corrected time; SYNC-9.
 * `personal` is `null` when the key is gone or not held.
 */
export interface CaseEvent {
  readonly id: EventId
  readonly org: OrgId
  readonly device: DeviceId
  readonly n: number
  readonly actor: ActorId
  readonly session: SessionId
  readonly case: CaseId
  readonly kind: Envelope['kind']
  readonly type: string
  readonly v: number
  readonly pre?: Envelope['pre']
  readonly body: { readonly [key: string]: Json }
  readonly customer?: CustomerId
  readonly personal: { readonly [key: string]: Json } | null
  readonly hlc: Hlc
  readonly atMs: EpochMs
  readonly server?: ServerMark
}

/** Everything `decide` needs besides the case and the command; handed in, so that the kernel stays pure. */
export interface DecideContext {
  readonly nowMs: EpochMs
  readonly actor: Actor
  readonly org: OrgId
  readonly device: DeviceId
  /** A fresh UUIDv7 at each call. */
  readonly newId: () => string
  /** The next provisional number of this device, asked for only when a case is opened. Source: CASE-6. */
  readonly nextNumber: () => string
  readonly policy: { readonly id: string; readonly version: number }
  /** What the device knows of people and teams; without it, receivers are not checked. */
  readonly directory?: Directory
  /** When the resolve clock of this case runs out, as `shared/sla` says; a later promise asks for a yes. */
  readonly resolveDueAtMs?: EpochMs
  /** Another case a command names (merge), as far as it is held here. */
  readonly other?: Case
}

export interface Directory {
  /** `undefined` = not known here (which refuses nothing). */
  readonly person: (id: string) => { readonly active: boolean } | undefined
  readonly team: (id: string) => { readonly active: boolean } | undefined
}
