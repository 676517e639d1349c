import type { CaseId, CustomerId, DeviceId, EventId, Hash } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { planHello, type Settlement, settle } from '../../../shared/sync/merge.ts'
import type { HelloResponse, PushResponse, WrappedKey } from '../../../shared/sync/protocol.ts'
import { hashText, idBytes, idText } from './bytes.ts'
import type { Core } from './core.ts'
import { type EventRow, eventColumns, eventStates } from './event-rows.ts'
import { getMeta, putMeta } from './meta.ts'
import { refold } from './rebase.ts'

export interface OutboxBatch {
  readonly from: number
  readonly events: readonly Envelope[]
  readonly keys: readonly WrappedKey[]
  readonly devHash: Hash
}

/** Newest own event the server has judged, as far as this device knows. */
export const judgedN = (core: Core): number => getMeta<number>(core.db, 'judged_n') ?? 0

const ownDevice = (core: Core): number => core.names.refOf(core.device.get().device)

/** What is to be sent next, dense from the first event without a verdict; `null` when all have one. */
export function nextBatch(core: Core, maxEvents: number, maxBytes: number): OutboxBatch | null {
  const rows = core.db.all<EventRow>(
    `SELECT ${eventColumns} FROM events WHERE device = ? AND n > ? ORDER BY n LIMIT ?`,
    ...[ownDevice(core), judgedN(core), maxEvents],
  )
  const events: Envelope[] = []
  const customers = new Set<number>()
  let bytes = 0
  let last: EventRow | undefined
  for (const row of rows) {
    const envelope = core.events.envelope(row, core.refs.idOf(row.case_ref))
    bytes += Buffer.byteLength(JSON.stringify(envelope))
    if (events.length > 0 && bytes > maxBytes) break
    events.push(envelope)
    if (row.customer !== null) customers.add(row.customer)
    last = row
  }
  const from = events[0]?.n
  if (from === undefined || last === undefined) return null
  return { from, events, keys: unsentKeys(core, customers), devHash: hashText(last.dev_hash) }
}

function unsentKeys(core: Core, customers: ReadonlySet<number>): WrappedKey[] {
  const sql = 'SELECT wrapped FROM customer_keys WHERE ref = ? AND sent = 0'
  return [...customers].flatMap((ref) => {
    const row = core.db.get<{ wrapped: Uint8Array }>(sql, ref)
    return row === undefined
      ? []
      : [{ customer: core.vault.customerOf(ref), wrapped: Buffer.from(row.wrapped).toString('base64') }]
  })
}

/** Stores the verdicts of one push in one transaction; `false` = the answer is not for this batch, nothing is stored. */
export function adoptVerdicts(core: Core, batch: OutboxBatch, answer: PushResponse, nowMs: number): boolean {
  const settlements = settle(batch.events, answer.verdicts)
  const last = batch.events.at(-1)
  if (settlements === null || last === undefined) return false
  const touched = core.commit(() => {
    putMeta(core.db, 'judged_n', Math.max(last.n, judgedN(core)))
    for (const key of batch.keys)
      core.db.run('UPDATE customer_keys SET sent = 1 WHERE ref = ?', core.vault.refOf(key.customer as CustomerId))
    const refs = new Set(settlements.flatMap((it) => setAside(core, it, nowMs)))
    return [...refs].map((ref) => refold(core, ref, nowMs))
  })
  core.changed(touched.length > 0 ? { kind: 'cases', ids: touched, remote: true } : { kind: 'sync' })
  return true
}

