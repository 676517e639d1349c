import { uuidPattern } from '../../shared/kernel/ids.ts'
import type { Caller } from '../auth/caller.ts'
import type { Database, Sql } from '../db/database.ts'
import { plainList, reads } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { keysText, readKeys } from './customer-keys.ts'

const selectDigest = reads<{ digest: string }>(
  'snapshot.digest',
  `SELECT encode(digest, 'hex') AS digest FROM feed WHERE org = $1 AND scope = $2 AND seq = $3`,
)
/** Ids are made of time: the newest case comes first, and a chunk that was read stays what it was. */
const selectCases = reads<{ caseId: string }>(
  'snapshot.cases',
  `SELECT case_id::text AS "caseId" FROM cases
   WHERE org = $1 AND case_id < $2::uuid AND strpos(scopes, $3) > 0 ORDER BY case_id DESC LIMIT $4`,
)
const selectSizes = reads<{ caseId: string; bytes: number }>(
  'snapshot.sizes',
  `SELECT case_id::text AS "caseId", sum(octet_length(bytes))::bigint AS bytes FROM events
   WHERE org = $1 AND case_id = ANY($2::uuid[]) GROUP BY case_id`,
)
interface EventRow {
  readonly caseId: string
  readonly caseV: number
  readonly serverMs: number
  readonly atMs: number
  readonly caseHash: string
  readonly customer: string | null
  readonly event: string
}
const selectEvents = reads<EventRow>(
  'snapshot.events',
  `SELECT case_id::text AS "caseId", case_v AS "caseV", server_ms AS "serverMs", at_ms AS "atMs",
     encode(case_hash, 'hex') AS "caseHash", customer::text AS customer, convert_from(bytes, 'UTF8') AS event
   FROM events WHERE org = $1 AND case_id = ANY($2::uuid[]) ORDER BY case_id DESC, case_v`,
)

const casesPerChunk = 500
const chunkBytes = 4 * 1024 * 1024
/** Name of the first chunk, and the id behind every other one. */
const firstChunk = 'newest'
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export interface SnapshotRequest {
  readonly scope: string
  readonly seq: string
  readonly chunk: string
}

export interface SnapshotDeps {
  readonly db: Database
  readonly nowMs: () => number
}

/** As many whole cases as fit, one at least. */
async function fitting(sql: Sql, org: string, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.rows(selectSizes, [org, plainList(ids)])
  const sizes = new Map(rows.map((row) => [row.caseId, row.bytes]))
  let left = chunkBytes
  const end = ids.findIndex((id) => {
    left -= sizes.get(id) ?? 0
    return left < 0
  })
  return end < 0 ? ids : ids.slice(0, Math.max(1, end))
}

/**
 * One chunk of a scope's cases, as JSON text: whole records, newest cases first, resumable at any chunk. A case that moves on
 * meanwhile is told again by the feed from `seq`, and known events are known. Source: sync.md "Snapshot".
 */
export async function snapshot(deps: SnapshotDeps, caller: Caller, request: SnapshotRequest): Promise<string> {
  const { scope, chunk } = request
  const seq = Number(request.seq)
  if (!caller.actor.scopes.some((held) => held === scope)) throw new Problem(404, 'snapshot.unknown')
  if (!/^\d{1,15}$/.test(request.seq) || (chunk !== firstChunk && !uuidPattern.test(chunk)))
    throw new Problem(404, 'snapshot.unknown')
  const before = chunk === firstChunk ? lastId : chunk
  const { org } = caller
  return deps.db.read(org, async (sql) => {
    const [at] = await sql.rows(selectDigest, [org, scope, seq])
    if (!at) throw new Problem(404, 'snapshot.unknown')
    const found = await sql.rows(selectCases, [org, before, JSON.stringify(scope), casesPerChunk])
    const all = found.map((row) => row.caseId)
    const ids = all.length === 0 ? [] : await fitting(sql, org, all)
    const rows = ids.length === 0 ? [] : await sql.rows(selectEvents, [org, plainList(ids)])
    const isLast = ids.length === all.length && all.length < casesPerChunk
    const customers = rows.flatMap((row) => row.customer ?? [])
    const keys = keysText(await readKeys(sql, org, [...new Set(customers)]))
    const head = { epoch: caller.epoch, scope, seq, digest: at.digest, next: isLast ? null : (ids.at(-1) ?? null) }
    const rest = JSON.stringify({ ...head, ...keys, serverMs: deps.nowMs() })
    return `{"cases":[${casesText(ids, rows)}],${rest.slice(1)}`
  })
}

function casesText(ids: readonly string[], rows: readonly EventRow[]): string {
  const byCase = new Map<string, string[]>()
  for (const row of rows) {
    const place = `"caseV":${row.caseV},"serverMs":${row.serverMs},"atMs":${row.atMs},"caseHash":"${row.caseHash}"`
    const list = byCase.get(row.caseId) ?? []
    list.push(`{${place},"event":${row.event}}`)
    byCase.set(row.caseId, list)
  }
  return ids.map((id) => `{"case":"${id}","events":[${(byCase.get(id) ?? []).join(',')}]}`).join(',')
}
