import type { CustomerId, EventId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { WrappedKey } from '../../../shared/sync/protocol.ts'
import { idBytes, idText } from './bytes.ts'
import type { WriteDb } from './database.ts'
import { openBox, sealBox } from './sealed-box.ts'

export interface Personal {
  readonly [key: string]: Json
}

/**
 * Customer keys: made on the device that opens the customer, kept wrapped to the organisation's root key, destroyed to
 * erase. Without its key a sealed part stays what it is and still verifies. Source: TRU-4, decision 0002.
 */
export interface Vault {
  /** Local number of a customer, known or not yet. */
  readonly refOf: (customer: CustomerId) => number
  readonly customerOf: (ref: number) => CustomerId
  /** Seals under the customer's key, made now when there is none. `null` = erased: nothing more is written about them. */
  readonly seal: (customer: CustomerId, event: EventId, personal: Personal) => Buffer | null
  readonly open: (customerRef: number, event: EventId, sealed: Uint8Array) => Personal | null
  readonly isErased: (customer: CustomerId) => boolean
  /** Takes a key another device made; `true` when it was new here. */
  readonly adopt: (key: WrappedKey) => boolean
  /** Destroys the key. */
  readonly erase: (customer: CustomerId, nowMs: number) => void
  readonly forget: () => void
}

export interface VaultDeps {
  readonly db: WriteDb
  readonly orgKey: () => Uint8Array
  readonly random: (bytes: number) => Uint8Array
}

const maxCached = 20_000
const wrapAbout = (customer: CustomerId): Buffer => Buffer.from(`customer-key|${customer}`)

export function createVault(deps: VaultDeps): Vault {
  const { db } = deps
  const refs = new Map<CustomerId, number>()
  const keys = new Map<number, Uint8Array>()

  const refOf = (customer: CustomerId): number => {
    const known = refs.get(customer) ?? findCustomer(db, customer) ?? addCustomer(db, customer)
    if (refs.size > maxCached) refs.clear()
    refs.set(customer, known)
    return known
  }
  const customerOf = (ref: number): CustomerId => {
    const row = db.get<{ id: Uint8Array }>('SELECT id FROM customers WHERE ref = ?', ref)
    if (row === undefined) throw new Error(`store: customer ${ref} is not known`)
    return idText<CustomerId>(row.id)
  }
  const heldKey = (ref: number): Uint8Array | null => {
    const cached = keys.get(ref)
    if (cached !== undefined) return cached
    const row = db.get<{ wrapped: Uint8Array }>('SELECT wrapped FROM customer_keys WHERE ref = ?', ref)
    if (row === undefined) return null
    const key = openBox(deps.orgKey(), row.wrapped, wrapAbout(customerOf(ref)))
    if (key !== null) remember(ref, key)
    return key
  }
  const remember = (ref: number, key: Uint8Array): void => {
    if (keys.size > maxCached) keys.clear()
    keys.set(ref, key)
  }
  const isErased = (customer: CustomerId): boolean =>
    db.get('SELECT 1 FROM customers WHERE id = ? AND erased_ms IS NOT NULL', idBytes(customer)) !== undefined
  const makeKey = (ref: number, customer: CustomerId): Uint8Array | null => {
    if (isErased(customer)) return null
    const key = deps.random(32)
    const wrapped = sealBox(deps.orgKey(), deps.random(12), key, wrapAbout(customer))
    db.run('INSERT INTO customer_keys (ref, wrapped, sent) VALUES (?, ?, 0)', ref, wrapped)
    remember(ref, key)
    return key
  }

  return {
    refOf,
    customerOf,
    isErased,
    seal: (customer, event, personal) => {
      const ref = refOf(customer)
      const key = heldKey(ref) ?? makeKey(ref, customer)
      return key === null ? null : sealBox(key, deps.random(12), Buffer.from(JSON.stringify(personal)), idBytes(event))
    },
    open: (ref, event, sealed) => {
      const key = heldKey(ref)
      const plain = key === null ? null : openBox(key, sealed, idBytes(event))
      return plain === null ? null : (JSON.parse(plain.toString()) as Personal)
    },
    adopt: (key) => {
      const customer = key.customer
      if (isErased(customer)) return false
      const ref = refOf(customer)
      const sql =
        'INSERT INTO customer_keys (ref, wrapped, sent) VALUES (?, ?, 1) ON CONFLICT (ref) DO UPDATE SET sent = 1'
      const isNew = heldKey(ref) === null
      db.run(sql, ref, Buffer.from(key.wrapped, 'base64'))
      return isNew
    },
    erase: (customer, nowMs) => {
      const ref = refOf(customer)
      db.run('DELETE FROM customer_keys WHERE ref = ?', ref)
      db.run('UPDATE customers SET erased_ms = coalesce(erased_ms, ?) WHERE ref = ?', nowMs, ref)
      keys.delete(ref)
    },
    forget: () => {
      refs.clear()
      keys.clear()
    },
  }
}

const findCustomer = (db: WriteDb, customer: CustomerId): number | undefined =>
  db.get<{ ref: number }>('SELECT ref FROM customers WHERE id = ?', idBytes(customer))?.ref

function addCustomer(db: WriteDb, customer: CustomerId): number {
  db.run('INSERT INTO customers (id) VALUES (?)', idBytes(customer))
  return findCustomer(db, customer) ?? 0
}
