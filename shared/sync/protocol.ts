import { z } from 'zod'
import type { CaseId, CustomerId, DeviceId, EventId, Hash, ScopeId } from '../kernel/brand.ts'
import { type Envelope, EnvelopeSchema } from '../kernel/envelope.ts'
import { isEnvelope } from '../kernel/envelope-check.ts'
import { uuidPattern } from '../kernel/ids.ts'

/** Raised with every change of the wire; a test pins the hash of the whole protocol to this line. */
export const protocolVersion = 1
/** Limits of one push. Source: sync.md "Push". */
export const maxPushEvents = 500
export const maxPushBytes = 1024 * 1024
/** Largest page of one pull, events per scope. */
export const maxPullEvents = 1000
/** Most keys of tagged words asked for with one pull. */
export const maxWantedKeys = 300
/** Most keys given or asked for at once. */
export const maxKeys = 500

const text = <T>(max: number) => z.string().min(1).max(max) as unknown as z.ZodType<T>
const scope = z.string().regex(/^(team|user|role):[\w.-]{1,60}$|^shared$/) as unknown as z.ZodType<ScopeId>
const eventId = z.string().regex(uuidPattern) as unknown as z.ZodType<EventId>
const epochMs = z.int().min(0)
const hash = z.string().regex(/^[0-9a-f]{64}$/) as unknown as z.ZodType<Hash>
const seq = z.int().min(0)
/** Opaque to devices: what the server held for them, under its own seal. Kept and shown again at hello. Source: SYNC-11. */
const receipt = z.string().max(20_000)

/**
 * A customer's key, wrapped to the organisation's root key (base64); deletable, unlike an event. With `event`: the key of that one
 * event's tagged words, given only to those who read them. Decision 0002.
 */
export const WrappedKeySchema = z.strictObject({
  customer: text<CustomerId>(40),
  event: eventId.optional(),
  wrapped: z.base64().max(400),
})

export const HelloRequestSchema = z.strictObject({
  protocol: z.int(),
  device: text<DeviceId>(80),
  appV: z.string().regex(/^[\w.+-]{0,40}$/),
  eventV: z.int(),
  epoch: z.string().max(60).optional(),
  /** Newest event number this device knows the server to have judged. */
  lastN: seq,
  /** Newest event number made on this device so far, sent or not: dates the later ones after this contact. SYNC-9. */
  newestN: seq.optional(),
  /** The newest receipts this device was given, of a push and of a pull: proof of what the server once held. SYNC-11. */
  receipts: z.array(receipt).max(2).optional(),
})
export const HelloResponseSchema = z.strictObject({
  protocol: z.int(),
  epoch: z.string().max(60),
  lastN: seq,
  /** Author's chain link at `lastN`: another one here means the device was cloned or forked. */
  lastDevHash: hash,
  scopes: z.array(z.strictObject({ id: scope, head: seq, horizon: seq })).max(200),
  aclV: z.int(),
  /** Given when the device knew another epoch: what both have in common, signed; see `EpochRecordSchema`. */
  epochRecord: z.strictObject({ text: z.string().max(100_000), sig: z.base64().max(120) }).optional(),
  serverMs: epochMs,
})

/**
 * How an epoch began, as JSON in `epochRecord.text`, signed with the server's key (`SignIn.serverKey`). The server holds of
 * every scope what stands up to `head` under `digest`; a device that stands further, or under another digest, reads the
 * scope anew from its beginning and sends its own events again. Nothing is silently re-ordered. Source: SYNC-11.
 */
export const EpochRecordSchema = z.strictObject({
  org: z.string().max(80),
  epoch: z.string().max(60),
  index: z.int().min(0),
  previous: z.string().max(60).nullable(),
  startedMs: epochMs,
  reason: z.enum(['founded', 'tail_lost', 'asked']),
  heads: z.record(z.string(), z.strictObject({ head: seq, digest: hash })),
})
export type EpochRecord = z.infer<typeof EpochRecordSchema>

/** The server's word on one event: stable, repeated for a repeated delivery. Source: sync.md "Push", SYNC-5. */
export const VerdictSchema = z.discriminatedUnion('verdict', [
  z.strictObject({ n: seq, id: text<EventId>(40), verdict: z.literal('accepted') }),
  z.strictObject({ n: seq, id: text<EventId>(40), verdict: z.literal('duplicate'), of: text<EventId>(40) }),
  z.strictObject({
    n: seq,
    id: text<EventId>(40),
    verdict: z.literal('refused'),
    code: z.string().max(80),
    field: z.string().max(120).optional(),
    defeatedBy: text<EventId>(40).optional(),
  }),
  z.strictObject({ n: seq, id: text<EventId>(40), verdict: z.literal('quarantined'), code: z.string().max(80) }),
])
export type Verdict = z.infer<typeof VerdictSchema>

export const PushRequestSchema = z.strictObject({
  device: text<DeviceId>(80),
  epoch: z.string().max(60),
  /** `n` of the first event; the batch is dense from there. */
  from: z.int().min(1),
  events: z.array(EnvelopeSchema).min(1).max(maxPushEvents),
  /** At most one for each event's customer, and one for its tagged words. */
  keys: z.array(WrappedKeySchema).max(2 * maxPushEvents),
  /** Server time minus this device's wall time, measured with the least round trip; clamped by the server. SYNC-9. */
  offsetMs: z.int().optional(),
  /** As in hello. */
  newestN: seq.optional(),
  /** Author's chain link after the last event, and the device's Ed25519 signature over `batchProofBytes` (base64). */
  devHash: hash,
  sig: z.base64().max(120),
})
export const PushResponseSchema = z.strictObject({
  lastN: seq,
  verdicts: z.array(VerdictSchema).max(maxPushEvents),
  heads: z.record(z.string(), seq),
  durable: z.enum(['journal', 'wal']),
  receipt: receipt.optional(),
  serverMs: epochMs,
})

