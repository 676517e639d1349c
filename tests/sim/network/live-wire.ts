import type { WireRequest } from '../server/process.ts'
import { delayMs, type Link } from './link.ts'
import type { Waiting, WireDeps } from './wire.ts'

export interface LiveWireDeps extends WireDeps {
  readonly link: () => Link
}

/** A stream of heads through the simulated network: bytes keep their order, and are late, swallowed or cut off. */
export function openLive(deps: LiveWireDeps, request: WireRequest, waiting: Waiting, signal: AbortSignal | null): void {
  const { time, dice, owner, board, link } = deps
  if (!link().up) {
    time.after(owner, 20, () => waiting.fail('ECONNREFUSED'))
    return
  }
  let body: ReadableStreamDefaultController<Uint8Array> | null = null
  let lastMs = 0
  const inOrder = (work: () => void): void => {
    lastMs = Math.max(lastMs, time.nowMs() + delayMs(link(), dice))
    time.after(owner, lastMs - time.nowMs(), work)
  }
  const end = (): void => {
    const open = body
    body = null
    open?.error(new TypeError('terminated'))
  }
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      body = controller
    },
    cancel: () => {
      body = null
    },
  })
  const sink = {
    write: (text: string) => {
      if (!link().stall) inOrder(() => body?.enqueue(new TextEncoder().encode(text)))
    },
    end: () => inOrder(end),
  }
  const token = (request.headers['authorization'] ?? '').slice('Bearer '.length)
  inOrder(() => board.openStream(owner, token, sink, signal, (status) => answer(status, end)))
  const answer = (status: number | null, drop: () => void): void => {
    if (status === null) {
      waiting.fail('ECONNRESET')
      return
    }
    const headers = { 'content-type': status === 200 ? 'text/event-stream' : 'application/problem+json' }
    if (status !== 200) drop()
    waiting.resolve(new Response(status === 200 ? stream : '{}', { status, headers }))
  }
  signal?.addEventListener('abort', end)
}
