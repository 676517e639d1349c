import { idBytes, idText } from './bytes.ts'
import type { ReadDb } from './database.ts'
import type { Where } from './filters.ts'
import { type Amount, amountOf, exactCount } from './lists.ts'

/** A page of what people are asked, and the place after its last row. */
export interface AskedPage<Item> {
  readonly rows: readonly Item[]
  readonly next?: string
}

interface PageParts<Row, Item> {
  readonly limit: number
  readonly item: (row: Row) => Item
  /** Where a row stands: the numbers it is sorted by, then its id. */
  readonly place: (row: Row) => readonly [numbers: readonly number[], id: Uint8Array]
}

/** The page in `rows`, which were read one further than it reaches. */
export function pageOf<Row, Item>(rows: readonly Row[], { limit, item, place }: PageParts<Row, Item>): AskedPage<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length <= limit || last === undefined) return { rows: shown.map(item) }
  const [numbers, id] = place(last)
  return { rows: shown.map(item), next: [...numbers, idText(id)].join('/') }
}

const fromStart: Where = { sql: '1', values: [] }

/** What stands after a place, by the columns of its numbers and its id; whatever else is in a cursor starts at the beginning. */
export function afterPlace(cursor: string | undefined, columns: readonly string[]): Where {
  const parts = (cursor ?? '').split('/')
  const id = parts.pop() ?? ''
  const numbers = parts.map(Number)
  const isPlace = numbers.length === columns.length - 1 && numbers.every(Number.isSafeInteger)
  if (!isPlace || !/^[0-9a-f-]{36}$/.test(id)) return fromStart
  return { sql: `(${columns.join(', ')}) > (${columns.map(() => '?').join(', ')})`, values: [...numbers, idBytes(id)] }
}

/** How many rows a question has: exact up to 1,000. */
export function amountIn(db: ReadDb, asked: Where): Amount {
  const sql = `SELECT count(*) AS n FROM (${asked.sql} LIMIT ?)`
  return amountOf(db.get<{ n: number }>(sql, ...asked.values, exactCount + 1)?.n ?? 0)
}
