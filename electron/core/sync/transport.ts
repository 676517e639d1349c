import { z } from 'zod'
import { type DatedChoices, DatedChoicesSchema } from '../../../shared/contract/choices.ts'
import {
  type Device,
  DeviceSchema,
  type Fork,
  type Forked,
  ForkedSchema,
  type Quarantined,
  QuarantinedSchema,
  type SignIn,
  SignInSchema,
} from '../../../shared/contract/server.ts'
import {
  type HelloRequest,
  type HelloResponse,
  HelloResponseSchema,
  type KeysRequest,
  type KeysResponse,
  KeysResponseSchema,
  type PullRequest,
  type PullResponse,
  type PushRequest,
  type PushResponse,
  PushResponseSchema,
  quickAnswers,
  type SnapshotChunk,
} from '../../../shared/sync/protocol.ts'

/** What can go wrong between a console and the server, as the sync engine and the screens know it. */
export type Weather =
  | 'offline' // no answer at all
  | 'tls' // the server's certificate is not valid
  | 'captive' // something else answered: a sign-in page of the network
  | 'busy' // 429 or 5xx
  | 'signed_out' // 401: the token is no longer good
  | 'refused' // any other 4xx: a bug or a server that no longer speaks with us
  | 'malformed' // an answer that is not what the protocol says

export class TransportError extends Error {
  readonly weather: Weather
  readonly code: string
  /** The server asked not to be asked again before that. */
  readonly retryAfterMs?: number
  /** The server's signature under what it says, where it gave one. */
  readonly proof?: string
  /** The number of the event it speaks of, or expects. */
  readonly n?: number
  constructor(weather: Weather, code: string, more: Pick<TransportError, 'retryAfterMs' | 'proof' | 'n'> = {}) {
    super(`${weather}: ${code}`)
    this.weather = weather
    this.code = code
    Object.assign(this, more)
  }
}

export interface Credentials {
  readonly org: string
  readonly user: string
  readonly password: string
  readonly device: string
  readonly devicePublicKey: string
}

/** A hint from the stream: where the scopes stand, and the version of this person's rights. */
export interface Heard {
  readonly heads: Readonly<Record<string, number>>
  readonly aclV?: number
}

export interface LiveHandlers {
  readonly onUp: () => void
  readonly onHeard: (heard: Heard) => void
  readonly onDown: () => void
}

/** A file of a case at the server. */
export interface FileAddress {
  readonly case: string
  readonly hash: string
}

/** `bytes` and `digest` (SHA-256, hex) are of what is sent. */
export interface AnnouncedFile extends FileAddress {
  readonly bytes: number
  readonly digest: string
}

export interface Transport {
  readonly login: (credentials: Credentials) => Promise<SignIn>
  readonly refresh: (refreshToken: string, device: string, proof: string) => Promise<SignIn>
  /** Ends the session of a refresh token. */
  readonly logout: (refreshToken: string) => Promise<void>
  /** Goes on as another device: this one's disk lives twice. */
  readonly fork: (token: string, request: Fork) => Promise<Forked>
  /** What the person chose for themselves: shows what is held here, answers which one counts. */
  readonly choices: (token: string, own: DatedChoices | undefined) => Promise<DatedChoices | null>
  readonly devices: (token: string) => Promise<readonly Device[]>
  readonly quarantine: (token: string) => Promise<readonly Quarantined[]>
  readonly revokeDevice: (token: string, id: string, wipe: boolean) => Promise<void>
  readonly hello: (token: string, request: HelloRequest) => Promise<HelloResponse>
  readonly push: (token: string, request: PushRequest) => Promise<PushResponse>
  readonly pull: (token: string, request: PullRequest) => Promise<PullResponse>
  /** Gives keys the server lost, and asks for those that did not come with their events. */
  readonly keys: (token: string, request: KeysRequest) => Promise<KeysResponse>
  readonly snapshot: (token: string, at: { scope: string; seq: number; chunk: string }) => Promise<SnapshotChunk>
  /** Enters a file to be sent, or asks again; how much of it the server has. Source: tus 1.0. */
  readonly announce: (token: string, it: AnnouncedFile) => Promise<number>
  /** Sends a piece of it; how much the server has then. */
  readonly append: (token: string, at: FileAddress, offset: number, piece: Uint8Array) => Promise<number>
  /** The rest of a file from a byte on; `bytes` = of the whole. The stream fails with `TransportError` where it is cut. */
  readonly fetchFile: (
    token: string,
    at: FileAddress,
    from: number,
  ) => Promise<{ readonly bytes: number; readonly body: AsyncIterable<Uint8Array> }>
  /** Opens the stream of heads; returns how to close it. `onDown` is called once, however it ends. */
  readonly live: (token: string, handlers: LiveHandlers) => () => void
}

