import type { SessionState } from '../../shared/contract/session.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
import type { Identity } from './identity.ts'
import type { Store } from './store/store.ts'

/** Whether the person at work sits before the screen. While away nothing is told of any case, in whichever window. */
export interface Presence {
  readonly state: () => SessionState
  readonly isAway: () => boolean
  readonly lock: () => void
  /** The person is back: by the password that opens the file, or without where nothing protects it. */
  readonly unlock: (password: string | undefined) => Promise<Refusal | null>
  /** Somebody else came to work, or nobody is there any more. */
  readonly renewed: () => void
}

export interface PresenceDeps {
  readonly store: Store
  readonly identity: Identity
  readonly appV: string
}

export function createPresence({ store, identity, appV }: PresenceDeps): Presence {
  let away = false
  const isDemo = (): boolean => store.keyring.users().length === 0
  const check = async (password: string | undefined): Promise<Refusal | null> => {
    const user = identity.current()?.actor.id
    if (user === undefined || isDemo()) return null
    const checked = await store.keyring.check({ user, password: password ?? '' })
    return checked.ok ? null : checked.error
  }
  return {
    isAway: () => away,
    lock: () => {
      away = identity.current() !== null
    },
    unlock: async (password) => {
      const refusal = await check(password)
      if (refusal === null) away = false
      return refusal
    },
    renewed: () => {
      away = false
    },
    state: () => {
      const base = { device: store.sync.device, demo: isDemo(), appV }
      const signIn = identity.current()
      if (signIn === null) return { state: 'signed_out', ...base }
      const { id, name, role, team } = signIn.actor
      return { state: away ? 'locked' : 'open', ...base, actor: { id, name, role, team }, org: signIn.org }
    },
  }
}
