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
import { wipeProofBytes } from '../../../shared/sync/signing.ts'
import type { Transfer, Transfers } from '../store/attachments/transfers.ts'
import { createCarrier } from './carry.ts'
import { createOffsetMeter, type OffsetMeter } from './offset.ts'
import { createPortion, type Portion } from './portion.ts'
import { sessionEnded, wipeCode } from './sign-in.ts'
import type { Bootstrap, OutboxBatch, SyncStore } from './sync-store.ts'
import { type Heard, type Transport, TransportError } from './transport.ts'

export interface RunSyncDeps {
  readonly store: SyncStore
  readonly files: Transfers
  readonly transport: Transport
  /** A good access token; rejects with `TransportError`. `spoil` after a 401. */
  readonly tokens: { readonly token: () => Promise<string>; readonly spoil: () => void }
  readonly sign: (n: number, devHash: Hash) => string
  /** Did our organisation's server sign this? */
  readonly isServersWord: (text: string | Uint8Array, sig: string) => boolean
  readonly org: () => string
  readonly appV: string
  readonly eventV: number
  /** Wall clock, ms; steady clock, ms. */
  readonly nowMs: () => number
  readonly monoMs: () => number
  readonly chance: () => number
  readonly setTimer: (work: () => void, afterMs: number) => { readonly cancel: () => void }
  readonly initialOffsetMs: number
  readonly onChange: (state: EngineState) => void
  /** The server, and nobody in between, says that this device is to delete what it holds. */
  readonly onWipe: () => void
  /** A failure no retry explains: logged with its id, never swallowed. */
  readonly onBug: (error: unknown) => void
}

export interface RunningSync {
  readonly start: () => void
  /** Something was saved. */
  readonly kick: () => void
  readonly networkBack: () => void
  /** This machine runs on its battery, or its line is paid by the byte. */
  readonly economise: (thrifty: boolean) => void
  readonly stop: () => void
  /** Fetches a file somebody waits for; `false` = it cannot be had. Rejects with `TransportError`. */
  readonly fetchFile: (it: Transfer) => Promise<boolean>
  readonly state: () => EngineState
  readonly offsetMs: () => number
  readonly clockSuspect: () => boolean
  readonly lastContactMs: () => number | undefined
}

interface Contact {
  readonly meter: OffsetMeter
  lastMs: number | undefined
  /** What the way alone costs: the least an exchange took since the last hello. */
  leastMs: number
  /** Chunks cut in a row. */
  cuts: number
  /** Bytes of one push, events per scope of one pull. */
  readonly push: Portion
  readonly pull: Portion
}

const newContact = (initialOffsetMs: number): Contact => ({
  meter: createOffsetMeter(initialOffsetMs),
  lastMs: undefined,
  leastMs: 0,
  cuts: 0,
  push: createPortion({ least: 4 * 1024, first: 128 * 1024, most: maxPushBytes }),
  pull: createPortion({ least: 4, first: 125, most: maxPullEvents }),
})

/**
 * Every answer also measures the clock, dates the last contact (in server time) and says how much the next exchange may carry;
 * without a `portion` it is a hello, whose time is that of the way.
 */
