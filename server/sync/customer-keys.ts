import type { CustomerId } from '../../shared/kernel/brand.ts'
import type { KeysRequest, KeysResponse, WrappedKey } from '../../shared/sync/protocol.ts'
import type { Caller } from '../auth/caller.ts'
import type { Database, Sql } from '../db/database.ts'
import { plainList, reads, textList } from '../db/statement.ts'
import { insertKeys } from './ingest-rows.ts'

export interface KeyRow {
  readonly customer: CustomerId
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

/** Keys of customers the server has none of; the first key of a customer stays, a destroyed one stays destroyed. */
export async function storeKeys(sql: Sql, org: string, keys: readonly WrappedKey[]): Promise<void> {
  if (keys.length === 0) return
  const first = new Map(keys.toReversed().map((key) => [key.customer, key.wrapped]))
  await sql.rows(insertKeys, [org, plainList([...first.keys()]), textList([...first.values()])])
}

interface CustomerRow {
  readonly caseId: string
  readonly customer: string
  /** JSON array. */
  readonly scopes: string
}
const selectCustomers = reads<CustomerRow>(
  'keys.customers',
  `SELECT DISTINCT e.case_id::text AS "caseId", e.customer::text AS customer, c.scopes AS scopes
   FROM events e JOIN cases c ON c.org = e.org AND c.case_id = e.case_id
   WHERE e.org = $1 AND e.case_id = ANY($2::uuid[]) AND e.customer IS NOT NULL`,
)

/**
 * Takes keys this server lost and answers those that are asked for, both only of customers of cases the caller holds.
 * Source: SYNC-6, SYNC-11.
 */
export async function exchangeKeys(
  db: Database,
  caller: Caller,
  { given, wanted }: KeysRequest,
): Promise<KeysResponse> {
  const { org, actor } = caller
  return db.write(org, async (sql) => {
    const cases = new Set([...given.map((it) => it.case), ...wanted])
    const rows = await sql.rows(selectCustomers, [org, plainList([...cases])])
    const held = rows.filter(({ scopes }) =>
      actor.scopes.some((scope) => (JSON.parse(scopes) as string[]).includes(scope)),
    )
    const named = new Set(held.map(({ caseId, customer }) => `${caseId} ${customer}`))
    await storeKeys(
      sql,
      org,
      given.filter((it) => named.has(`${it.case} ${it.customer}`)),
    )
    const asked = new Set<string>(wanted)
    const customers = new Set(held.filter(({ caseId }) => asked.has(caseId)).map(({ customer }) => customer))
    return keysText(await readKeys(sql, org, [...customers]))
  })
}
