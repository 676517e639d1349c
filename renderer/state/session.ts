import { create } from 'zustand'
import type { SessionState, SyncStatus } from '../../shared/contract/console.ts'
import type { Reach } from '../bridge.ts'

/** What the shell knows of the core: who is signed in, how sync stands, whether the core answers. */
interface SessionStore {
  readonly session: SessionState | null
  readonly sync: SyncStatus | null
  readonly reach: Reach
  /** When the core last told something, epoch milliseconds of the console's time; says how old a screen is. */
  readonly heardAtMs: number | null
}

export const useSession = create<SessionStore>()(() => ({
  session: null,
  sync: null,
  reach: { state: 'connecting', attempt: 1 },
  heardAtMs: null,
}))

type Known = Pick<SessionStore, 'session'>
const zoneOf = ({ session }: Known): string => session?.org?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone

/** Zone in which the organisation counts its days. Before anybody is known, the machine's own. */
export const useZone = (): string => useSession(zoneOf)
export const zoneNow = (): string => zoneOf(useSession.getState())
