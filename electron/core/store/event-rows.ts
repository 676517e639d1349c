import type { CaseEvent, ServerMark } from '../../../shared/case/event.ts'
import type { CaseId, CustomerId, DeviceId, EpochMs, EventId, Hash } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { hashText, hashToBytes, idBytes, idText } from './bytes.ts'
import type { ReadDb, SqlValue, WriteDb } from './database.ts'
import { bound, looseEvents } from './loose-rows.ts'
import type { NameReader, Names } from './names.ts'
import { atMsOf, hlcBytes, hlcOf, type RowTimes } from './row-times.ts'
import type { KeyReader } from './vault.ts'

/**
 * `pending`: saved here, not seen back from the server. `refused`, `quarantined`: set aside with a reason, in no fold.
 * `duplicate`: another device told the same thing first, that event stands. `stale`: confirmed before the server began another
 * epoch, not read again yet. `lost`: the server lost it and its author has not sent it again; in no fold.
 */
export const eventStates = {
  pending: 0,
  confirmed: 1,
  refused: 2,
  quarantined: 3,
  duplicate: 4,
  stale: 5,
  lost: 6,
} as const
export type EventState = keyof typeof eventStates

const kinds = ['fact', 'command', 'derived'] as const

/** An event as the table holds it: numbers for names, bytes for ids. The exact canonical bytes are made from it. */
export interface EventRow extends RowTimes {
  readonly seq: number
  readonly id: Uint8Array
  readonly case_ref: number
  readonly device: number
  readonly n: number
  readonly org: number
  readonly actor: number
  readonly session: number
  readonly boot: number
  readonly kind: number
  readonly type: number
  readonly v: number
  /** Number of its text among the names: there are few different ones. */
  readonly pre: number | null
  readonly body: string
  readonly customer: Uint8Array | null
  readonly sealed: Uint8Array | null
  readonly mono_ms: number
  readonly dev_prev: Uint8Array
  readonly dev_hash: Uint8Array
  readonly state: number
  readonly case_v: number | null
  readonly server_ms: number | null
  readonly case_hash: Uint8Array | null
}

export interface NewRow {
  readonly envelope: Envelope
  /** The sealed part as bytes and the body as text, where they are at hand; else taken from the envelope. */
  readonly sealed?: Uint8Array
  readonly bodyText?: string
  readonly caseRef: number
  readonly devHash: Hash
  readonly atMs: EpochMs
  readonly state: EventState
  readonly mark?: ServerMark
  /** The command this is the first event of. */
  readonly command?: string
  /** Its index entries are written later, by `bindLoose`. */
  readonly isLoose?: boolean
}

export const eventColumns =
  'seq, id, case_ref, device, n, org, actor, session, boot, kind, type, v, pre, body, customer, sealed, hlc, wall_ms, ' +
  'mono_ms, dev_prev, dev_hash, at_off, state, case_v, server_ms, case_hash'

const insertSql = `INSERT INTO events (${eventColumns.slice('seq, '.length)}, command, loose) VALUES (${'?, '.repeat(26)}?)`

/** Reads the record; usable on a connection that cannot write. */
export interface EventReader {
  readonly envelope: (row: EventRow, caseId: CaseId) => Envelope
  readonly opened: (row: EventRow, caseId: CaseId) => CaseEvent
  /** Events of one case that count, in the order they are folded: confirmed by place, then pending as written. */
  readonly ofCase: (caseRef: number, afterSeq?: number) => EventRow[]
  /** The same without commands that wait and would be refused as things stand: a case as it is shown is the fold of these. */
  readonly shownOf: (caseRef: number, afterSeq?: number) => EventRow[]
  /** The newest of them, in the same order: what a page shows of a long record. */
  readonly newestOf: (caseRef: number, most: number) => EventRow[]
  readonly byNumber: (device: DeviceId, n: number) => EventRow | undefined
}

/** What may be loose, where the caller knows: something of a case, anything at all. */
interface MayBeLoose {
  readonly hasCase: (caseRef: number) => boolean
  readonly count: () => number
}
const anything: MayBeLoose = { hasCase: () => true, count: () => 1 }

