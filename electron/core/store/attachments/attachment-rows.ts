import type { CustomerId, Hash } from '../../../../shared/kernel/brand.ts'
import { hashText, hashToBytes, idBytes, idText } from '../bytes.ts'
import type { Core } from '../core.ts'

/** What the `attach` command then names. The same bytes always have the same address. */
export interface StoredAttachment {
  readonly hash: Hash
  readonly mediaType: string
  readonly bytes: number
}

interface AttachmentRow extends StoredAttachment {
  readonly customer: CustomerId
  readonly sent: 0 | 1
}

export function noteRow(core: Core, row: AttachmentRow, nowMs: number): void {
  const sql = `INSERT INTO attachments (address, customer, media_type, bytes, at_ms, sent) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (address) DO UPDATE SET customer = excluded.customer, sent = max(sent, excluded.sent)`
  const values = [hashToBytes(row.hash), idBytes(row.customer), row.mediaType, row.bytes, nowMs, row.sent] as const
  core.commit(() => core.db.run(sql, ...values))
}

export function findRow(core: Core, hash: Hash) {
  const sql = 'SELECT customer, media_type, bytes FROM attachments WHERE address = ?'
  return core.db.get<{ customer: Uint8Array; media_type: string; bytes: number }>(sql, hashToBytes(hash))
}

/** Those the server has not yet, oldest first. */
export function unsentRows(core: Core, limit: number) {
  const sql = 'SELECT address, customer, media_type, bytes FROM attachments WHERE sent = 0 ORDER BY at_ms LIMIT ?'
  return core.db
    .all<{ address: Uint8Array; customer: Uint8Array; media_type: string; bytes: number }>(sql, limit)
    .map((row) => ({
      hash: hashText(row.address),
      customer: idText<CustomerId>(row.customer),
      mediaType: row.media_type,
      bytes: row.bytes,
    }))
}
