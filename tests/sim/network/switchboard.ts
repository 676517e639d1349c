import type { Cluster } from '../server/cluster.ts'
import type { StreamSink, WireAnswer, WireRequest } from '../server/process.ts'
import type { Time } from '../time.ts'

/** What arrives at the server within this time is handled at once, not one after the other. */
const gatherMs = 3

export interface Exchange {
  readonly request: WireRequest
  /** `null` = the server died before it answered. */
  readonly answer: WireAnswer | null
}

/** Carries requests to the server processes and sees every answer, also those that never arrive. */
export interface Switchboard {
  readonly send: (request: WireRequest, afterMs: number, back: (answer: WireAnswer | null) => void) => void
  readonly openStream: (
    owner: string,
    token: string,
    sink: StreamSink,
    signal: AbortSignal | null,
    back: (status: number | null) => void,
  ) => Promise<void>
  readonly breakStreams: (owner: string) => void
}

interface Arrived {
  readonly request: WireRequest
  readonly back: (answer: WireAnswer | null) => void
}

export interface SwitchboardDeps {
  readonly time: Time
  readonly cluster: Cluster
  readonly onExchange: (exchange: Exchange) => Promise<void>
}

/** Passwords are checked on the thread pool, in no order that a seed could fix: these go one after the other. */
const isAlone = (request: WireRequest): boolean => request.path.startsWith('/v1/auth/')

export function createSwitchboard({ time, cluster, onExchange }: SwitchboardDeps): Switchboard {
  let arrived: Arrived[] = []
  const streams = new Map<string, Set<() => void>>()

  const handle = async ({ request, back }: Arrived): Promise<void> => {
    const process = cluster.choose()
    const answer = process ? await process.handle(request) : null
    await onExchange({ request, answer })
    back(answer)
  }

  const flush = async (): Promise<void> => {
    const group = arrived
    arrived = []
    for (const item of group) if (isAlone(item.request)) await handle(item)
    await Promise.all(group.filter((item) => !isAlone(item.request)).map(handle))
  }

  return {
    send: (request, afterMs, back) => {
      time.after('network', afterMs, () => {
        if (arrived.length === 0) time.after('network', gatherMs, flush)
        arrived.push({ request, back })
      })
    },
    openStream: async (owner, token, sink, signal, back) => {
      const process = cluster.choose()
      if (!process) return back(null)
      const { status, close } = await process.openStream(token, sink)
      const own = streams.get(owner) ?? new Set()
      streams.set(owner, own)
      own.add(sink.end)
      const forget = (): void => {
        own.delete(sink.end)
        close()
      }
      signal?.addEventListener('abort', forget)
      back(status)
    },
    breakStreams: (owner) => {
      for (const end of streams.get(owner) ?? []) end()
      streams.delete(owner)
    },
  }
}
