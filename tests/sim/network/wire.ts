import type { Wire } from '../../../electron/core/sync/transport.ts'
import type { Dice } from '../random.ts'
import type { WireAnswer, WireRequest } from '../server/process.ts'
import type { Time } from '../time.ts'
import { delayMs, goodLink, type Link } from './link.ts'
import { type LiveWireDeps, openLive } from './live-wire.ts'
import type { Switchboard } from './switchboard.ts'

export interface SimWire extends Wire {
  readonly setLink: (link: Link) => void
  /** Requests whose outcome the console still waits for, streams included. */
  readonly open: () => number
  /** The machine is asleep (what is under way is not heard, and runs out of time later) or gone. */
  readonly dropAll: (how: 'deaf' | 'vanish') => void
}

export interface WireDeps {
  readonly owner: string
  readonly time: Time
  readonly dice: Dice
  readonly board: Switchboard
}

/** One way of an answer to whoever waits for it; only the first call counts. */
export interface Waiting {
  readonly resolve: (response: Response) => void
  readonly fail: (code: string) => void
  readonly forget: () => void
  deaf: boolean
}

const networkError = (code: string): TypeError => new TypeError('fetch failed', { cause: { code } })

function readRequest(url: string, init: RequestInit): WireRequest {
  const headers = init.headers as Readonly<Record<string, string>>
  const body = typeof init.body === 'string' ? { body: init.body } : {}
  return { method: init.method ?? 'GET', path: new URL(url).pathname, headers, ...body }
}

/** The console's side of a simulated network. */
export function createWire(deps: WireDeps): SimWire {
  const { time, owner, board } = deps
  const open = new Set<Waiting>()
  const timeouts = new WeakMap<AbortSignal, () => void>()
  let link: Link = goodLink

  const begin = (signal: AbortSignal | null | undefined, done: (waiting: Waiting) => void): Promise<Response> =>
    new Promise((resolve, reject) => {
      const end = (act: () => void): void => {
        if (!open.delete(waiting)) return
        if (signal) timeouts.get(signal)?.()
        act()
      }
      const waiting: Waiting = {
        resolve: (response) => end(() => resolve(response)),
        fail: (code) => end(() => reject(networkError(code))),
        forget: () => void open.delete(waiting),
        deaf: false,
      }
      open.add(waiting)
      signal?.addEventListener('abort', () => end(() => reject(signal.reason)))
      done(waiting)
    })

  return {
    expire: (afterMs) => {
      const abort = new AbortController()
      const reason = new DOMException('The operation timed out', 'TimeoutError')
      timeouts.set(
        abort.signal,
        time.after(`${owner} timeouts`, afterMs, () => abort.abort(reason)),
      )
      return abort.signal
    },
    fetch: (url, init) => {
      const request = readRequest(url, init)
      const isLive = request.path === '/v1/sync/live'
      return begin(init.signal, (waiting) => {
        if (isLive) openLive({ ...deps, link: () => link }, request, waiting, init.signal ?? null)
        else exchange({ ...deps, link: () => link }, request, waiting)
      })
    },
    setLink: (next) => {
      link = next
      if (!next.up) board.breakStreams(owner)
    },
    open: () => open.size,
    dropAll: (how) => {
      for (const waiting of [...open]) {
        waiting.deaf = true
        if (how === 'vanish') waiting.forget()
      }
      if (how === 'vanish') time.drop(`${owner} timeouts`)
      board.breakStreams(owner)
    },
  }
}

/** One request and its answer, as the weather has it. */
function exchange(deps: LiveWireDeps, request: WireRequest, waiting: Waiting): void {
  const { time, dice, owner, board } = deps
  const way = deps.link()
  if (!way.up) return void time.after(owner, 20, () => waiting.fail('ECONNREFUSED'))
  if (way.gateway !== null) return void time.after(owner, delayMs(way, dice), () => waiting.resolve(gatewayAnswer(way)))
  const arrive = (heard: boolean) =>
    board.send(request, delayMs(way, dice), (answer) => {
      if (heard) comeBack(deps, way, answer, waiting)
    })
  if (dice.happens(way.double)) time.after('network', 200 + dice.int(15_000), () => arrive(false))
  if (!dice.happens(way.loseRequests)) arrive(true)
}

/** The link once more: what went out in good weather may come back in bad. */
function comeBack({ link, time, dice, owner }: LiveWireDeps, way: Link, answer: WireAnswer | null, to: Waiting): void {
  if (!link().up || to.deaf || dice.happens(way.loseAnswers)) return
  const cutAt = answer && dice.happens(way.cut) ? dice.int(answer.body.length + 1) : null
  time.after(owner, delayMs(way, dice), () => {
    if (answer === null) to.fail('ECONNRESET')
    else to.resolve(responseOf(answer, cutAt))
  })
}

function gatewayAnswer(link: Link): Response {
  if (link.gateway === 'captive')
    return new Response('<html><title>Welcome</title></html>', {
      status: 200,
      headers: { 'content-type': 'text/html' },
    })
  const headers = { 'content-type': 'text/html', 'retry-after': '2' }
  return new Response('<html></html>', { status: link.gateway ?? 502, headers })
}

/** `cutAt`: the connection ends after so many characters. */
function responseOf(answer: WireAnswer, cutAt: number | null): Response {
  const init = { status: answer.status, headers: { 'content-type': answer.type } }
  if (cutAt === null) return new Response(answer.body, init)
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(answer.body.slice(0, cutAt)))
      controller.error(networkError('UND_ERR_SOCKET'))
    },
  })
  return new Response(body, init)
}
