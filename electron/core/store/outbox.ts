import type { CaseId, CustomerId, DeviceId, EventId, Hash } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { type Settlement, settle } from '../../../shared/sync/merge.ts'
import type { PushResponse, WrappedKey } from '../../../shared/sync/protocol.ts'
import { hashText, idBytes, idText } from './bytes.ts'
import type { Core } from './core.ts'
import { type EventRow, eventColumns, eventStates } from './event-rows.ts'
import { carriedOut } from './forget-customer.ts'
import { bindLoose } from './loose.ts'
import { bound, looseEvents } from './loose-rows.ts'
import { getMeta, putMeta } from './meta.ts'
import { judgedN, ownRef, settledN } from './own-marks.ts'
import { refold } from './rebase.ts'
import { sweepLeft } from './scope-removal.ts'

/** The queue to the server is the tail of our own chain: what was saved is in it by being saved. */
export interface OutboxBatch {
  readonly from: number
  readonly events: readonly Envelope[]
  readonly keys: readonly WrappedKey[]
  readonly devHash: Hash
}

/** What is to be sent next, from the first event without a verdict up to where our numbers have a gap; `null` when all have one. */
export function nextBatch(core: Core, maxEvents: number, maxBytes: number): OutboxBatch | null {
  bindLoose(core)
  const rows = core.db.all<EventRow>(
    `SELECT ${eventColumns} FROM events WHERE device = ? AND n > ? AND ${bound} ORDER BY n LIMIT ?`,
    ...[ownRef(core), judgedN(core), maxEvents],
  )
  const idOf = eachOnce(core.refs.idOf)
  const events: Envelope[] = []
  const sent: EventRow[] = []
  let bytes = 0
  let last: EventRow | undefined
  for (const row of rows) {
    const envelope = core.events.envelope(row, idOf(row.case_ref))
    bytes += bytesOf(envelope, row.body)
    if (last !== undefined && (bytes > maxBytes || row.n !== last.n + 1)) break
    events.push(envelope)
    sent.push(row)
    last = row
  }
  const from = events[0]?.n
  if (from === undefined || last === undefined) return null
  return { from, events, keys: unsentKeys(core, sent), devHash: hashText(last.dev_hash) }
}

/** Events of one case mostly follow each other. */
function eachOnce<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const value = known.get(key) ?? of(key)
    known.set(key, value)
    return value
  }
}

/** Names of the fields, signs between them and numbers of one event. */
const frameBytes = 300

/** At least the bytes of an event as it is sent, without writing it down. */
function bytesOf(it: Envelope, bodyText: string): number {
  const plain = [it.actor, it.bootId, it.case, it.customer, it.devPrev, it.device, it.hlc, it.id, it.org, it.sealed]
  const names = [...plain, it.session, it.type].reduce((sum, name) => sum + (name?.length ?? 0), 0)
  const pre = it.pre === undefined ? 0 : Buffer.byteLength(JSON.stringify(it.pre))
  return frameBytes + names + pre + Buffer.byteLength(bodyText)
}

/** Keys of the customers of these events, and of their tagged words, that the server was not given yet. */
export function unsentKeys({ db }: Core, events: readonly Pick<EventRow, 'id' | 'customer'>[]): WrappedKey[] {
  const ids = new Set(events.map(({ id }) => idText(id)))
  const customers = new Map(events.flatMap(({ customer: it }) => (it === null ? [] : [[idText<CustomerId>(it), it]])))
  const sql = `SELECT NULL AS event, wrapped FROM customer_keys WHERE customer = ? AND sent = 0
    UNION ALL SELECT event, wrapped FROM tag_keys WHERE customer = ? AND sent = 0 AND wrapped IS NOT NULL`
  return [...customers].flatMap(([customer, id]) =>
    db.all<{ event: Uint8Array | null; wrapped: Uint8Array }>(sql, id, id).flatMap((row): WrappedKey[] => {
      const wrapped = Buffer.from(row.wrapped).toString('base64')
      if (row.event === null) return [{ customer, wrapped }]
      const event = idText<EventId>(row.event)
      return ids.has(event) ? [{ customer, event, wrapped }] : []
    }),
  )
}

/** Stores the verdicts of one push in one transaction; `false` = the answer is not for this batch, nothing is stored. */
export function adoptVerdicts(core: Core, batch: OutboxBatch, answer: PushResponse, nowMs: number): boolean {
  const settlements = settle(batch.events, answer.verdicts)
  const last = batch.events.at(-1)
  if (settlements === null || last === undefined) return false
  const touched = core.commit(() => {
    putMeta(core.db, 'judged_n', Math.max(last.n, judgedN(core)))
    for (const { customer, event } of batch.keys)
      if (event === undefined) core.db.run('UPDATE customer_keys SET sent = 1 WHERE customer = ?', idBytes(customer))
      else core.db.run('UPDATE tag_keys SET sent = 1 WHERE event = ?', idBytes(event))
    if (answer.receipt !== undefined) putMeta(core.db, 'push_receipt', answer.receipt)
    const ids = settlements.flatMap((it, i) => setAside(core, it, batch.from + i, nowMs))
    settleOwn(core)
    return [...new Set([...ids, ...sweepLeft(core)])]
  })
  core.changed(touched.length > 0 ? { kind: 'cases', ids: touched, remote: true } : { kind: 'sync' })
  return true
}

