import type { DeviceId, EventId, ScopeId } from '../../shared/kernel/brand.ts'
import type { PushResponse, Verdict } from '../../shared/sync/protocol.ts'
import type { ServerKeys } from '../auth/keys.ts'
import { holdOrg, type OrgRow } from '../auth/rows.ts'
import { only, type Sql } from '../db/database.ts'
import { plainList, textList } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { openBench, readSigners } from './bench.ts'
import { storeKeys } from './customer-keys.ts'
import { giveNumbers, type NumberDeps, reserveNumbers } from './give-numbers.ts'
import * as rows from './ingest-rows.ts'
import { pack, storeAccepted } from './ingest-write.ts'
import { type Bench, judge } from './judge.ts'
import type { Arrived, Batch } from './read-push.ts'
import { batchFault, dateEvents, linkFault, moveOn, type Standing, standingOf, storedVerdicts } from './standing.ts'
import { storeTagKeys } from './tag-keys.ts'
import { type Aside, noteWaiting, takeWaiting } from './waiting.ts'

export interface IngestDeps extends NumberDeps {
  readonly keys: ServerKeys
}

/** A batch and the feeds its sender may know of. */
export interface Delivery {
  readonly batch: Batch
  readonly scopes: readonly ScopeId[]
}

export interface Ingested {
  readonly outcomes: readonly (PushResponse | Problem)[]
  readonly heads: Readonly<Record<string, number>>
}

interface Desk {
  readonly sql: Sql
  readonly org: OrgRow
  readonly bench: Bench
  readonly standings: Map<string, Standing>
  readonly aside: Aside[]
}

interface Taken {
  readonly device: DeviceId
  readonly verdicts: readonly Verdict[]
}

/**
 * Takes batches of one organisation, at most one of each device, in one transaction: locks the devices and the cases,
 * judges every event, gives order, stores. A batch that does not fit gets its `Problem` and the others go on.
 * Source: sync.md "Push".
 */
export async function ingest(deps: IngestDeps, orgId: string, deliveries: readonly Delivery[]): Promise<Ingested> {
  const batches = deliveries.map((delivery) => delivery.batch)
  await reserveNumbers(deps, orgId, batches)
  return deps.db.write(orgId, async (sql) => {
    const desk = await openDesk(deps, sql, orgId, batches)
    const taken: (Taken | Problem)[] = []
    for (const batch of batches) taken.push(await takeBatch(desk, batch))
    await storeAside(desk)
    await takeWaiting(sql, deps.keys, desk.org, desk.bench)
    await giveNumbers(deps, sql, desk.org, desk.bench)
    const [moved] = await Promise.all([
      storeAccepted(sql, desk.bench),
      storeNewKeys(desk, batches),
      storeStandings(desk),
    ])
    const heads = Object.fromEntries(moved.map(({ scope, head }) => [scope, head]))
    const outcomes = taken.map((item, i) =>
      item instanceof Problem ? item : answer(deps, desk, item, deliveries[i]?.scopes ?? [], heads),
    )
    return { outcomes, heads }
  })
}

/** Everything asked for in one turn to the database; rows are locked in this order by everybody. */
async function openDesk(deps: IngestDeps, sql: Sql, orgId: string, batches: readonly Batch[]): Promise<Desk> {
  const names = batches.map((batch) => batch.device).sort()
  const envelopes = batches.flatMap((batch) => batch.events.flatMap(({ envelope }) => envelope ?? []))
  const [orgs, devices, bench, signers] = await Promise.all([
    sql.rows(holdOrg, [orgId]),
    names.length === 0 ? [] : sql.rows(rows.lockDevices, [orgId, textList(names)]),
    openBench(sql, orgId, envelopes, [], deps.nowMs()),
    readSigners(sql, deps.keys, orgId, envelopes),
  ])
  const standings = new Map(devices.map((row) => [row.device, standingOf(row)]))
  return { sql, org: only(orgs), bench: { ...bench, signers }, standings, aside: [] }
}

const freshOf = (standing: Standing | undefined, batch: Batch): readonly Arrived[] =>
  batch.events.filter((event) => event.n > (standing?.lastN ?? 0))

