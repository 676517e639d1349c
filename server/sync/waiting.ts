import type { DeviceId, EpochMs, EventId } from '../../shared/kernel/brand.ts'
import type { Verdict } from '../../shared/sync/protocol.ts'
import type { ServerKeys } from '../auth/keys.ts'
import type { OrgRow } from '../auth/rows.ts'
import type { Sql } from '../db/database.ts'
import { plainList, reads, textList, writes } from '../db/statement.ts'
import { readSigners } from './bench.ts'
import * as rows from './ingest-rows.ts'
import { type Bench, type Dated, judge } from './judge.ts'
import { type Arrived, readEvent } from './read-push.ts'

/** An event that was not taken, on its way to its stored verdict. */
export interface Aside {
  readonly device: DeviceId
  readonly arrived: Arrived
  readonly verdict: Verdict
  readonly dated: Dated
}

interface WaitingRow {
  readonly device: string
  readonly n: number
  readonly atMs: EpochMs
  readonly clockSuspect: boolean
  /** The event's exact bytes as text. */
  readonly text: string
}
const insertWaiting = writes(
  'waiting.insert',
  `INSERT INTO waiting (org, case_id, device, n, at_ms, clock_suspect)
   SELECT $1, case_id, device, n, at_ms, suspect
   FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::boolean[]) AS t(case_id, device, n, at_ms, suspect)`,
)
const selectWaiting = reads<WaitingRow>(
  'waiting.select',
  `SELECT w.device, w.n, w.at_ms AS "atMs", w.clock_suspect AS "clockSuspect", convert_from(v.bytes, 'UTF8') AS text
   FROM waiting w JOIN verdicts v ON v.org = w.org AND v.device = w.device AND v.n = w.n
   WHERE w.org = $1 AND w.case_id = ANY($2::uuid[]) ORDER BY v.server_ms, w.device, w.n`,
)
const deleteWaiting = writes(
  'waiting.delete',
  `DELETE FROM waiting WHERE org = $1
   AND (device, n) IN (SELECT device, n FROM unnest($2::text[], $3::bigint[]) AS t(device, n))`,
)
/** The word that was said stays; there is nothing left for a supervisor to look at. */
const release = writes(
  'waiting.release',
  `UPDATE verdicts SET bytes = '' FROM unnest($2::text[], $3::bigint[]) AS t(device, n)
   WHERE verdicts.org = $1 AND verdicts.device = t.device AND verdicts.n = t.n`,
)

/** So long a console may work on without hearing that the server lost its tail: the offline lease. */
const unawareMs = 72 * 3_600_000

/** A server that never lost anything knows every case there is: nothing comes back to it. */
const knowsOfLoss = (org: OrgRow): boolean => org.epochIndex > 0

/**
 * Keeps in mind what was said of cases that are not here, or whose way to who spoke of them this server lost: who opened or
 * transferred them may send it again later. A server put back to a backup may not know yet that it lost any. Source: SYNC-5, SYNC-11.
 */
export async function noteWaiting(sql: Sql, org: OrgRow, bench: Bench, aside: readonly Aside[]): Promise<void> {
  const waiting = aside.flatMap(({ device, arrived, verdict, dated }) => {
    const { envelope, n } = arrived
    const isLost = verdict.verdict === 'quarantined' && verdict.code === 'case.unknown'
    if (!envelope || !isLost) return []
    const isMoved = knowsOfLoss(org) && dated.atMs < org.epochMs + unawareMs
    const mayWait = !bench.files.has(envelope.case) || isMoved
    return mayWait ? [{ caseId: envelope.case, device, n, dated }] : []
  })
  if (waiting.length === 0) return
  await sql.rows(insertWaiting, [
    org.org,
    plainList(waiting.map((it) => it.caseId)),
    textList(waiting.map((it) => it.device)),
    plainList(waiting.map((it) => it.n)),
    plainList(waiting.map((it) => it.dated.atMs)),
    plainList(waiting.map((it) => it.dated.clockSuspect)),
  ])
}

/** Cases that came back, or to another team: what waited for that is judged once more, behind what has come with it. */
export async function takeWaiting(sql: Sql, keys: ServerKeys, org: OrgRow, bench: Bench): Promise<void> {
  const moved = bench.accepted.filter((it) => it.caseV === 1 || it.joined.length > 0)
  if (!knowsOfLoss(org) || moved.length === 0) return
  const back = [...new Set(moved.map((it) => it.envelope.case))]
  const found = await sql.rows(selectWaiting, [org.org, plainList(back)])
  if (found.length === 0) return
  const events = found.map((row) => ({ ...row, arrived: readEvent(JSON.parse(row.text), row.n) }))
  await noteTaken(
    sql,
    bench,
    events.map(({ arrived }) => arrived.id),
  )
  const envelopes = events.flatMap(({ arrived }) => arrived.envelope ?? [])
  const signers = new Map([...bench.signers, ...(await readSigners(sql, keys, org.org, envelopes))])
  const now = { ...bench, signers }
  const taken = events.filter(({ device, arrived, atMs, clockSuspect }) => {
    const { verdict } = judge(now, device as DeviceId, arrived, { atMs, clockSuspect })
    return verdict === 'accepted'
  })
  const places = [org.org, textList(taken.map((it) => it.device)), plainList(taken.map((it) => it.n))]
  await sql.rows(release, places)
  await sql.rows(deleteWaiting, places)
}

async function noteTaken(sql: Sql, bench: Bench, ids: readonly EventId[]): Promise<void> {
  const taken = await sql.rows(rows.selectTakenIds, [bench.org, plainList(ids)])
  for (const { id } of taken) bench.taken.add(id as EventId)
}
