import { join } from 'node:path'
import type { Actor } from '../../shared/case/event.ts'
import type { Change, SyncStatus } from '../../shared/contract/console.ts'
import type { IncomingCall } from '../../shared/intake/incoming-call.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import { ok, type Refusal, type Result, refuse } from '../../shared/kernel/result.ts'
import { type ChangeFeed, createChangeFeed } from './api/change-feed.ts'
import type { SessionDoor } from './api/deps.ts'
import { createRouter } from './api/router.ts'
import { caseRow } from './api/rows.ts'
import { type Attention, createAttention } from './attention.ts'
import { type CallDesk, createCallDesk, type Rung } from './calls.ts'
import { type ChoicesKeeper, createChoices } from './choices.ts'
import { createDoor } from './door.ts'
import { createEnding } from './ending.ts'
import { createIdentity, demoSignIn, directoryOf, type Identity } from './identity.ts'
import { createLeaseKeeper, type LeaseKeeper } from './lease.ts'
import { createMachines, type Machines } from './machines.ts'
import { createWire } from './network/transport.ts'
import { takeNewName } from './new-name.ts'
import type { ConsolePorts } from './ports.ts'
import { createPresence, type Presence } from './presence.ts'
import type { Change as StoreChange } from './store/change.ts'
import { keyringFile, type Unlock } from './store/keyring.ts'
import { readKeyring } from './store/keyring-file.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/store.ts'
import { createSync, type RunningSync, type RunSyncDeps } from './sync/run-sync.ts'
import { createTokenKeeper, isSignedBy, signBatch, type TokenKeeper } from './sync/sign-in.ts'
import { syncStatus } from './sync/status.ts'
import { createTransport, type Transport } from './sync/transport.ts'

export type ConsoleRouter = ReturnType<typeof createRouter>

/** A running console core, whatever host it runs in. */
export interface Console {
  readonly router: ConsoleRouter
  readonly door: SessionDoor
  /** Takes a call that a phone system or a link hands over. */
  readonly ring: (call: IncomingCall) => Rung
  /** The machine slept: the time is told anew, and the server asked at once. */
  readonly woken: () => void
  /** Resolves when the server had this console delete all it held; whoever runs it then ends or starts anew. */
  readonly wiped: Promise<void>
  /** Ends sync and closes the store; all that was acknowledged is on the disk before, this only tidies up. */
  readonly close: () => Promise<void>
}

const demoRetryMs = 2_000
const offsetSetting = 'server_offset_ms'
const timeSeenSetting = 'time_seen_ms'

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
  told: Pick<RunSyncDeps, 'tokens' | 'onChange' | 'onWipe'>,
): RunningSync {
  return createSync({
    store: store.sync,
    files: store.transfers,
    transport,
    sign: (n, devHash) => signBatch(identity.deviceKey, store.sync.device, n, devHash),
    becomeAnother: async (n) => {
      await takeNewName({ store, identity, transport, token: told.tokens.token, ...ports }, n)
      ports.log({ code: 'device.forked' })
    },
    isServersWord: (text, sig) => isSignedBy(identity.current()?.serverKey ?? '', text, sig),
    org: () => identity.current()?.org.id ?? '',
    reader: () => identity.actor()?.actor ?? null,
    appV: ports.appV,
    eventV: ports.eventV,
    nowMs: ports.nowMs,
    monoMs: ports.monoMs,
    chance: ports.chance,
    setTimer: ports.setTimer,
    initialOffsetMs: store.read.setting<number>(offsetSetting) ?? 0,
    ...told,
    onBug: (error) => ports.log({ code: 'sync.bug', error: String(error) }),
  })
}

function keepLease(ports: ConsolePorts, store: Store, identity: Identity, offsetMs: () => number): LeaseKeeper {
  return createLeaseKeeper({
    device: () => store.sync.device,
    current: identity.current,
    nowMs: () => ports.nowMs() + offsetMs(),
    kept: store.read.setting<number>(timeSeenSetting) ?? 0,
    keep: (ms) => {
      try {
        store.write.putSetting(timeSeenSetting, ms)
      } catch (error) {
        // A disk that takes nothing more is no reason to open nothing more; memory still knows.
        ports.log({ code: 'lease.keep', error: String(error) })
      }
    },
  })
}

/**
 * Opens the console of one machine: store, identity, sync and the contract over them. Refusals are those of `openStore` and of the
 * sign-in without a server; without a server everything but the first sign-in works. Source: architecture.md.
 */