/** An event that was not taken leaves the fold of its case, stays in the record and is shown. Source: SYNC-5. */
function setAside(core: Core, settlement: Settlement, nowMs: number): number[] {
  const isDuplicate = settlement.becomes === 'sent' && settlement.of !== undefined
  if (settlement.becomes === 'sent' && !isDuplicate) return []
  const row = core.events.byId(settlement.id)
  if (row === undefined || row.state !== eventStates.pending) return []
  const state = settlement.becomes === 'sent' ? eventStates.duplicate : eventStates[settlement.becomes]
  core.db.run('UPDATE events SET state = ? WHERE seq = ?', state, row.seq)
  if (settlement.becomes !== 'sent') {
    const { refusal, defeatedBy, becomes } = settlement
    core.db.run(
      'INSERT OR REPLACE INTO refused (event, verdict, code, field, defeated_by, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      ...[idBytes(settlement.id), becomes, refusal.tag, refusal.field ?? null],
      ...[defeatedBy === undefined ? null : idBytes(defeatedBy), nowMs],
    )
  }
  return [row.case_ref]
}

/** Where this device stands with the server. */
export function position(core: Core) {
  const scopes = core.db.all<{ scope: string; cursor: number }>('SELECT scope, cursor FROM scopes')
  const epoch = getMeta<string>(core.db, 'epoch')
  return {
    ...(epoch === undefined ? {} : { epoch }),
    judgedN: judgedN(core),
    newestN: core.device.get().n,
    cursors: Object.fromEntries(scopes.map(({ scope, cursor }) => [scope, cursor])),
  }
}

/** Takes over epoch and scopes; what the server lost is sent again. */
export function adoptHello(core: Core, hello: HelloResponse): 'go_on' | 'forked' {
  const own = ownDevice(core)
  const linkAt = (n: number): Hash | null => {
    if (n === 0) return zeroHash
    const row = core.db.get<{ dev_hash: Uint8Array }>('SELECT dev_hash FROM events WHERE device = ? AND n = ?', own, n)
    return row === undefined ? null : hashText(row.dev_hash)
  }
  const plan = planHello({ lastN: core.device.get().n, confirmedN: confirmedN(core, own), linkAt }, hello)
  if (plan.plan === 'forked') return 'forked'
  core.commit(() => {
    putMeta(core.db, 'epoch', hello.epoch)
    if (plan.plan === 'resend' || hello.lastN < judgedN(core)) putMeta(core.db, 'judged_n', hello.lastN)
    const sql = 'INSERT OR IGNORE INTO scopes (scope, cursor, digest) VALUES (?, 0, ?)'
    for (const scope of hello.scopes) core.db.run(sql, scope.id, Buffer.alloc(32))
  })
  return 'go_on'
}

const confirmedN = (core: Core, own: number): number =>
  core.db.get<{ n: number | null }>('SELECT max(n) AS n FROM events WHERE device = ? AND state = 1', own)?.n ?? 0

export const pendingCount = (core: Core): number =>
  core.db.get<{ count: number }>('SELECT count(*) AS count FROM events WHERE state = 0')?.count ?? 0

/** When the oldest event still to be confirmed was saved. */
export function oldestPendingMs(core: Core): number | undefined {
  const sql = 'SELECT at_ms FROM events WHERE state = 0 ORDER BY device, n LIMIT 1'
  return core.db.get<{ at_ms: number }>(sql)?.at_ms
}

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

export function refusedItems(core: Core): RefusedItem[] {
  const rows = core.db.all<RefusedRow>(
    `SELECT r.event, r.verdict, r.code, r.field, r.defeated_by, r.at_ms, e.case_ref FROM refused r
     JOIN events e ON e.id = r.event WHERE r.let_go_ms IS NULL ORDER BY r.at_ms`,
  )
  return rows.map((row) => ({
    event: idText<EventId>(row.event),
    case: core.refs.idOf(row.case_ref),
    verdict: row.verdict,
    code: row.code,
    ...(row.field === null ? {} : { field: row.field }),
    ...(row.defeated_by === null ? {} : { defeatedBy: idText<EventId>(row.defeated_by) }),
    atMs: row.at_ms,
  }))
}

interface RefusedRow {
  readonly event: Uint8Array
  readonly verdict: RefusedItem['verdict']
  readonly code: string
  readonly field: string | null
  readonly defeated_by: Uint8Array | null
  readonly at_ms: number
  readonly case_ref: number
}

export const deviceOf = (core: Core): DeviceId => core.device.get().device
