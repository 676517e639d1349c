import { randomBytes } from 'node:crypto'
import type { Actor } from '../../shared/case/event.ts'
import type { Role } from '../../shared/case/words.ts'
import type { SessionState } from '../../shared/contract/console.ts'
import { demoOrg, demoPassword, demoPeople, demoStaff, demoTeams } from '../../shared/contract/demo.ts'
import type { SignIn } from '../../shared/contract/server.ts'
import type { ActorId, OrgId, ScopeId, SessionId } from '../../shared/kernel/brand.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
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
  readonly renew: (old: SignIn) => Promise<SignIn>
  readonly save: (signIn: SignIn) => void
}

export interface IdentityDeps {
  readonly store: Store
  /** `null` = this console never talks to a server. */
  readonly transport: Transport | null
  readonly demo: boolean
  readonly appV: string
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

/** The person of a sign-in, as the kernel knows them. */
export function actorOf(signIn: SignIn): { readonly actor: Actor; readonly session: SessionId } {
  const { id, role, team, scopes } = signIn.actor
  return {
    actor: { id: id as ActorId, role: role as Role, team, scopes: scopes as ScopeId[] },
    session: signIn.session as SessionId,
  }
}

function stateOf(deps: IdentityDeps, signIn: SignIn | null): SessionState {
  const base = { device: deps.store.sync.device, demo: deps.demo, appV: deps.appV }
  if (!signIn) return { state: 'signed_out', ...base }
  const { id, name, role, team } = signIn.actor
  return { state: 'open', ...base, actor: { id, name, role, team }, org: signIn.org }
}

/** Reads what the store knows about this console's person and device; makes the device's key when there is none. */
export function createIdentity(deps: IdentityDeps): Identity {
  const { store, transport } = deps
  const deviceKey = keptDeviceKey(store)
  let current = store.read.setting<SignIn>(signInSetting) ?? null
  const save = (signIn: SignIn): void => {
    store.write.putSetting(signInSetting, signIn)
    current = signIn
  }
  return {
    deviceKey,
    current: () => current,
    actor: () => (current ? actorOf(current) : null),
    state: () => stateOf(deps, current),
    save,
    renew: (old) => {
      if (!transport) throw new Error('identity: a console without a server has nothing to renew')
      return transport.refresh(
        old.refreshToken,
        store.sync.device,
        signRefresh(deviceKey, store.sync.device, old.refreshToken),
      )
    },
    signIn: async (who) => {
      if (!transport) return { tag: 'sign_in.no_server' }
      const device = { device: store.sync.device, devicePublicKey: deviceKey.publicKey }
      const answer = await transport.login({ ...who, ...device }).catch((error: unknown) => refusalOf(error))
      return 'tag' in answer ? answer : enrol(store, answer, save)
    },
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
      people: Object.fromEntries(demoStaff.map(({ id, name }) => [id, name])),
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