export async function createConsole(ports: ConsolePorts): Promise<Result<Console>> {
  const unlock = ports.unlock ?? machineUnlock(ports) ?? (ports.demo ? ({ by: 'demo' } as const) : null)
  if (unlock === null) return refuse('unlock.needs_password', 'password')
  const opened = await openStore({ ...ports, dir: ports.dir, kernel: ports.kernel }, unlock)
  if (!opened.ok) return opened
  const store = opened.value
  const transport = ports.server === null ? null : createTransport(ports.server, ports.wire ?? createWire())
  const identity = createIdentity({ store, transport, nowMs: ports.nowMs })
  if (unlock.by === 'password') identity.resume(unlock.user)
  // Trusted anew: a key store that was reset no longer opens what it closed.
  if (unlock.by === 'password') store.keyring.trustMachine(unlock.user)
  const refusal = transport === null ? await startLocally(ports, store, identity) : null
  if (refusal === null) return ok(assemble(ports, store, identity, transport, unlock))
  await store.close()
  return { ok: false, error: refusal }
}

/** The person whom the operating system's key store opens this file for, where it keeps keys. Source: TRU-3. */
function machineUnlock({ dir, osKeyStore }: ConsolePorts): Unlock | null {
  const entries = osKeyStore === undefined ? [] : (readKeyring(keyringFile(dir))?.entries ?? [])
  const trusted = entries.findLast((it) => it.kind === 'os')
  return trusted === undefined ? null : { by: 'os', user: trusted.user }
}

/** A folder that no password protects and nobody works in becomes the demonstration's. */
async function startLocally(ports: ConsolePorts, store: Store, identity: Identity): Promise<Refusal | null> {
  const isFree = identity.current() === null && store.keyring.users().length === 0
  return isFree ? identity.signIn(demoSignIn(ports.profile)) : null
}

/** What a console has of its server besides sync: the tokens to ask with, its person's choices, the other machines. */
function besideSync(
  { ports, store, identity, transport }: Omit<Parts, 'sync'>,
  offsetMs: () => number,
  feed: ChangeFeed<Change>,
): { readonly tokens: TokenKeeper; readonly choices: ChoicesKeeper; readonly machines: Machines } {
  const { current, renew, save } = identity
  const tokens = createTokenKeeper({ read: current, renew, save, nowMs: () => ports.nowMs() + offsetMs() })
  const choices = createChoices({
    store,
    actor: () => identity.actor()?.actor.id ?? null,
    ask: transport && (async (own) => transport.choices(await tokens.token(), own)),
    nowMs: () => ports.nowMs() + offsetMs(),
    changed: () => feed.publish({ kind: 'choices' }),
    onBug: (error) => ports.log({ code: 'choices.bug', error: String(error) }),
  })
  return { tokens, choices, machines: createMachines(transport, tokens.token) }
}

function assemble(
  ports: ConsolePorts,
  store: Store,
  identity: Identity,
  transport: Transport | null,
  unlock: Unlock,
): Console {
  const feed = createChangeFeed<Change>()
  const tellSync = () => feed.isUnheard() || feed.publish({ kind: 'sync', status: status() })
  const ending = createEnding(ports, async () => {
    stopDemo()
    stopChanges()
    attention?.stop()
    if (sync) store.write.putSetting(offsetSetting, sync.offsetMs())
    sync?.stop()
    await store.close()
  })
  const onChange = () => {
    const contactMs = sync?.lastContactMs()
    if (contactMs !== undefined && sync?.state().failures === 0) {
      lease.contact(contactMs)
      choices.contact()
    }
    tellSync()
  }
  const offsetMs = (): number => sync?.offsetMs() ?? 0
  const { tokens, choices, machines } = besideSync({ ports, store, identity, transport }, offsetMs, feed)
  const sync: RunningSync | null =
    transport && startSync(ports, store, identity, transport, { tokens, onChange, onWipe: ending.wipe })
  const lease = keepLease(ports, store, identity, offsetMs)
  const parts: Parts = { ports, store, identity, transport, sync }
  const status = (): SyncStatus => syncStatus(store.read, sync, lease.isOver())
  const stopChanges = store.onChange((change) => {
    relay(change, { feed, sync, attention })
    tellSync()
  })
  const presence = createPresence({ store, identity, appV: ports.appV, isBack: unlock.by === 'password' })
  const door = createDoor({ identity, presence, sync }, () => {
    feed.publish({ kind: 'session', session: presence.state() })
    attention?.look()
    tellSync()
  })
  const attention = watchFor(parts, offsetMs)
  const desk = createCallDesk(ports.monoMs)
  const stopDemo = keepDemoSignedIn(parts, door.signIn)
  if (identity.current()) sync?.start()
  return {
    router: routerFor(parts, { door, presence, status, offsetMs, feed, calls: desk.answer, lease, choices, machines }),
    door,
    ring: (call) => ringAt(desk, call, ports),
    woken: () => {
      tellSync()
      feed.publish({ kind: 'cases', ids: [] })
      attention?.look()
      sync?.networkBack()
    },
    wiped: ending.wiped,
    close: ending.close,
  }
}

