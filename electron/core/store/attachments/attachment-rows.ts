import type { CustomerId, Hash } from '../../../../shared/kernel/brand.ts'
import { hashToBytes, idBytes } from '../bytes.ts'
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
    ON CONFLICT (address) DO UPDATE SET customer = excluded.customer, sent = excluded.sent`
  const values = [hashToBytes(row.hash), idBytes(row.customer), row.mediaType, row.bytes, nowMs, row.sent] as const
  core.commit(() => core.db.run(sql, ...values))
}

export function findRow(core: Core, hash: Hash) {
  const sql = 'SELECT customer, media_type, bytes, sent FROM attachments WHERE address = ?'
  return core.db.get<{ customer: Uint8Array; media_type: string; bytes: number; sent: number }>(sql, hashToBytes(hash))
}
