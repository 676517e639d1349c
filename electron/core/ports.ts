import type { Actor } from '../../shared/case/event.ts'
import type { Case } from '../../shared/case/model.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import type { ClockView } from '../../shared/sla/clock.ts'
import type { Profile } from '../start/options.ts'
import type { HostNews } from './attention.ts'
import type { Unlock } from './store/keyring.ts'
import type { StoreDeps } from './store/store-deps.ts'
import type { Wire } from './sync/transport.ts'

/** Everything a console core is given from outside: clocks, randomness, disk place, server, reference data. */
export interface ConsolePorts extends Omit<StoreDeps, 'dir'> {
  /** The console's own folder. */
  readonly dir: string
  /** Who opens the store, and how; left out = the demonstration, which needs no password. */
  readonly unlock?: Unlock
  /** Origin of the central server; `null` = works alone. */
  readonly server: string | null
  /** The way to it; left out = this machine's own network. */
  readonly wire?: Wire
  readonly profile: Profile
  /** The demonstration's people may be at work here, without a password. */
  readonly demo: boolean
  readonly appV: string
  readonly eventV: number
  /** A number from 0 to 1, to spread retries. */
  readonly chance: () => number
  readonly setTimer: (work: () => void, afterMs: number) => { readonly cancel: () => void }
  /** Lets the host know; left out where nobody would see it. */
  readonly tell?: (news: HostNews) => void
  readonly policy: { readonly id: string; readonly version: number }
  readonly clocks: (theCase: Case, atMs: number) => readonly ClockView[]
  readonly reference: (kind: string) => { readonly version: string; readonly body: Json }
  readonly maskPhone: (phone: string) => string
  readonly view: (
    theCase: Case,
    actor: Actor,
    nowMs: number,
  ) => { readonly nextStep: Json; readonly available: readonly string[] }
}
