import { randomBytes } from 'node:crypto'
import type { Actor } from '../../shared/case/event.ts'
import type { Role } from '../../shared/case/words.ts'
import type { SessionState } from '../../shared/contract/console.ts'
import { demoOrg, demoPassword, demoPeople, demoTeams } from '../../shared/contract/demo.ts'
import type { SignIn } from '../../shared/contract/server.ts'
import type { ActorId, EpochMs, OrgId, ScopeId, SessionId } from '../../shared/kernel/brand.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
import { demoCheck, keyringCheck } from './desk-lock.ts'
import { highestTime, leaseEndMs } from './lease.ts'
import type { Store } from './store/store.ts'
import { checkDeviceKey, type DeviceKey, makeDeviceKey, signRefresh } from './sync/sign-in.ts'
import { type Transport, TransportError } from './sync/transport.ts'

/** Who works at this console, as last said by the server; kept in the encrypted store so that work goes on without it. */
export interface Identity {
  readonly deviceKey: DeviceKey
  readonly current: () => SignIn | null
  readonly actor: () => { readonly actor: Actor; readonly session: SessionId } | null
  readonly state: () => SessionState
  /** Signs in at the server and takes over the organisation's key. Weather and refusals come back as a refusal. */
  readonly signIn: (who: {
    readonly org: string
    readonly user: string
    readonly password: string
  }) => Promise<Refusal | null>
  /** Hides everything of the customer until the person, or the next of the shift, gives a password. */
  readonly lock: () => void
  /**
   * Comes back; `user` is left out for the same person. Somebody who signed in here before needs no server while their lease runs;
   * anybody else signs in at the server. Refusals of `CheckPassword`, of `signIn`, and `lease.over`.
   */
  readonly unlock: (who: { readonly user?: string; readonly password: string }) => Promise<Refusal | null>
  /** End of the leave to work without the server, and whether the highest time ever seen is past it. */
  readonly lease: () => { readonly untilMs: EpochMs; readonly over: boolean } | null
  readonly renew: (old: SignIn) => Promise<SignIn>
  readonly save: (signIn: SignIn) => void
}

export interface IdentityDeps {
  readonly store: Store
  /** `null` = this console never talks to a server. */
  readonly transport: Transport | null
  readonly demo: boolean
  readonly appV: string
  /** The server's time as well as it is known. */
  readonly nowMs: () => EpochMs
  readonly upMs: () => number
}

const signInSetting = 'sign_in'
const deviceKeySetting = 'device_key'

function keptDeviceKey(store: Store): DeviceKey {
  const known = store.read.setting<DeviceKey>(deviceKeySetting)
  if (known) checkDeviceKey(known)
  else store.write.putSetting(deviceKeySetting, makeDeviceKey())
  const key = known ?? store.read.setting<DeviceKey>(deviceKeySetting)
  if (!key) throw new Error('identity: the device key was not kept')
  return key
}

function actorOf(signIn: SignIn): { readonly actor: Actor; readonly session: SessionId } {
  const { id, role, team, scopes } = signIn.actor
  return {
    actor: { id: id as ActorId, role: role as Role, team, scopes: scopes as ScopeId[] },
    session: signIn.session as SessionId,
  }
}

function stateOf(deps: IdentityDeps, signIn: SignIn | null, locked: boolean, lease: ReturnType<Identity['lease']>) {
  const base = { device: deps.store.sync.device, demo: deps.demo, appV: deps.appV }
  if (!signIn) return { state: 'signed_out' as const, ...base }
  const { id, name, role, team } = signIn.actor
  const known = { actor: { id, name, role, team }, org: signIn.org, ...(lease === null ? {} : { lease }) }
  return { state: locked ? ('locked' as const) : ('open' as const), ...base, ...known }
}

/** Where a person's last sign-in is kept, so that the shift can change hands without the server. */
const keptSignIn = (user: string): string => `sign_in:${user}`

