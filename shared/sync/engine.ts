import type { EpochMs } from '../kernel/brand.ts'

/**
 * When to talk to the server: one pure state machine, the only place that retries and backs off.
 *
 * ```
 *  off ─start→ hello ─ok→ pull ─all read→ push ─queue empty→ carry ─no file left→ live ─head / kick→ pull / push …
 *               ↑ any failure → waiting (timer armed) ─timer→ hello
 * ```
 * Pull goes before push; one request is in flight at most; a notification is only a hint. While something is pending and the
 * engine is on, a request is in flight or a timer is armed (the watchdog of sync.md "Live"). Source: sync.md, SYNC-7.
 */
export interface EngineState {
  readonly phase: 'off' | 'hello' | 'pull' | 'push' | 'live' | 'carry' | 'waiting'
  /** Failures in a row; 0 after any success. */
  readonly failures: number
  /** Something was saved here since the last push was asked for. */
  readonly dirty: boolean
  /** The server may hold something we have not read. */
  readonly behind: boolean
  /** A file, or a key the server lost, waits to be sent or fetched; a piece of one goes when nothing else is to be done. */
  readonly files: boolean
  readonly streamUp: boolean
  /** Polls in a row without a stream: each doubles the wait, from `pollMs` to `maxPollMs`. */
  readonly polls: number
  readonly lastHeardMs: EpochMs
  /** On battery, or a line that is paid by the byte: no stream, fewer questions; what is saved here still goes at once. */
  readonly thrifty: boolean
  readonly failure?: string
}

export type EngineInput =
  | {
      readonly type:
        | 'start'
        | 'stop'
        | 'kick'
        | 'files'
        | 'timer'
        | 'head'
        | 'heartbeat'
        | 'stream_up'
        | 'stream_down'
        | 'network_back'
    }
  | { readonly type: 'hello_ok' }
  | { readonly type: 'thrift'; readonly thrifty: boolean }
  /** What this person may read, or who this device is, is not what it was at hello. */
  | { readonly type: 'rights_changed' }
  /** `more`: a scope has numbers beyond what was read. */
  | { readonly type: 'pull_ok'; readonly more: boolean; readonly files?: boolean }
  /** `more`: the outbox still holds events the server has not judged. */
  | { readonly type: 'push_ok'; readonly more: boolean; readonly files?: boolean }
  /** `more`: there is more of this file, or another one. */
  | { readonly type: 'carry_ok'; readonly more: boolean }
  /**
   * `fatal`: no retry can help (the person has to sign in again); waits for a new `start`. `leastMs`: the next try comes no
   * sooner, because the server asked for it or because nothing will have changed before.
   */
  | { readonly type: 'failed'; readonly reason: string; readonly fatal: boolean; readonly leastMs?: number }

export type EngineEffect =
  | { readonly do: 'hello' | 'pull' | 'push' | 'carry' | 'open_stream' | 'close_stream' }
  | { readonly do: 'arm'; readonly afterMs: number }

export interface EngineStep {
  readonly state: EngineState
  readonly effects: readonly EngineEffect[]
}

export const engineOff: EngineState = {
  phase: 'off',
  failures: 0,
  dirty: false,
  behind: false,
  files: false,
  streamUp: false,
  polls: 0,
  lastHeardMs: 0,
  thrifty: false,
}

/** Polling while the stream is silent, at first and at most. Source: sync.md "Live". */
const pollMs = 2_000
export const maxPollMs = 30_000
/** Between questions, and at most between tries, of a machine that saves battery or bytes. */
export const thriftyMs = 60_000
/** Heartbeat is 15 s; silence beyond this means the stream is dead. */
export const silentMs = 20_000

/** Longest wait after failures, before spreading: back in step within seconds of the server's return. */
export const maxBackoffMs = 10_000

/** Wait before the next try: 1 s doubling to `mostMs`, spread over ±50 % by `chance` (0 … 1). */
export function backoffMs(failures: number, chance: number, mostMs = maxBackoffMs): number {
  const base = Math.min(1_000 * 2 ** Math.min(failures - 1, 10), mostMs)
  return Math.round(base * (0.5 + chance))
}

/** One step. `nowMs` is any steady clock of milliseconds; `chance` (0 … 1) spreads the retries of many consoles. */
export function stepEngine(state: EngineState, input: EngineInput, nowMs: EpochMs, chance: number): EngineStep {
  switch (input.type) {
    case 'start':
      return ask({ ...engineOff, thrifty: state.thrifty, dirty: true, behind: true }, 'hello')
    case 'stop':
      return { state: { ...engineOff, thrifty: state.thrifty }, effects: [{ do: 'close_stream' }] }
    case 'thrift':
      return economise(state, input.thrifty)
    case 'failed':
      return failed(state, input, chance)
    case 'hello_ok':
      return state.phase === 'hello' ? ask({ ...heard(state, nowMs), behind: true, dirty: true }, 'pull') : stay(state)
    case 'pull_ok':
      return state.phase === 'pull'
        ? next(withFiles({ ...heard(state, nowMs), behind: input.more }, input.files))
        : stay(state)
    case 'rights_changed':
      return state.phase === 'pull' || state.phase === 'push' ? ask(heard(state, nowMs), 'hello') : stay(state)
    case 'push_ok':
      return state.phase === 'push'
        ? pushed(withFiles({ ...heard(state, nowMs), dirty: input.more, behind: true }, input.files))
        : stay(state)
    case 'carry_ok':
      return state.phase === 'carry' ? next({ ...heard(state, nowMs), files: input.more }) : stay(state)
    default:
      return hinted(state, input.type, nowMs)
  }
}

