import type { Hash } from '../../../shared/kernel/brand.ts'
import {
  type EngineEffect,
  type EngineInput,
  type EngineState,
  engineOff,
  stepEngine,
} from '../../../shared/sync/engine.ts'
import {
  maxPullEvents,
  maxPushBytes,
  maxPushEvents,
  type PushRequest,
  protocolVersion,
} from '../../../shared/sync/protocol.ts'
import { createOffsetMeter, type OffsetMeter } from './offset.ts'
import { sessionEnded } from './sign-in.ts'
import type { OutboxBatch, SyncStore } from './sync-store.ts'
import { type Transport, TransportError } from './transport.ts'

export interface RunSyncDeps {
  readonly store: SyncStore
  readonly transport: Transport
  /** A good access token; rejects with `TransportError`. `spoil` after a 401. */
  readonly tokens: { readonly token: () => Promise<string>; readonly spoil: () => void }
  readonly sign: (n: number, devHash: Hash) => string
  /** Did our organisation's server sign this text? */
  readonly isServersWord: (text: string, sig: string) => boolean
  readonly appV: string
  readonly eventV: number
  /** Wall clock, ms; steady clock, ms. */
  readonly nowMs: () => number
  readonly monoMs: () => number
  readonly chance: () => number
  readonly setTimer: (work: () => void, afterMs: number) => { readonly cancel: () => void }
  readonly initialOffsetMs: number
  readonly onChange: (state: EngineState) => void
  /** A failure no retry explains: logged with its id, never swallowed. */
  readonly onBug: (error: unknown) => void
}

export interface RunningSync {
  readonly start: () => void
  /** Something was saved. */
  readonly kick: () => void
  readonly networkBack: () => void
  readonly stop: () => void
  readonly state: () => EngineState
  readonly offsetMs: () => number
  readonly clockSuspect: () => boolean
  readonly lastContactMs: () => number | undefined
}

interface Contact {
  readonly meter: OffsetMeter
  lastMs: number | undefined
}

/** Every answer also measures the clock and dates the last contact (in server time). */
async function timed<T extends { readonly serverMs: number }>(
  deps: RunSyncDeps,
  contact: Contact,
  work: (token: string) => Promise<T>,
): Promise<T> {
  const token = await deps.tokens.token()
  const sentMs = deps.nowMs()
  const answer = await work(token)
  contact.meter.add({ sentMs, gotMs: deps.nowMs(), serverMs: answer.serverMs })
  contact.lastMs = answer.serverMs
  return answer
}

async function hello(deps: RunSyncDeps, contact: Contact): Promise<EngineInput> {
  const at = deps.store.position()
  const request = {
    protocol: protocolVersion,
    device: deps.store.device,
    appV: deps.appV,
    eventV: deps.eventV,
    lastN: at.judgedN,
    newestN: at.newestN,
    receipts: [...at.receipts],
    ...(at.epoch === undefined ? {} : { epoch: at.epoch }),
  }
  const answer = await timed(deps, contact, (token) => deps.transport.hello(token, request))
  const record = answer.epochRecord
  if (record && !deps.isServersWord(record.text, record.sig)) throw new TransportError('refused', 'epoch_record')
  if (deps.store.adoptHello(answer) === 'forked') throw new TransportError('refused', 'device_forked')
  return { type: 'hello_ok' }
}

async function pull(deps: RunSyncDeps, contact: Contact): Promise<EngineInput> {
  const { cursors, epoch, aclV } = deps.store.position()
  const request = { cursors, limit: maxPullEvents, ...(epoch === undefined ? {} : { epoch }) }
  const answer = await timed(deps, contact, (token) => deps.transport.pull(token, request))
  const { more } = deps.store.adoptPages(answer)
  if (aclV === undefined || answer.aclV === aclV) return { type: 'pull_ok', more }
  // The token still says what the person was allowed before.
  deps.tokens.spoil()
  return { type: 'rights_changed' }
}

function pushRequest(deps: RunSyncDeps, contact: Contact, batch: OutboxBatch): PushRequest {
  const { epoch, newestN } = deps.store.position()
  if (epoch === undefined) throw new Error('sync: push before hello')
  return {
    device: deps.store.device,
    epoch,
    from: batch.from,
    events: [...batch.events],
    keys: [...batch.keys],
    offsetMs: contact.meter.offsetMs(),
    newestN,
    devHash: batch.devHash,
    sig: deps.sign(batch.from + batch.events.length - 1, batch.devHash),
  }
}

