import type { Sql } from '../db/database.ts'
import { plainList, reads } from '../db/statement.ts'

export interface KeyRow {
  readonly customer: string
  /** `null`: the key was destroyed. */
  readonly wrapped: string | null
}
const selectKeys = reads<KeyRow>(
  'keys.select',
  `SELECT customer::text AS customer, wrapped FROM customer_keys WHERE org = $1 AND customer = ANY($2::uuid[])`,
)

/** Wrapped keys of the customers somebody is given events of. */
export async function readKeys(sql: Sql, org: string, customers: readonly string[]): Promise<readonly KeyRow[]> {
  return customers.length === 0 ? [] : sql.rows(selectKeys, [org, plainList(customers)])
}

/** As answers carry them: keys that are there, and customers whose key is gone. */
export const keysText = (keys: readonly KeyRow[]) => ({
  keys: keys.flatMap(({ customer, wrapped }) => (wrapped === null ? [] : [{ customer, wrapped }])),
  erased: keys.flatMap(({ customer, wrapped }) => (wrapped === null ? [customer] : [])),
})
