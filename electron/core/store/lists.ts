import type { ListRequest } from '../../../shared/contract/console.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import type { ReadDb, SqlValue } from './database.ts'
import type { StoredClock } from './projection.ts'

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

export type View = ListRequest['view']

export interface ListQuery {
  readonly view: View
  /** Teams whose cases the session may see; empty = none. `null` = every case held here. */
  readonly teams: readonly string[] | null
  /** Whose cases `mine` shows. */
  readonly actor: string
  readonly nowMs: EpochMs
  readonly cursor?: string
  readonly limit: number
}

export interface Listed {
  readonly rows: readonly ListedCase[]
  readonly next?: string
}

const columns = `c.ref, i.id, c.number, c.official, c.status, c.kind, c.urgency, c.severity, c.problem_type, c.channel, c.team,
  c.owner, c.opened_ms, c.updated_ms, c.due_ms, c.clock, c.pending, c.repeat, c.symptom, c.name, c.phone`

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
    ...(row.clock === null ? {} : { nearest: JSON.parse(row.clock) as StoredClock }),
    pending: row.pending > 0,
    repeat: row.repeat === 1,
  }
}

interface Where {
  readonly sql: string
  readonly values: readonly SqlValue[]
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
      return { sql: `c.open = 1 AND c.status = 'on_hold'`, values: [] }
    case 'unassigned':
      return { sql: 'c.open = 1 AND c.owner IS NULL', values: [] }
    case 'open':
      return { sql: 'c.open = 1', values: [] }
    case 'all':
      return { sql: '1', values: [] }
  }
}

function teamFilter(teams: readonly string[] | null): Where {
  if (teams === null) return { sql: '1', values: [] }
  return { sql: `c.team IN (${teams.map(() => '?').join(', ')})`, values: teams }
}

const readCursor = (cursor: string | undefined): readonly [number, number] => {
  const [due, ref] = (cursor ?? '').split('.').map(Number)
  return [
    due !== undefined && Number.isSafeInteger(due) ? due : -1,
    ref !== undefined && Number.isSafeInteger(ref) ? ref : -1,
  ]
}

/** Nearest clock first (`all`: newest first), one page. The cursor is the place after the last row, not a row number. */
export function listCases(db: ReadDb, query: ListQuery): Listed {
  const filters = [viewFilter(query), teamFilter(query.teams)]
  const isAll = query.view === 'all'
  const [due, ref] = readCursor(query.cursor)
  const place: Where = isAll
    ? { sql: 'c.ref < ?', values: [ref < 0 ? Number.MAX_SAFE_INTEGER : ref] }
    : { sql: '(c.due_ms, c.ref) > (?, ?)', values: [due, ref] }
  const all = [...filters, place]
  const rows = db.all<CaseTableRow>(
    `SELECT ${columns} FROM cases c JOIN case_ids i USING (ref) WHERE ${all.map((it) => it.sql).join(' AND ')}
     ORDER BY ${isAll ? 'c.ref DESC' : 'c.due_ms, c.ref'} LIMIT ?`,
    ...all.flatMap((it) => it.values),
    query.limit + 1,
  )
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  const next = rows.length > query.limit && last !== undefined ? { next: `${last.due_ms}.${last.ref}` } : {}
  return { rows: shown.map(listedOf), ...next }
}

const countable = ['open', 'mine', 'near', 'breached', 'on_hold', 'unassigned', 'all'] as const

/** How many cases each view holds. */
export function countViews(db: ReadDb, query: Pick<ListQuery, 'teams' | 'actor' | 'nowMs'>): Record<View, number> {
  const entries = countable.map((view) => {
    const filters = [viewFilter({ ...query, view, limit: 0 }), teamFilter(query.teams)]
    const sql = `SELECT count(*) AS count FROM cases c WHERE ${filters.map((it) => it.sql).join(' AND ')}`
    return [view, db.get<{ count: number }>(sql, ...filters.flatMap((it) => it.values))?.count ?? 0] as const
  })
  return Object.fromEntries(entries) as Record<View, number>
}
