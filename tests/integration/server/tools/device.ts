import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { demoOrg, demoPassword } from '../../../../shared/contract/demo.ts'
import { type SignIn, SignInSchema } from '../../../../shared/contract/server.ts'
import type { CaseId, DeviceId, EventId, Hash } from '../../../../shared/kernel/brand.ts'
import type { Json } from '../../../../shared/kernel/canonical.ts'
import { type Envelope, envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../../shared/kernel/hash.ts'
import { tickHlc, zeroHlc } from '../../../../shared/kernel/hlc.ts'
import {
  type HelloRequest,
  type HelloResponse,
  HelloResponseSchema,
  type PullResponse,
  PullResponseSchema,
  type PushRequest,
  type PushResponse,
  PushResponseSchema,
} from '../../../../shared/sync/protocol.ts'
import { batchProofBytes, refreshProofBytes } from '../../../../shared/sync/signing.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly type: string
}

export async function post(url: string, path: string, body: unknown, token?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: text })
  return { status: response.status, body: await response.json(), type: response.headers.get('content-type') ?? '' }
}

export async function get(url: string, path: string, token?: string): Promise<Answer> {
  const response = await fetch(`${url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })
  return { status: response.status, body: await response.json(), type: response.headers.get('content-type') ?? '' }
}

export const codeOf = (answer: Answer): unknown => (answer.body as { code?: unknown }).code

const uuid7 = (): string => randomUUID().replace(/^(.{14})4/, '$17')

/** What an event says; the device adds itself. */
export interface Said {
  readonly type: string
  readonly kind?: Envelope['kind']
  readonly v?: number
  readonly case?: CaseId
  readonly id?: EventId
  readonly body?: { readonly [key: string]: Json }
  readonly pre?: Envelope['pre']
  readonly customer?: string
  readonly sealed?: string
  readonly wallMs?: number
  readonly monoMs?: number
  readonly actor?: string
  readonly session?: string
  readonly org?: string
  readonly device?: string
}

/** Body of a case opened by phone. */
export function openedBody(team = 'hotline', receivedAtMs = Date.now()): { readonly [key: string]: Json } {
  return {
    kind: 'complaint',
    customerId: uuid7(),
    number: 'A01-1',
    reception: { channel: 'hotline', receivedAtMs, agent: 'lin' },
    issue: {},
    demands: [],
    classification: { urgency: 'mid', severity: 'general', by: 'agent' },
    policy: { id: 'default', version: 1 },
    team,
  }
}

export interface Device {
  readonly name: DeviceId
  readonly publicKey: string
  readonly events: readonly Envelope[]
  readonly signIn: () => SignIn
  readonly lastN: () => number
  readonly login: (url: string, user: string, org?: string, password?: string) => Promise<SignIn>
  /** Takes over a sign-in made another way than by login. */
  readonly adopt: (given: SignIn) => void
  /** A copy of this disk as it was when it was new: same id, same key, its own later history. */
  readonly fork: () => Device
  /** Signed with the device's key, base64. */
  readonly proof: (bytes: Uint8Array) => string
  readonly refresh: (url: string, refreshToken: string, key?: KeyObject) => Promise<Answer>
  /** New tokens, when the old ones ran out. */
  readonly renew: (url: string) => Promise<void>
  /** Writes an event; it is sent by the next push. */
  readonly say: (said: Said) => Envelope
  /** Writes whatever `make` turns an opening into; chained and signed like any event. */
  readonly sayRaw: (make: (event: Envelope) => unknown) => void
  /** Takes back everything from an event on: it was never sent. */
  readonly forget: (from: number) => void
  readonly open: (team?: string, more?: Partial<Said>) => Envelope
  readonly note: (to: CaseId, more?: Partial<Said>) => Envelope
  /** The push of events `from` … `to` as the protocol wants it. */
  readonly request: (epoch: string, from: number, to?: number, more?: Partial<PushRequest>) => PushRequest
  readonly send: (url: string, request: unknown) => Promise<Answer>
  readonly push: (url: string, from: number, to?: number, more?: Partial<PushRequest>) => Promise<PushResponse>
  readonly hello: (url: string, more?: Partial<HelloRequest>) => Promise<HelloResponse>
  readonly pull: (url: string, cursors: Readonly<Record<string, number>>, limit?: number) => Promise<PullResponse>
}

/** The link after an event that may be anything; what cannot be written as bytes breaks the chain and is not sent. */
function linkOf(changed: Envelope, event: Envelope): Hash {
  try {
    return envelopeHashes({ ...changed, n: event.n, devPrev: event.devPrev }).devHash
  } catch {
    return zeroHash
  }
}

const signed = (key: KeyObject, bytes: Uint8Array): string => sign(null, bytes, key).toString('base64')

interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}
type Account = Pick<Device, 'publicKey' | 'proof' | 'signIn' | 'login' | 'adopt' | 'refresh' | 'renew'>
type Author = Pick<Device, 'events' | 'lastN' | 'say' | 'sayRaw' | 'forget' | 'open' | 'note' | 'request'>
type Exchange = Pick<Device, 'send' | 'push' | 'hello' | 'pull'>

function createAccount(device: DeviceId, pair: KeyPair): Account {
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  let current: SignIn | null = null
  const signIn = (): SignIn => {
    if (!current) throw new Error('not signed in')
    return current
  }
  const refresh = (url: string, refreshToken: string, key = pair.privateKey) => {
    const proof = signed(key, refreshProofBytes(device, refreshToken))
    return post(url, '/v1/auth/refresh', { refreshToken, device, proof })
  }
  return {
    publicKey,
    proof: (bytes) => signed(pair.privateKey, bytes),
    signIn,
    login: async (url, user, org = demoOrg.id, password = demoPassword) => {
      const body = { org, user, password, device, devicePublicKey: publicKey }
      current = SignInSchema.parse(await right('login', post(url, '/v1/auth/login', body)))
      return current
    },
    adopt: (given) => {
      current = given
    },
    refresh,
    renew: async (url) => {
      current = SignInSchema.parse(await right('refresh', refresh(url, signIn().refreshToken)))
    },
  }
}

/** The body of an answer that has to be 200. */
async function right(what: string, asked: Promise<Answer>): Promise<unknown> {
  const answer = await asked
  if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

function envelopeOf(said: Said, own: { device: DeviceId; n: number; link: Hash; signIn: SignIn }): Envelope {
  const { kind = 'fact', v = 1, body = {}, wallMs = Date.now(), monoMs = own.n, pre, customer, sealed } = said
  return {
    id: said.id ?? uuid7(),
    org: said.org ?? own.signIn.org.id,
    device: said.device ?? own.device,
    n: own.n,
    actor: said.actor ?? own.signIn.actor.id,
    session: said.session ?? own.signIn.session,
    case: said.case ?? uuid7(),
    ...{ kind, type: said.type, v, body, wallMs, monoMs },
    ...(pre ? { pre } : {}),
    ...(customer ? { customer } : {}),
    ...(sealed ? { sealed } : {}),
    hlc: tickHlc(zeroHlc, wallMs),
    bootId: 'boot',
    devPrev: own.link,
  } as unknown as Envelope
}

function createAuthor(device: DeviceId, pair: KeyPair, signIn: () => SignIn): Author {
  const events: Envelope[] = []
  const links: Hash[] = []
  const write = (said: Said, make: (event: Envelope) => Envelope, linked: (it: Envelope, from: Envelope) => Hash) => {
    const from = envelopeOf(said, { device, n: events.length + 1, link: links.at(-1) ?? zeroHash, signIn: signIn() })
    const event = make(from)
    events.push(event)
    links.push(linked(event, from))
    return event
  }
  const say = (said: Said) =>
    write(
      said,
      (event) => event,
      (event) => envelopeHashes(event).devHash,
    )
  const opening = (team: string, more: Partial<Said>): Said => ({ type: 'opened', body: openedBody(team), ...more })
  return {
    events,
    lastN: () => events.length,
    say,
    sayRaw: (make) => void write(opening('hotline', {}), (event) => make(event) as Envelope, linkOf),
    forget: (from) => {
      events.length = from - 1
      links.length = from - 1
    },
    open: (team = 'hotline', more = {}) => say(opening(team, more)),
    note: (to, more = {}) => say({ type: 'note_added', case: to, body: { id: uuid7() }, ...more }),
    request: (epoch, from, to = events.length, more = {}) => {
      const devHash = links[to - 1] ?? zeroHash
      const sig = signed(pair.privateKey, batchProofBytes(device, to, devHash))
      const batch = { device, epoch, from, events: events.slice(from - 1, to), keys: [], newestN: events.length }
      return { ...batch, devHash, sig, ...more }
    },
  }
}

function createExchange(device: DeviceId, author: Author, signIn: () => SignIn): Exchange {
  const ask = (url: string, path: string, body: unknown) => post(url, path, body, signIn().accessToken)
  const send = (url: string, request: unknown) => ask(url, '/v1/sync/push', request)
  const hello = async (url: string, more: Partial<HelloRequest> = {}) => {
    const body = { protocol: 1, device, appV: '1', eventV: 1, lastN: 0, newestN: author.lastN(), ...more }
    return HelloResponseSchema.parse(await right('hello', ask(url, '/v1/sync/hello', body)))
  }
  return {
    send,
    hello,
    push: async (url, from, to = author.lastN(), more = {}) => {
      const { epoch } = await hello(url)
      return PushResponseSchema.parse(await right('push', send(url, author.request(epoch, from, to, more))))
    },
    pull: async (url, cursors, limit = 1000) =>
      PullResponseSchema.parse(await right('pull', ask(url, '/v1/sync/pull', { cursors, limit }))),
  }
}

/** A console as the server sees one, with its own key and chain; nothing of the real one is used. */
export function createDevice(name = `device-${randomUUID()}`, pair: KeyPair = generateKeyPairSync('ed25519')): Device {
  const device = name as DeviceId
  const account = createAccount(device, pair)
  const author = createAuthor(device, pair, account.signIn)
  const fork = (): Device => {
    const copy = createDevice(name, pair)
    copy.adopt(account.signIn())
    return copy
  }
  return { name: device, fork, ...account, ...author, ...createExchange(device, author, account.signIn) }
}

/** A number made of a text, for tests that need many different ids. */
export const idOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
