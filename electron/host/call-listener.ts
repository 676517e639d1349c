import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type IncomingCall, readCall } from '../../shared/intake/incoming-call.ts'
import { type Result, refuse } from '../../shared/kernel/result.ts'
import type { Rung } from '../core/calls.ts'

export interface CallListener {
  readonly url: string
  readonly close: () => Promise<void>
}

export interface CallListenerDeps {
  readonly port: number
  /** What the phone system has to show. */
  readonly token: string
  readonly onCall: (call: IncomingCall) => Rung
}

const path = '/v1/calls'
const mostBytes = 4096
const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

type Answer = readonly [status: number, body: Readonly<Record<string, unknown>>]

/** RFC 9457; `code` is stable. */
const problem = (status: number, code: string, more: Readonly<Record<string, unknown>> = {}): Answer => [
  status,
  { type: 'about:blank', title: code, status, code, ...more },
]

function isToken(given: string | undefined, token: string): boolean {
  const shown = Buffer.from(given ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return shown.length === wanted.length && timingSafeEqual(shown, wanted)
}

/** Refuses whoever is not a phone system on this machine; a browser names the page it comes from, a phone system has none. */
function strangerAnswer(
  { headers, method, url }: IncomingMessage,
  deps: CallListenerDeps,
  host: string,
): Answer | null {
  const name = headers.host ?? ''
  if (name !== host && name !== host.replace('127.0.0.1', 'localhost')) return problem(421, 'call.wrong_host')
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return problem(403, 'call.from_page')
  if (!isToken(headers.authorization, deps.token)) return problem(401, 'call.bad_token')
  if ((url ?? '').split('?')[0] !== path) return problem(404, 'call.no_such_path')
  return method === 'POST' ? null : problem(405, 'call.post_only')
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function fieldsOf(body: string, mediaType: string): Result<Readonly<Record<string, unknown>>> {
  if (mediaType === form) return { ok: true, value: Object.fromEntries(new URLSearchParams(body)) }
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ok: true, value: { ...value } }
    return refuse('call.malformed')
  } catch {
    // The parser's own words would repeat what was sent.
    return refuse('call.malformed')
  }
}

async function answerTo(request: IncomingMessage, deps: CallListenerDeps, host: string): Promise<Answer> {
  const stranger = strangerAnswer(request, deps, host)
  if (stranger) return stranger
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType !== json && mediaType !== form) return problem(415, 'call.media_type')
  const body = await bodyOf(request)
  if (body === null) return problem(413, 'call.too_long', { max: mostBytes })
  const fields = fieldsOf(body, mediaType)
  const call = fields.ok ? readCall(fields.value) : fields
  if (!call.ok) return problem(400, call.error.tag, { field: call.error.field, ...call.error.detail })
  return [202, { state: deps.onCall(call.value) }]
}

function send(response: ServerResponse, [status, body]: Answer): void {
  const mediaType = status < 300 ? json : 'application/problem+json'
  response.writeHead(status, {
    'Content-Type': `${mediaType}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 ? { Allow: 'POST' } : {}),
    Connection: 'close',
  })
  response.end(JSON.stringify(body))
}

/**
 * Where a phone system of this machine hands calls over: `POST /v1/calls` with `number`, `queue`, `callId` as JSON or as a
 * form, and the token as bearer. Listens on 127.0.0.1 alone. Source: CALL-12.
 */
export async function listenForCalls(deps: CallListenerDeps): Promise<CallListener> {
  let host = ''
  const server = createServer((request, response) => {
    answerTo(request, deps, host).then(
      (answer) => send(response, answer),
      () => response.destroy(),
    )
  })
  server.headersTimeout = 5_000
  server.requestTimeout = 5_000
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(deps.port, '127.0.0.1', done)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}${path}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
