import { createSecretKey, type KeyObject } from 'node:crypto'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { partWords, type TaggedWords, taggedWords } from '../../../shared/case/field-tags.ts'
import type { CustomerId, EventId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import type { WrappedKey } from '../../../shared/sync/protocol.ts'
import { idBytes } from './bytes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { type Personal, packPersonal, unpackPersonal } from './personal-block.ts'
import { openBox, sealBox } from './sealed-box.ts'

/**
 * Words only some roles read lie inside the sealed part of their event under this name, in a box of their own (base64). Its key is
 * made for that event alone, so that who may write such words cannot read those of others. Source: TRU-2, decision 0002.
 */
const innerBox = 'tagged'

/** An event as far as sealing it asks. */
export type Sealing = Pick<CaseEvent, 'id' | 'type' | 'body' | 'actor'>

/** A wrapped key fits its event and no other. */
const wrapAbout = (event: Uint8Array): Buffer => Buffer.concat([Buffer.from('tag-key|1|'), event])

/** Opens the sealed part under the customer's key alone. */
type Open = (customer: Uint8Array, event: Uint8Array, sealed: Uint8Array) => Personal | null

export interface TagKeys {
  /** The sealed part with its tagged words under a key of their own, and that key where one was made. */
  readonly inner: (
    customer: CustomerId,
    event: Sealing,
    personal: Personal,
  ) => { readonly personal: Personal; readonly made?: WrappedKey }
  /** An event from elsewhere: remembers that there are words in it whose key is to be asked for. */
  readonly note: (event: Envelope, open: Open) => void
}

export function createTagKeys(
  db: WriteDb,
  { orgKey, random }: { readonly orgKey: () => KeyObject; readonly random: (bytes: number) => Uint8Array },
): TagKeys {
  const make = (customer: CustomerId, event: Sealing, tag: TaggedWords['tag'], words: Personal) => {
    const id = idBytes(event.id)
    const plain = random(32)
    const wrapped = sealBox(orgKey(), random(12), plain, wrapAbout(id)).toString('base64')
    const made = { customer, event: event.id, wrapped }
    putTagKey(db, made, { tag, author: event.actor })
    return { box: sealBox(createSecretKey(plain), random(12), packPersonal(words), id).toString('base64'), made }
  }
  return {
    inner: (customer, event, personal) => {
      const rule = taggedWords(event)
      if (rule === null) return { personal }
      const { plain, tagged } = partWords(rule, personal)
      if (Object.keys(tagged).length === 0) return { personal }
      const { box, made } = make(customer, event, rule.tag, tagged)
      return { personal: { ...plain, [innerBox]: box }, made }
    },
    note: (event, open) => {
      const { id, customer, sealed, actor } = event
      const rule = taggedWords(event)
      if (rule === null || customer === undefined || sealed === undefined) return
      const place = [idBytes(id), idBytes(customer)] as const
      const personal = open(place[1], place[0], Buffer.from(sealed, 'base64'))
      // Whose customer's key comes later may have such words.
      if (personal !== null && personal[innerBox] === undefined) return
      const sql = 'INSERT OR IGNORE INTO tag_keys (event, customer, tag, author, own, sent) VALUES (?, ?, ?, ?, 0, 1)'
      db.run(sql, ...place, rule.tag, actor)
    },
  }
}

/** Keeps a key of words written on this device: made now, or known again from the flight recorder. */
export function putTagKey(
  db: WriteDb,
  { event, customer, wrapped }: WrappedKey & { readonly event: EventId },
  { tag, author }: { readonly tag: string; readonly author: string },
): void {
  const sql = `INSERT INTO tag_keys (event, customer, tag, author, own, wrapped, sent) VALUES (?, ?, ?, ?, 1, ?, 0)
    ON CONFLICT (event) DO UPDATE SET wrapped = coalesce(wrapped, excluded.wrapped), own = 1`
  db.run(sql, idBytes(event), idBytes(customer), tag, author, Buffer.from(wrapped, 'base64'))
}

/** Takes a key that was asked for; `true` when it was not here. */
export const adoptTagKey = (db: WriteDb, event: EventId, wrapped: string): boolean =>
  db.run(
    'UPDATE tag_keys SET wrapped = ? WHERE event = ? AND wrapped IS NULL',
    ...[Buffer.from(wrapped, 'base64'), idBytes(event)],
  ) === 1

/** The sealed part as it reads here: with its tagged words where their key is held, without them where it is not. */
export function withTaggedWords(db: ReadDb, orgKey: () => KeyObject, event: Uint8Array, personal: Personal): Personal {
  // Asked of every event of every fold: hardly one has such a box.
  if (typeof personal[innerBox] !== 'string') return personal
  const { [innerBox]: box, ...plain } = personal
  const key = keyOf(db, orgKey, event)
  const words = key && openBox(key, Buffer.from(String(box), 'base64'), event)
  return words ? { ...plain, ...unpackPersonal(words) } : plain
}

function keyOf(db: ReadDb, orgKey: () => KeyObject, event: Uint8Array): KeyObject | null {
  const row = db.get<{ wrapped: Uint8Array | null }>('SELECT wrapped FROM tag_keys WHERE event = ?', event)
  const plain = row?.wrapped ? openBox(orgKey(), row.wrapped, wrapAbout(event)) : null
  return plain === null ? null : createSecretKey(plain)
}
