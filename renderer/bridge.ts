import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { consoleContract } from '../shared/contract/console.ts'
import type { Channel, OpenChannel } from './transport.ts'

/** Everything a screen may ask of the core. */
export type ConsoleClient = ContractRouterClient<typeof consoleContract>

/** Whether the core can be asked. `attempt` counts the tries since it was last reached. */
export type Reach =
  | { readonly state: 'connecting'; readonly attempt: number }
  | { readonly state: 'open' }
  | { readonly state: 'lost'; readonly attempt: number; readonly sinceMs: number }

/** Weather, not a refusal: the core was not reached, so nobody knows whether the call was carried out. */
export class CoreUnreachable extends Error {
  override readonly name = 'CoreUnreachable'
}

export const isWeather = (fault: unknown): boolean => fault instanceof CoreUnreachable

export interface BridgeDeps {
  readonly open: OpenChannel
  readonly nowMs: () => number
  readonly wait: (delayMs: number) => Promise<void>
  /** 0 … 1, spreads the tries of many windows. */
  readonly random: () => number
}

export interface Bridge {
  readonly client: ConsoleClient
  readonly reach: () => Reach
  /** Told of every change of `reach`; the answer ends it. */
  readonly onReach: (listener: () => void) => () => void
  /** Settles once the core can be asked. */
  readonly whenOpen: () => Promise<void>
  readonly stop: () => void
}

const firstRetryMs = 250
const longestRetryMs = 5000
/** A call that has no answer by then is given up; only what is followed may stay open. */
const answerWithinMs = 20_000
const staysOpen: ReadonlySet<string | undefined> = new Set(['changes', 'calls'])

/** Time to the next try: doubling from a quarter of a second to five seconds, less up to a half by chance. */
export const retryDelayMs = (attempt: number, random: number): number =>
  Math.round(Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1)) * (1 - random / 2))

/** The renderer's one way to the core, which it opens again by itself for as long as the window lives. */
export function createBridge(deps: BridgeDeps): Bridge {
  const listeners = new Set<() => void>()
  let channel: Channel | null = null
  let reach: Reach = { state: 'connecting', attempt: 1 }
  let stopped = false

  const become = (next: Reach) => {
    reach = next
    for (const listener of listeners) listener()
  }

  const keepOpen = async () => {
    let sinceMs: number | null = null
    for (let attempt = 1; !stopped; attempt++) {
      channel = await deps.open()
      if (channel !== null) {
        attempt = 0
        sinceMs = null
        become({ state: 'open' })
        await ended(channel.gone)
        channel = null
      }
      if (stopped) return
      sinceMs ??= deps.nowMs()
      become({ state: 'lost', attempt: Math.max(1, attempt), sinceMs })
      if (attempt > 0) await deps.wait(retryDelayMs(attempt, deps.random()))
    }
  }
  void keepOpen()

  const onReach = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    client: createORPCClient(throughChannel(() => channel)),
    reach: () => reach,
    onReach,
    whenOpen: () =>
      new Promise((resolve) => {
        if (reach.state === 'open') return resolve()
        const end = onReach(() => {
          if (reach.state !== 'open') return
          end()
          resolve()
        })
      }),
    stop: () => {
      stopped = true
    },
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

function throughChannel(current: () => Channel | null): ClientLink<ClientContext> {
  return {
    call: async (path, input, options) => {
      const channel = current()
      if (channel === null) throw new CoreUnreachable('not connected')
      const late = staysOpen.has(path[0]) ? null : AbortSignal.timeout(answerWithinMs)
      const signal = AbortSignal.any([options.signal, late].filter((one) => one instanceof AbortSignal))
      try {
        const answer = await unlessGone(channel.link.call(path, input, { ...options, signal }), channel.gone)
        return isStream(answer) ? untilGone(answer, channel.gone) : answer
      } catch (cause) {
        if (channel.gone.aborted || late?.aborted === true) throw new CoreUnreachable('no answer', { cause })
        throw cause
      }
    },
  }
}

/** A call whose way ends gets its answer at once, whatever the way itself makes of it: nothing hangs. */
function unlessGone<Answer>(answer: Promise<Answer>, gone: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(new CoreUnreachable('the core is gone'))
    gone.addEventListener('abort', lost, { once: true })
    answer.then(resolve, reject).finally(() => gone.removeEventListener('abort', lost))
  })
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer

/** A stream ends with its way. What the way says of that (a queue that was closed) is weather like any other. */
async function* untilGone(stream: AsyncIterable<unknown>, gone: AbortSignal): AsyncGenerator<unknown> {
  try {
    yield* stream
  } catch (cause) {
    if (gone.aborted) throw new CoreUnreachable('the core is gone', { cause })
    throw cause
  }
}