const choicesAnswer = z.strictObject({ kept: DatedChoicesSchema.nullable() })
const requestTimeoutMs = 30_000

/** How bytes get out of this machine, and what ends an exchange that takes too long. */
export interface Wire {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly expire: (afterMs: number) => AbortSignal
}

function weatherOf(status: number): Weather {
  if (status === 401) return 'signed_out'
  // 409: the server stands elsewhere than we thought; the next hello tells where.
  return status === 409 || status === 429 || status >= 500 ? 'busy' : 'refused'
}

function networkFault(error: unknown): TransportError {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
  const code = cause?.code ?? (error instanceof Error ? error.name : 'unknown')
  return new TransportError(/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code) ? 'tls' : 'offline', code)
}

/** Seconds, as HTTP has it; a date is not followed: our clock may be wrong. */
function retryAfter(response: Response): { readonly retryAfterMs?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}
}

async function problemOf(response: Response): Promise<TransportError> {
  // A refusal whose body is no JSON (a gateway's page) is told by its status alone.
  const body: unknown = await response.json().catch(() => null)
  const said =
    body !== null && typeof body === 'object'
      ? (body as { code?: unknown; proof?: unknown; n?: unknown; expected?: unknown })
      : {}
  const code = typeof said.code === 'string' ? said.code : `http_${response.status}`
  const proof = typeof said.proof === 'string' ? { proof: said.proof } : {}
  const told = said.n ?? said.expected
  const n = typeof told === 'number' ? { n: told } : {}
  return new TransportError(weatherOf(response.status), code, { ...retryAfter(response), ...proof, ...n })
}

/** An answer that ends in the middle is weather, whether the connection says so or not. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw networkFault(error)
  })
  try {
    return JSON.parse(text)
  } catch {
    // What it says instead is of no use to anybody.
    throw new TransportError('offline', 'cut_short')
  }
}

async function readAnswer<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  if (!response.ok) throw await problemOf(response)
  if (!isJson) throw new TransportError('captive', 'not_json')
  const parsed = schema.safeParse(await readJson(response))
  if (!parsed.success) throw new TransportError('malformed', parsed.error.issues[0]?.path.join('.') ?? 'body')
  return parsed.data
}

const tus = { 'tus-resumable': '1.0.0' }
const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** How much of a file the server has, as it says in its answer; who says nothing of it is somebody else. */
function offsetIn(response: Response): number {
  const offset = Number(response.headers.get('upload-offset') ?? Number.NaN)
  if (!Number.isInteger(offset) || offset < 0) throw new TransportError('captive', 'not_tus')
  return offset
}

function fileIn(response: Response, from: number): { bytes: number; body: AsyncIterable<Uint8Array> } {
  const rest = Number(response.headers.get('content-length') ?? Number.NaN)
  const isFile = (response.headers.get('content-type') ?? '').startsWith('application/octet-stream')
  const isWhence = response.status === (from > 0 ? 206 : 200)
  if (!isFile || !isWhence || !response.body || !Number.isInteger(rest)) throw new TransportError('captive', 'not_file')
  return { bytes: from + rest, body: piecesIn(response.body) }
}

async function* piecesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw networkFault(error)
  }
}

/** Reads one server-sent event per blank line; hands its data on. Ends when the stream ends or breaks. */
async function readStream(body: ReadableStream<Uint8Array>, onData: (data: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = block
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
      if (data.length > 0) onData(data.join('\n'))
    }
  }
}

const heardSchema = z.object({ heads: z.record(z.string(), z.number()), aclV: z.int().optional() })

function heardIn(data: string): Heard {
  const parsed = heardSchema.safeParse(JSON.parse(data))
  if (!parsed.success) throw new TransportError('malformed', 'live')
  const { heads, aclV } = parsed.data
  return aclV === undefined ? { heads } : { heads, aclV }
}

async function follow(
  wire: Wire,
  url: string,
  token: string,
  handlers: LiveHandlers,
  signal: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' }
  const response = await wire.fetch(url, { headers, signal })
  const isStream = /event-stream/.test(response.headers.get('content-type') ?? '')
  if (!response.ok || !isStream || !response.body) throw new TransportError(weatherOf(response.status), 'live')
  handlers.onUp()
  await readStream(response.body, (data) => handlers.onHeard(heardIn(data)))
}

