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
  /** Whoever opened the file gave a password: they are here, however they left. */
  readonly isBack: boolean
}

/** A locked screen stays locked when the console is ended and started again. */
const lockedSetting = 'locked'

export function createPresence({ store, identity, appV, isBack }: PresenceDeps): Presence {
  const isDemo = (): boolean => store.keyring.users().length === 0
  let away = !isBack && !isDemo() && identity.current() !== null && store.read.setting(lockedSetting) === true
  const setAway = (next: boolean): void => {
    away = next
    if (!isDemo()) store.write.putSetting(lockedSetting, next)
  }
  const check = async (password: string | undefined): Promise<Refusal | null> => {
    const user = identity.current()?.actor.id
    if (user === undefined || isDemo()) return null
    const checked = await store.keyring.check({ user, password: password ?? '' })
    return checked.ok ? null : checked.error
  }
  return {
    isAway: () => away,
    lock: () => {
      setAway(identity.current() !== null)
    },
    unlock: async (password) => {
      const refusal = await check(password)
      if (refusal === null) setAway(false)
      return refusal
    },
    renewed: () => {
      setAway(false)
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
