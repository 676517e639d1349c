import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import type { Clock } from '../../../shared/sla/clock.ts'
import { idBytes, idText } from './bytes.ts'
import { type CaseRowValues, caseRowOf, rowColumns, seenText } from './case-row.ts'
import { dropConflictRow, putConflictRow } from './conflict-rows.ts'
import type { Counters, Standing } from './counts.ts'
import type { SqlValue, WriteDb } from './database.ts'
import { dropEscalationRows, putEscalationRows } from './escalation-rows.ts'
import type { EventReader } from './event-rows.ts'
import { dropJudgedRows, putJudgedRows } from './judged-words.ts'
import type { CaseKernel } from './kernel-port.ts'
import { dropTransferRows, putTransferRows } from './transfer-rows.ts'

/** A case as it stands here: confirmed events and what is pending on top. */
export interface HeldCase {
  readonly ref: number
  readonly theCase: Case
  /** Events of this case not yet confirmed by the server. */
  readonly pending: number
  /** Events folded in, and how many of them the server confirmed. */
  readonly events: number
  readonly confirmedV: number
}

/** What the caller knows of the row. */
export interface RowKnown {
  /** There is none yet. */
  readonly isNew: boolean
  /** Its index entries are written later. */
  readonly isLoose?: boolean
}

interface Cached extends HeldCase {
  readonly row: CaseRowValues
  /** Clocks hold as long as the signals they were computed from. */
  readonly clocks?: readonly Clock[]
}

/**
 * The cases themselves: folded from their events when asked for, the latest ones kept in memory. On the disk stands only the
 * row lists need; a long case also keeps a snapshot, so that no save ever folds more than `snapshotEvery` events.
 */
export interface HeldCases {
  readonly find: (ref: number) => HeldCase | undefined
  readonly put: (held: HeldCase, nowMs: EpochMs, row?: RowKnown) => void
  /** A row for a case whose events are here and whose fold follows. */
  readonly reserve: (ref: number, id: CaseId) => void
  /** Nothing of the case counts any more (its only event was refused): it leaves all lists, its record stays. */
  readonly hide: (ref: number) => void
  /** Another order or another key: what was folded before is no longer true. */
  readonly unfold: (ref: number) => void
  readonly forget: () => void
}

const snapshotEvery = 64
/** Columns that may not be NULL; `t:` = text. */
const columnsThatMustHold = [
  ...['t:number', 'status', 'open', 't:kind', 't:urgency', 't:severity', 't:channel', 't:team', 'seen', 'opened_ms'],
  ...['updated_ms', 'due_ms', 'near_ms', 'wake_ms', 'late', 'pending', 'events', 'confirmed_v', 'repeat'],
]
const maxCached = 3_000

export interface HeldCasesDeps {
  readonly db: WriteDb
  readonly events: EventReader
  readonly kernel: CaseKernel
  readonly counts: Counters
}

export function createHeldCases(deps: HeldCasesDeps): HeldCases {
  const { db, counts } = deps
  const cache = new Map<number, Cached>()
  const seenRefs = new Map<string, number>()
  const remember = (cached: Cached): void => {
    cache.delete(cached.ref)
    cache.set(cached.ref, cached)
    const oldest = cache.size > maxCached ? cache.keys().next().value : undefined
    if (oldest !== undefined) cache.delete(oldest)
  }
  const rowBefore = (ref: number): CaseRowValues | undefined =>
    cache.get(ref)?.row ?? db.get<CaseRowValues>('SELECT * FROM cases WHERE ref = ?', ref)
  return {
    find: (ref) => {
      const cached = cache.get(ref) ?? load(deps, ref)
      if (cached !== undefined) remember(cached)
      return cached
    },
    put: (held, nowMs, { isNew, isLoose = false } = { isNew: false }) => {
      const { theCase } = held
      const before = cache.get(held.ref)
      const isSame = before?.clocks !== undefined && before.theCase.signals === theCase.signals
      const clocks = isSame && before.clocks ? before.clocks : deps.kernel.clocks(theCase)
      const row = caseRowOf({ ...held, clocks, seen: seenRef(db, seenRefs, seenText(theCase)) }, nowMs)
      const rowThen = isNew ? undefined : rowBefore(held.ref)
      writeRow(deps, held, { before: rowThen, row, isLoose })
      putBeside(db, before, rowThen, { ...held, row, clocks })
      if (isLonger(rowThen, held)) putSnapshot(db, held)
      remember({ ...held, row, clocks })
    },
    reserve: (ref, id) => {
      const nothing = columnsThatMustHold.map((column) =>
        column === 'status' ? `'void'` : column.startsWith('t:') ? `''` : '0',
      )
      const columns = columnsThatMustHold.map((column) => column.replace('t:', ''))
      db.run(
        `INSERT INTO cases (ref, id, ${columns.join(', ')}) VALUES (?, ?, ${nothing.join(', ')})`,
        ref,
        idBytes(id),
      )
    },
    hide: (ref) => {
      const before = rowBefore(ref)
      if (before === undefined) return
      counts.move(standingOf(before), null)
      for (const drop of [dropTransferRows, dropEscalationRows, dropJudgedRows, dropConflictRow]) drop(db, ref)
      db.run(`UPDATE cases SET status = 'void', open = 0, symptom = NULL, name = NULL, phone = NULL WHERE ref = ?`, ref)
      cache.delete(ref)
    },
    unfold: (ref) => {
      db.run('DELETE FROM snapshots WHERE ref = ?', ref)
    },
    forget: () => {
      cache.clear()
      seenRefs.clear()
    },
  }
}

