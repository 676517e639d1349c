import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import { type StoredClock, storedClock } from './case-row.ts'
import { countViews, type View } from './counts.ts'
import type { ReadDb } from './database.ts'
import { type CaseFilter, filterParts, seenFilter, type Where } from './filters.ts'

/** One line of a list, as stored: personal data unmasked, for the core only. `CaseRow` of the contract is made of it. */
export interface ListedCase {
  readonly id: CaseId
  readonly number: string
  readonly status: string
  readonly kind: string
  readonly urgency: string
  readonly severity: string
  readonly problemType?: string
  readonly symptom: string | null
  readonly customerName: string | null
  readonly phone: string | null
  readonly channel: string
  readonly team: string
  readonly owner?: string
  readonly openedAtMs: EpochMs
  readonly updatedAtMs: EpochMs
  readonly nearest?: StoredClock
  readonly pending: boolean
  readonly repeat: boolean
}

export interface ListQuery {
  readonly view: View
  /** What the session may see (`Actor.scopes`); `null` = every case held here. */
  readonly scopes: readonly string[] | null
  /** Whose cases `mine` shows. */
  readonly actor: string
  readonly nowMs: EpochMs
  readonly cursor?: string
  readonly limit: number
  readonly filter?: CaseFilter
}

export interface Listed {
  readonly rows: readonly ListedCase[]
  readonly next?: string
  /** How many a narrowed list holds, told with its first page; whole queues have kept counters. */
  readonly count?: Amount
}

/** Counted exactly up to here, then "1,000+". Source: details.md "Benchmarks". */
export const exactCount = 1_000
export interface Amount {
  readonly value: number
  readonly exact: boolean
}
export const amountOf = (found: number): Amount => ({ value: Math.min(found, exactCount), exact: found <= exactCount })

export const listColumns = `c.ref, c.id, c.number, c.official, c.status, c.kind, c.urgency, c.severity, c.problem_type,
  c.channel, c.team, c.owner, c.opened_ms, c.updated_ms, c.due_ms, c.clock, c.pending, c.repeat, c.symptom, c.name, c.phone`

export interface CaseTableRow {
  readonly ref: number
  readonly id: Uint8Array
  readonly number: string
  readonly official: string | null
  readonly status: string
  readonly kind: string
  readonly urgency: string
  readonly severity: string
  readonly problem_type: string | null
  readonly channel: string
  readonly team: string
  readonly owner: string | null
  readonly opened_ms: number
  readonly updated_ms: number
  readonly due_ms: number
  readonly clock: string | null
  readonly pending: number
  readonly repeat: number
  readonly symptom: string | null
  readonly name: string | null
  readonly phone: string | null
}

export function listedOf(row: CaseTableRow): ListedCase {
  return {
    id: idText<CaseId>(row.id),
    number: row.official ?? row.number,
    status: row.status,
    kind: row.kind,
    urgency: row.urgency,
    severity: row.severity,
    ...(row.problem_type === null ? {} : { problemType: row.problem_type }),
    symptom: row.symptom,
    customerName: row.name,
    phone: row.phone,
    channel: row.channel,
    team: row.team,
    ...(row.owner === null ? {} : { owner: row.owner }),
    openedAtMs: row.opened_ms,
    updatedAtMs: row.updated_ms,
    ...(row.clock === null ? {} : { nearest: storedClock(row.clock) }),
    pending: row.pending > 0,
    repeat: row.repeat === 1,
  }
}

/** What a view leaves in; all but `all` show open cases only. */
function viewFilter(query: ListQuery): Where {
  const { nowMs, actor } = query
  switch (query.view) {
    case 'mine':
      return { sql: 'c.open = 1 AND c.owner = ?', values: [actor] }
    case 'near':
      return { sql: 'c.open = 1 AND c.near_ms <= ? AND c.due_ms >= ?', values: [nowMs, nowMs] }
    case 'breached':
      return { sql: 'c.open = 1 AND c.due_ms < ?', values: [nowMs] }
    case 'on_hold':
      return { sql: `c.status = 'on_hold'`, values: [] }
    case 'unassigned':
      return { sql: 'c.open = 1 AND c.owner IS NULL', values: [] }
    case 'open':
      return { sql: 'c.open = 1', values: [] }
    case 'all':
      return { sql: `c.status <> 'void'`, values: [] }
  }
}

/** Numbers out of a cursor; whatever else is in it starts at the beginning. */
function readCursor(cursor: string | undefined): readonly [number, number] {
  const [due, ref] = (cursor ?? '').split('.').map(Number)
  const isPlace = Number.isSafeInteger(due) && Number.isSafeInteger(ref)
  return isPlace ? [due ?? -1, ref ?? -1] : [-1, -1]
}

/** What the search adds to a list: a condition, and a look at the text of each row where the index cannot be sure. */
export interface WordsPart {
  readonly where: Where
  readonly holds: (row: CaseTableRow) => boolean
}

/**
 * Nearest clock first (`all`: newest first), one page. The cursor is the place after the last row, not a row number: pages
 * neither skip nor repeat while cases come and go. The kept counters say when a queue is read to its end, so that a short
 * queue is not looked for in all the rest.
 */
export function listCases(db: ReadDb, query: ListQuery, words?: WordsPart): Listed {
  const isNarrowed = query.filter !== undefined || words !== undefined
  const counts = isNarrowed && query.cursor === undefined
  const most = isNarrowed ? undefined : mostRows(db, query)
  if (most === 0) return { rows: [] }
  const rows: CaseTableRow[] = []
  let found = 0
  // Rows beyond the page are only counted, and not further than anybody is told.
  for (const row of rowsInOrder(db, query, words, most)) {
    if (words?.holds(row) === false) continue
    found += 1
    if (found <= query.limit) rows.push(row)
    else if (!counts || found > exactCount) break
  }
  const last = rows.at(-1)
  const hasMore = found > query.limit && last !== undefined
  return {
    rows: rows.map(listedOf),
    ...(hasMore ? { next: `${last.due_ms}.${last.ref}` } : {}),
    ...(counts ? { count: amountOf(found) } : {}),
  }
}

function rowsInOrder(db: ReadDb, query: ListQuery, words: WordsPart | undefined, most = -1): Iterable<CaseTableRow> {
  const [due, ref] = readCursor(query.cursor)
  const isAll = query.view === 'all'
  const place: Where = isAll
    ? { sql: 'c.ref < ?', values: [ref < 0 ? Number.MAX_SAFE_INTEGER : ref] }
    : { sql: '(c.due_ms, c.ref) > (?, ?)', values: [due, ref] }
  const narrowed = filterParts(query.filter, query.nowMs)
  const parts = [viewFilter(query), seenFilter(db, query.scopes), ...narrowed, ...(words ? [words.where] : []), place]
  return db.each<CaseTableRow>(
    `SELECT ${listColumns} FROM cases c WHERE ${parts.map((it) => it.sql).join(' AND ')}
     ORDER BY ${isAll ? 'c.ref DESC' : 'c.due_ms, c.ref'} LIMIT ?`,
    ...parts.flatMap((it) => it.values),
    most,
  )
}

/** A page of a whole queue is never looked for beyond the rows the queue holds. */
function mostRows(db: ReadDb, query: ListQuery): number {
  if (query.cursor !== undefined) return query.limit + 1
  return Math.min(query.limit + 1, countViews(db, query)[query.view])
}
