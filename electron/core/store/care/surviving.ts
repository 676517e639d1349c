import type { ReadDb, SqlValue } from '../database.ts'
import { faultOf } from '../fault.ts'

/** Pages that cannot be read any more are stepped over in growing strides. */
const batch = 200
const farthest = 2 ** 48

export interface Survey {
  /** Places where something could not be read. */
  holes: number
}

/** Rows of a table in the order of their number, as many as can still be read. `column` is the table's row number. */
export function* survivingRows<Row>(
  db: ReadDb,
  table: string,
  columns: string,
  column: string,
  survey: Survey,
): Generator<Row> {
  let after = 0
  let stride = 1
  let limit = batch
  while (after < farthest) {
    const rows = readSome<Row & { readonly [key: string]: number }>(db, table, columns, column, after, limit)
    if (rows === null && limit > 1) limit = 1
    else if (rows === null) {
      if (stride === 1) survey.holes += 1
      after += stride
      stride *= 2
    } else {
      const last = rows.at(-1)
      if (last === undefined) return
      yield* rows
      after = last[column] ?? farthest
      limit = stride > 1 ? 1 : batch
      stride = 1
    }
  }
}

function readSome<Row>(
  db: ReadDb,
  table: string,
  columns: string,
  column: string,
  after: number,
  limit: number,
): Row[] | null {
  return tried(() =>
    db.all<Row>(`SELECT ${columns} FROM ${table} WHERE ${column} > ? ORDER BY ${column} LIMIT ?`, after, limit),
  )
}

/** The answer of a read, or `null` when what it needs is damaged. */
export function tried<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return null
  }
}

/** All rows a statement still gives: those before the first place that cannot be read. */
export function survivingAll<Row>(db: ReadDb, sql: string, survey: Survey, ...values: SqlValue[]): Row[] {
  const rows: Row[] = []
  const whole = tried(() => {
    for (const row of db.each<Row>(sql, ...values)) rows.push(row)
    return true
  })
  if (whole === null) survey.holes += 1
  return rows
}