const withFiles = (state: EngineState, files = state.files): EngineState => ({ ...state, files })

const stay = (state: EngineState): EngineStep => ({ state, effects: [] })

function heard(state: EngineState, nowMs: EpochMs): EngineState {
  const { failure: _, ...rest } = state
  return { ...rest, failures: 0, lastHeardMs: nowMs }
}

function ask(state: EngineState, phase: 'hello' | 'pull' | 'push'): EngineStep {
  const flags = phase === 'pull' ? { behind: false } : phase === 'push' ? { dirty: false } : {}
  return { state: { ...state, ...flags, phase }, effects: [{ do: phase }] }
}

/** Takes effect at once: the stream is left, or the timer is set to open one. */
function economise(state: EngineState, thrifty: boolean): EngineStep {
  if (state.thrifty === thrifty) return stay(state)
  const next = { ...state, thrifty, streamUp: state.streamUp && !thrifty }
  const close: readonly EngineEffect[] = thrifty ? [{ do: 'close_stream' }] : []
  if (state.phase !== 'live') return { state: next, effects: close }
  return { state: next, effects: [...close, { do: 'arm', afterMs: thrifty ? thriftyMs : 0 }] }
}

/** After an answer: read on, then send, then listen. */
function next(state: EngineState): EngineStep {
  if (state.behind) return ask(state, 'pull')
  if (state.dirty) return ask(state, 'push')
  if (state.files) return carry(state)
  if (state.streamUp)
    return { state: { ...state, phase: 'live', polls: 0 }, effects: [{ do: 'arm', afterMs: silentMs }] }
  if (state.thrifty) return { state: { ...state, phase: 'live' }, effects: [{ do: 'arm', afterMs: thriftyMs }] }
  const afterMs = Math.min(pollMs * 2 ** Math.min(state.polls, 10), maxPollMs)
  return {
    state: { ...state, phase: 'live', polls: state.polls + 1 },
    effects: [{ do: 'open_stream' }, { do: 'arm', afterMs }],
  }
}

/** A long file is no reason to hear of nothing else. */
function carry(state: EngineState): EngineStep {
  const listens = state.streamUp || state.thrifty
  const open: readonly EngineEffect[] = listens ? [] : [{ do: 'open_stream' }]
  return { state: { ...state, files: false, phase: 'carry' }, effects: [...open, { do: 'carry' }] }
}

/** What waits is sent to its end before what it became is read: nothing in it depends on that. */
const pushed = (state: EngineState): EngineStep => (state.dirty ? ask(state, 'push') : next(state))

/** A server may ask for a pause, not for silence. */
const maxLeastMs = 5 * 60_000

function failed(state: EngineState, input: EngineInput & { type: 'failed' }, chance: number): EngineStep {
  if (state.phase === 'off') return stay(state)
  const failures = state.failures + 1
  const base = { ...state, failures, failure: input.reason, streamUp: false, dirty: true, behind: true }
  if (input.fatal) return { state: { ...base, phase: 'off' }, effects: [{ do: 'close_stream' }] }
  const leastMs = Math.min(input.leastMs ?? 0, maxLeastMs)
  const waitMs = backoffMs(failures, chance, state.thrifty ? thriftyMs : maxBackoffMs)
  return {
    state: { ...base, phase: 'waiting' },
    effects: [{ do: 'close_stream' }, { do: 'arm', afterMs: Math.max(waitMs, leastMs) }],
  }
}

type Hint = Exclude<
  EngineInput['type'],
  'start' | 'stop' | 'failed' | 'thrift' | 'hello_ok' | 'rights_changed' | 'pull_ok' | 'push_ok' | 'carry_ok'
>

function hinted(state: EngineState, hint: Hint, nowMs: EpochMs): EngineStep {
  if (state.phase === 'off') return stay(state)
  const noted = note(state, hint, nowMs)
  if (state.phase === 'waiting') return hint === 'timer' || hint === 'network_back' ? ask(noted, 'hello') : stay(noted)
  if (state.phase !== 'live') return stay(noted)
  if (hint === 'timer') return atTimer(noted, nowMs)
  return noted.behind || noted.dirty || noted.files ? next(noted) : stay(noted)
}

/**
 * In `live` the timer either finds the stream alive, or reads by itself. A stream that fell silent is closed, so that a new one
 * can be opened: a connection cut without a word never ends by itself.
 */
function atTimer(state: EngineState, nowMs: EpochMs): EngineStep {
  if (!state.streamUp) return next({ ...state, behind: true })
  if (nowMs - state.lastHeardMs < silentMs) return next(state)
  const { state: asked, effects } = next({ ...state, streamUp: false, behind: true })
  return { state: asked, effects: [{ do: 'close_stream' }, ...effects] }
}

function note(state: EngineState, hint: Hint, nowMs: EpochMs): EngineState {
  switch (hint) {
    case 'kick':
      return { ...state, dirty: true }
    case 'files':
      return { ...state, files: true }
    case 'head':
      return { ...state, behind: true, lastHeardMs: nowMs }
    case 'heartbeat':
      return { ...state, lastHeardMs: nowMs }
    case 'stream_up':
      return { ...state, streamUp: true, behind: true, lastHeardMs: nowMs }
    case 'stream_down':
      return { ...state, streamUp: false, behind: true }
    default:
      return state
  }
}
