import { machineDigest } from '../../../electron/core/store/bytes.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { evolve } from '../../../shared/case/evolve.ts'
import type { Case } from '../../../shared/case/model.ts'
import { scopesOf } from '../../../shared/case/scopes.ts'
import type { Hash } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../../shared/kernel/hash.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'
import type { ConsoleBox } from '../device/console-box.ts'
import { orgId } from '../people.ts'
import type { Engine } from '../server/database.ts'
import { demand } from './broken.ts'
import { difference } from './device-check.ts'
import type { Ledger } from './ledger.ts'
import { hashesOf, readDisk } from './reading.ts'

/** An event as the server's table holds it. */
export interface ServerEvent {
  readonly envelope: Envelope
  readonly bytes: Uint8Array
  readonly caseV: number
  readonly caseHash: string
  readonly serverMs: number
  readonly atMs: number
}

/** A case as its events give it, folded here. */
export interface ServerCase {
  readonly id: string
  readonly events: readonly ServerEvent[]
  readonly state: Case
  /** Who held it after each event. */
  readonly holders: readonly (readonly string[])[]
}

export interface ServerView {
  readonly cases: ReadonlyMap<string, ServerCase>
  readonly heads: ReadonlyMap<string, { readonly head: number; readonly digest: string }>
  /** Events kept apart or refused: id → word. */
  readonly aside: ReadonlyMap<string, string>
}

interface EventRow {
  readonly caseId: string
  readonly caseV: number
  readonly serverMs: number
  readonly atMs: number
  readonly caseHash: string
  readonly bytes: Uint8Array
}

const selectEvents = `SELECT case_id::text AS "caseId", case_v AS "caseV", server_ms AS "serverMs", at_ms AS "atMs",
  encode(case_hash, 'hex') AS "caseHash", bytes FROM events WHERE org = $1 ORDER BY case_id, case_v`
const selectFeed = `SELECT f.scope, f.seq, f.case_id::text AS "caseId", f.case_v AS "caseV" FROM feed f
  WHERE f.org = $1 ORDER BY f.scope, f.seq`
const selectHeads = `SELECT scope, head, encode(digest, 'hex') AS digest FROM scopes WHERE org = $1`
const selectStates = `SELECT case_id::text AS "caseId", convert_from(state, 'UTF8') AS state FROM cases WHERE org = $1`

function withoutPersonal(envelope: Envelope, atMs: number): CaseEvent {
  const { wallMs: _, monoMs: __, bootId: ___, devPrev: ____, sealed: _____, ...rest } = envelope
  return { ...rest, personal: null, atMs } as CaseEvent
}

const selectEpoch = 'SELECT epoch FROM orgs WHERE org = $1'
const selectLink = `SELECT encode(digest, 'hex') AS digest FROM feed WHERE org = $1 AND scope = $2 AND seq = $3`

/** Ids of all events the server has, or has a word on. */
export async function idsAtServer(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows<{ id: string }>('SELECT id::text AS id FROM events UNION SELECT id FROM verdicts')
  return new Set(rows.map(({ id }) => id))
}

export const epochAt = async (engine: Engine): Promise<string | undefined> =>
  (await engine.rows<{ epoch: string }>(selectEpoch, [orgId]))[0]?.epoch

/**
 * As far as a console has read, it computed the digest the server has there, unless that was put back and does not know it, or the
 * console has heard of it and has not read since. Source: SYNC-2.
 */
export async function checkDigests(engine: Engine, { name, raw }: ConsoleBox, ledger: Ledger): Promise<void> {
  const db = raw()
  const epoch = await epochAt(engine)
  if (db === null) return
  const isOfOne = epoch !== ledger.unaware && readDisk(db).meta<string>('epoch') === epoch
  for (const { scope, cursor, digest } of readDisk(db).scopes()) {
    const [key, stands] = [`${name} ${scope}`, `${cursor} ${digest}`]
    if (!isOfOne) ledger.stood.set(key, stands)
    if (ledger.stood.get(key) === stands) continue
    const [link] = cursor === 0 ? [] : await engine.rows<{ digest: string }>(selectLink, [orgId, scope, cursor])
    const isSame = link === undefined || link.digest === digest
    demand(isSame, 'SYNC-2', () => `${name} has another digest of ${scope} at ${cursor} than the server`)
  }
}

/** Reads the whole server and checks every chain, number and feed on the way. */
export async function checkServer(engine: Engine): Promise<ServerView> {
  const cases = new Map<string, ServerCase>()
  for (const [id, events] of await eventsByCase(engine)) cases.set(id, foldCase(id, events))
  await checkStates(engine, cases)
  const heads = await checkFeeds(engine, cases)
  const aside = await engine.rows<{ id: string; verdict: string }>('SELECT id, verdict FROM verdicts WHERE org = $1', [
    orgId,
  ])
  return { cases, heads, aside: new Map(aside.map((row) => [row.id, row.verdict])) }
}