async function timed<T extends { readonly serverMs: number }>(
  deps: RunSyncDeps,
  contact: Contact,
  work: (token: string) => Promise<T>,
  portion?: Portion,
): Promise<T> {
  const token = await deps.tokens.token()
  const [sentMs, startedMs] = [deps.nowMs(), deps.monoMs()]
  const answer = await work(token).catch((error: unknown) => {
    if (error instanceof TransportError && error.weather === 'offline') portion?.cut()
    throw error
  })
  const tookMs = deps.monoMs() - startedMs
  contact.leastMs = portion ? Math.min(contact.leastMs, tookMs) : tookMs
  portion?.took(tookMs - contact.leastMs)
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

/** The server cuts chunks, whatever the line takes. */
const asTheyCome: Portion = { size: () => 0, took: () => undefined, cut: () => undefined }
/** A chunk that was cut so often in a row is too much for this line. */
const patience = 3

/** One chunk of a scope that is read by whole cases; the feed is read once there are no more. */
async function bootstrap(deps: RunSyncDeps, contact: Contact, at: Bootstrap): Promise<EngineInput> {
  try {
    const chunk = await timed(deps, contact, (token) => deps.transport.snapshot(token, at), asTheyCome)
    if (chunk.epoch !== deps.store.position().epoch) return { type: 'rights_changed' }
    deps.store.adoptChunk(chunk)
    contact.cuts = 0
    return { type: 'pull_ok', more: true }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    if (error.weather === 'offline') contact.cuts += 1
    const isHopeless = error.code === 'snapshot.unknown' || contact.cuts >= patience
    if (!isHopeless) throw error
    deps.store.dropBootstrap(at)
    return { type: 'pull_ok', more: true }
  }
}

async function pull(deps: RunSyncDeps, contact: Contact): Promise<EngineInput> {
  const wanted = deps.store.nextBootstrap()
  if (wanted) return bootstrap(deps, contact, wanted)
  const { cursors, epoch, aclV } = deps.store.position()
  const request = { cursors, limit: contact.pull.size(), ...(epoch === undefined ? {} : { epoch }) }
  const answer = await timed(deps, contact, (token) => deps.transport.pull(token, request), contact.pull)
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
  const batch = deps.store.nextBatch(maxPushEvents, contact.push.size())
  if (!batch) return { type: 'push_ok', more: false }
  const request = pushRequest(deps, contact, batch)
  const answer = await timed(deps, contact, (token) => deps.transport.push(token, request), contact.push)
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
  if (isWipe(deps, error)) {
    deps.onWipe()
    return { type: 'failed', reason: 'wiped', fatal: true }
  }
  const isSessionOver = error.weather === 'signed_out' && error.code === sessionEnded
  if (error.weather === 'signed_out' && !isSessionOver) deps.tokens.spoil()
  const isRefused = error.weather === 'refused' || error.weather === 'malformed'
  const leastMs = error.retryAfterMs ?? (isRefused ? refusedWaitMs : 0)
  return { type: 'failed', reason: `${error.weather}:${error.code}`, fatal: isSessionOver, leastMs }
}

function isWipe(deps: RunSyncDeps, { code, proof }: TransportError): boolean {
  return code === wipeCode && deps.isServersWord(wipeProofBytes(deps.org(), deps.store.device), proof ?? '')
}

interface Stream {
  readonly open: () => void
  readonly close: () => void
}

/** At most one stream of heads; what it says is only a hint. */
function createStream(deps: RunSyncDeps, feed: (input: EngineInput) => void): Stream {
  let close: (() => void) | null = null
  let opening = false
  const isNews = ({ heads, aclV }: Heard): boolean => {
    const at = deps.store.position()
    const cursors: Readonly<Record<string, number>> = at.cursors
    if (aclV !== undefined && aclV !== at.aclV) return true
    return Object.entries(heads).some(([scope, head]) => head > (cursors[scope] ?? 0))
  }
  const follow = (token: string): void => {
    const mine = deps.transport.live(token, {
      onUp: () => feed({ type: 'stream_up' }),
      onHeard: (heard) => feed({ type: isNews(heard) ? 'head' : 'heartbeat' }),
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

/** Whoever listens may fail (a disk that cannot be read just now): sync goes on. */
function tell(deps: RunSyncDeps, state: EngineState): void {
  try {
    deps.onChange(state)
  } catch (error) {
    deps.onBug(error)
  }
}

/** All is read and sent: now is the time for files. */
const withFiles = (input: EngineInput, hasWork: () => boolean): EngineInput =>
  (input.type === 'pull_ok' || input.type === 'push_ok') && !input.more ? { ...input, files: hasWork() } : input

/** Carries out what the pure engine decides: one request at a time, one timer, one stream. */
export function createSync(deps: RunSyncDeps): RunningSync {
  const contact = newContact(deps.initialOffsetMs)
  let state: EngineState = engineOff
  let timer: { readonly cancel: () => void } | null = null
  /** Answers asked for before the last start or stop are dropped. */
  let run = 0

  const feed = (input: EngineInput): void => {
    const step = stepEngine(state, input, deps.monoMs(), deps.chance())
    state = step.state
    for (const effect of step.effects) perform(effect)
    tell(deps, state)
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

  const carrier = createCarrier(deps, () => feed({ type: 'files' }))

  const exchange = (name: keyof typeof exchanges | 'carry'): void => {
    const mine = run
    const still = (input: EngineInput) => {
      if (mine === run) feed(input)
    }
    const asked = name === 'carry' ? carrier.step(state.thrifty) : exchanges[name](deps, contact)
    asked
      .then((input) => withFiles(input, () => carrier.hasWork(state.thrifty)))
      .then(still, (error: unknown) => still(failureOf(deps, error)))
  }

  return {
    start: () => {
      run++
      feed({ type: 'start' })
    },
    kick: () => feed({ type: 'kick' }),
    networkBack: () => feed({ type: 'network_back' }),
    economise: (thrifty) => feed({ type: 'thrift', thrifty }),
    stop: () => {
      run++
      timer?.cancel()
      feed({ type: 'stop' })
    },
    fetchFile: carrier.fetchNow,
    state: () => state,
    offsetMs: contact.meter.offsetMs,
    clockSuspect: contact.meter.suspect,
    lastContactMs: () => contact.lastMs,
  }
}
