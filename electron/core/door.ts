import type { Refusal } from '../../shared/kernel/result.ts'
import type { SessionDoor } from './api/deps.ts'
import type { Identity } from './identity.ts'
import type { Presence } from './presence.ts'
import type { RunningSync } from './sync/run-sync.ts'

interface DoorParts {
  readonly identity: Identity
  readonly presence: Presence
  readonly sync: Pick<RunningSync, 'start' | 'stop'> | null
}

/** People come and go; sync goes on as whoever is at work, and waits while nobody is. */
export function createDoor({ identity, presence, sync }: DoorParts, changed: () => void): SessionDoor {
  const unless = (refusal: Refusal | null, work: () => void): Refusal | null => {
    if (refusal !== null) return refusal
    work()
    changed()
    return null
  }
  return {
    state: presence.state,
    signIn: async (who) =>
      unless(await identity.signIn(who), () => {
        presence.renewed()
        sync?.stop()
        sync?.start()
      }),
    unlock: async (password) => unless(await presence.unlock(password), () => undefined),
    lock: () => {
      presence.lock()
      changed()
    },
    signOut: () => {
      identity.leave()
      presence.renewed()
      sync?.stop()
      changed()
    },
  }
}
