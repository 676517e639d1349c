import type { CaseId, Hash } from '../../../../shared/kernel/brand.ts'
import { envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../../../shared/kernel/hash.ts'
import { hashText, idText, machineDigest } from '../bytes.ts'
import type { ReadDb, SqlValue } from '../database.ts'
import { createEventReader, type EventRow, eventColumns } from '../event-rows.ts'
import { bound, looseEvents } from '../loose-rows.ts'
import { createNameReader } from '../names.ts'
import type { KeyReader } from '../vault.ts'

/** Which link of the record does not hold: the event's own bytes, its author's chain, or the server's chain of its case. */
export interface BadRecord {
  readonly what: 'event' | 'device_chain' | 'case_chain'
  readonly event: string
  readonly case: string
  /** Number of the case as a person knows it. */
  readonly number: string
  readonly device: string
  readonly n: number
}

export interface VerifyReport {
  readonly ok: boolean
  readonly events: number
  readonly cases: number
  readonly devices: number
  /** Events the server has not ordered yet: their authors' chain is checked, a case chain they have not. */
  readonly unordered: number
  readonly firstBad: BadRecord | null
}

export interface CaseChain {
  readonly ok: boolean
  /** Events of the case the server has not ordered yet. */
  readonly unordered: number
}

interface Link {
  readonly row: EventRow
  readonly bodyHash: Hash
}

/** Looks at event after event; `null` as long as every one holds, else what does not. */
type Check = (link: Link) => BadRecord['what'] | null

/**
 * Checks every event held here against its own hash, its author's chain and the chain of its case (TRU-1), without any key. A
 * device holds only its scopes: where the link before is not held, the chain is checked from there on.
 */
export function verifyRecord(db: ReadDb): VerifyReport {
  const byAuthor = walk(db, `WHERE ${bound} ORDER BY device, n`, createDeviceCheck())
  const byCase = walk(db, 'WHERE case_v IS NOT NULL ORDER BY case_ref, case_v', createCaseCheck())
  const firstBad = byAuthor.bad ?? byCase.bad
  const count = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0
  return {
    ok: firstBad === null,
    events: byAuthor.seen,
    cases: count('SELECT count(DISTINCT case_ref) AS n FROM events'),
    devices: count('SELECT count(DISTINCT device) AS n FROM events'),
    unordered: count('SELECT count(*) AS n FROM events WHERE case_v IS NULL'),
    firstBad,
  }
}

/** The same for the events of one case: what its page shows as the mark of the chain. */
export function verifyCase(db: ReadDb, caseRef: number): CaseChain {
  const { bad } = walk(
    db,
    `WHERE case_ref = ? AND case_v IS NOT NULL AND ${bound} ORDER BY case_v`,
    createCaseCheck(),
    caseRef,
  )
  const waiting = `case_ref = ? AND case_v IS NULL AND state = 0`
  const sql = `SELECT (SELECT count(*) FROM events WHERE ${waiting} AND ${bound}) +
    (SELECT count(*) FROM ${looseEvents('case_ref, case_v, state')} WHERE ${waiting}) AS n`
  return { ok: bad === null, unordered: db.get<{ n: number }>(sql, caseRef, caseRef)?.n ?? 0 }
}

/** Nothing is decrypted to be checked. */
const noKeys: KeyReader = { open: () => null, keyOf: () => null, forget: () => undefined }

function walk(db: ReadDb, order: string, check: Check, ...values: SqlValue[]): { seen: number; bad: BadRecord | null } {
  const reader = createEventReader(db, createNameReader(db), noKeys)
  let seen = 0
  for (const row of db.each<EventRow>(`SELECT ${eventColumns} FROM events ${order}`, ...values)) {
    seen += 1
    const { id: caseId, number } = caseOf(db, row.case_ref)
    const envelope = reader.envelope(row, caseId)
    const { bodyHash, devHash } = envelopeHashes(envelope, machineDigest)
    const what = devHash === hashText(row.dev_hash) ? check({ row, bodyHash }) : 'event'
    const { id: event, device, n } = envelope
    if (what !== null) return { seen, bad: { what, event, case: caseId, number, device, n } }
  }
  return { seen, bad: null }
}

function caseOf(db: ReadDb, ref: number): { readonly id: CaseId; readonly number: string } {
  const row = db.get<{ id: Uint8Array; number: string }>('SELECT id, number FROM cases WHERE ref = ?', ref)
  if (row === undefined) throw new Error(`store: case ${ref} of an event is not known`)
  return { id: idText<CaseId>(row.id), number: row.number }
}

function createDeviceCheck(): Check {
  let last: { readonly device: number; readonly n: number; readonly hash: Hash } | null = null
  return ({ row }) => {
    const previous = last
    last = { device: row.device, n: row.n, hash: hashText(row.dev_hash) }
    const follows = previous !== null && previous.device === row.device && previous.n === row.n - 1
    const expected = row.n === 1 ? zeroHash : follows ? previous.hash : null
    return expected === null || expected === hashText(row.dev_prev) ? null : 'device_chain'
  }
}

function createCaseCheck(): Check {
  let last: { readonly ref: number; readonly v: number; readonly hash: Hash } | null = null
  return ({ row, bodyHash }) => {
    if (row.case_v === null || row.server_ms === null || row.case_hash === null) return 'case_chain'
    const previous = last
    const held = hashText(row.case_hash)
    last = { ref: row.case_ref, v: row.case_v, hash: held }
    const follows = previous !== null && previous.ref === row.case_ref
    if (follows && previous.v !== row.case_v - 1) return 'case_chain'
    const before = row.case_v === 1 ? zeroHash : follows ? previous.hash : null
    if (before === null) return null
    return caseHash(before, bodyHash, row.case_v, row.server_ms, machineDigest) === held ? null : 'case_chain'
  }
}
