import type { FrontReason } from '../../../shared/case/front.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import { type StoredClock, storedClock } from './case-row.ts'
import { countViews, type View } from './counts.ts'
import type { ReadDb } from './database.ts'
import { allOf, type CaseFilter, filterParts, seenFilter, type Where } from './filters.ts'
import { frontIn } from './front-rows.ts'
import { cursorAt, type ListOrder, type Place, placeOf, type Run, runsOf, runWhere } from './list-order.ts'

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
  /** Why it stands before others; left out where nothing says so. */
  readonly front?: readonly FrontReason[]
}

export interface ListQuery extends ListOrder {
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
  c.channel, c.team, c.owner, c.opened_ms, c.updated_ms, c.due_ms, c.clock, c.pending, c.repeat, c.front, c.symptom, c.name, c.phone`

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
  readonly front: number
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
    ...(row.front === 0 ? {} : { front: frontIn(row.front) }),
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
  // Newest first there are no headings: the row number is the order.
  const runs = runsOf(query.view === 'all' ? {} : query)
  const rows: CaseTableRow[] = []
  let found = 0
  // Rows beyond the page are only counted, and not further than anybody is told.
  for (const row of rowsInOrder(db, query, runs, words, most)) {
    if (words?.holds(row) === false) continue
    found += 1
    if (found <= query.limit) rows.push(row)
    else if (!counts || found > exactCount) break
  }
  const last = rows.at(-1)
  const hasMore = found > query.limit && last !== undefined
  return {
    rows: (query.backward === true ? rows.reverse() : rows).map(listedOf),
    ...(hasMore ? { next: cursorAt(last, runs) } : {}),
    ...(counts ? { count: amountOf(found) } : {}),
  }
}

/** The runs of the list one after the other, each from its index; one that is not needed is never asked for. */
function* rowsInOrder(
  db: ReadDb,
  query: ListQuery,
  runs: readonly Run[],
  words: WordsPart | undefined,
  most = -1,
): Generator<CaseTableRow, void> {
  const { backward = false } = query
  const place = placeOf(query.cursor, runs)
  const parts = [viewFilter(query), seenFilter(db, query.scopes), ...filterParts(query.filter, query.nowMs)]
  const all = words ? [...parts, words.where] : parts
  const numbered = runs.map((run, at) => ({ run, at }))
  let left = most
  for (const { run, at } of backward ? numbered.reverse() : numbered) {
    if (place !== null && (backward ? at > place.run : at < place.run)) continue
    const inRun = place?.run === at ? place : null
    for (const row of rowsOfRun(db, query, run, [...all, ...placed(query, run, inRun)], left)) {
      yield row
      left -= 1
      if (left === 0) return
    }
  }
}

function placed({ view, backward = false }: ListQuery, run: Run, place: Place | null): Where[] {
  if (view !== 'all') return runWhere(run, place, backward)
  return place === null ? [] : [{ sql: backward ? 'c.ref > ?' : 'c.ref < ?', values: [place.ref] }]
}

function rowsOfRun(db: ReadDb, query: ListQuery, run: Run, parts: readonly Where[], most: number) {
  const { view, backward = false } = query
  const way = backward ? 'DESC' : 'ASC'
  const order = view === 'all' ? `c.ref ${backward ? 'ASC' : 'DESC'}` : `c.due_ms ${way}, c.ref ${way}`
  const asked = allOf(parts)
  return db.each<CaseTableRow>(
    `SELECT ${listColumns} FROM cases c ${indexFor(view, run)} WHERE ${asked.sql} ORDER BY ${order} LIMIT ?`,
    ...asked.values,
    most,
  )
}

/** Those in front are few and have an index of their own; what is one person's or on hold has a shorter one. */
const indexFor = (view: View, { front }: Run): string =>
  front === true && view !== 'mine' && view !== 'on_hold' ? 'INDEXED BY cases_front' : ''

/** A page of a whole queue is never looked for beyond the rows the queue holds. */
function mostRows(db: ReadDb, query: ListQuery): number {
  if (query.cursor !== undefined) return query.limit + 1
  return Math.min(query.limit + 1, countViews(db, query)[query.view])
}
