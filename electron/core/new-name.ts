import type { Fork } from '../../shared/contract/server.ts'
import type { DeviceId } from '../../shared/kernel/brand.ts'
import { uuidV7 } from '../../shared/kernel/ids.ts'
import type { Identity } from './identity.ts'
import type { ConsolePorts } from './ports.ts'
import type { Store } from './store/store.ts'
import { makeDeviceKey, sessionEnded, signFork } from './sync/sign-in.ts'
import { type Transport, TransportError } from './sync/transport.ts'

interface NewNameDeps extends Pick<ConsolePorts, 'nowMs' | 'random'> {
  readonly store: Store
  readonly identity: Identity
  readonly transport: Transport
  readonly token: () => Promise<string>
}

/** In whose sessions the rest was said; whoever is at work now says more. */
function said({ store, identity }: NewNameDeps, from: number): Fork['sessions'] {
  const now = identity.actor()
  if (now === null) throw new TransportError('signed_out', sessionEnded)
  return [{ session: now.session, actor: now.actor.id }, ...store.sync.sessionsFrom(from)]
}

/**
 * Another living machine has this disk, too. This one becomes a device of its own, without anybody being asked: the server knows it
 * by its present key and session, and gives sessions for what is still to be sent. People may come, go and save while it is asked;
 * then it is asked once more. Decision 0009.
 */
export async function takeNewName(deps: NewNameDeps, from: number): Promise<void> {
  const { store, identity, transport } = deps
  const key = makeDeviceKey()
  const device = uuidV7(deps.nowMs(), deps.random(10)) as DeviceId
  const proof = signFork(identity.deviceKey, store.sync.device, device, key.publicKey)
  for (;;) {
    const asked = said(deps, from)
    const request = { device, devicePublicKey: key.publicKey, proof, sessions: asked }
    const { signIn, sessions } = await transport.fork(await deps.token(), request)
    const now = said(deps, from)
    const isSame =
      now[0]?.session === asked[0]?.session && now.every((it) => asked.some((one) => one.session === it.session))
    if (!isSame) continue
    const { numberPrefix } = signIn
    identity.renamed(key, signIn, (settings, forgotten) =>
      store.sync.takeNewName({ device, from, sessions, settings, forgotten, numberPrefix }),
    )
    return
  }
}
