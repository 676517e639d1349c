import { createSecretKey } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import type { ReadDb, WriteDb } from '../database.ts'
import { storeFault } from '../fault.ts'
import { writeFileWhole } from '../keyring-file.ts'
import { openBox, sealBox } from '../sealed-box.ts'
import { backupFolder, keysFile } from './backup-files.ts'

const about = Buffer.from('customer-keys-copy|1')
const idBytesLength = 16

/**
 * The customer keys beside the backups: one file, replaced whole with every backup and at once with every erasure, so that a
 * destroyed key is nowhere in the folder. Keys stay wrapped to the organisation's key inside.
 */
export function copyKeys(dir: string, db: ReadDb, key: Uint8Array, random: (bytes: number) => Uint8Array): number {
  const rows = db.all<{ customer: Uint8Array; wrapped: Uint8Array }>('SELECT customer, wrapped FROM customer_keys')
  const parts = rows.flatMap(({ customer, wrapped }) => [customer, Buffer.of(wrapped.length), wrapped])
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
  const sql = `INSERT OR IGNORE INTO customer_keys (customer, wrapped, sent)
    SELECT ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE customer = ?)`
  let count = 0
  for (let at = 0; at < plain.length; ) {
    const customer = plain.subarray(at, at + idBytesLength)
    const length = plain[at + idBytesLength] ?? 0
    const start = at + idBytesLength + 1
    count += db.run(sql, customer, plain.subarray(start, start + length), customer)
    at = start + length
  }
  return count
}
