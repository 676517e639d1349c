import type { ScopeId } from '../../shared/kernel/brand.ts'
import type { PullRequest, WrappedKey } from '../../shared/sync/protocol.ts'
import type { Caller } from '../auth/caller.ts'
import { erasuresAfter } from '../auth/erasures.ts'
import type { ServerKeys } from '../auth/keys.ts'
import type { Database, Sql } from '../db/database.ts'
import { reads, textList } from '../db/statement.ts'
import { keysText, readKeys } from './customer-keys.ts'
import { makeReceipt } from './receipts.ts'
import { readTagKeys } from './tag-keys.ts'

interface ScopeRow {
  readonly scope: string
  readonly head: number
  readonly digest: string
}
const selectScopes = reads<ScopeRow>(
  'pull.scopes',
  `SELECT scope, head, encode(digest, 'hex') AS digest FROM scopes WHERE org = $1 AND scope = ANY($2::text[])`,
)

interface PageRow {
  readonly seq: number
  readonly caseV: number
  readonly serverMs: number
  readonly atMs: number
  readonly caseHash: string
  readonly digest: string
  readonly customer: string | null
  /** The event's exact bytes as text. */
  readonly event: string
}
/** At least one event, then as many as stay below the budget of bytes ($5). */
const selectPage = reads<PageRow>(
  'pull.page',
  `SELECT seq, case_v AS "caseV", server_ms AS "serverMs", at_ms AS "atMs", encode(case_hash, 'hex') AS "caseHash",
     encode(digest, 'hex') AS digest, customer::text AS customer, convert_from(bytes, 'UTF8') AS event
   FROM (
     SELECT f.seq, e.case_v, e.server_ms, e.at_ms, e.case_hash, f.digest, e.customer, e.bytes,
       sum(octet_length(e.bytes)) OVER (ORDER BY f.seq) - octet_length(e.bytes) AS bytes_before
     FROM feed f JOIN events e ON e.org = f.org AND e.case_id = f.case_id AND e.case_v = f.case_v
     WHERE f.org = $1 AND f.scope = $2 AND f.seq > $3 AND f.seq <= $4
   ) AS page
   WHERE bytes_before < $5 ORDER BY seq`,
)
/** Bytes of events in one answer; a page goes over it only by its last event. */
const budgetBytes = 4 * 1024 * 1024

export interface PullDeps {
  readonly db: Database
  readonly keys: ServerKeys
  readonly nowMs: () => number
}

interface Page {
  readonly scope: string
  readonly head: number
  readonly text: string
  readonly bytes: number
  readonly customers: readonly string[]
}

/**
 * The answer to a pull as JSON text: stored events go out as the bytes they are, not read and written again. `to` is the
 * last number really examined. Source: sync.md "Pull", SYNC-4, SYNC-7.
 */
export async function pull(deps: PullDeps, caller: Caller, request: PullRequest): Promise<string> {
  const asked = Object.keys(request.cursors) as ScopeId[]
  const held = asked.filter((scope) => caller.actor.scopes.includes(scope))
  const gone = asked.filter((scope) => !caller.actor.scopes.includes(scope))
  return deps.db.read(caller.org, async (sql) => {
    const found = await sql.rows(selectScopes, [caller.org, textList(held)])
    const pages: Page[] = []
    let left = budgetBytes
    for (const scope of held) {
      const row = found.find((item) => item.scope === scope) ?? { scope, head: 0, digest: '0'.repeat(64) }
      const page = await readPage(sql, caller.org, row, request.cursors[scope] ?? 0, left > 0 ? request.limit : 0, left)
      left -= page.bytes
      pages.push(page)
    }
    const erasures = await erasuresAfter(sql, caller.org, request.erasedUpTo ?? 0)
    const keys = await readKeys(sql, caller.org, [...new Set(pages.flatMap((page) => page.customers))])
    const tagKeys = await readTagKeys(sql, caller.org, caller.actor, request.wanted)
    return answerText(deps, caller, pages, { ...keysText(keys), tagKeys }, gone, erasures)
  })
}

async function readPage(
  sql: Sql,
  org: string,
  scope: ScopeRow,
  from: number,
  limit: number,
  budget: number,
): Promise<Page> {
  const until = Math.min(from + limit, scope.head)
  const rows = until > from ? await sql.rows(selectPage, [org, scope.scope, from, until, budget]) : []
  const to = rows.at(-1)?.seq ?? from
  const events = rows.map(
    (row) =>
      `{"seq":${row.seq},"caseV":${row.caseV},"serverMs":${row.serverMs},"atMs":${row.atMs},"caseHash":"${row.caseHash}","event":${row.event}}`,
  )
  const place = `"scope":${JSON.stringify(scope.scope)},"from":${from},"to":${to},"head":${scope.head}`
  const last = rows.at(-1)
  const digests = `"digestAtHead":"${scope.digest}"${last ? `,"digestAtTo":"${last.digest}"` : ''}`
  const text = `{${place},${digests},"events":[${events.join(',')}]}`
  const customers = rows.flatMap((row) => (row.customer === null ? [] : [row.customer]))
  return {
    scope: scope.scope,
    head: scope.head,
    text,
    bytes: rows.reduce((sum, row) => sum + row.event.length, 0),
    customers,
  }
}

function answerText(
  deps: PullDeps,
  caller: Caller,
  pages: readonly Page[],
  own: ReturnType<typeof keysText> & { readonly tagKeys: readonly WrappedKey[] },
  gone: readonly ScopeId[],
  erasures: { readonly customers: readonly string[]; readonly upTo: number },
): string {
  const { org, device, epoch, epochIndex: index, aclV } = caller
  const heads = Object.fromEntries(pages.map((page) => [page.scope, page.head]))
  const receipt = makeReceipt(deps.keys, { org, device, epoch, index, lastN: 0, heads })
  const erased = [...new Set([...own.erased, ...erasures.customers])]
  const rest = JSON.stringify({
    epoch,
    aclV,
    keys: [...own.keys, ...own.tagKeys],
    erased,
    erasedUpTo: erasures.upTo,
    gone,
    receipt,
    serverMs: deps.nowMs(),
  })
  return `{"pages":[${pages.map((page) => page.text).join(',')}],${rest.slice(1)}`
}