/** Lists of their own that a case stands in: written only when what they tell of changed, `then` = its row before. */
function putBeside(db: WriteDb, before: Cached | undefined, then: CaseRowValues | undefined, now: Cached): void {
  const { ref, theCase, row, events, clocks = [] } = now
  const isThere = then !== undefined && then['status'] !== 'void'
  if (before?.clocks !== clocks || before.row['open'] !== row['open']) {
    if (isThere && before?.theCase.transfers.length !== 0) dropTransferRows(db, ref)
    if (row['open'] === 1) putTransferRows(db, ref, theCase, clocks)
  }
  if (before?.theCase.escalations !== theCase.escalations || before.row['open'] !== row['open']) {
    if (isThere && before?.theCase.escalations.length !== 0) dropEscalationRows(db, ref)
    if (row['open'] === 1) putEscalationRows(db, ref, theCase)
  }
  if (events > 1 && before?.theCase.conflicts !== theCase.conflicts) putConflictRow(db, ref, theCase)
  if (before !== undefined && before.theCase.judged === theCase.judged) return
  if (isThere) dropJudgedRows(db, ref)
  putJudgedRows(db, ref, theCase)
}

function load({ db, events, kernel }: HeldCasesDeps, ref: number): Cached | undefined {
  const row = db.get<CaseRowValues>('SELECT * FROM cases WHERE ref = ?', ref)
  if (row === undefined || row['status'] === 'void') return undefined
  const id = idText<Case['id']>(row['id'] as Uint8Array)
  const snapshot = db.get<{ seq: number; body: string }>('SELECT seq, body FROM snapshots WHERE ref = ?', ref)
  const tail = events.shownOf(ref, snapshot?.seq).map((it) => events.opened(it, id))
  const start = snapshot === undefined ? null : (JSON.parse(snapshot.body) as Case)
  const theCase = start === null ? kernel.fold(tail) : tail.reduce<Case>((it, event) => kernel.evolve(it, event), start)
  if (theCase === null) return undefined
  const number = (column: string): number => row[column] as number
  return { ref, theCase, pending: number('pending'), events: number('events'), confirmedV: number('confirmed_v'), row }
}

function seenRef(db: WriteDb, known: Map<string, number>, scopes: string): number {
  const cached = known.get(scopes)
  if (cached !== undefined) return cached
  const find = () => db.get<{ ref: number }>('SELECT ref FROM seen WHERE scopes = ?', scopes)?.ref
  if (find() === undefined) db.run('INSERT INTO seen (scopes) VALUES (?)', scopes)
  const ref = find() ?? 0
  known.set(scopes, ref)
  return ref
}

const standingOf = (row: CaseRowValues): Standing | null =>
  row['status'] === 'void'
    ? null
    : {
        seen: row['seen'] as number,
        open: row['open'] as number,
        status: row['status'] as string,
        owner: row['owner'] as string | null,
        late: row['late'] as number,
      }

/** Writes only the columns that changed: each indexed one costs a page of its own. */
function writeRow(
  { db, counts }: HeldCasesDeps,
  held: HeldCase,
  { before, row, isLoose }: { before: CaseRowValues | undefined; row: CaseRowValues; isLoose: boolean },
): void {
  if (before === undefined) {
    const values = rowColumns.map((column) => row[column] ?? null)
    db.run(insertSql, held.ref, idBytes(held.theCase.id), isLoose ? 1 : null, ...values)
    counts.move(null, standingOf(row))
    return
  }
  const changed = rowColumns.filter((column) => !sameValue(before[column], row[column]))
  if (changed.length > 0) {
    const sql = `UPDATE cases SET ${changed.map((column) => `${column} = ?`).join(', ')} WHERE ref = ?`
    db.run(sql, ...changed.map((column) => row[column] ?? null), held.ref)
  }
  counts.move(standingOf(before), standingOf(row))
}

const insertSql = `INSERT INTO cases (ref, id, loose, ${rowColumns.join(', ')}) VALUES (?, ?, ?${', ?'.repeat(rowColumns.length)})`

/** Another `snapshotEvery` events are behind it since the row was last written. */
const isLonger = (before: CaseRowValues | undefined, { events }: HeldCase): boolean =>
  Math.floor(events / snapshotEvery) > Math.floor(Number(before?.['events'] ?? 0) / snapshotEvery)

function sameValue(a: SqlValue | undefined, b: SqlValue | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  return a === b
}

/** All events of the case that are stored are folded in: the end of the table is the end of the case too. */
function putSnapshot(db: WriteDb, held: HeldCase): void {
  const seq = db.get<{ seq: number }>('SELECT max(seq) AS seq FROM events')?.seq ?? 0
  db.run(
    'INSERT OR REPLACE INTO snapshots (ref, events, seq, body) VALUES (?, ?, ?, ?)',
    ...[held.ref, held.events, seq, JSON.stringify(held.theCase)],
  )
}
