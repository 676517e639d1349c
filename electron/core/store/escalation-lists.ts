import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { idBytes, idText } from './bytes.ts'
import type { ReadDb } from './database.ts'
import { seenFilter, type Where } from './filters.ts'
import {
  type Amount,
  amountOf,
  type CaseTableRow,
  exactCount,
  type ListedCase,
  listColumns,
  listedOf,
} from './lists.ts'

/** Somebody called in on a case, with the case. */
export interface ListedEscalation {
  readonly kind: 'escalation'
  readonly id: string
  readonly level: string
  readonly receiver?: string
  readonly sender: string
  readonly reason: string
  readonly askedAtMs: EpochMs
  /** Somebody has taken it up. */
  readonly acknowledged: boolean
  readonly case: ListedCase
}

export interface EscalationAsker {
  /** What the session may see; `null` = every case held here. */
  readonly scopes: readonly string[] | null
  readonly actor: string
  /** Levels this person receives by their role. */
  readonly levels: readonly string[]
}

export interface EscalationQuery extends EscalationAsker {
  readonly cursor?: string
  readonly limit: number
}

export interface ListedEscalations {
  readonly rows: readonly ListedEscalation[]
  readonly next?: string
}

interface Row extends CaseTableRow {
  readonly e_id: Uint8Array
  readonly acknowledged: number
  readonly level: string
  readonly receiver: string | null
  readonly sender: string
  readonly reason: string
  readonly at_ms: number
}

const columns = `${listColumns}, e.id AS e_id, e.acknowledged, e.level, e.receiver, e.sender, e.reason, e.at_ms`
const tables = 'escalations e JOIN cases c ON c.ref = e.ref'

/** Those nobody has taken up on top, the one that has waited longest first; one page. */
export function listEscalations(db: ReadDb, query: EscalationQuery): ListedEscalations {
  const parts = [askedOf(query), seenFilter(db, query.scopes), afterCursor(query.cursor)]
  const rows = db.all<Row>(
    `SELECT ${columns} FROM ${tables} WHERE ${parts.map(({ sql }) => sql).join(' AND ')}
     ORDER BY e.acknowledged, e.at_ms, e.ref, e.id LIMIT ?`,
    ...parts.flatMap(({ values }) => values),
    query.limit + 1,
  )
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  return {
    rows: shown.map(listedEscalation),
    ...(hasMore ? { next: [last.acknowledged, last.at_ms, last.ref, idText(last.e_id)].join('/') } : {}),
  }
}

/** How many there are: exact up to 1,000. */
export function countEscalations(db: ReadDb, asker: EscalationAsker): Amount {
  const parts = [askedOf(asker), seenFilter(db, asker.scopes)]
  const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${tables} WHERE ${parts.map((it) => it.sql).join(' AND ')} LIMIT ?)`
  return amountOf(db.get<{ n: number }>(sql, ...parts.flatMap((it) => it.values), exactCount + 1)?.n ?? 0)
}

const askedOf = ({ actor, levels }: EscalationAsker): Where => ({
  sql: `(e.receiver = ? OR e.level IN (${levels.map(() => '?').join(', ')}))`,
  values: [actor, ...levels],
})

const fromStart: Where = { sql: '1', values: [] }

/** A place in the list; whatever else is in the cursor starts at the beginning. */
function afterCursor(cursor: string | undefined): Where {
  const [acknowledged, at, ref, id] = (cursor ?? '').split('/')
  const numbers = [acknowledged, at, ref].map(Number)
  if (id === undefined || !/^[0-9a-f-]{36}$/.test(id) || !numbers.every(Number.isSafeInteger)) return fromStart
  return { sql: '(e.acknowledged, e.at_ms, e.ref, e.id) > (?, ?, ?, ?)', values: [...numbers, idBytes(id)] }
}

const listedEscalation = (row: Row): ListedEscalation => ({
  kind: 'escalation',
  id: idText(row.e_id),
  level: row.level,
  ...(row.receiver === null ? {} : { receiver: row.receiver }),
  sender: row.sender,
  reason: row.reason,
  askedAtMs: row.at_ms,
  acknowledged: row.acknowledged === 1,
  case: listedOf(row),
})
