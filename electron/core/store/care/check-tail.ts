import type { CaseId } from '../../../../shared/kernel/brand.ts'
import { envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import { hashText, idText, machineDigest } from '../bytes.ts'
import type { ReadDb } from '../database.ts'
import { createEventReader, type EventRow, eventColumns } from '../event-rows.ts'
import { createNameReader } from '../names.ts'

const noKeys = { open: () => null, keyOf: () => null, forget: () => undefined }
/** Events looked at on every opening: the last page of the chain. */
const tailEvents = 32

/** Does the newest part of the record say what was written? Cheap enough for every opening. */
export function isTailWhole(db: ReadDb): boolean {
  const reader = createEventReader(db, createNameReader(db), noKeys)
  const columns = eventColumns
    .split(', ')
    .map((column) => `e.${column}`)
    .join(', ')
  const rows = db.all<EventRow & { readonly case_id: Uint8Array }>(
    `SELECT ${columns}, c.id AS case_id FROM events e JOIN cases c ON c.ref = e.case_ref ORDER BY e.seq DESC LIMIT ?`,
    tailEvents,
  )
  return rows.every((row) => {
    const { devHash } = envelopeHashes(reader.envelope(row, idText<CaseId>(row.case_id)), machineDigest)
    return devHash === hashText(row.dev_hash)
  })
}
