import type { CaseId, CustomerId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { type KeysResponse, maxKeys, type WrappedKey } from '../../../shared/sync/protocol.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { forgetCustomer } from './forget-customer.ts'
import { getMeta, putMeta } from './meta.ts'
import { createTouchedCases, touchCustomer } from './touched-cases.ts'

/** A customer whose key the server did not tell with their events: it has none. `case` = where they came up. */
interface Unkeyed {
  readonly case: CaseId
  readonly customer: CustomerId
}

/** Keys the server lacks: those held here are given to it, the others asked for. Source: SYNC-11. */
export interface KeyTrade {
  readonly given: readonly (Unkeyed & WrappedKey)[]
  readonly wanted: readonly Unkeyed[]
}

const setting = 'unkeyed'
const unkeyed = (core: Core): readonly Unkeyed[] => getMeta<Unkeyed[]>(core.db, setting) ?? []

/**
 * Looks for sealed events that came without their key. A server that lost its tail gets an event again from its author, who may
 * have lost the key with a damaged file; another console may hold it. Inside the caller's transaction.
 */
export function noteUnkeyed(
  core: Core,
  told: { readonly keys: readonly WrappedKey[]; readonly erased: readonly string[] },
  events: readonly Envelope[],
): void {
  const ofCustomers = told.keys.filter(({ event }) => event === undefined)
  const known = new Set<string>([...ofCustomers.map(({ customer }) => customer), ...told.erased])
  const lacking = new Map<CustomerId, Unkeyed>()
  for (const { case: id, customer, sealed } of events)
    if (customer !== undefined && sealed !== undefined && !known.has(customer))
      lacking.set(customer, { case: id, customer })
  if (lacking.size === 0) return
  const others = unkeyed(core).filter(({ customer }) => !lacking.has(customer))
  putMeta(core.db, setting, [...others, ...lacking.values()])
}

const heldSql = 'SELECT 1 FROM cases JOIN case_scopes USING (ref) WHERE cases.id = ?'
const isHeld = ({ db }: Core, it: Unkeyed): boolean => db.get(heldSql, idBytes(it.case)) !== undefined

/** What is to be given and asked for now; two empty lists for nothing. */
export function keyTrade(core: Core): KeyTrade {
  const sql = 'SELECT wrapped FROM customer_keys WHERE customer = ?'
  const given: (Unkeyed & WrappedKey)[] = []
  const wanted: Unkeyed[] = []
  for (const it of unkeyed(core).slice(0, maxKeys)) {
    if (!isHeld(core, it) || core.vault.isErased(it.customer)) continue
    const row = core.db.get<{ wrapped: Uint8Array }>(sql, idBytes(it.customer))
    if (row === undefined) wanted.push(it)
    else given.push({ ...it, wrapped: Buffer.from(row.wrapped).toString('base64') })
  }
  return { given, wanted }
}

/** Takes in what was answered. Who is still without a key stands at the end of the list; `false` = nobody is. */
export function adoptKeys(core: Core, { given }: KeyTrade, answer: KeysResponse, nowMs: number): boolean {
  const erased = answer.erased.filter((customer) => !core.vault.isErased(customer))
  const { ids, isLacking } = core.commit(() => {
    const cases = createTouchedCases(core)
    for (const key of answer.keys) if (core.vault.adopt(key)) touchCustomer(core, cases, key.customer)
    for (const customer of erased) forgetCustomer(core, customer, cases, nowMs)
    const done = new Set<CustomerId>([...[...given, ...answer.keys].map(({ customer }) => customer), ...answer.erased])
    const all = unkeyed(core)
    const left = [...all.slice(maxKeys), ...all.slice(0, maxKeys)].filter(
      (it) => !done.has(it.customer) && isHeld(core, it),
    )
    putMeta(core.db, setting, left)
    return { ids: cases.finish(nowMs), isLacking: left.length > 0 }
  })
  if (erased.length > 0) core.changed({ kind: 'erased', customers: erased })
  if (ids.length > 0) core.changed({ kind: 'cases', ids, remote: true })
  return isLacking
}
