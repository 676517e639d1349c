import { create } from 'zustand'
import type { SyncStatus } from '../../shared/contract/console.ts'
import type { SessionState } from '../../shared/contract/session.ts'
import type { Reach } from '../bridge.ts'

/** What the shell knows of the core: who is signed in, how sync stands, whether the core answers. */
interface SessionStore {
  readonly session: SessionState | null
  /** Whose page this is: whoever was at work when it began; `null` = nobody, not known before the core has answered. */
  readonly person: string | null | undefined
  readonly sync: SyncStatus | null
  readonly reach: Reach
  /** When the core last told something, epoch milliseconds of the console's time; says how old a screen is. */
  readonly heardAtMs: number | null
}

export const useSession = create<SessionStore>()(() => ({
  session: null,
  person: undefined,
  sync: null,
  reach: { state: 'connecting', attempt: 1 },
  heardAtMs: null,
}))

const atWork = ({ state, actor }: SessionState): string | null => (state === 'open' ? (actor?.id ?? null) : null)

/**
 * Takes what the core says of who is here. A page belongs to one person: for another one, or for nobody, it begins anew, and nothing
 * of the first stays in memory. Whoever only went away finds it as it was.
 */
export function takeSession(session: SessionState): void {
  const { person } = useSession.getState()
  const isAway = session.state === 'locked' || session.state === 'sealed'
  if (person === undefined) useSession.setState({ session, person: atWork(session) })
  else if (isAway || atWork(session) === person) useSession.setState({ session })
  else location.reload()
}
type Known = Pick<SessionStore, 'session'>
const zoneOf = ({ session }: Known): string => session?.org?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone

/** Zone in which the organisation counts its days. Before anybody is known, the machine's own. */
export const useZone = (): string => useSession(zoneOf)
export const zoneNow = (): string => zoneOf(useSession.getState())
