import type { Actor } from '../../../shared/case/event.ts'
import type { EventId, Hash } from '../../../shared/kernel/brand.ts'
import type { EngineInput } from '../../../shared/sync/engine.ts'
import {
  maxPullEvents,
  maxPushBytes,
  maxPushEvents,
  type PushRequest,
  protocolVersion,
} from '../../../shared/sync/protocol.ts'
import { createOffsetMeter, type OffsetMeter } from './offset.ts'
import { createPortion, type Portion } from './portion.ts'
import type { Bootstrap, OutboxBatch, SyncStore } from './sync-store.ts'
import { type Transport, TransportError } from './transport.ts'

export interface ExchangeDeps {
  readonly store: SyncStore
  readonly transport: Transport
  /** A good access token; rejects with `TransportError`. */
  readonly tokens: {
    readonly token: () => Promise<string>
    /** After a 401, and when rights changed: token and sign-in still say what the person was allowed before. */
    readonly spoil: () => void
  }
  readonly sign: (n: number, devHash: Hash) => string
  /** Did our organisation's server sign this? */
  readonly isServersWord: (text: string | Uint8Array, sig: string) => boolean
  /** Another living machine has this disk, too, and its own events from `n` on: ours go on under another name. */
  readonly becomeAnother: (n: number) => Promise<void>
  /** Who is at work: the keys of tagged words are theirs to ask for. */
  readonly reader: () => Pick<Actor, 'id' | 'role'> | null
  readonly appV: string
  readonly eventV: number
  /** Wall clock, ms; steady clock, ms. */
  readonly nowMs: () => number
  readonly monoMs: () => number
}

/** What is known of the way to the server. */
export interface Contact {
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

export const newContact = (initialOffsetMs: number): Contact => ({
  meter: createOffsetMeter(initialOffsetMs),
  lastMs: undefined,
  leastMs: 0,
  cuts: 0,
  push: createPortion({ least: 4 * 1024, first: 128 * 1024, most: maxPushBytes }),
  pull: createPortion({ least: 1, first: 125, most: maxPullEvents }),
})

/**
 * Every answer also measures the clock, dates the last contact (in server time) and says how much the next exchange may carry;
 * without a `portion` it is a hello, whose time is that of the way.
 */
async function timed<T extends { readonly serverMs: number }>(
  deps: ExchangeDeps,
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

async function hello(deps: ExchangeDeps, contact: Contact): Promise<EngineInput> {
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
  deps.store.adoptHello(answer)
  if (at.aclV !== undefined && answer.aclV !== at.aclV) deps.tokens.spoil()
  return { type: 'hello_ok' }
}

/** The server cuts chunks, whatever the line takes. */
const asTheyCome: Portion = { size: () => 0, took: () => undefined, cut: () => undefined }
/** A chunk that was cut so often in a row is too much for this line. */
const patience = 3

/** One chunk of a scope that is read by whole cases; the feed is read once there are no more. */
async function bootstrap(deps: ExchangeDeps, contact: Contact, at: Bootstrap): Promise<EngineInput> {
  try {
    const chunk = await timed(deps, contact, (token) => deps.transport.snapshot(token, at), asTheyCome)
    if (chunk.epoch !== deps.store.position().epoch) return { type: 'rights_changed' }
    const { forked } = deps.store.adoptChunk(chunk)
    contact.cuts = 0
    return forked ? tellApart(deps, contact) : { type: 'pull_ok', more: true }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    if (error.weather === 'offline') contact.cuts += 1
    const isHopeless = error.code === 'snapshot.unknown' || contact.cuts >= patience
    if (!isHopeless) throw error
    deps.store.dropBootstrap(at)
    return { type: 'pull_ok', more: true }
  }
}

function wantedKeys({ store, reader }: ExchangeDeps): readonly EventId[] {
  const who = reader()
  return who === null ? [] : store.wantedKeys(who)
}

async function pull(deps: ExchangeDeps, contact: Contact): Promise<EngineInput> {
  const wanted = deps.store.nextBootstrap()
  if (wanted) return bootstrap(deps, contact, wanted)
  const { cursors, epoch, aclV, erasedUpTo } = deps.store.position()
  const keys = wantedKeys(deps)
  const request = {
    ...{ cursors, limit: contact.pull.size(), erasedUpTo },
    ...(epoch === undefined ? {} : { epoch }),
    ...(keys.length === 0 ? {} : { wanted: [...keys] }),
  }
  const answer = await timed(deps, contact, (token) => deps.transport.pull(token, request), contact.pull)
  const { more, forked } = deps.store.adoptPages(answer, keys)
  if (forked) return tellApart(deps, contact)
  if (aclV === undefined || answer.aclV === aclV) return { type: 'pull_ok', more: more || wantedKeys(deps).length > 0 }
  deps.tokens.spoil()
  return { type: 'rights_changed' }
}

/** What was read shows another history under our name: sending ours makes the server say where the two part. */
async function tellApart(deps: ExchangeDeps, contact: Contact): Promise<EngineInput> {
  const sent = await push(deps, contact)
  return sent.type === 'push_ok' ? { type: 'pull_ok', more: true } : sent
}

function pushRequest(deps: ExchangeDeps, contact: Contact, batch: OutboxBatch): PushRequest {
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

async function push(deps: ExchangeDeps, contact: Contact, most = maxPushEvents): Promise<EngineInput> {
  const batch = deps.store.nextBatch(most, contact.push.size())
  if (!batch) return { type: 'push_ok', more: false }
  const request = pushRequest(deps, contact, batch)
  const answer = await timed(deps, contact, (token) => deps.transport.push(token, request), contact.push).catch(
    (error: unknown) => ({ forkedAt: forkIn(error) ?? holeIn(deps, batch, error) }),
  )
  if ('forkedAt' in answer) return part(deps, contact, answer.forkedAt - batch.from)
  if (!deps.store.adoptVerdicts(batch, answer)) throw new TransportError('malformed', 'verdicts')
  return { type: 'push_ok', more: deps.store.nextBatch(1, maxPushBytes) !== null }
}

/** Where the server says that our history is not the one it holds under our name. */
const forkIn = (error: unknown): number | undefined =>
  error instanceof TransportError && error.code === 'device.forked' ? error.n : undefined

/**
 * The server waits for an event that neither it nor we have any more: it lost its tail, and we what we had sent of it. What was
 * read before this push did not bring it back, so the rest goes on under a name of its own.
 */
function holeIn({ store }: ExchangeDeps, batch: OutboxBatch, error: unknown): number {
  const expected = error instanceof TransportError && error.code === 'push.gap' ? error.n : undefined
  if (expected === undefined || expected <= store.position().judgedN || expected >= batch.from) throw error
  return batch.from
}

/** Events both machines made before they parted (`common` of the batch) are judged under the old name first. */
async function part(deps: ExchangeDeps, contact: Contact, common: number): Promise<EngineInput> {
  if (common > 0) return push(deps, contact, common)
  await deps.becomeAnother(deps.store.position().judgedN + 1)
  return { type: 'rights_changed' }
}

export const exchanges = { hello, pull, push }
