import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { type AskedPage, afterPlace, amountIn, pageOf } from './asked-lists.ts'
import { idText } from './bytes.ts'
import type { ReadDb } from './database.ts'
import { allOf, seenFilter, type Where } from './filters.ts'
import { type Amount, type CaseTableRow, type ListedCase, listColumns, listedOf } from './lists.ts'

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

export type ListedEscalations = AskedPage<ListedEscalation>

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
const order = ['e.acknowledged', 'e.at_ms', 'e.ref', 'e.id']

/** Those nobody has taken up on top, the one that has waited longest first; one page. */
export function listEscalations(db: ReadDb, query: EscalationQuery): ListedEscalations {
  const asked = allOf([askedOf(query), seenFilter(db, query.scopes), afterPlace(query.cursor, order)])
  const rows = db.all<Row>(
    `SELECT ${columns} FROM ${tables} WHERE ${asked.sql} ORDER BY ${order.join(', ')} LIMIT ?`,
    ...asked.values,
    query.limit + 1,
  )
  return pageOf(rows, {
    limit: query.limit,
    item: listedEscalation,
    place: (row) => [[row.acknowledged, row.at_ms, row.ref], row.e_id],
  })
}

/** How many there are: exact up to 1,000. */
export function countEscalations(db: ReadDb, asker: EscalationAsker): Amount {
  const { sql, values } = allOf([askedOf(asker), seenFilter(db, asker.scopes)])
  return amountIn(db, { sql: `SELECT 1 FROM ${tables} WHERE ${sql}`, values })
}

const askedOf = ({ actor, levels }: EscalationAsker): Where => ({
  sql: `(e.receiver = ? OR e.level IN (${levels.map(() => '?').join(', ')}))`,
  values: [actor, ...levels],
})

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
