import type { Actor, Directory } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { Change, SyncStatus } from '../../../shared/contract/console.ts'
import type { SessionState } from '../../../shared/contract/session.ts'
import type { EpochMs, SessionId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { ClockView } from '../../../shared/sla/clock.ts'
import type { CallDesk } from '../calls.ts'
import type { ChoicesKeeper } from '../choices.ts'
import type { Credentials } from '../identity.ts'
import type { Machines } from '../machines.ts'
import type { Transfer } from '../store/attachments/transfers.ts'
import type { Store } from '../store/store.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { MaskPhone } from './rows.ts'

/** Comings and goings of people at this console. */
export interface SessionDoor {
  readonly state: () => SessionState
  readonly signIn: (who: Credentials) => Promise<Refusal | null>
  readonly unlock: (password: string | undefined) => Promise<Refusal | null>
  readonly lock: () => void
  readonly signOut: () => void
}

/** What the console's procedures are made of; each is one piece of the core. */
export interface ApiDeps {
  readonly store: Store
  /** The person at work, or `null` when nobody is signed in, the screen is locked or the lease to work without the server is over. */
  readonly who: () => { readonly actor: Actor; readonly session: SessionId } | null
  /** Who may log a new call: whoever is signed in, with or without a lease. */
  readonly opener: ApiDeps['who']
  /** Why the person is not told of cases and gives no commands but a new call. */
  readonly barred: () => 'lease.over' | 'session.locked' | null
  readonly door: SessionDoor
  readonly syncStatus: () => SyncStatus
  readonly syncNow: () => void
  /** Fetches a file from the server; `false` = it cannot be had just now. */
  readonly fetchFile: (it: Transfer) => Promise<boolean>
  readonly economise: (thrifty: boolean) => void
  /** Wall clock, ms; and what to add to it to have the server's. */
  readonly nowMs: () => EpochMs
  readonly offsetMs: () => number
  readonly policy: { readonly id: string; readonly version: number }
  /** Who of the organisation is still there, as last told. */
  readonly directory: () => Directory
  readonly clocks: (theCase: Case, atMs: EpochMs) => readonly ClockView[]
  readonly reference: (kind: string) => { readonly version: string; readonly body: Json }
  readonly maskPhone: MaskPhone
  readonly view: (
    theCase: Case,
    actor: Actor,
    nowMs: EpochMs,
  ) => { readonly nextStep: Json; readonly available: readonly string[] }
  readonly feed: ChangeFeed<Change>
  readonly choices: Pick<ChoicesKeeper, 'get' | 'put'>
  readonly machines: Machines
  readonly calls: CallDesk['answer']
}
