import type { CaseId, Hash, ScopeId } from '../../shared/kernel/brand.ts'
import type { Sql } from '../db/database.ts'
import { type Entry, entriesByScope, numberEntries, type ScopeHead } from './feed.ts'
import * as rows from './ingest-rows.ts'
import type { Accepted, Bench } from './judge.ts'

/** Many byte strings as one value: places are counted from 1, as SQL does. */
export function pack(parts: readonly Uint8Array[]): { bytes: Uint8Array; starts: number[]; sizes: number[] } {
  const sizes = parts.map((part) => part.length)
  let at = 1
  const starts = sizes.map((size) => {
    const start = at
    at += size
    return start
  })
  return { bytes: Buffer.concat(parts), starts, sizes }
}

async function earlierEntries(sql: Sql, bench: Bench): Promise<ReadonlyMap<CaseId, readonly Entry[]>> {
  const cases = bench.accepted.filter((item) => item.joined.length > 0).map((item) => item.envelope.case)
  const chains = new Map<CaseId, Entry[]>()
  if (cases.length === 0) return chains
  for (const row of await sql.rows(rows.selectCaseChain, [bench.org, [...new Set(cases)]])) {
    const caseId = row.caseId as CaseId
    const chain = chains.get(caseId) ?? []
    chain.push({ caseId, caseV: row.caseV, caseHash: row.caseHash as Hash })
    chains.set(caseId, chain)
  }
  return chains
}

/** Takes the counter rows, in scope order: from here to the commit the numbers belong to this transaction. */
async function lockHeads(sql: Sql, org: string, scopes: readonly ScopeId[]): Promise<readonly ScopeHead[]> {
  const sorted = [...scopes].sort()
  let found = await sql.rows(rows.lockScopes, [org, sorted])
  if (found.length < sorted.length) {
    await sql.rows(rows.insertScopes, [org, sorted, '0'.repeat(64)])
    found = await sql.rows(rows.lockScopes, [org, sorted])
  }
  return found.map((row) => ({ scope: row.scope as ScopeId, head: row.head, digest: row.digest as Hash }))
}

/** Gives every accepted event its numbers and stores it; returns the heads that moved. */
export async function storeAccepted(sql: Sql, bench: Bench): Promise<readonly ScopeHead[]> {
  const { org, accepted } = bench
  if (accepted.length === 0) return []
  const earlier = await earlierEntries(sql, bench)
  const byScope = entriesByScope(accepted, earlier)
  await insertEvents(sql, org, accepted)
  await upsertCases(sql, bench)
  const numbered = numberEntries(byScope, await lockHeads(sql, org, [...byScope.keys()]))
  const feed = numbered.rows
  await sql.rows(rows.insertFeed, [
    org,
    feed.map((row) => row.scope),
    feed.map((row) => row.seq),
    feed.map((row) => row.caseId),
    feed.map((row) => row.caseV),
  ])
  const { heads } = numbered
  await sql.rows(rows.updateScopes, [
    org,
    heads.map((row) => row.scope),
    heads.map((row) => row.head),
    heads.map((row) => row.digest),
  ])
  return heads
}

async function insertEvents(sql: Sql, org: string, accepted: readonly Accepted[]): Promise<void> {
  const packed = pack(accepted.map((item) => item.arrived.bytes))
  const column = <T>(of: (item: Accepted) => T): T[] => accepted.map(of)
  await sql.rows(rows.insertEvents, [
    org,
    packed.bytes,
    column((item) => item.envelope.case),
    column((item) => item.caseV),
    column((item) => item.envelope.id),
    column((item) => item.envelope.device),
    column((item) => item.envelope.n),
    column((item) => item.envelope.type),
    column((item) => item.envelope.customer ?? null),
    column((item) => item.serverMs),
    column((item) => item.atMs),
    column((item) => item.clockSuspect),
    column((item) => item.arrived.bodyHash),
    column((item) => item.caseHash),
    packed.starts,
    packed.sizes,
  ])
}

async function upsertCases(sql: Sql, bench: Bench): Promise<void> {
  const ids = [...new Set(bench.accepted.map((item) => item.envelope.case))]
  const files = ids.flatMap((id) => {
    const file = bench.files.get(id)
    return file ? [{ id, ...file }] : []
  })
  const packed = pack(files.map((file) => Buffer.from(JSON.stringify(file.current))))
  await sql.rows(rows.upsertCases, [
    bench.org,
    packed.bytes,
    files.map((file) => file.id),
    files.map((file) => file.caseV),
    files.map((file) => file.caseHash),
    files.map((file) => file.serverMs),
    files.map((file) => JSON.stringify(file.scopes)),
    files.map((file) => file.current?.number.official !== undefined),
    packed.starts,
    packed.sizes,
  ])
}
