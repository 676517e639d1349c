import { createSecretKey } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import type { ReadDb, WriteDb } from '../database.ts'
import { storeFault } from '../fault.ts'
import { writeFileWhole } from '../keyring-file.ts'
import { openBox, sealBox } from '../sealed-box.ts'
import { backupFolder, keysFile } from './backup-files.ts'

const about = Buffer.from('customer-keys-copy|1')
const idBytesLength = 16
/** In the length of a wrapped key: its id is that of an event whose tagged words it opens, not of a customer. */
const ofEvent = 0x80

/**
 * The customer keys and those of tagged words beside the backups: one file, replaced whole with every backup and at once with every
 * erasure, so that a destroyed key is nowhere in the folder. Keys stay wrapped to the organisation's key inside.
 */
export function copyKeys(dir: string, db: ReadDb, key: Uint8Array, random: (bytes: number) => Uint8Array): number {
  const rows = db.all<{ id: Uint8Array; wrapped: Uint8Array; mark: number }>(
    `SELECT customer AS id, wrapped, 0 AS mark FROM customer_keys
     UNION ALL SELECT event, wrapped, ${ofEvent} FROM tag_keys WHERE wrapped IS NOT NULL`,
  )
  const parts = rows.flatMap(({ id, wrapped, mark }) => [id, Buffer.of(wrapped.length | mark), wrapped])
  const sealed = sealBox(createSecretKey(key), random(12), Buffer.concat(parts), about)
  storeFault(() => {
    mkdirSync(backupFolder(dir), { recursive: true, mode: 0o700 })
    writeFileWhole(keysFile(dir), sealed)
  })
  return rows.length
}

/** Brings the copied keys back, but for customers erased since. Returns how many came; 0 when there is no copy. */
export function restoreKeys(dir: string, db: WriteDb, key: Uint8Array): number {
  const file = keysFile(dir)
  if (!existsSync(file)) return 0
  const plain = openBox(createSecretKey(key), readFileSync(file), about)
  if (plain === null) return 0
  let count = 0
  for (let at = 0; at < plain.length; ) {
    const id = plain.subarray(at, at + idBytesLength)
    const mark = plain[at + idBytesLength] ?? 0
    const start = at + idBytesLength + 1
    const end = start + (mark & ~ofEvent)
    count += putBack(db, id, plain.subarray(start, end), mark >= ofEvent)
    at = end
  }
  return count
}

function putBack(db: WriteDb, id: Uint8Array, wrapped: Uint8Array, isOfEvent: boolean): number {
  if (isOfEvent)
    return db.run(
      `UPDATE tag_keys SET wrapped = ? WHERE event = ? AND wrapped IS NULL
         AND NOT EXISTS (SELECT 1 FROM erased e WHERE e.customer = tag_keys.customer)`,
      ...[wrapped, id],
    )
  const sql = `INSERT OR IGNORE INTO customer_keys (customer, wrapped, sent)
    SELECT ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE customer = ?)`
  return db.run(sql, id, wrapped, id)
}