export function createEventReader(
  db: ReadDb,
  names: NameReader,
  keys: KeyReader,
  loose: MayBeLoose = anything,
): EventReader {
  const ofCase = (caseRef: number, afterSeq = 0): EventRow[] =>
    foldedRows(db, caseRef, afterSeq, loose.hasCase(caseRef))
  return {
    envelope: (row, caseId) => envelopeOf(row, caseId, names),
    opened: (row, caseId) => openRow(row, caseId, names, keys),
    ofCase,
    shownOf: (caseRef, afterSeq) => withoutDoubtful(db, ofCase(caseRef, afterSeq)),
    newestOf: (caseRef, most) => newestRows(db, caseRef, most),
    byNumber: (device, n) => {
      const ref = names.find(device)
      if (ref === undefined) return undefined
      const sql = `SELECT ${eventColumns} FROM events WHERE device = ? AND n = ? AND ${bound}`
      const found = db.get<EventRow>(sql, ref, n)
      if (found !== undefined || loose.count() === 0) return found
      return db.get<EventRow>(
        `SELECT ${eventColumns} FROM ${looseEvents(eventColumns)} WHERE device = ? AND n = ?`,
        ref,
        n,
      )
    },
  }
}

const folded: ReadonlySet<number> = new Set([eventStates.pending, eventStates.confirmed, eventStates.stale])

const boundSql = `SELECT ${eventColumns} FROM events WHERE case_ref = ? AND seq > ? AND ${bound}`
/** In one statement: between two of them the writer may bind what is loose. */
const allSql = `${boundSql} UNION ALL SELECT ${eventColumns} FROM ${looseEvents(eventColumns)} WHERE case_ref = ? AND seq > ?`

function foldedRows(db: ReadDb, caseRef: number, afterSeq: number, mayBeLoose: boolean): EventRow[] {
  const place = [caseRef, afterSeq]
  const rows = mayBeLoose ? db.all<EventRow>(allSql, ...place, ...place) : db.all<EventRow>(boundSql, ...place)
  return rows.filter((row) => folded.has(row.state)).sort(inFoldOrder)
}

function withoutDoubtful(db: ReadDb, rows: EventRow[]): EventRow[] {
  if (!rows.some((row) => row.state === eventStates.pending)) return rows
  const doubtful = new Set(
    db.all<{ seq: number }>(`SELECT seq FROM refused WHERE verdict = 'doubtful'`).map(({ seq }) => seq),
  )
  return rows.filter((row) => !doubtful.has(row.seq))
}

const newestRows = (db: ReadDb, caseRef: number, most: number): EventRow[] =>
  db
    .all<EventRow>(
      `SELECT ${eventColumns} FROM events WHERE seq IN (
         SELECT seq FROM (SELECT seq, case_v, state FROM events WHERE case_ref = ? AND ${bound} UNION ALL
           SELECT seq, case_v, state FROM ${looseEvents('seq, case_v, state, case_ref')} WHERE case_ref = ?)
         WHERE state IN (${[...folded].join(', ')}) ORDER BY case_v IS NULL DESC, case_v DESC, seq DESC LIMIT ?)`,
      ...[caseRef, caseRef, most],
    )
    .sort(inFoldOrder)

const inFoldOrder = (a: EventRow, b: EventRow): number =>
  (a.case_v ?? Number.MAX_SAFE_INTEGER) - (b.case_v ?? Number.MAX_SAFE_INTEGER) || a.seq - b.seq

const bytesOrNull = (id: string | undefined): Buffer | null => (id === undefined ? null : idBytes(id))

export function insertEvent(db: WriteDb, names: Names, row: NewRow): void {
  const { envelope: it, mark } = row
  const sealed = row.sealed ?? (it.sealed === undefined ? null : Buffer.from(it.sealed, 'base64'))
  const values: SqlValue[] = [
    idBytes(it.id),
    row.caseRef,
    names.refOf(it.device),
    it.n,
    names.refOf(it.org),
    names.refOf(it.actor),
    names.refOf(it.session),
    names.refOf(it.bootId),
    kinds.indexOf(it.kind),
    names.refOf(it.type),
    it.v,
    it.pre === undefined ? null : names.refOf(JSON.stringify(it.pre)),
    row.bodyText ?? JSON.stringify(it.body),
    bytesOrNull(it.customer),
    sealed,
    hlcBytes(it.hlc, it.wallMs),
    it.wallMs,
    it.monoMs,
    hashToBytes(it.devPrev),
    hashToBytes(row.devHash),
    row.atMs - it.wallMs,
    eventStates[row.state],
    mark?.caseV ?? null,
    mark?.serverMs ?? null,
    mark === undefined ? null : hashToBytes(mark.caseHash),
    bytesOrNull(row.command),
    row.isLoose === true ? '' : null,
  ]
  db.run(insertSql, ...values)
}