const liveOver =
  (wire: Wire, server: string): Transport['live'] =>
  (token, handlers) => {
    const abort = new AbortController()
    let isUp = false
    const onUp = (): void => {
      isUp = true
      handlers.onUp()
    }
    const noAnswer = wire.expire(requestTimeoutMs)
    noAnswer.addEventListener('abort', () => {
      if (!isUp) abort.abort(noAnswer.reason)
    })
    const url = `${server}/v1/sync/live`
    follow(wire, url, token, { ...handlers, onUp }, abort.signal).then(handlers.onDown, handlers.onDown)
    return () => abort.abort()
  }

type Carry = (
  method: string,
  path: string,
  token: string,
  headers: Record<string, string>,
  body?: Uint8Array,
) => Promise<Response>

const filesOver = (carry: Carry): Pick<Transport, 'announce' | 'append' | 'fetchFile'> => ({
  announce: async (token, { case: id, hash, bytes, digest }) => {
    const metadata = `case ${base64(id)},hash ${base64(hash)},sha256 ${base64(digest)}`
    return offsetIn(
      await carry('POST', '', token, { ...tus, 'upload-length': String(bytes), 'upload-metadata': metadata }),
    )
  },
  append: async (token, { case: id, hash }, offset, piece) => {
    const headers = { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
    return offsetIn(await carry('PATCH', `/${id}/${hash}`, token, headers, piece))
  },
  fetchFile: async (token, { case: id, hash }, from) =>
    fileIn(await carry('GET', `/${id}/${hash}`, token, from > 0 ? { range: `bytes=${from}-` } : {}), from),
})

/** Talks to the central server at `server` (origin). The only place in the core that opens a connection. */
export function createTransport(server: string, wire: Wire): Transport {
  const send = (path: string, init: RequestInit): Promise<Response> => {
    const signal = wire.expire(requestTimeoutMs)
    return wire.fetch(`${server}${path}`, { ...init, signal, redirect: 'error' }).catch((error: unknown) => {
      throw networkFault(error)
    })
  }
  const ask = async <T>(path: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> =>
    readAnswer(await send(path, init), schema)
  const list = <T>(token: string, path: string, schema: z.ZodType<T>): Promise<T[]> =>
    ask(path, { headers: { authorization: `Bearer ${token}` } }, z.array(schema).max(100_000))
  const carry = async (
    method: string,
    path: string,
    token: string,
    headers: Record<string, string>,
    body?: Uint8Array,
  ) => {
    const all = { authorization: `Bearer ${token}`, ...headers }
    const init = { method, headers: all, ...(body === undefined ? {} : { body: Buffer.from(body) }) }
    const response = await send(`/v1/attachments${path}`, init)
    if (!response.ok) throw await problemOf(response)
    return response
  }
  const post = <T>(path: string, body: unknown, schema: z.ZodType<T>, token?: string): Promise<T> => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
    return ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, schema)
  }
  return {
    login: (credentials) => post('/v1/auth/login', credentials, SignInSchema),
    refresh: (refreshToken, device, proof) => post('/v1/auth/refresh', { refreshToken, device, proof }, SignInSchema),
    logout: async (refreshToken) => {
      await post('/v1/auth/logout', { refreshToken }, z.unknown())
    },
    fork: (token, request) => post('/v1/devices/fork', request, ForkedSchema, token),
    choices: async (token, own) =>
      (await post('/v1/choices', own === undefined ? {} : { own }, choicesAnswer, token)).kept,
    devices: (token) => list(token, '/v1/devices', DeviceSchema),
    quarantine: (token) => list(token, '/v1/quarantine', QuarantinedSchema),
    revokeDevice: async (token, id, wipe) => {
      await post(`/v1/devices/${encodeURIComponent(id)}/revoke`, { wipe }, z.unknown(), token)
    },
    hello: (token, request) => post('/v1/sync/hello', request, HelloResponseSchema, token),
    push: (token, request) => post('/v1/sync/push', request, PushResponseSchema, token),
    pull: (token, request) => post('/v1/sync/pull', request, quickAnswers.pull, token),
    keys: (token, request) => post('/v1/sync/keys', request, KeysResponseSchema, token),
    snapshot: (token, { scope, seq, chunk }) =>
      ask(
        `/v1/sync/snapshot/${encodeURIComponent(scope)}/${seq}/${chunk}`,
        { headers: { authorization: `Bearer ${token}` } },
        quickAnswers.snapshot,
      ),
    ...filesOver(carry),
    live: liveOver(wire, server),
  }
}