async function takeBatch(desk: Desk, batch: Batch): Promise<Taken | Problem> {
  const { device } = batch
  const standing = desk.standings.get(device)
  const fault = batchFault(standing, batch, desk.org.epoch)
  if (fault || !standing) return fault ?? new Problem(403, 'device.unknown')
  const repeated = batch.events.filter((event) => event.n <= standing.lastN)
  const said = await storedVerdicts(desk.sql, desk.org.org, repeated, device)
  if (said instanceof Problem) return said
  const fresh = freshOf(standing, batch)
  const other = linkFault(standing, fresh)
  if (other) return other
  const dates = dateEvents(standing, batch, fresh, desk.bench.nowMs)
  const verdicts = fresh.map((arrived) => {
    const dated = dates.get(arrived.n) ?? { atMs: desk.bench.nowMs, clockSuspect: false }
    const verdict = judge(desk.bench, device, arrived, dated)
    if (verdict.verdict !== 'accepted') desk.aside.push({ device, arrived, verdict, dated })
    return verdict
  })
  desk.standings.set(device, moveOn(standing, batch, dates, desk.bench.nowMs))
  return { device, verdicts: [...said, ...verdicts] }
}

/** Words other than `accepted` are stored; what is kept apart is stored whole, for a supervisor to see. */
async function storeAside({ sql, org, bench, aside }: Desk): Promise<void> {
  if (aside.length === 0) return
  const kept = aside.map(({ arrived, verdict }) => (verdict.verdict === 'quarantined' ? arrived.text : ''))
  const packed = pack(kept)
  await sql.rows(rows.insertVerdicts, [
    org.org,
    packed.bytes,
    bench.nowMs,
    textList(aside.map(({ device }) => device)),
    plainList(aside.map(({ arrived }) => arrived.n)),
    textList(aside.map(({ arrived }) => arrived.id)),
    textList(aside.map(({ verdict }) => JSON.stringify(verdict))),
    plainList(aside.map(({ arrived }) => arrived.bodyHash)),
    plainList(packed.starts),
    plainList(packed.sizes),
  ])
  await noteWaiting(sql, org, bench, aside)
}

/** Events that are in the record now, or wait for their case to come back: then they are taken without their author. */
function keptIds({ accepted }: Bench, aside: readonly Aside[]): ReadonlySet<EventId> {
  const waiting = aside.filter(({ verdict }) => verdict.verdict === 'quarantined' && verdict.code === 'case.unknown')
  return new Set([...accepted.map((it) => it.envelope.id), ...waiting.map(({ arrived }) => arrived.id)])
}

/** Only keys of customers whose events were accepted now, and of tagged words that are kept. */
async function storeNewKeys({ sql, org, bench, aside }: Desk, batches: readonly Batch[]): Promise<void> {
  await storeTagKeys(sql, org.org, batches, () => keptIds(bench, aside))
  const customers = new Set(bench.accepted.map((item) => item.envelope.customer))
  const all = batches.flatMap((batch) => batch.keys)
  const keys = all.filter((key) => key.event === undefined && customers.has(key.customer))
  await storeKeys(sql, org.org, keys)
}

async function storeStandings({ sql, org, standings }: Desk): Promise<void> {
  const moved = [...standings.values()].filter((standing) => standing.seenMs > 0)
  if (moved.length === 0) return
  await sql.rows(rows.updateDevices, [
    org.org,
    textList(moved.map((it) => it.device)),
    plainList(moved.map((it) => it.lastN)),
    plainList(moved.map((it) => it.lastHash)),
    textList(moved.map((it) => JSON.stringify(it.contacts))),
    plainList(moved.map((it) => it.seenMs)),
    plainList(moved.map((it) => it.clockSuspect)),
  ])
}

function answer(
  deps: IngestDeps,
  desk: Desk,
  taken: Taken,
  scopes: readonly ScopeId[],
  heads: Readonly<Record<string, number>>,
): PushResponse {
  const known = Object.entries(heads).filter(([scope]) => scopes.includes(scope as ScopeId))
  return {
    lastN: desk.standings.get(taken.device)?.lastN ?? 0,
    verdicts: [...taken.verdicts],
    heads: Object.fromEntries(known),
    durable: deps.db.durable,
    serverMs: desk.bench.nowMs,
  }
}
