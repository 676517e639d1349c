import { type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import type { DeviceId, EventId, Hash } from '../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../shared/kernel/canonical.ts'
import { type Envelope, maxEventBytes } from '../../shared/kernel/envelope.ts'
import { isEnvelope } from '../../shared/kernel/envelope-check.ts'
import { deviceHash } from '../../shared/kernel/hash.ts'
import { maxPushBytes, maxPushEvents, PushRequestSchema, type WrappedKey } from '../../shared/sync/protocol.ts'
import { batchProofBytes } from '../../shared/sync/signing.ts'
import { Problem } from '../problem.ts'
import { digest, hashText } from './digest.ts'

/** One event as it came: `text` is its exact bytes, in UTF-8. `fault` = it is kept apart (`quarantined`), whatever it says. */
export interface Arrived {
  readonly n: number
  readonly id: EventId
  readonly text: string
  readonly bodyHash: Hash
  readonly devPrev: Hash
  readonly devHash: Hash
  readonly envelope: Envelope | null
  readonly fault?: string
}

export interface Batch {
  readonly device: DeviceId
  readonly epoch: string
  readonly from: number
  readonly events: readonly Arrived[]
  readonly keys: readonly WrappedKey[]
  readonly offsetMs: number
  readonly newestN: number | undefined
  readonly devHash: Hash
  readonly sig: string
}

/** Only what carries the chain: each event is judged by itself, so that one bad event does not hold up the others. */
function linkOf(raw: unknown): { readonly n: unknown; readonly devPrev: string | null } {
  if (raw === null || typeof raw !== 'object') return { n: null, devPrev: null }
  const { n, devPrev } = raw as { n?: unknown; devPrev?: unknown }
  return { n, devPrev: typeof devPrev === 'string' && /^[0-9a-f]{64}$/.test(devPrev) ? devPrev : null }
}

const LooseSchema = z.strictObject({
  ...PushRequestSchema.shape,
  events: z.array(z.unknown()).min(1).max(maxPushEvents),
})

/** Reads a push: throws a `Problem` when the batch as a whole cannot be right. */
export function readPush(body: unknown): Batch {
  const parsed = LooseSchema.safeParse(body)
  if (!parsed.success) throw new Problem(400, 'push.malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
  const { data } = parsed
  const events = data.events.map((event, i) => readEvent(event, data.from + i))
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(event.text), 0)
  if (bytes > maxPushBytes) throw new Problem(413, 'push.too_large', { maxBytes: maxPushBytes })
  checkLinks(events, data.devHash)
  return {
    device: data.device,
    epoch: data.epoch,
    from: data.from,
    events,
    keys: data.keys,
    offsetMs: data.offsetMs ?? 0,
    newestN: data.newestN,
    devHash: data.devHash,
    sig: data.sig,
  }
}

/** One event as its exact bytes and links; a fault in it keeps it apart. */
export function readEvent(raw: unknown, n: number): Arrived {
  const link = linkOf(raw)
  if (link.devPrev === null || link.n !== n) throw new Problem(400, 'push.malformed', { field: `events.${n}` })
  const text = exactText(raw as Json, n)
  const bodyHash = hashText(text)
  const devPrev = link.devPrev as Hash
  const common = { n, text, bodyHash, devPrev, devHash: deviceHash(devPrev, bodyHash, n, digest) }
  if (!isEnvelope(raw)) return { ...common, id: idOf(raw), envelope: null, fault: 'event.malformed' }
  const tooLarge = Buffer.byteLength(text) > maxEventBytes ? { fault: 'event.too_large' } : {}
  return { ...common, id: raw.id, envelope: raw, ...tooLarge }
}

/** What the device hashed; a text no device of ours can write (half a character) stops the batch. */
function exactText(raw: Json, n: number): string {
  try {
    return canonicalJson(raw)
  } catch {
    throw new Problem(400, 'push.malformed', { field: `events.${n}` })
  }
}

/** The id to answer with, as long as there is one to read. */
function idOf(raw: unknown): EventId {
  const id = raw !== null && typeof raw === 'object' && 'id' in raw ? raw.id : null
  return (typeof id === 'string' && /^[\w-]{1,40}$/.test(id) ? id : 'none') as EventId
}

/** The author's chain inside the batch; where it begins is compared with the stored link later. */
function checkLinks(events: readonly Arrived[], devHash: Hash): void {
  const broken = events.find((event, i) => i > 0 && event.devPrev !== events[i - 1]?.devHash)
  if (broken) throw new Problem(409, 'chain.broken', { n: broken.n })
  if (events.at(-1)?.devHash !== devHash) throw new Problem(409, 'chain.broken', { n: events.at(-1)?.n ?? 0 })
}

/** Whether the device itself vouches for the batch up to its last event. */
export function isSigned(batch: Batch, key: KeyObject): boolean {
  const n = batch.from + batch.events.length - 1
  return verify(null, batchProofBytes(batch.device, n, batch.devHash), key, Buffer.from(batch.sig, 'base64'))
}