async function push(deps: RunSyncDeps, contact: Contact): Promise<EngineInput> {
  const batch = deps.store.nextBatch(maxPushEvents, maxPushBytes)
  if (!batch) return { type: 'push_ok', more: false }
  const request = pushRequest(deps, contact, batch)
  const answer = await timed(deps, contact, (token) => deps.transport.push(token, request))
  if (!deps.store.adoptVerdicts(batch, answer)) throw new TransportError('malformed', 'verdicts')
  return { type: 'push_ok', more: deps.store.nextBatch(1, maxPushBytes) !== null }
}

const exchanges = { hello, pull, push }

/** A server that refuses us, or whose answers we do not understand, is not asked more often than this. */
const refusedWaitMs = 60_000

/**
 * What a failed exchange means. A 401 spoils the token first; only a refused renewal ends the session. Everything else is tried
 * again: a proxy in between can answer anything, and nothing may wait for ever because of it.
 */
function failureOf(deps: RunSyncDeps, error: unknown): EngineInput {
  if (!(error instanceof TransportError)) {
    deps.onBug(error)
    return { type: 'failed', reason: 'bug', fatal: false }
  }
  const isSessionOver = error.weather === 'signed_out' && error.code === sessionEnded
  if (error.weather === 'signed_out' && !isSessionOver) deps.tokens.spoil()
  const isRefused = error.weather === 'refused' || error.weather === 'malformed'
  const leastMs = error.retryAfterMs ?? (isRefused ? refusedWaitMs : 0)
  return { type: 'failed', reason: `${error.weather}:${error.code}`, fatal: isSessionOver, leastMs }
}

interface Stream {
  readonly open: () => void
  readonly close: () => void
}

/** At most one stream of heads; what it says is only a hint. */
function createStream(deps: RunSyncDeps, feed: (input: EngineInput) => void): Stream {
  let close: (() => void) | null = null
  let opening = false
  const isNews = (heads: Readonly<Record<string, number>>): boolean => {
    const cursors: Readonly<Record<string, number>> = deps.store.position().cursors
    return Object.entries(heads).some(([scope, head]) => head > (cursors[scope] ?? 0))
  }
  const follow = (token: string): void => {
    const mine = deps.transport.live(token, {
      onUp: () => feed({ type: 'stream_up' }),
      onHeads: (heads) => feed({ type: isNews(heads) ? 'head' : 'heartbeat' }),
      onDown: () => {
        if (close !== mine) return
        close = null
        feed({ type: 'stream_down' })
      },
    })
    close = mine
  }
  return {
    open: () => {
      if (close || opening) return
      opening = true
      deps.tokens
        .token()
        .then(follow, (error: unknown) => feed(failureOf(deps, error)))
        .finally(() => {
          opening = false
        })
    },
    close: () => {
      const old = close
      close = null
      old?.()
    },
  }
}

/** Carries out what the pure engine decides: one request at a time, one timer, one stream. */
export function createSync(deps: RunSyncDeps): RunningSync {
  const contact: Contact = { meter: createOffsetMeter(deps.initialOffsetMs), lastMs: undefined }
  let state: EngineState = engineOff
  let timer: { readonly cancel: () => void } | null = null
  /** Answers asked for before the last start or stop are dropped. */
  let run = 0

  const feed = (input: EngineInput): void => {
    const step = stepEngine(state, input, deps.monoMs(), deps.chance())
    state = step.state
    for (const effect of step.effects) perform(effect)
    tell()
  }
  /** Whoever listens may fail (a disk that cannot be read just now): sync goes on. */
  const tell = (): void => {
    try {
      deps.onChange(state)
    } catch (error) {
      deps.onBug(error)
    }
  }
  const stream = createStream(deps, feed)

  const perform = (effect: EngineEffect): void => {
    if (effect.do === 'arm') {
      timer?.cancel()
      timer = deps.setTimer(() => feed({ type: 'timer' }), effect.afterMs)
    } else if (effect.do === 'open_stream') stream.open()
    else if (effect.do === 'close_stream') stream.close()
    else exchange(effect.do)
  }

  const exchange = (name: keyof typeof exchanges): void => {
    const mine = run
    const still = (input: EngineInput) => {
      if (mine === run) feed(input)
    }
    exchanges[name](deps, contact).then(still, (error: unknown) => still(failureOf(deps, error)))
  }

  return {
    start: () => {
      run++
      feed({ type: 'start' })
    },
    kick: () => feed({ type: 'kick' }),
    networkBack: () => feed({ type: 'network_back' }),
    stop: () => {
      run++
      timer?.cancel()
      feed({ type: 'stop' })
    },
    state: () => state,
    offsetMs: contact.meter.offsetMs,
    clockSuspect: contact.meter.suspect,
    lastContactMs: () => contact.lastMs,
  }
}
