import { randomBytes } from 'node:crypto'
import type { Actor, Directory } from '../../shared/case/event.ts'
import type { Role } from '../../shared/case/words.ts'
import { type DemoPerson, demoOrg, demoPassword, demoPeople, demoStaff, demoTeams } from '../../shared/contract/demo.ts'
import type { SignIn } from '../../shared/contract/server.ts'
import type { ActorId, DeviceId, OrgId, ScopeId, SessionId } from '../../shared/kernel/brand.ts'
import { ok, type Refusal, type Result, refuse } from '../../shared/kernel/result.ts'
import type { Store } from './store/store.ts'
import { checkDeviceKey, type DeviceKey, makeDeviceKey, signRefresh } from './sync/sign-in.ts'
import { type Transport, TransportError } from './sync/transport.ts'

/** Somebody as they say who they are. */
export interface Credentials {
  readonly org: string
  readonly user: string
  readonly password: string
}

type Settings = Readonly<Record<string, unknown>>

/** Who works at this console, as last said by the server; kept in the encrypted store so that work goes on without it. */
export interface Identity {
  readonly deviceKey: DeviceKey
  readonly current: () => SignIn | null
  readonly actor: () => { readonly actor: Actor; readonly session: SessionId } | null
  /**
   * Puts somebody to work: the server says who they are and gives the organisation's key; while it cannot be asked, whoever was
   * here before is known by the password that opens the file. Weather and refusals come back as a refusal.
   */
  readonly signIn: (who: Credentials) => Promise<Refusal | null>
  /** The password of this person opened the file: they are at work as they last were. */
  readonly resume: (user: string) => void
  /** Nobody is at work any more. */
  readonly leave: () => void
  readonly renew: (old: SignIn) => Promise<SignIn>
  /**
   * This device goes on under another name: `keep` writes what goes with it, in one transaction with the name. Sign-ins of others,
   * whose names begin with `forgotten`, were given to the old one.
   */
  readonly renamed: (key: DeviceKey, signIn: SignIn, keep: (settings: Settings, forgotten: string) => void) => void
  /** Keeps the sign-in of its person; whoever is at work stays at work. */
  readonly save: (signIn: SignIn) => void
}

export interface IdentityDeps {
  readonly store: Store
  /** `null` = this console never talks to a server. */
  readonly transport: Transport | null
  readonly nowMs: () => number
}

const signInSetting = 'sign_in'
/** As this person last signed in here. */
const signInOf = (user: string): string => `${signInSetting}:${user}`
const deviceKeySetting = 'device_key'

function keptDeviceKey(store: Store): DeviceKey {
  const known = store.read.setting<DeviceKey>(deviceKeySetting)
  if (known) checkDeviceKey(known)
  else store.write.putSetting(deviceKeySetting, makeDeviceKey())
  const key = known ?? store.read.setting<DeviceKey>(deviceKeySetting)
  if (!key) throw new Error('identity: the device key was not kept')
  return key
}

/** The person of a sign-in, as the kernel knows them. */
export function actorOf(signIn: SignIn): { readonly actor: Actor; readonly session: SessionId } {
  const { id, role, team, scopes } = signIn.actor
  return {
    actor: { id: id as ActorId, role: role as Role, team, scopes: scopes as ScopeId[] },
    session: signIn.session as SessionId,
  }
}

/** Who is still there to be given a case, as the last sign-in said; of whom it did not speak, nothing is known. */
export function directoryOf(signIn: SignIn | null): Directory {
  const names = signIn?.directory ?? { people: {}, teams: {} }
  const of = (kind: 'people' | 'teams') => (id: string) =>
    names[kind][id] === undefined ? undefined : { active: names.inactive?.[kind].includes(id) !== true }
  return { person: of('people'), team: of('teams') }
}

/** Reads what the store knows about this console's person and device; makes the device's key when there is none. */
export function createIdentity(deps: IdentityDeps): Identity {
  const { store, transport } = deps
  let deviceKey = keptDeviceKey(store)
  let current = store.read.setting<SignIn>(signInSetting) ?? null
  /** A role that changed may have been the only one here that read some words. */
  const remember = (signIn: SignIn): void => {
    const { id, role } = signIn.actor
    const before = store.read.setting<SignIn>(signInOf(id))
    if (before !== undefined && before.actor.role !== role) {
      const others = store.read.settings<SignIn>(signInOf('')).filter(({ actor }) => actor.id !== id)
      store.write.keepKeysOf([signIn, ...others].map((it) => actorOf(it).actor))
    }
    store.write.putSetting(signInOf(id), signIn)
  }
  const become = (signIn: SignIn | null): void => {
    store.write.putSetting(signInSetting, signIn)
    if (signIn) remember(signIn)
    current = signIn
  }
  const kept = (user: string): SignIn | undefined =>
    current?.actor.id === user ? current : store.read.setting<SignIn>(signInOf(user))
  const signIn = createSignIn(deps, { key: () => deviceKey, kept, become })
  return {
    get deviceKey() {
      return deviceKey
    },
    current: () => current,
    actor: () => (current ? actorOf(current) : null),
    save: (signIn) => {
      // Asked for under a name this device no longer has.
      if (kept(signIn.actor.id)?.session !== signIn.session) return
      if (current?.actor.id === signIn.actor.id) become(signIn)
      else remember(signIn)
    },
    renamed: (key, signIn, keep) => {
      const own = { [signInSetting]: signIn, [signInOf(signIn.actor.id)]: signIn }
      keep({ [deviceKeySetting]: key, ...own }, signInOf(''))
      deviceKey = key
      current = signIn
    },
    resume: (user) => {
      if (current?.actor.id !== user) become(kept(user) ?? null)
    },
    leave: () => {
      if (current === null) return
      store.write.putSetting(signInOf(current.actor.id), current)
      endSession(transport, current)
      become(null)
    },
    renew: (old) => renewSession(transport, store.sync.device, deviceKey, old),
    signIn,
  }
}

