import { z } from 'zod'
import type { ActorId, CaseId, CustomerId, DeviceId, EventId, Hash, OrgId, SessionId } from './brand.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { type Digest, deviceHash, hashText } from './hash.ts'
import { type Hlc, hlcPattern } from './hlc.ts'
import { uuidPattern } from './ids.ts'

const shortId = <T>() =>
  z
    .string()
    .min(1)
    .max(80)
    .regex(/^[\w:.-]+$/) as unknown as z.ZodType<T>
const uuid = <T>() => z.string().regex(uuidPattern) as unknown as z.ZodType<T>
const hash = z.string().regex(/^[0-9a-f]{64}$/) as unknown as z.ZodType<Hash>

/** Deepest nesting of an event's body; no event of ours needs more than five. */
export const maxBodyDepth = 8

/** JSON of at most `maxBodyDepth` levels: a deeper one would exhaust the stack of whoever walks it. */
export function isShallow(value: unknown, left = maxBodyDepth): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || left === 0) return false
  return Object.values(value).every((item) => isShallow(item, left - 1))
}

/** Largest canonical size of one event, bytes. */
export const maxEventBytes = 256 * 1024

/**
 * An event as it travels and is stored: immutable, hashed as its exact canonical bytes.
 *
 * `n` is gapless per device, from 1. `pre` is the smallest condition that makes a command right. Personal data and free
 * text stand only in `sealed` (base64, authenticated cipher under the key of `customer`); without the key, or after
 * erasure, the rest still folds and every hash still verifies. `wallMs`/`monoMs` are the device's own clocks in
 * milliseconds, `bootId` names one run of the monotonic clock. Source: sync.md "Event", details.md "Sync and server".
 */
export const EnvelopeSchema = z.strictObject({
  id: uuid<EventId>(),
  org: shortId<OrgId>(),
  device: shortId<DeviceId>(),
  n: z.int().min(1),
  actor: shortId<ActorId>(),
  session: shortId<SessionId>(),
  case: uuid<CaseId>(),
  kind: z.enum(['fact', 'command', 'derived']),
  type: z.string().regex(/^[a-z][a-z_]{1,39}$/),
  v: z.int().min(1).max(1000),
  pre: z
    .strictObject({
      statusIn: z.array(z.string().max(40)).max(20).optional(),
      open: z.string().max(120).optional(),
      after: uuid<EventId>().optional(),
    })
    .optional(),
  body: z
    .record(z.string().max(60), z.unknown())
    .refine(isShallow, { message: 'too deep or not JSON' }) as unknown as z.ZodType<{ readonly [key: string]: Json }>,
  customer: uuid<CustomerId>().optional(),
  sealed: z.base64().optional(),
  hlc: z.string().regex(hlcPattern) as unknown as z.ZodType<Hlc>,
  wallMs: z.int().min(0),
  monoMs: z.int().min(0),
  bootId: shortId<string>(),
  devPrev: hash,
})

export type Envelope = z.infer<typeof EnvelopeSchema>

/** Body hash and the author's chain link of an event; `text` = what is hashed, signed, sent and stored, as UTF-8. */
export function envelopeHashes(
  envelope: Envelope,
  digest?: Digest,
): { readonly text: string; readonly bodyHash: Hash; readonly devHash: Hash } {
  const text = canonicalJson(envelope as unknown as Json)
  const bodyHash = hashText(text, digest)
  return { text, bodyHash, devHash: deviceHash(envelope.devPrev, bodyHash, envelope.n, digest) }
}
