import {
  type EngineEffect,
  type EngineInput,
  type EngineState,
  engineOff,
  stepEngine,
} from '../../../shared/sync/engine.ts'
import { wipeProofBytes } from '../../../shared/sync/signing.ts'
import type { Transfer, Transfers } from '../store/attachments/transfers.ts'
import { createCarrier } from './carry.ts'
import { type ExchangeDeps, exchanges, newContact } from './exchanges.ts'
import { sessionEnded, wipeCode } from './sign-in.ts'
import { createKeyTrader } from './trade-keys.ts'
import { type Heard, TransportError } from './transport.ts'

export interface RunSyncDeps extends ExchangeDeps {
  readonly files: Transfers
  readonly org: () => string
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

/** All is read and sent: now is the time for keys and files. */
const withFiles = (input: EngineInput, hasWork: () => boolean): EngineInput =>
  (input.type === 'pull_ok' || input.type === 'push_ok') && !input.more ? { ...input, files: hasWork() } : input

/** Keys and files; keys first: they are few, and a name on the screen waits for them. `again`: something may be carried now. */
function createPorter(
  deps: RunSyncDeps,
  { again, isThrifty }: { readonly again: () => void; readonly isThrifty: () => boolean },
) {
  const carrier = createCarrier(deps, again)
  const trader = createKeyTrader(deps, again)
  const hasWork = (): boolean => trader.hasWork() || carrier.hasWork(isThrifty())
  return {
    hasWork,
    step: async (): Promise<EngineInput> => {
      if (!trader.hasWork()) return carrier.step(isThrifty())
      await trader.step()
      return { type: 'carry_ok', more: hasWork() }
    },
    fetchNow: carrier.fetchNow,
  }
}

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

  const porter = createPorter(deps, { again: () => feed({ type: 'files' }), isThrifty: () => state.thrifty })

  const exchange = (name: keyof typeof exchanges | 'carry'): void => {
    const mine = run
    const still = (input: EngineInput) => {
      if (mine === run) feed(input)
    }
    const asked = name === 'carry' ? porter.step() : exchanges[name](deps, contact)
    asked
      .then((input) => withFiles(input, porter.hasWork))
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
    fetchFile: porter.fetchNow,
    state: () => state,
    offsetMs: contact.meter.offsetMs,
    clockSuspect: contact.meter.suspect,
    lastContactMs: () => contact.lastMs,
  }
}