interface Told {
  readonly feed: ChangeFeed<Change>
  readonly sync: RunningSync | null
  readonly attention: Attention | null
}

/** What a change of the store means for screens, server and notices. */
function relay(change: StoreChange, { feed, sync, attention }: Told): void {
  if (change.kind === 'damaged') feed.publish({ kind: 'notices' })
  if (change.kind === 'cleaned') sync?.kick()
  if (change.kind !== 'cases') return
  feed.publish({ kind: 'cases', ids: [...change.ids] })
  if (!change.remote) sync?.kick()
  attention?.look()
}

function ringAt(desk: CallDesk, call: IncomingCall, { tell }: ConsolePorts): Rung {
  const rung = desk.ring(call)
  if (rung !== 'known') tell?.({ kind: 'ring' })
  return rung
}

interface Served {
  readonly door: SessionDoor
  readonly presence: Presence
  readonly status: () => SyncStatus
  readonly offsetMs: () => number
  readonly feed: ChangeFeed<Change>
  readonly calls: CallDesk['answer']
  readonly lease: LeaseKeeper
  readonly choices: ChoicesKeeper
  readonly machines: Machines
}

function routerFor({ ports, store, identity, sync }: Parts, served: Served): ConsoleRouter {
  const { status, lease, presence, ...rest } = served
  const barred = () => (presence.isAway() ? 'session.locked' : lease.isOver() ? 'lease.over' : null)
  return createRouter({
    ...rest,
    store,
    barred,
    who: () => (barred() === null ? identity.actor() : null),
    opener: identity.actor,
    syncStatus: status,
    syncNow: () => sync?.networkBack(),
    fetchFile: async (it) => (await sync?.fetchFile(it)) ?? false,
    economise: (thrifty) => sync?.economise(thrifty),
    nowMs: ports.nowMs,
    policy: ports.policy,
    directory: () => directoryOf(identity.current()),
    clocks: ports.clocks,
    reference: (kind) => (kind === 'people' ? peopleOf(identity) : ports.reference(kind)),
    maskPhone: ports.maskPhone,
    view: ports.view,
  })
}

const mostWatched = 50

/** Nobody is watched for where the host shows nothing. */
function watchFor({ ports, store, identity }: Parts, offsetMs: () => number): Attention | null {
  const { tell } = ports
  if (tell === undefined) return null
  const nowMs = () => ports.nowMs() + offsetMs()
  const seenBy = ({ id, scopes }: Actor) => ({ scopes, actor: id, nowMs: nowMs() })
  return createAttention({
    who: () => identity.actor()?.actor ?? null,
    late: async (actor) => (await store.read.counts(seenBy(actor))).breached,
    mine: async (actor) => {
      const { rows } = await store.read.list({ ...seenBy(actor), view: 'mine', limit: mostWatched })
      return rows.map((row) => caseRow(row, nowMs(), ports.maskPhone))
    },
    tell,
    setTimer: ports.setTimer,
    onBug: (error) => ports.log({ code: 'attention.bug', error: String(error) }),
  })
}

/**
 * In the demonstration nobody types a password: the profile's person signs in by itself, again and again until it works. A server
 * that does not know them is a real one, where people say who they are.
 */
function keepDemoSignedIn(parts: Parts, signIn: SessionDoor['signIn']): () => void {
  const { ports, store, identity, transport } = parts
  let timer: { readonly cancel: () => void } | null = null
  const attempt = (): void => {
    if (identity.current()) return
    signIn(demoSignIn(ports.profile)).then(
      (refusal) => {
        if (refusal === null) return
        ports.log({ code: 'demo.sign_in', tag: refusal.tag })
        if (refusal.tag !== 'sign_in.wrong') timer = ports.setTimer(attempt, demoRetryMs)
      },
      (error: unknown) => ports.log({ code: 'demo.bug', error: String(error) }),
    )
  }
  if (ports.demo && transport && store.keyring.users().length === 0) attempt()
  return () => timer?.cancel()
}

/** Names of people and teams as the last sign-in gave them. */
function peopleOf(identity: Identity): { readonly version: string; readonly body: Json } {
  const signIn = identity.current()
  return { version: String(signIn?.serverMs ?? 0), body: signIn ? { ...signIn.directory } : { people: {}, teams: {} } }
}

/** The folder of one profile's console inside the data folder. */
export const consoleDir = (dataDir: string, profile: string): string => join(dataDir, 'console', profile)
