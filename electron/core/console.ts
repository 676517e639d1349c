import { join } from 'node:path'
import type { Change, SyncStatus } from '../../shared/contract/console.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import { ok, type Result } from '../../shared/kernel/result.ts'
import { createChangeFeed } from './api/change-feed.ts'
import { createRouter } from './api/router.ts'
import { becomeLocal, createIdentity, demoSignIn, type Identity } from './identity.ts'
import type { ConsolePorts } from './ports.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/store.ts'
import { createSync, type RunningSync } from './sync/run-sync.ts'
import { createTokenKeeper, isSignedBy, signBatch } from './sync/sign-in.ts'
import { syncStatus } from './sync/status.ts'
import { createTransport, type Transport } from './sync/transport.ts'

export type ConsoleRouter = ReturnType<typeof createRouter>

/** A running console core, whatever host it runs in. */
export interface Console {
  readonly router: ConsoleRouter
  /** Ends sync and closes the store; all that was acknowledged is on the disk before, this only tidies up. */
  readonly close: () => Promise<void>
}

const demoRetryMs = 2_000
const offsetSetting = 'server_offset_ms'

interface Parts {
  readonly ports: ConsolePorts
  readonly store: Store
  readonly identity: Identity
  readonly transport: Transport | null
  readonly sync: RunningSync | null
}

function startSync(
  ports: ConsolePorts,
  store: Store,
  identity: Identity,
  transport: Transport,
  onChange: () => void,
): RunningSync {
  const tokens = createTokenKeeper({
    read: identity.current,
    renew: identity.renew,
    save: identity.save,
    nowMs: ports.nowMs,
  })
  return createSync({
    store: store.sync,
    transport,
    tokens,
    sign: (n, devHash) => signBatch(identity.deviceKey, store.sync.device, n, devHash),
    isServersWord: (text, sig) => isSignedBy(identity.current()?.serverKey ?? '', text, sig),
    appV: ports.appV,
    eventV: ports.eventV,
    nowMs: ports.nowMs,
    monoMs: ports.monoMs,
    chance: ports.chance,
    setTimer: ports.setTimer,
    initialOffsetMs: store.read.setting<number>(offsetSetting) ?? 0,
    onChange,
    onBug: (error) => ports.log({ code: 'sync.bug', error: String(error) }),
  })
}

/**
 * Opens the console of one person on this machine: store, identity, sync and the contract over them. Refusals are those of
 * `openStore` and `becomeLocal`; without a server everything but the first sign-in works. Source: architecture.md.
 */
export async function createConsole(ports: ConsolePorts): Promise<Result<Console>> {
  const opened = await openStore({ ...ports, dir: ports.dir, kernel: ports.kernel }, ports.unlock ?? { by: 'demo' })
  if (!opened.ok) return opened
  const store = opened.value
  const transport = ports.server === null ? null : createTransport(ports.server, ports.wire)
  const identity = createIdentity({
    store,
    transport,
    demo: ports.demo,
    appV: ports.appV,
    nowMs: () => ports.nowMs() + (store.read.setting<number>(offsetSetting) ?? 0),
    upMs: ports.upMs,
  })
  if (transport === null && identity.current() === null) {
    const refusal = becomeLocal(identity, store, ports.profile, ports.nowMs())
    if (refusal) {
      await store.close()
      return { ok: false, error: refusal }
    }
  }
  return ok(assemble(ports, store, identity, transport))
}

function assemble(ports: ConsolePorts, store: Store, identity: Identity, transport: Transport | null): Console {
  const feed = createChangeFeed<Change>()
  const tellSync = () => feed.publish({ kind: 'sync', status: status() })
  const sync = transport && startSync(ports, store, identity, transport, tellSync)
  const parts: Parts = { ports, store, identity, transport, sync }
  const status = (): SyncStatus => syncStatus(store.read, sync)
  const stopChanges = store.onChange((change) => {
    if (change.kind === 'cases') feed.publish({ kind: 'cases', ids: [...change.ids] })
    if (change.kind === 'cases' && !change.remote) sync?.kick()
    tellSync()
  })
  const signIn = async (who: Parameters<Identity['signIn']>[0]) => {
    const refusal = await identity.signIn(who)
    if (refusal === null) {
      feed.publish({ kind: 'session', session: identity.state() })
      sync?.start()
    }
    return refusal
  }
  const stopDemo = keepDemoSignedIn(parts, signIn)
  if (identity.current()) sync?.start()
  const offsetMs = () => sync?.offsetMs() ?? 0
  const router = createRouter({
    store,
    who: identity.actor,
    sessionState: identity.state,
    lease: identity.lease,
    lock: identity.lock,
    unlock: identity.unlock,
    signIn,
    syncStatus: status,
    syncNow: () => sync?.networkBack(),
    nowMs: ports.nowMs,
    offsetMs,
    policy: ports.policy,
    clocks: ports.clocks,
    reference: (kind) => (kind === 'people' ? peopleOf(identity) : ports.reference(kind)),
    maskPhone: ports.maskPhone,
    view: ports.view,
    feed,
  })
  return {
    router,
    close: async () => {
      stopDemo()
      stopChanges()
      if (sync) store.write.putSetting(offsetSetting, sync.offsetMs())
      sync?.stop()
      await store.close()
    },
  }
}

/** In the demonstration nobody types a password: the profile's person signs in by itself, again and again until it works. */
function keepDemoSignedIn(parts: Parts, signIn: Identity['signIn']): () => void {
  const { ports, identity, transport } = parts
  let timer: { readonly cancel: () => void } | null = null
  const attempt = (): void => {
    if (identity.current()) return
    signIn(demoSignIn(ports.profile)).then(
      (refusal) => {
        if (refusal === null) return
        ports.log({ code: 'demo.sign_in', tag: refusal.tag })
        timer = ports.setTimer(attempt, demoRetryMs)
      },
      (error: unknown) => ports.log({ code: 'demo.bug', error: String(error) }),
    )
  }
  if (ports.demo && transport) attempt()
  return () => timer?.cancel()
}

/** Names of people and teams as the last sign-in gave them. */
function peopleOf(identity: Identity): { readonly version: string; readonly body: Json } {
  const signIn = identity.current()
  return { version: String(signIn?.serverMs ?? 0), body: signIn ? { ...signIn.directory } : { people: {}, teams: {} } }
}

/** The folder of one profile's console inside the data folder. */
export const consoleDir = (dataDir: string, profile: string): string => join(dataDir, 'console', profile)
