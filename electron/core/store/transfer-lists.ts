import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { idBytes, idText } from './bytes.ts'
import { type StoredClock, storedClock } from './case-row.ts'
import type { ReadDb, SqlValue } from './database.ts'
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

export interface ListedTransfers {
  readonly rows: readonly ListedTransfer[]
  readonly next?: string
}

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
  const more = [seenFilter(db, query.scopes), afterCursor(query.cursor)]
  const asked = oneOf(`SELECT ${columns} FROM ${tables}`, waysOf(query, query.view), more)
  const rows = db.all<Row>(`${asked.sql} ORDER BY t_due, t_ref, t_id LIMIT ?`, ...asked.values, query.limit + 1)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(listedTransfer),
    ...(rows.length > query.limit && last !== undefined
      ? { next: `${last.t_due}/${last.ref}/${idText(last.t_id)}` }
      : {}),
  }
}

/** How many wait in each view: exact up to 1,000. */
export function countTransfers(db: ReadDb, asker: TransferAsker): Readonly<Record<TransferView, Amount>> {
  const seen = [seenFilter(db, asker.scopes)]
  const countOf = (view: TransferView): Amount => {
    const asked = oneOf(`SELECT 1 FROM ${tables}`, waysOf(asker, view), seen)
    const sql = `SELECT count(*) AS n FROM (${asked.sql} LIMIT ?)`
    return amountOf(db.get<{ n: number }>(sql, ...asked.values, exactCount + 1)?.n ?? 0)
  }
  return { mine: countOf('mine'), team: countOf('team'), asked: countOf('asked') }
}

/** The same question in each of its ways, which never meet in one row: every way has its index, and their orders are merged. */
function oneOf(select: string, ways: readonly Where[], more: readonly Where[]): Where {
  const questions = ways.map((way) => [way, ...more])
  return {
    sql: questions.map((parts) => `${select} WHERE ${parts.map(({ sql }) => sql).join(' AND ')}`).join(' UNION ALL '),
    values: questions.flatMap((parts) => parts.flatMap(({ values }) => values)),
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

const fromStart: Where = { sql: '1', values: [] }

/** A place in the list; whatever else is in the cursor starts at the beginning. */
function afterCursor(cursor: string | undefined): Where {
  const [due, ref, id] = (cursor ?? '').split('/')
  const numbers = [Number(due), Number(ref)]
  if (id === undefined || !/^[0-9a-f-]{36}$/.test(id) || !numbers.every(Number.isSafeInteger)) return fromStart
  const values: readonly SqlValue[] = [...numbers, idBytes(id)]
  return { sql: '(t.due_ms, t.ref, t.id) > (?, ?, ?)', values }
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