/** An event that was not taken leaves the fold of its case, stays in the record and is shown. Source: SYNC-5. */
function setAside(core: Core, settlement: Settlement, n: number, nowMs: number): CaseId[] {
  const isDuplicate = settlement.becomes === 'sent' && settlement.of !== undefined
  if (settlement.becomes === 'sent' && !isDuplicate) return []
  const row = core.events.byNumber(core.device.get().device, n)
  if (row === undefined || row.state !== eventStates.pending) return []
  const state = settlement.becomes === 'sent' ? eventStates.duplicate : eventStates[settlement.becomes]
  core.db.run('UPDATE events SET state = ? WHERE seq = ?', state, row.seq)
  if (settlement.becomes !== 'sent') {
    const { refusal, defeatedBy, becomes } = settlement
    core.db.run(
      'INSERT OR REPLACE INTO refused (seq, verdict, code, field, defeated_by, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      ...[
        row.seq,
        becomes,
        refusal.tag,
        refusal.field ?? null,
        defeatedBy === undefined ? null : idBytes(defeatedBy),
        nowMs,
      ],
    )
  }
  const id = core.refs.idOf(row.case_ref)
  refold(core, row.case_ref, id, nowMs)
  return [id]
}

/** Moves the mark up to which nothing of ours is pending; inside the caller's transaction. */
export function settleOwn(core: Core): void {
  const start = settledN(core)
  const sql = `SELECT n, state FROM events WHERE device = ? AND n > ? AND ${bound} ORDER BY n`
  let upTo = start
  for (const row of core.db.each<{ n: number; state: number }>(sql, ownRef(core), start)) {
    if (row.state === eventStates.pending) break
    upTo = row.n
  }
  if (upTo > start) putMeta(core.db, 'settled_n', upTo)
}

/** Where this device stands with the server. */
export function position(core: Core) {
  const scopes = core.db.all<{ scope: string; cursor: number }>('SELECT scope, cursor FROM scopes')
  const epoch = getMeta<string>(core.db, 'epoch')
  const aclV = getMeta<number>(core.db, 'acl_v')
  return {
    ...(epoch === undefined ? {} : { epoch }),
    ...(aclV === undefined ? {} : { aclV }),
    judgedN: judgedN(core),
    erasedUpTo: carriedOut(core.db),
    newestN: core.device.get().n,
    receipts: ['push_receipt', 'pull_receipt'].flatMap((name) => getMeta<string>(core.db, name) ?? []),
    cursors: Object.fromEntries(scopes.map(({ scope, cursor }) => [scope, cursor])),
  }
}

const pendingFilter = `device = ? AND n > ? AND state = 0 AND ${bound}`

/** What is loose is ours and waits. */
export const pendingCount = (core: Core): number =>
  core.loose.count() +
  (core.db.get<{ count: number }>(
    `SELECT count(*) AS count FROM events WHERE ${pendingFilter}`,
    ownRef(core),
    settledN(core),
  )?.count ?? 0)

/** When the oldest event still to be confirmed was saved. */
export const oldestPendingMs = (core: Core): number | undefined =>
  (
    core.db.get<{ at_ms: number }>(
      `SELECT wall_ms + at_off AS at_ms FROM events WHERE ${pendingFilter} ORDER BY n LIMIT 1`,
      ownRef(core),
      settledN(core),
    ) ?? core.db.get<{ at_ms: number }>(`SELECT min(wall_ms + at_off) AS at_ms FROM ${looseEvents('wall_ms, at_off')}`)
  )?.at_ms ?? undefined

/** Set aside, with the reason; `doubtful` = pending, but would be refused as things stand. */
export interface RefusedItem {
  readonly event: EventId
  readonly case: CaseId
  readonly verdict: 'refused' | 'quarantined' | 'doubtful'
  readonly code: string
  readonly field?: string
  readonly defeatedBy?: EventId
  readonly atMs: number
}

interface RefusedRow {
  readonly id: Uint8Array
  readonly case_id: Uint8Array
  readonly verdict: RefusedItem['verdict']
  readonly code: string
  readonly field: string | null
  readonly defeated_by: Uint8Array | null
  readonly at_ms: number
}

export function refusedItems(core: Core): RefusedItem[] {
  const rows = core.db.all<RefusedRow>(
    `SELECT e.id, c.id AS case_id, r.verdict, r.code, r.field, r.defeated_by, r.at_ms FROM refused r
     JOIN events e USING (seq) JOIN cases c ON c.ref = e.case_ref WHERE r.let_go_ms IS NULL ORDER BY r.at_ms`,
  )
  return rows.map((row) => ({
    event: idText<EventId>(row.id),
    case: idText<CaseId>(row.case_id),
    verdict: row.verdict,
    code: row.code,
    ...(row.field === null ? {} : { field: row.field }),
    ...(row.defeated_by === null ? {} : { defeatedBy: idText<EventId>(row.defeated_by) }),
    atMs: row.at_ms,
  }))
}

/** A person looked at what was set aside and lets it go: it stays in the record, the list no longer shows it. */
export function letGo(core: Core, event: EventId, nowMs: number): boolean {
  const sql = `UPDATE refused SET let_go_ms = ? WHERE verdict <> 'doubtful' AND let_go_ms IS NULL
    AND seq IN (SELECT seq FROM refused JOIN events USING (seq) WHERE events.id = ?)`
  const done = core.commit(() => core.db.run(sql, nowMs, idBytes(event)) > 0)
  if (done) core.changed({ kind: 'sync' })
  return done
}

export const deviceOf = (core: Core): DeviceId => core.device.get().device
