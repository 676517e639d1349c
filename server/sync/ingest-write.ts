import type { CaseId, Hash, ScopeId } from '../../shared/kernel/brand.ts'
import type { Sql } from '../db/database.ts'
import { plainList, textList } from '../db/statement.ts'
import { type Entry, entriesByScope, type FeedRow, numberEntries, type ScopeHead } from './feed.ts'
import * as rows from './ingest-rows.ts'
import type { Accepted, Bench } from './judge.ts'

/** Many texts as one value of bytes: places are counted from 1, as SQL does. */
export function pack(texts: readonly string[]): { bytes: Uint8Array; starts: number[]; sizes: number[] } {
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  const starts = texts.map((text) => {
    const start = at
    at += bytes.write(text, at, 'utf8')
    return start + 1
  })
  return { bytes, starts, sizes }
}

async function earlierEntries(sql: Sql, bench: Bench): Promise<ReadonlyMap<CaseId, readonly Entry[]>> {
  const cases = bench.accepted.filter((item) => item.joined.length > 0).map((item) => item.envelope.case)
  const chains = new Map<CaseId, Entry[]>()
  if (cases.length === 0) return chains
  for (const row of await sql.rows(rows.selectCaseChain, [bench.org, plainList([...new Set(cases)])])) {
    const caseId = row.caseId as CaseId
    const chain = chains.get(caseId) ?? []
    chain.push({ caseId, caseV: row.caseV, caseHash: row.caseHash as Hash })
    chains.set(caseId, chain)
  }
  return chains
}

/** Takes the counter rows, in scope order: from here to the commit the numbers belong to this transaction. */
async function lockHeads(sql: Sql, org: string, scopes: readonly ScopeId[]): Promise<readonly ScopeHead[]> {
  const sorted = textList([...scopes].sort())
  let found = await sql.rows(rows.lockScopes, [org, sorted])
  if (found.length < scopes.length) {
    await sql.rows(rows.insertScopes, [org, sorted, '0'.repeat(64)])
    found = await sql.rows(rows.lockScopes, [org, sorted])
  }
  return found.map((row) => ({ scope: row.scope as ScopeId, head: row.head, digest: row.digest as Hash }))
}

/**
 * Gives every accepted event its numbers and stores it; returns the heads that moved. Statements are not waited for one by one:
 * the database writes the first while the values of the next are made. The counter rows are taken after the events, and the feed is
 * numbered while the cases are being written.
 */
export async function storeAccepted(sql: Sql, bench: Bench): Promise<readonly ScopeHead[]> {
  const { org, accepted } = bench
  if (accepted.length === 0) return []
  const earlier = await earlierEntries(sql, bench)
  const byScope = entriesByScope(accepted, earlier)
  const events = insertEvents(sql, org, accepted)
  const taken = lockHeads(sql, org, [...byScope.keys()])
  const cases = upsertCases(sql, bench)
  const feed = taken.then(async (before) => {
    const { rows: entries, heads } = numberEntries(byScope, before)
    await Promise.all([insertFeed(sql, org, entries), updateHeads(sql, org, heads)])
    return heads
  })
  const [heads] = await Promise.all([feed, events, cases])
  return heads
}

async function insertFeed(sql: Sql, org: string, feed: readonly FeedRow[]): Promise<void> {
  await sql.rows(rows.insertFeed, [
    org,
    textList(feed.map((row) => row.scope)),
    plainList(feed.map((row) => row.seq)),
    plainList(feed.map((row) => row.caseId)),
    plainList(feed.map((row) => row.caseV)),
    plainList(feed.map((row) => row.digest)),
  ])
}

async function updateHeads(sql: Sql, org: string, heads: readonly ScopeHead[]): Promise<void> {
  await sql.rows(rows.updateScopes, [
    org,
    textList(heads.map((row) => row.scope)),
    plainList(heads.map((row) => row.head)),
    plainList(heads.map((row) => row.digest)),
  ])
}

async function insertEvents(sql: Sql, org: string, accepted: readonly Accepted[]): Promise<void> {
  const packed = pack(accepted.map((item) => item.arrived.text))
  const plain = (of: (item: Accepted) => string | number | boolean | null) => plainList(accepted.map(of))
  await sql.rows(rows.insertEvents, [
    org,
    packed.bytes,
    plain((item) => item.envelope.case),
    plain((item) => item.caseV),
    plain((item) => item.envelope.id),
    textList(accepted.map((item) => item.envelope.device)),
    plain((item) => item.envelope.n),
    textList(accepted.map((item) => item.envelope.type)),
    plain((item) => item.envelope.customer ?? null),
    plain((item) => item.serverMs),
    plain((item) => item.atMs),
    plain((item) => item.clockSuspect),
    plain((item) => item.arrived.bodyHash),
    plain((item) => item.caseHash),
    plainList(packed.starts),
    plainList(packed.sizes),
  ])
}

async function upsertCases(sql: Sql, bench: Bench): Promise<void> {
  const ids = [...new Set(bench.accepted.map((item) => item.envelope.case))]
  const files = ids.flatMap((id) => {
    const file = bench.files.get(id)
    return file ? [{ id, ...file }] : []
  })
  const packed = pack(files.map((file) => JSON.stringify(file.current)))
  await sql.rows(rows.upsertCases, [
    bench.org,
    packed.bytes,
    plainList(files.map((file) => file.id)),
    plainList(files.map((file) => file.caseV)),
    plainList(files.map((file) => file.caseHash)),
    plainList(files.map((file) => file.serverMs)),
    textList(files.map((file) => JSON.stringify(file.scopes))),
    plainList(files.map((file) => file.current?.number.official !== undefined)),
    plainList(packed.starts),
    plainList(packed.sizes),
  ])
}