async function eventsByCase(engine: Engine): Promise<ReadonlyMap<string, ServerEvent[]>> {
  const byCase = new Map<string, ServerEvent[]>()
  for (const row of await engine.rows<EventRow>(selectEvents, [orgId])) {
    const { caseId, ...rest } = row
    const envelope = JSON.parse(Buffer.from(row.bytes).toString()) as Envelope
    const list = byCase.get(caseId) ?? []
    byCase.set(caseId, list)
    list.push({ ...rest, envelope })
  }
  return byCase
}

function foldCase(id: string, events: readonly ServerEvent[]): ServerCase {
  let link: Hash = zeroHash
  let state: Case | null = null
  const holders: (readonly string[])[] = []
  for (const [i, event] of events.entries()) {
    demand(event.caseV === i + 1, 'SYNC-4', () => `case ${id} has no event ${i + 1}`)
    link = caseHash(link, hashesOf(event.envelope).bodyHash, event.caseV, event.serverMs, machineDigest)
    demand(link === event.caseHash, 'case chain', () => `the server's chain of ${id} breaks at ${event.caseV}`)
    state = evolve(state, withoutPersonal(event.envelope, event.atMs))
    holders.push(state.team === '' ? (holders.at(-1) ?? []) : scopesOf(state))
  }
  if (state === null) throw new Error('a case without events')
  return { id, events, state, holders }
}

async function checkStates(engine: Engine, cases: ReadonlyMap<string, ServerCase>): Promise<void> {
  const rows = await engine.rows<{ caseId: string; state: string }>(selectStates, [orgId])
  demand(rows.length === cases.size, 'SYNC-2', () => `${rows.length} cases stand for ${cases.size} histories`)
  for (const { caseId, state } of rows) {
    const [a, b] = [
      canonicalJson(JSON.parse(state) as Json),
      canonicalJson(cases.get(caseId)?.state as unknown as Json),
    ]
    demand(a === b, 'SYNC-2', () => `the server's case ${caseId} is not its fold: ${difference(a, b)}`)
  }
}

interface FeedRow {
  readonly scope: string
  readonly seq: number
  readonly caseId: string
  readonly caseV: number
}

/** Dense, digested, complete for who holds a case, and nothing in it for who never held one. */
async function checkFeeds(engine: Engine, cases: ReadonlyMap<string, ServerCase>): Promise<ServerView['heads']> {
  const rows = await engine.rows<{ scope: string; head: number; digest: string }>(selectHeads, [orgId])
  const heads = new Map(rows.map((row) => [row.scope, row]))
  const feeds = Map.groupBy(await engine.rows<FeedRow>(selectFeed, [orgId]), (row) => row.scope)
  for (const [scope, { head, digest }] of heads) {
    const feed = feeds.get(scope) ?? []
    demand(feed.length === head && feed.every((row, i) => row.seq === i + 1), 'SYNC-4', () => `${scope} is not dense`)
    const end = feed.reduce<Hash>(
      (link, row) => scopeDigest(link, hashOf(cases, row), row.seq, machineDigest),
      zeroHash,
    )
    demand(end === digest, 'SYNC-2', () => `the digest of ${scope} does not follow from its feed`)
    checkMembers(scope, feed, cases)
  }
  return heads
}

const hashOf = (cases: ReadonlyMap<string, ServerCase>, row: FeedRow): Hash => {
  const event = cases.get(row.caseId)?.events[row.caseV - 1]
  if (event === undefined) throw new Error(`feed of ${row.scope} names an event that is not there`)
  return event.caseHash as Hash
}

function checkMembers(scope: string, feed: readonly FeedRow[], cases: ReadonlyMap<string, ServerCase>): void {
  const seen = new Set(feed.map((row) => `${row.caseId} ${row.caseV}`))
  for (const row of feed) {
    const holders = cases.get(row.caseId)?.holders ?? []
    const author = cases.get(row.caseId)?.events[row.caseV - 1]?.envelope.actor
    const held = holders.some((now, i) => i >= row.caseV - 2 && now.includes(scope)) || scope === `user:${author}`
    demand(held, 'SYNC-6', () => `${scope} got event ${row.caseV} of ${row.caseId}, which it never held from then on`)
  }
  for (const { id, holders } of cases.values())
    if (holders.at(-1)?.includes(scope))
      holders.forEach((_, i) => {
        demand(seen.has(`${id} ${i + 1}`), 'SYNC-7', () => `${scope} holds ${id} and lacks event ${i + 1}`)
      })
}
