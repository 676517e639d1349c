import type { z } from 'zod'
import { LeaseSchema, type SignIn } from '../../shared/contract/server.ts'
import { isSignedBy } from './sync/sign-in.ts'

type Lease = z.infer<typeof LeaseSchema>

/** The lease of a sign-in, or `null`: not signed by the server this device pinned, or given to somebody or something else. */
function readLease(signIn: SignIn, device: string): Lease | null {
  const [text = '', sig = ''] = signIn.lease.split('.')
  if (!isSignedBy(signIn.serverKey, text, Buffer.from(sig, 'base64url').toString('base64'))) return null
  const lease = LeaseSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  const { org, actor, session } = signIn
  const isOurs =
    lease.org === org.id && lease.actor === actor.id && lease.session === session && lease.device === device
  return isOurs ? lease : null
}

export interface LeaseKeeper {
  /** May nothing older be opened any more? New calls can be logged all the same. */
  readonly isOver: () => boolean
  /** The server said what time it is: whatever this machine believed before, that is it. */
  readonly contact: (serverMs: number) => void
}

export interface LeaseDeps {
  readonly device: () => string
  readonly current: () => SignIn | null
  /** Wall clock with the offset to the server's, ms. */
  readonly nowMs: () => number
  /** The highest time seen since the last contact, as kept over restarts. */
  readonly kept: number
  readonly keep: (ms: number) => void
}

/** Written at most this often. */
const stepMs = 60_000

/**
 * Leave to work without the server, per person and device. A clock that is set back gains nothing: the highest time ever seen
 * since the last contact counts. Source: details.md "Keys, sign-in, privacy".
 */
export function createLeaseKeeper(deps: LeaseDeps): LeaseKeeper {
  let { kept } = deps
  let read: { readonly of: SignIn; readonly lease: Lease | null } | null = null
  const put = (ms: number): void => {
    kept = ms
    deps.keep(ms)
  }
  const leaseOf = (signIn: SignIn): Lease | null => {
    if (read?.of !== signIn) read = { of: signIn, lease: readLease(signIn, deps.device()) }
    return read.lease
  }
  return {
    contact: (serverMs) => {
      if (Math.abs(serverMs - kept) >= stepMs) put(serverMs)
    },
    isOver: () => {
      const signIn = deps.current()
      // An organisation of its own has no server that could give a lease.
      if (signIn === null || signIn.serverKey === '') return false
      const nowMs = deps.nowMs()
      if (nowMs - kept >= stepMs) put(nowMs)
      return (leaseOf(signIn)?.untilMs ?? 0) <= Math.max(kept, nowMs)
    },
  }
}