/** Keys in the order of the exact bytes: who hashes it or sends it need not sort them (see `canonicalJson`). */
function envelopeOf(row: EventRow, caseId: CaseId, names: NameReader): Envelope {
  return {
    actor: names.nameOf(row.actor),
    body: JSON.parse(row.body) as Envelope['body'],
    bootId: names.nameOf(row.boot),
    case: caseId,
    ...(row.customer === null ? {} : { customer: idText<CustomerId>(row.customer) }),
    devPrev: hashText(row.dev_prev),
    device: names.nameOf<DeviceId>(row.device),
    hlc: hlcOf(row),
    id: idText<EventId>(row.id),
    kind: kinds[row.kind] ?? 'fact',
    monoMs: row.mono_ms,
    n: row.n,
    org: names.nameOf(row.org),
    ...(row.pre === null ? {} : { pre: JSON.parse(names.nameOf(row.pre)) as NonNullable<Envelope['pre']> }),
    ...(row.sealed === null ? {} : { sealed: Buffer.from(row.sealed).toString('base64') }),
    session: names.nameOf(row.session),
    type: names.nameOf(row.type),
    v: row.v,
    wallMs: row.wall_ms,
  }
}

/** The opened event, straight from the row: this is the inner loop of every fold. */
function openRow(row: EventRow, caseId: CaseId, names: NameReader, keys: KeyReader): CaseEvent {
  const opened: { -readonly [K in keyof CaseEvent]: CaseEvent[K] } = {
    id: idText<EventId>(row.id),
    org: names.nameOf(row.org),
    device: names.nameOf<DeviceId>(row.device),
    n: row.n,
    actor: names.nameOf(row.actor),
    session: names.nameOf(row.session),
    case: caseId,
    kind: kinds[row.kind] ?? 'fact',
    type: names.nameOf(row.type),
    v: row.v,
    body: JSON.parse(row.body) as CaseEvent['body'],
    personal: personalOf(row, keys),
    hlc: hlcOf(row),
    atMs: atMsOf(row),
  }
  const mark = markOf(row)
  if (row.pre !== null) opened.pre = JSON.parse(names.nameOf(row.pre)) as NonNullable<Envelope['pre']>
  if (row.customer !== null) opened.customer = idText<CustomerId>(row.customer)
  if (mark !== undefined) opened.server = mark
  return opened
}

/** An envelope as it folds, with its personal part opened; absent parts stay absent. */
export function asOpened(it: Envelope, personal: CaseEvent['personal'], atMs: EpochMs, server?: ServerMark): CaseEvent {
  const opened: { -readonly [K in keyof CaseEvent]: CaseEvent[K] } = {
    id: it.id,
    org: it.org,
    device: it.device,
    n: it.n,
    actor: it.actor,
    session: it.session,
    case: it.case,
    kind: it.kind,
    type: it.type,
    v: it.v,
    body: it.body,
    personal,
    hlc: it.hlc,
    atMs,
  }
  if (it.pre !== undefined) opened.pre = it.pre
  if (it.customer !== undefined) opened.customer = it.customer
  if (server !== undefined) opened.server = server
  return opened
}

/** Nothing sealed = an empty block; sealed and not to be opened = `null`. */
function personalOf(row: EventRow, keys: KeyReader): CaseEvent['personal'] {
  if (row.sealed === null) return {}
  return row.customer === null ? null : keys.open(row.customer, row.id, row.sealed)
}

function markOf(row: EventRow): ServerMark | undefined {
  if (row.case_v === null || row.server_ms === null || row.case_hash === null) return undefined
  return { caseV: row.case_v, serverMs: row.server_ms, caseHash: hashText(row.case_hash) }
}
