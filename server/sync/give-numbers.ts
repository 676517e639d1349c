import { evolve } from '../../shared/case/evolve.ts'
import type { Case } from '../../shared/case/model.ts'
import type { CaseId, Hash } from '../../shared/kernel/brand.ts'
import { zeroHash } from '../../shared/kernel/hash.ts'
import { type OrgRow, selectOrg } from '../auth/rows.ts'
import { type Database, only, type Sql } from '../db/database.ts'
import { plainList, textList } from '../db/statement.ts'
import * as rows from './ingest-rows.ts'
import { type Bench, enter, openWithoutPersonal } from './judge.ts'
import { type NumberSource, serverDevice, writeNumber } from './numbers.ts'
import type { Batch } from './read-push.ts'

export interface NumberDeps {
  readonly db: Database
  readonly numbers: NumberSource
  readonly nowMs: () => number
}

function receivedAtMs(body: { readonly [key: string]: unknown }): number | null {
  const reception = body['reception']
  const at =
    reception !== null && typeof reception === 'object' && 'receivedAtMs' in reception ? reception.receivedAtMs : null
  return typeof at === 'number' ? at : null
}

/** Has the numbers at hand that the openings in these batches will need, as far as can be foreseen. */
export async function reserveNumbers(deps: NumberDeps, orgId: string, batches: readonly Batch[]): Promise<void> {
  const opened = batches.flatMap((batch) =>
    batch.events.flatMap(({ envelope }) =>
      envelope?.type === 'opened' ? [{ envelope, offsetMs: batch.offsetMs }] : [],
    ),
  )
  if (opened.length === 0) return
  const org = only(await deps.db.read(orgId, (sql) => sql.rows(selectOrg, [orgId])))
  const wanted = new Map<string, { team: string; day: string; count: number }>()
  for (const { envelope, offsetMs } of opened) {
    const team = String(envelope.body['team'] ?? '')
    const atMs = Math.min(envelope.wallMs + offsetMs, deps.nowMs())
    const day = deps.numbers.dayOf(org.zone, receivedAtMs(envelope.body) ?? atMs, atMs)
    const name = JSON.stringify([team, day])
    wanted.set(name, { team, day, count: (wanted.get(name)?.count ?? 0) + 1 })
  }
  for (const { team, day, count } of wanted.values()) await deps.numbers.reserve(org, team, day, count)
}

const lacksNumber = (current: Case | null): current is Case =>
  current !== null && current.number.official === undefined && current.team !== ''

/** Writes the official number of every case on the bench that has none yet. Source: CASE-6. */
export async function giveNumbers(deps: NumberDeps, sql: Sql, org: OrgRow, bench: Bench): Promise<void> {
  const waiting = [...bench.files.values()].filter((file) => lacksNumber(file.current))
  if (waiting.length === 0) return
  const numbers = waiting.flatMap(({ current }) => {
    if (!current) return []
    const day = deps.numbers.dayOf(org.zone, current.reception.receivedAtMs, current.openedAtMs)
    const number = deps.numbers.take(org.org, current.team, day)
    return number === null ? [] : [{ id: current.id, number }]
  })
  if (numbers.length > 0) await enterNumbers(sql, org.org, bench, numbers)
}

async function enterNumbers(
  sql: Sql,
  org: string,
  bench: Bench,
  numbers: readonly { readonly id: CaseId; readonly number: string }[],
): Promise<void> {
  const device = serverDevice(org)
  let pen = await lockPen(sql, org, bench.nowMs)
  for (const { id, number } of numbers) {
    const file = bench.files.get(id)
    if (!file?.current) continue
    const arrived = writeNumber(org, pen, file.current, number, bench.nowMs)
    if (!arrived.envelope) continue
    const dated = { atMs: bench.nowMs, clockSuspect: false }
    const next = evolve(file.current, openWithoutPersonal(arrived.envelope, bench.nowMs))
    enter(bench, arrived, arrived.envelope, file, next, dated)
    pen = { lastN: arrived.n, lastHash: arrived.devHash }
  }
  await sql.rows(rows.updateDevices, [
    org,
    textList([device]),
    plainList([pen.lastN]),
    plainList([pen.lastHash]),
    textList(['[]']),
    plainList([bench.nowMs]),
    plainList([false]),
  ])
}

async function lockPen(sql: Sql, org: string, nowMs: number): Promise<{ lastN: number; lastHash: Hash }> {
  const device = serverDevice(org)
  let found = await sql.rows(rows.lockDevices, [org, textList([device])])
  if (found.length === 0) {
    await sql.rows(rows.insertServerDevice, [org, device, nowMs, zeroHash])
    found = await sql.rows(rows.lockDevices, [org, textList([device])])
  }
  const { lastN, lastHash } = only(found)
  return { lastN, lastHash: lastHash as Hash }
}
