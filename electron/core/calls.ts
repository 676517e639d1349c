import type { IncomingCall } from '../../shared/intake/incoming-call.ts'
import { createInbox } from './inbox.ts'

/** `known` = the same call was handed over before. */
export type Rung = 'shown' | 'waiting' | 'known'

export interface CallDesk {
  /** Somebody rings: the newest window gets the call, or the first one that opens soon. */
  readonly ring: (call: IncomingCall) => Rung
  /** Calls for one window; ends with `signal`. */
  readonly answer: (signal?: AbortSignal) => AsyncGenerator<IncomingCall, void, void>
}

/** A call that waited longer for a window is over, or was answered without us. */
const waitsMs = 120_000
/** A phone system that says the same call id again within this time is telling of the same call. */
const sameCallMs = 10 * 60_000
const mostWaiting = 20

/** Hands each ringing call to exactly one window. `monoMs` = a steady clock. Source: CALL-12. */
export function createCallDesk(monoMs: () => number): CallDesk {
  const windows: ((call: IncomingCall) => void)[] = []
  const seen = new Map<string, number>()
  let waiting: readonly { readonly call: IncomingCall; readonly atMs: number }[] = []

  const isKnown = ({ callId }: IncomingCall): boolean => {
    const nowMs = monoMs()
    for (const [id, atMs] of seen) if (nowMs - atMs > sameCallMs) seen.delete(id)
    if (callId === undefined) return false
    const known = seen.has(callId)
    if (!known) seen.set(callId, nowMs)
    return known
  }

  const stillRinging = () => {
    const ringing = waiting.filter(({ atMs }) => monoMs() - atMs <= waitsMs)
    waiting = []
    return ringing
  }

  async function* answer(signal?: AbortSignal): AsyncGenerator<IncomingCall, void, void> {
    const inbox = createInbox<IncomingCall>(signal)
    windows.push(inbox.put)
    for (const { call } of stillRinging()) inbox.put(call)
    try {
      yield* inbox.items()
    } finally {
      windows.splice(windows.indexOf(inbox.put), 1)
    }
  }

  return {
    ring: (call) => {
      if (isKnown(call)) return 'known'
      const newest = windows.at(-1)
      if (newest) newest(call)
      else waiting = [...waiting, { call, atMs: monoMs() }].slice(-mostWaiting)
      return newest ? 'shown' : 'waiting'
    },
    answer,
  }
}