/** One event as the server ordered it. `atMs` = effective recording time; `caseV`, `caseHash` = the case's own chain. */
const orderedEventOf = (event: z.ZodType<Envelope>) =>
  z.strictObject({
    seq: z.int().min(1),
    event,
    caseV: z.int().min(1),
    serverMs: epochMs,
    atMs: epochMs,
    caseHash: hash,
  })
export const OrderedEventSchema = orderedEventOf(EnvelopeSchema)
export type OrderedEvent = z.infer<typeof OrderedEventSchema>

export const PullRequestSchema = z.strictObject({
  /** The epoch the cursors belong to; another one now is `409 epoch.other`. */
  epoch: z.string().max(60).optional(),
  /** Erasures this device has carried out, all up to this number: key, copies and index are gone. Source: TRU-4. */
  erasedUpTo: seq.optional(),
  cursors: z.record(z.string(), seq),
  /** Events whose tagged words this person may read and whose keys are not here: the answer brings those there are. TRU-2. */
  wanted: z.array(eventId).max(maxWantedKeys).optional(),
  limit: z.int().min(1).max(maxPullEvents),
})

const pageOf = (event: z.ZodType<Envelope>) =>
  z.strictObject({
    scope,
    from: seq,
    /** Last number really examined: the cursor to store, exactly. Source: sync.md "Pull". */
    to: seq,
    head: seq,
    events: z.array(orderedEventOf(event)).max(maxPullEvents),
    /** `scopeDigest` at `head`, to compare with one's own when `to` = `head`; never adopted. */
    digestAtHead: hash.optional(),
    /** `scopeDigest` at `to`, when the page holds events. */
    digestAtTo: hash.optional(),
  })
export const PullResponseSchema = z.strictObject({
  epoch: z.string().max(60),
  aclV: z.int(),
  pages: z.array(pageOf(EnvelopeSchema)).max(200),
  keys: z.array(WrappedKeySchema),
  /** Customers whose key was destroyed: every holder drops key and copies. Source: TRU-4. */
  erased: z.array(text<CustomerId>(40)),
  /** Number of the newest erasure told here: said again as `erasedUpTo` once it is carried out. */
  erasedUpTo: seq.optional(),
  /** Scopes this session may no longer hold. Source: SYNC-6. */
  gone: z.array(scope),
  receipt: receipt.optional(),
  serverMs: epochMs,
})

const recordOf = (event: z.ZodType<Envelope>) =>
  z.strictObject({ case: text<CaseId>(40), events: z.array(orderedEventOf(event).omit({ seq: true })).min(1) })
/** Whole records of cases, newest first: for a device that holds nothing of a scope yet. Source: sync.md "Snapshot". */
export const SnapshotChunkSchema = z.strictObject({
  epoch: z.string().max(60),
  scope,
  seq,
  /** `scopeDigest` at `seq`: where pulling goes on from once the last chunk is in. */
  digest: hash,
  cases: z.array(recordOf(EnvelopeSchema)),
  keys: z.array(WrappedKeySchema),
  erased: z.array(text<CustomerId>(40)),
  /** Name of the next chunk; `null` after the last one. */
  next: z.string().max(40).nullable(),
  serverMs: epochMs,
})
export type SnapshotChunk = z.infer<typeof SnapshotChunkSchema>

const uuid = <T>() => z.string().regex(uuidPattern) as unknown as z.ZodType<T>
/**
 * Keys that did not come with their events, because the server lost them: a device gives those it holds and names the cases whose
 * customer's key it lacks. Source: SYNC-11.
 */
export const KeysRequestSchema = z.strictObject({
  given: z
    .array(
      z.strictObject({ case: uuid<CaseId>(), customer: uuid<CustomerId>(), wrapped: WrappedKeySchema.shape.wrapped }),
    )
    .max(maxKeys),
  wanted: z.array(uuid<CaseId>()).max(maxKeys),
})
/** The keys asked for, as far as somebody has given them; `erased` as in a pull. */
export const KeysResponseSchema = z.strictObject({
  keys: z.array(WrappedKeySchema.omit({ event: true })),
  erased: z.array(text<CustomerId>(40)),
})

export type HelloRequest = z.infer<typeof HelloRequestSchema>
export type HelloResponse = z.infer<typeof HelloResponseSchema>
export type PushRequest = z.infer<typeof PushRequestSchema>
export type PushResponse = z.infer<typeof PushResponseSchema>
export type PullRequest = z.infer<typeof PullRequestSchema>
export type PullResponse = z.infer<typeof PullResponseSchema>
export type KeysRequest = z.infer<typeof KeysRequestSchema>
export type KeysResponse = z.infer<typeof KeysResponseSchema>
export type WrappedKey = z.infer<typeof WrappedKeySchema>

const quickEvent = z.custom<Envelope>(isEnvelope)
/**
 * The two answers that carry events by the thousand, read in a third of the time: the same answer as their schemas give, but
 * each event stays the object that was read, its keys in the order of its exact bytes (see `canonicalJson`).
 */
export const quickAnswers = {
  pull: PullResponseSchema.extend({ pages: z.array(pageOf(quickEvent)).max(200) }),
  snapshot: SnapshotChunkSchema.extend({ cases: z.array(recordOf(quickEvent)) }),
} as const
