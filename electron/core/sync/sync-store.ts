import type { Actor } from '../../../shared/case/event.ts'
import type { CaseId, CustomerId, DeviceId, EventId, Hash, ScopeId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import type {
  HelloResponse,
  KeysResponse,
  PullResponse,
  PushResponse,
  SnapshotChunk,
  WrappedKey,
} from '../../../shared/sync/protocol.ts'

/** Own events still to be judged by the server, dense from `from`; `devHash` is the author's chain link after the last. */
export interface OutboxBatch {
  readonly from: number
  readonly events: readonly Envelope[]
  readonly keys: readonly WrappedKey[]
  readonly devHash: Hash
}

/** A scope as it stood at `seq`, and the name of the chunk of it to ask for. */
export interface Bootstrap {
  readonly scope: ScopeId
  readonly seq: number
  readonly chunk: string
}

/** Where this device stands with the server. `judgedN` = newest own event with a verdict, `newestN` = newest made. */
export interface SyncPosition {
  readonly epoch?: string
  readonly judgedN: number
  readonly newestN: number
  /** Erasures carried out here, all up to this number. Source: TRU-4. */
  readonly erasedUpTo: number
  /** Version of this person's rights as last told by the server. */
  readonly aclV?: number
  /** Sealed by the server: what it held when it last answered a push and a pull. */
  readonly receipts: readonly string[]
  readonly cursors: Readonly<Record<ScopeId, number>>
}

/** The server holds another event under a number of ours: another machine goes by our name. Ours waits to be sent from there on. */
export interface Forked {
  readonly forked: boolean
}

/** A customer whose key did not come with their events, and the case they came up in. */
export interface Unkeyed {
  readonly case: CaseId
  readonly customer: CustomerId
}

/** Keys to be given to the server, which lacks them, and those nobody here has. */
export interface KeyTrade {
  readonly given: readonly (Unkeyed & WrappedKey)[]
  readonly wanted: readonly Unkeyed[]
}

/** What the sync engine asks of the store. Each call that changes something is one transaction. */
export interface SyncStore {
  readonly device: DeviceId
  readonly position: () => SyncPosition
  /** Takes over epoch and scopes, sends again what the server lost. */
  readonly adoptHello: (hello: HelloResponse) => void
  readonly nextBatch: (maxEvents: number, maxBytes: number) => OutboxBatch | null
  /** Stores the verdicts; `false` = the answer is not for this batch. */
  readonly adoptVerdicts: (batch: OutboxBatch, answer: PushResponse) => boolean
  /** Keys of tagged words this person may read, not here and not asked for since the last hello. */
  readonly wantedKeys: (reader: Pick<Actor, 'id' | 'role'>) => readonly EventId[]
  /**
   * Merges the pages; returns whether a scope has more to read. `asked`: the keys the answer was to bring. `forked`: nothing was
   * stored, see `Forked`.
   */
  readonly adoptPages: (pull: PullResponse, asked: readonly EventId[]) => { readonly more: boolean } & Forked
  readonly pendingCount: () => number
  /** A scope to be read by whole cases before its feed is, and the piece that comes next. */
  readonly nextBootstrap: () => Bootstrap | undefined
  readonly adoptChunk: (chunk: SnapshotChunk) => Forked
  /** Read by the feed after all. */
  readonly dropBootstrap: (it: Bootstrap) => void
  readonly keyTrade: () => KeyTrade
  /** Takes in the answer; `true` = a key is still lacking. */
  readonly adoptKeys: (trade: KeyTrade, answer: KeysResponse) => boolean
}