function renewSession(transport: Transport | null, device: DeviceId, key: DeviceKey, { refreshToken }: SignIn) {
  if (!transport) throw new Error('identity: a console without a server has nothing to renew')
  return transport.refresh(refreshToken, device, signRefresh(key, device, refreshToken))
}

interface Known {
  readonly key: () => DeviceKey
  readonly kept: (user: string) => SignIn | undefined
  readonly become: (signIn: SignIn) => void
}

function createSignIn({ store, transport, nowMs }: IdentityDeps, { key, kept, become }: Known): Identity['signIn'] {
  const signIn = async (who: Credentials): Promise<Refusal | null> => {
    const { device } = store.sync
    const answer = transport
      ? await transport.login({ ...who, device, devicePublicKey: key().publicKey }).catch(refusalOf)
      : localAnswer(who, kept, nowMs())
    // This device took another name meanwhile: what was answered is for the old one.
    if (device !== store.sync.device) return signIn(who)
    if (!('tag' in answer)) return (await protect(store, who)) ?? enrol(store, answer, become)
    const known = kept(who.user)
    if (known === undefined || known.org.id !== who.org || !cannotBeAsked.has(answer.tag)) return answer
    const checked = isDemo(who) ? isDemoStore(store) : await store.keyring.check(who)
    if (checked.ok) become(known)
    return checked.ok ? null : checked.error
  }
  return signIn
}

/** The server is told, so that a copied token is worth nothing; where it cannot be, the session ends there by its age. */
function endSession(transport: Transport | null, { refreshToken }: SignIn): void {
  transport?.logout(refreshToken).catch((error: unknown) => {
    if (!(error instanceof TransportError)) throw error
  })
}

const isDemo = ({ org, password }: Credentials): boolean => org === demoOrg.id && password === demoPassword

/** The demonstration's password is known to everybody: it opens what nothing protects, and no more. */
const isDemoStore = (store: Store): Result<void> =>
  store.keyring.users().length === 0 ? ok(undefined) : refuse('unlock.wrong', 'password')

/** The file opens with this person's password from now on, also one that was changed at the server. */
async function protect(store: Store, who: Credentials): Promise<Refusal | null> {
  if (isDemo(who)) return null
  const kept = await store.keyring.setPassword(who)
  if (!kept.ok) return kept.error
  // Where the system keeps no keys the password goes on opening the file, and nothing else does.
  store.keyring.trustMachine(who.user)
  return null
}

const weatherTags = {
  offline: 'sign_in.no_server',
  tls: 'sign_in.tls',
  captive: 'sign_in.captive',
  busy: 'sign_in.busy',
  malformed: 'sign_in.not_understood',
  refused: 'sign_in.not_understood',
} as const

/** What says nothing about the person: the machine itself may know them. */
const cannotBeAsked: ReadonlySet<string> = new Set(['sign_in.no_server', 'sign_in.captive', 'sign_in.busy'])

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof TransportError)) throw error
  const { weather, code, retryAfterMs } = error
  if (weather === 'signed_out') return { tag: 'sign_in.wrong', field: 'password' }
  if (code === 'login.wait') return { tag: 'sign_in.wait', field: 'password', detail: { waitMs: retryAfterMs ?? 0 } }
  if (code.startsWith('device.')) return { tag: 'sign_in.device_revoked' }
  return { tag: weatherTags[weather], detail: { code } }
}

function enrol(store: Store, signIn: SignIn, save: (signIn: SignIn) => void): Refusal | null {
  const { orgKey, numberPrefix } = signIn
  const adopted = store.write.adoptOrg({ org: signIn.org.id as OrgId, orgKey, numberPrefix })
  if (!adopted.ok) return adopted.error
  save(signIn)
  return null
}

/** The demo person of a profile at the demo organisation. */
export const demoSignIn = (profile: keyof typeof demoPeople) => ({
  org: demoOrg.id,
  user: demoPeople[profile].id,
  password: demoPassword,
})

/**
 * Without a server the console is an organisation of its own, with the demonstration's people and a root key made here.
 * Refuses `org.other` when the folder already belongs to one.
 */
function localAnswer(who: Credentials, kept: (user: string) => SignIn | undefined, nowMs: number): SignIn | Refusal {
  const person = demoStaff.find(({ id }) => id === who.user)
  if (person === undefined || !isDemo(who)) return { tag: 'sign_in.wrong', field: 'password' }
  const earlier = demoStaff.map(({ id }) => kept(id)).find((it) => it !== undefined)
  return localSignIn(person, earlier?.orgKey ?? randomBytes(32).toString('base64'), nowMs)
}

function localSignIn(person: DemoPerson, orgKey: string, nowMs: number): SignIn {
  const token = 'no-server-no-token-to-give'
  return {
    accessToken: token,
    refreshToken: token,
    expiresAtMs: 0,
    session: `local:${person.id}`,
    actor: { ...person, scopes: [...person.scopes] },
    org: demoOrg,
    directory: {
      people: Object.fromEntries(demoStaff.map(({ id, name }) => [id, name])),
      teams: Object.fromEntries(demoTeams.map(({ id, name }) => [id, name])),
    },
    orgKey,
    numberPrefix: 'L1',
    lease: token,
    serverKey: '',
    serverMs: nowMs,
  }
}
