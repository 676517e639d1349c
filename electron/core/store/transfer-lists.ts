import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { type AskedPage, afterPlace, amountIn, pageOf } from './asked-lists.ts'
import { idText } from './bytes.ts'
import { type StoredClock, storedClock } from './case-row.ts'
import type { ReadDb } from './database.ts'
import { allOf, seenFilter, type Where } from './filters.ts'
import { type Amount, type CaseTableRow, type ListedCase, listColumns, listedOf } from './lists.ts'

/** `mine`: for this person, or for anybody of their team; `team`: all of their teams; `asked`: what they asked others. */
export type TransferView = 'mine' | 'team' | 'asked'

/** One transfer that waits for its answer, with the case it is about. */
export interface ListedTransfer {
  readonly kind: 'transfer'
  readonly id: string
  readonly team: string
  readonly receiver?: string
  readonly sender: string
  readonly reason: string
  readonly askedAtMs: EpochMs
  readonly clock?: StoredClock
  readonly case: ListedCase
}

export interface TransferAsker {
  /** What the session may see; `null` = every case held here. */
  readonly scopes: readonly string[] | null
  readonly actor: string
  readonly team: string
}

export interface TransferQuery extends TransferAsker {
  readonly view: TransferView
  readonly cursor?: string
  readonly limit: number
}

export type ListedTransfers = AskedPage<ListedTransfer>

interface Row extends CaseTableRow {
  readonly t_id: Uint8Array
  readonly t_team: string
  readonly receiver: string | null
  readonly sender: string
  readonly reason: string
  readonly asked_ms: number
  readonly t_due: number
  readonly t_clock: string | null
}

const columns = `${listColumns}, t.ref AS t_ref, t.id AS t_id, t.team AS t_team, t.receiver, t.sender, t.reason, t.asked_ms,
  t.due_ms AS t_due, t.clock AS t_clock`

const tables = 'transfers t JOIN cases c ON c.ref = t.ref'

/** Those that wait, the one due first on top, one page. The cursor is the place after the last row. */
export function listTransfers(db: ReadDb, query: TransferQuery): ListedTransfers {
  const more = [seenFilter(db, query.scopes), afterPlace(query.cursor, ['t.due_ms', 't.ref', 't.id'])]
  const asked = oneOf(`SELECT ${columns} FROM ${tables}`, waysOf(query, query.view), more)
  const rows = db.all<Row>(`${asked.sql} ORDER BY t_due, t_ref, t_id LIMIT ?`, ...asked.values, query.limit + 1)
  return pageOf(rows, {
    limit: query.limit,
    item: listedTransfer,
    place: (row) => [[row.t_due, row.ref], row.t_id],
  })
}

/** How many wait in each view: exact up to 1,000. */
export function countTransfers(db: ReadDb, asker: TransferAsker): Readonly<Record<TransferView, Amount>> {
  const seen = [seenFilter(db, asker.scopes)]
  const countOf = (view: TransferView): Amount =>
    amountIn(db, oneOf(`SELECT 1 FROM ${tables}`, waysOf(asker, view), seen))
  return { mine: countOf('mine'), team: countOf('team'), asked: countOf('asked') }
}

/** The same question in each of its ways, which never meet in one row: every way has its index, and their orders are merged. */
function oneOf(select: string, ways: readonly Where[], more: readonly Where[]): Where {
  const questions = ways.map((way) => allOf([way, ...more]))
  return {
    sql: questions.map(({ sql }) => `${select} WHERE ${sql}`).join(' UNION ALL '),
    values: questions.flatMap(({ values }) => values),
  }
}

/** The ways in which a transfer can belong to a view. */
function waysOf({ scopes, actor, team }: TransferAsker, view: TransferView): readonly Where[] {
  if (view === 'asked') return [{ sql: 't.sender = ?', values: [actor] }]
  const toPerson: Where = { sql: 't.receiver = ?', values: [actor] }
  if (view === 'mine') return [toPerson, { sql: 't.team = ? AND t.receiver IS NULL', values: [team] }]
  if (scopes === null) return [{ sql: '1', values: [] }]
  const teams = scopes.flatMap((scope) => (scope.startsWith('team:') ? [scope.slice('team:'.length)] : []))
  const elsewhere: Where = {
    sql: `t.receiver = ? AND t.team NOT IN (${teams.map(() => '?').join(', ')})`,
    values: [actor, ...teams],
  }
  return [elsewhere, ...teams.map((one) => ({ sql: 't.team = ?', values: [one] }))]
}

const listedTransfer = (row: Row): ListedTransfer => ({
  kind: 'transfer',
  id: idText(row.t_id),
  team: row.t_team,
  ...(row.receiver === null ? {} : { receiver: row.receiver }),
  sender: row.sender,
  reason: row.reason,
  askedAtMs: row.asked_ms,
  ...(row.t_clock === null ? {} : { clock: storedClock(row.t_clock) }),
  case: listedOf(row),
})
