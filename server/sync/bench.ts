import type { Case } from '../../shared/case/model.ts'
import type { CaseId, EpochMs, EventId, Hash, ScopeId } from '../../shared/kernel/brand.ts'
import type { Envelope } from '../../shared/kernel/envelope.ts'
import { actorOf } from '../auth/actor.ts'
import type { ServerKeys } from '../auth/keys.ts'
import { isSessionOf } from '../auth/session-id.ts'
import type { Sql } from '../db/database.ts'
import { plainList, textList } from '../db/statement.ts'
import * as rows from './ingest-rows.ts'
import type { Bench, CaseFile, Signer } from './judge.ts'

function signerOf(row: rows.SignerRow): Signer {
  const fault = row.state === 'revoked' ? 'session.revoked' : row.active ? undefined : 'actor.inactive'
  return { device: row.device, actor: actorOf(row), ...(fault === undefined ? {} : { fault }) }
}

function fileOf(row: rows.CaseRow): CaseFile {
  return {
    current: JSON.parse(row.state) as Case,
    caseV: row.caseV,
    caseHash: row.caseHash as Hash,
    serverMs: row.serverMs,
    scopes: JSON.parse(row.scopes) as ScopeId[],
  }
}

/** Were these events accepted, as far as is known? */
async function selectWords(
  sql: Sql,
  org: string,
  devices: readonly string[],
  ids: readonly EventId[],
): Promise<readonly (readonly [EventId, boolean])[]> {
  const [yes, no] = await Promise.all([
    sql.rows(rows.selectTakenIds, [org, plainList(ids)]),
    sql.rows(rows.selectAsideIds, [org, textList(devices), plainList(ids)]),
  ])
  return [
    ...no.map((row) => [row.id as EventId, false] as const),
    ...yes.map((row) => [row.id as EventId, true] as const),
  ]
}

/** Whom the sessions of these events stand for, by session. */
export async function readSigners(
  sql: Sql,
  keys: ServerKeys,
  org: string,
  events: readonly Envelope[],
): Promise<ReadonlyMap<string, Signer>> {
  const sessions = distinct(events.map((event) => event.session))
  if (sessions.length === 0) return new Map()
  const found = await sql.rows(rows.selectSigners, [org, textList(sessions)])
  const signers = new Map(found.map((row) => [row.session, signerOf(row)]))
  const lost = events.filter((event) => !signers.has(event.session) && isSessionOf(keys, event.session, event))
  return new Map([...signers, ...(await lostSigners(sql, org, lost))])
}

/** Sessions given after the state this server was put back to: the name of each proves whom it stands for. */
async function lostSigners(
  sql: Sql,
  org: string,
  events: readonly Envelope[],
): Promise<readonly (readonly [string, Signer])[]> {
  if (events.length === 0) return []
  const people = await sql.rows(rows.selectActors, [org, textList(distinct(events.map((event) => event.actor)))])
  const byActor = new Map(people.map((row) => [row.actor, row]))
  return events.flatMap(({ session, device, actor }) => {
    const row = byActor.get(actor)
    return row ? [[session, signerOf({ ...row, session, device, state: 'ended' })] as const] : []
  })
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)]

/**
 * Loads and locks what judging the events needs, all but whom their sessions stand for; case rows are taken in order of their
 * ids. What is asked together takes one turn to the database.
 */
export async function openBench(
  sql: Sql,
  org: string,
  events: readonly Envelope[],
  cases: readonly CaseId[],
  nowMs: EpochMs,
): Promise<Bench> {
  const devices = distinct(events.map((event) => event.device))
  const ids = distinct(events.map((event) => event.id))
  const caseIds = distinct([...events.map((event) => event.case), ...cases]).sort()
  const after = distinct(events.flatMap((event) => event.pre?.after ?? []))
  const [words, taken, files] = await Promise.all([
    after.length === 0 ? [] : selectWords(sql, org, devices, after),
    ids.length === 0 ? [] : sql.rows(rows.selectTakenIds, [org, plainList(ids)]),
    caseIds.length === 0 ? [] : sql.rows(rows.lockCases, [org, plainList(caseIds)]),
  ])
  return {
    org,
    signers: new Map(),
    files: new Map(files.map((row) => [row.caseId as CaseId, fileOf(row)])),
    taken: new Set(taken.map((row) => row.id as EventId)),
    accepted: [],
    words: new Map(words),
    nowMs,
  }
}
