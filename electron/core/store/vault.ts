import { createSecretKey, type KeyObject } from 'node:crypto'
import type { CustomerId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import type { WrappedKey } from '../../../shared/sync/protocol.ts'
import { idBytes } from './bytes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { type Personal, packPersonal, unpackPersonal } from './personal-block.ts'
import { openBox, sealBox } from './sealed-box.ts'
import { adoptTagKey, createTagKeys, type Sealing, withTaggedWords } from './tag-keys.ts'

/** Opens what is sealed, as far as the keys are held. Usable on a connection that cannot write. */
export interface KeyReader {
  readonly open: (customer: Uint8Array, event: Uint8Array, sealed: Uint8Array) => Personal | null
  readonly keyOf: (customer: Uint8Array) => KeyObject | null
  readonly forget: () => void
}

/**
 * Customer keys: made on the device that opens the customer, kept wrapped to the organisation's root key, destroyed to
 * erase. Without its key a sealed part stays what it is and still verifies. Source: TRU-4, decision 0002.
 */
export interface Vault extends KeyReader {
  /** Seals under the customer's key, made now when there is none. `null` = erased: nothing more is written about them. */
  readonly seal: (customer: CustomerId, event: Sealing, personal: Personal) => Buffer | null
  /** An event that came from elsewhere: the key of its tagged words is to be asked for. */
  readonly note: (event: Envelope) => void
  readonly isErased: (customer: CustomerId) => boolean
  /** Takes a key another device made; `true` when it was new here. */
  readonly adopt: (key: WrappedKey) => boolean
  /** The customer's key, made now when there is none; `null` = erased. `isNew`: the customer's id was made a moment ago. */
  readonly keyFor: (customer: CustomerId, isNew?: boolean) => KeyObject | null
  /** Makes keys for the next customers, so that opening one does not wait for it. */
  readonly makeReady: () => void
  /** Keys made since the last call: they go into the flight recorder with the events they seal. */
  readonly takeMade: () => readonly WrappedKey[]
  /** Destroys the key. */
  readonly erase: (customer: CustomerId, nowMs: number) => void
}

export interface VaultDeps {
  readonly orgKey: () => KeyObject
  readonly random: (bytes: number) => Uint8Array
}

const maxCached = 20_000
/** Keys kept ready for the next customers. */
const keptReady = 16

interface ReadyKey {
  readonly key: KeyObject
  readonly wrapped: Buffer
}

const wrapAbout = Buffer.from('customer-key|1')
const cacheName = (customer: Uint8Array): string =>
  Buffer.from(customer.buffer, customer.byteOffset, customer.byteLength).toString('latin1')

export function createKeyReader(
  db: ReadDb,
  orgKey: () => KeyObject,
): KeyReader & {
  readonly keys: Map<string, KeyObject>
  readonly learn: (customer: Uint8Array, wrapped: Uint8Array) => KeyObject | null
  /** As `open`, with the tagged words still in their own box. */
  readonly outer: KeyReader['open']
} {
  const keys = new Map<string, KeyObject>()
  const learn = (customer: Uint8Array, wrapped: Uint8Array): KeyObject | null => {
    const plain = openBox(orgKey(), wrapped, wrapAbout)
    if (plain === null) return null
    const key = createSecretKey(plain)
    if (keys.size > maxCached) keys.clear()
    keys.set(cacheName(customer), key)
    return key
  }
  const keyOf = (customer: Uint8Array): KeyObject | null => {
    const cached = keys.get(cacheName(customer))
    if (cached !== undefined) return cached
    const row = db.get<{ wrapped: Uint8Array }>('SELECT wrapped FROM customer_keys WHERE customer = ?', customer)
    return row === undefined ? null : learn(customer, row.wrapped)
  }
  const outer: KeyReader['open'] = (customer, event, sealed) => {
    const key = keyOf(customer)
    const plain = key === null ? null : openBox(key, sealed, event)
    return plain === null ? null : unpackPersonal(plain)
  }
  return {
    keys,
    keyOf,
    learn,
    outer,
    open: (customer, event, sealed) => {
      const personal = outer(customer, event, sealed)
      return personal && withTaggedWords(db, orgKey, event, personal)
    },
    forget: () => keys.clear(),
  }
}

function createReadyKeys({ orgKey, random }: VaultDeps) {
  let ready: ReadyKey[] = []
  const prepare = (): ReadyKey => {
    const plain = random(32)
    return { key: createSecretKey(plain), wrapped: sealBox(orgKey(), random(12), plain, wrapAbout) }
  }
  return {
    take: (): ReadyKey => ready.pop() ?? prepare(),
    fill: (): void => {
      while (ready.length < keptReady) ready.push(prepare())
    },
    forget: (): void => {
      ready = []
    },
  }
}

export function createVault(db: WriteDb, deps: VaultDeps): Vault {
  const { keys, learn, outer, ...reader } = createKeyReader(db, deps.orgKey)
  const tagKeys = createTagKeys(db, deps)
  let made: WrappedKey[] = []
  const isErased = (customer: CustomerId): boolean =>
    db.get('SELECT 1 FROM erased WHERE customer = ?', idBytes(customer)) !== undefined
  const ready = createReadyKeys(deps)
  const makeKey = (customer: CustomerId): KeyObject => {
    const id = idBytes(customer)
    const { key, wrapped } = ready.take()
    db.run('INSERT INTO customer_keys (customer, wrapped, sent) VALUES (?, ?, 0)', id, wrapped)
    keys.set(cacheName(id), key)
    made.push({ customer, wrapped: wrapped.toString('base64') })
    return key
  }
  const keyFor = (customer: CustomerId, isNew = false): KeyObject | null => {
    if (isNew) return makeKey(customer)
    return reader.keyOf(idBytes(customer)) ?? (isErased(customer) ? null : makeKey(customer))
  }
  return {
    ...reader,
    isErased,
    keyFor,
    makeReady: ready.fill,
    forget: () => {
      ready.forget()
      keys.clear()
    },
    seal: (customer, event, personal) => {
      const key = keyFor(customer)
      if (key === null) return null
      const inner = tagKeys.inner(customer, event, personal)
      if (inner.made) made.push(inner.made)
      return sealBox(key, deps.random(12), packPersonal(inner.personal), idBytes(event.id))
    },
    note: (event) => tagKeys.note(event, outer),
    adopt: (key) => {
      if (isErased(key.customer)) return false
      if (key.event !== undefined) return adoptTagKey(db, key.event, key.wrapped)
      const id = idBytes(key.customer)
      const wrapped = Buffer.from(key.wrapped, 'base64')
      const sql = 'INSERT OR IGNORE INTO customer_keys (customer, wrapped, sent) VALUES (?, ?, 1)'
      const isNew = db.run(sql, id, wrapped) === 1
      if (isNew) learn(id, wrapped)
      else db.run('UPDATE customer_keys SET sent = 1 WHERE customer = ? AND sent = 0', id)
      return isNew
    },
    takeMade: () => {
      const taken = made
      made = []
      return taken
    },
    erase: (customer, nowMs) => {
      for (const table of ['customer_keys', 'tag_keys'])
        db.run(`DELETE FROM ${table} WHERE customer = ?`, idBytes(customer))
      db.run('INSERT OR IGNORE INTO erased (customer, at_ms) VALUES (?, ?)', idBytes(customer), nowMs)
      keys.delete(cacheName(idBytes(customer)))
    },
  }
}