/** Reads what the store knows about this console's person and device; makes the device's key when there is none. */
export function createIdentity(deps: IdentityDeps): Identity {
  const { store, transport } = deps
  const deviceKey = keptDeviceKey(store)
  const check = deps.demo ? demoCheck(store, deps.upMs) : keyringCheck(store)
  const highest = highestTime(store)
  let current = store.read.setting<SignIn>(signInSetting) ?? null
  let locked = false
  const save = (signIn: SignIn): void => {
    store.write.putSetting(signInSetting, signIn)
    store.write.putSetting(keptSignIn(signIn.actor.id), signIn)
    current = signIn
  }
  const leaseOf = (signIn: SignIn) => {
    const untilMs = leaseEndMs(signIn.lease)
    return untilMs === null ? null : { untilMs, over: highest(deps.nowMs()) > untilMs }
  }
  const lease = () => (current ? leaseOf(current) : null)
  const signIn: Identity['signIn'] = async (who) => {
    if (!transport) return { tag: 'sign_in.no_server' }
    const device = { device: store.sync.device, devicePublicKey: deviceKey.publicKey }
    const answer = await transport.login({ ...who, ...device }).catch((error: unknown) => refusalOf(error))
    if ('tag' in answer) return answer
    const kept = deps.demo ? null : await store.keyring.setPassword({ user: answer.actor.id, password: who.password })
    if (kept?.ok === false) return kept.error
    const refusal = enrol(store, answer, save)
    if (refusal === null) locked = false
    return refusal
  }
  const unlock: Identity['unlock'] = async ({ user, password }) => {
    const id = user ?? current?.actor.id ?? ''
    const known = id === current?.actor.id ? current : store.read.setting<SignIn>(keptSignIn(id))
    if (!known) return signIn({ org: current?.org.id ?? '', user: id, password })
    const checked = await check(id, password)
    if (!checked.ok) return checked.error
    if (known !== current && leaseOf(known)?.over === true) return signIn({ org: known.org.id, user: id, password })
    save(known)
    locked = false
    return null
  }
  return {
    deviceKey,
    current: () => current,
    actor: () => (current && !locked ? actorOf(current) : null),
    state: () => stateOf(deps, current, locked, lease()),
    save,
    lease,
    lock: () => {
      locked = current !== null
    },
    unlock,
    renew: (old) => {
      if (!transport) throw new Error('identity: a console without a server has nothing to renew')
      return transport.refresh(
        old.refreshToken,
        store.sync.device,
        signRefresh(deviceKey, store.sync.device, old.refreshToken),
      )
    },
    signIn,
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof TransportError)) throw error
  if (error.weather === 'signed_out') return { tag: 'sign_in.wrong', field: 'password' }
  return { tag: `sign_in.${error.weather}`, detail: { code: error.code } }
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
 * Makes this console an organisation of its own (`--server none`): a root key made here, no token, nothing to talk to.
 * Refuses `org.other` when the folder already belongs to one.
 */
export function becomeLocal(
  identity: Identity,
  store: Store,
  profile: keyof typeof demoPeople,
  nowMs: number,
): Refusal | null {
  const person = demoPeople[profile]
  const token = 'no-server-no-token-to-give'
  const signIn: SignIn = {
    accessToken: token,
    refreshToken: token,
    expiresAtMs: 0,
    session: `local:${person.id}`,
    actor: { ...person, scopes: [...person.scopes] },
    org: demoOrg,
    directory: {
      people: Object.fromEntries(Object.values(demoPeople).map(({ id, name }) => [id, name])),
      teams: Object.fromEntries(demoTeams.map(({ id, name }) => [id, name])),
    },
    orgKey: randomBytes(32).toString('base64'),
    numberPrefix: 'L1',
    lease: token,
    serverKey: '',
    serverMs: nowMs,
  }
  return enrol(store, signIn, identity.save)
}
