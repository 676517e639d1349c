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

/** A console as the server sees one, with its own key and chain; nothing of the real one is used. */
export function createDevice(name = `device-${randomUUID()}`, pair = generateKeyPairSync('ed25519')): Device {
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const device = name as DeviceId
  let signIn: SignIn | null = null
  let link: Hash = zeroHash
  let n = 0
  const events: Envelope[] = []
  const links: Hash[] = []

  const signed = (key: KeyObject, bytes: Uint8Array) => sign(null, bytes, key).toString('base64')
  const need = (): SignIn => {
    if (!signIn) throw new Error('not signed in')
    return signIn
  }

  return {
    name: device,
    publicKey,
    events,
    signIn: need,
    lastN: () => n,
    login: async (url: string, user: string, org: string = demoOrg.id, password: string = demoPassword) => {
      const body = { org, user, password, device, devicePublicKey: publicKey }
      const answer = await post(url, '/v1/auth/login', body)
      if (answer.status !== 200) throw new Error(`login: ${answer.status} ${JSON.stringify(answer.body)}`)
      signIn = SignInSchema.parse(answer.body)
      return signIn
    },
    adopt: (given: SignIn) => {
      signIn = given
    },
    refresh: async (url: string, refreshToken: string, key = pair.privateKey) => {
      const proof = signed(key, refreshProofBytes(device, refreshToken))
      return post(url, '/v1/auth/refresh', { refreshToken, device, proof })
    },
    renew: async function (url) {
      const answer = await this.refresh(url, need().refreshToken)
      signIn = SignInSchema.parse(answer.body)
    },
    fork: (): Device => {
      const copy = createDevice(name, pair)
      copy.adopt(need())
      return copy
    },
    sayRaw: function (make) {
      const event = this.open()
      const changed = make(event) as Envelope
      events[events.length - 1] = changed
      link = linkOf(changed, event)
      links[links.length - 1] = link
    },
    forget: (from) => {
      n = from - 1
      events.length = n
      links.length = n
      link = links.at(-1) ?? zeroHash
    },
    say: (said: Said): Envelope => {
      const { type, kind = 'fact', body = {}, wallMs = Date.now() } = said
      const envelope = {
        id: said.id ?? uuid7(),
        org: said.org ?? need().org.id,
        device: said.device ?? device,
        n: n + 1,
        actor: said.actor ?? need().actor.id,
        session: said.session ?? need().session,
        case: said.case ?? uuid7(),
        kind,
        type,
        v: said.v ?? 1,
        ...(said.pre ? { pre: said.pre } : {}),
        body,
        ...(said.customer ? { customer: said.customer } : {}),
        ...(said.sealed ? { sealed: said.sealed } : {}),
        hlc: tickHlc(zeroHlc, wallMs),
        wallMs,
        monoMs: said.monoMs ?? n,
        bootId: 'boot',
        devPrev: link,
      } as unknown as Envelope
      n += 1
      link = envelopeHashes(envelope).devHash
      events.push(envelope)
      links.push(link)
      return envelope
    },
    open: function (team = 'hotline', more: Partial<Said> = {}): Envelope {
      return this.say({ type: 'opened', body: openedBody(team), ...more })
    },
    note: function (to: CaseId, more: Partial<Said> = {}): Envelope {
      return this.say({ type: 'note_added', case: to, body: { id: uuid7() }, ...more })
    },
    request: (epoch: string, from: number, to = n, more: Partial<PushRequest> = {}): PushRequest => {
      const devHash = links[to - 1] ?? zeroHash
      const sig = signed(pair.privateKey, batchProofBytes(device, to, devHash))
      return { device, epoch, from, events: events.slice(from - 1, to), keys: [], newestN: n, devHash, sig, ...more }
    },
    send: (url: string, request: unknown): Promise<Answer> => post(url, '/v1/sync/push', request, need().accessToken),
    push: async function (url: string, from: number, to = n, more: Partial<PushRequest> = {}): Promise<PushResponse> {
      const { epoch } = await this.hello(url)
      const answer = await this.send(url, this.request(epoch, from, to, more))
      if (answer.status !== 200) throw new Error(`push: ${answer.status} ${JSON.stringify(answer.body)}`)
      return PushResponseSchema.parse(answer.body)
    },
    hello: async (url: string, more: Partial<HelloRequest> = {}): Promise<HelloResponse> => {
      const body = { protocol: 1, device, appV: '1', eventV: 1, lastN: 0, newestN: n, ...more }
      const answer = await post(url, '/v1/sync/hello', body, need().accessToken)
      if (answer.status !== 200) throw new Error(`hello: ${answer.status} ${JSON.stringify(answer.body)}`)
      return HelloResponseSchema.parse(answer.body)
    },
    pull: async (url: string, cursors: Readonly<Record<string, number>>, limit = 1000): Promise<PullResponse> => {
      const answer = await post(url, '/v1/sync/pull', { cursors, limit }, need().accessToken)
      if (answer.status !== 200) throw new Error(`pull: ${answer.status} ${JSON.stringify(answer.body)}`)
      return PullResponseSchema.parse(answer.body)
    },
  }
}

/** A number made of a text, for tests that need many different ids. */
export const idOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
