import type { CaseId, CustomerId, Hash } from '../../../../shared/kernel/brand.ts'
import { hashText, hashToBytes, idBytes, idText } from '../bytes.ts'
import type { Core } from '../core.ts'
import { type EventRow, eventColumns, eventStates } from '../event-rows.ts'
import { getMeta, putMeta } from '../meta.ts'
import { ownRef } from '../own-marks.ts'
import { findRow } from './attachment-rows.ts'

/** A file of a case to be sent (`up`) or fetched (`down`). */
export interface Transfer {
  readonly way: 'up' | 'down'
  readonly case: CaseId
  readonly hash: Hash
  readonly customer: CustomerId
  readonly mediaType: string
  /** Of the plain file. */
  readonly bytes: number
}

interface TransferRow {
  readonly case_id: Uint8Array
  readonly address: Uint8Array
  readonly way: Transfer['way']
  readonly customer: Uint8Array
  readonly media_type: string
  readonly bytes: number
}

/** How far the record was looked through for files. */
interface Mark {
  readonly epoch: string
  readonly seq: number
}

const markName = 'file_transfers_mark'
/** Events looked through at once: more would hold up a save. */
const portion = 20_000

/** Written where something was noted, and after so many events without: looking through a few again costs less than a commit. */
const keptEvery = 5_000

/** Finds the files of the record that are to be carried. */
export interface FileSearch {
  /**
   * Looks a portion of the record through and notes the files it names; stops before what the server has not confirmed yet.
   * `true` = there is more to look through.
   */
  readonly look: () => boolean
}

/** A server that lost its tail may have lost files too: then everything is looked through again. */
export function createFileSearch(core: Core): FileSearch {
  let kept: Mark | null = null
  let mark: Mark | null = null
  const markOf = (newest: number): Mark => {
    const epoch = getMeta<string>(core.db, 'epoch') ?? ''
    kept ??= getMeta<Mark>(core.db, markName) ?? { epoch, seq: 0 }
    mark ??= kept
    return mark.epoch === epoch && mark.seq <= newest ? mark : { epoch, seq: 0 }
  }
  return {
    look: () => {
      const newest = core.db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM events')?.seq ?? 0
      const from = markOf(newest)
      if (from.seq === newest) return false
      const { files, seq, more } = readPortion(core, from.seq, newest)
      const next = { epoch: from.epoch, seq }
      const isFar = kept?.epoch !== next.epoch || Math.abs(seq - kept.seq) >= keptEvery
      if (files.length > 0 || isFar) {
        core.commit(() => {
          for (const row of files) noteFile(core, row)
          putMeta(core.db, markName, next)
        })
        kept = next
      }
      mark = next
      return more
    },
  }
}

function readPortion(core: Core, from: number, newest: number) {
  const end = Math.min(from + portion, newest)
  const sql = `SELECT ${eventColumns} FROM events WHERE seq > ? AND seq <= ? AND type = ? ORDER BY seq`
  const rows = core.db.all<EventRow>(sql, from, end, core.names.find('attached') ?? 0)
  const open = rows.find(({ state }) => state === eventStates.pending || state === eventStates.stale)
  const seq = open === undefined ? end : open.seq - 1
  const files = rows.filter((row) => row.seq <= seq && row.state === eventStates.confirmed)
  return { files, seq, more: open === undefined && end < newest }
}

interface AttachedBody {
  readonly hash: Hash
  readonly mediaType: string
  readonly bytes: number
}

/** What this device took in it sends; what it lacks it fetches. */
function noteFile(core: Core, row: EventRow): void {
  const { hash, mediaType, bytes } = JSON.parse(row.body) as AttachedBody
  const isHere = findRow(core, hash) !== undefined
  const way = isHere ? 'up' : 'down'
  if (row.customer === null || (isHere && row.device !== ownRef(core))) return
  if (core.vault.isErased(idText<CustomerId>(row.customer))) return
  const sql = `INSERT OR IGNORE INTO file_transfers (case_id, address, way, customer, media_type, bytes) VALUES (?, ?, ?, ?, ?, ?)`
  core.db.run(sql, ...[idBytes(core.refs.idOf(row.case_ref)), hashToBytes(hash), way, row.customer, mediaType, bytes])
}

/** The file of a case somebody wants to see now. */
export function wantedTransfer(core: Core, id: CaseId, hash: Hash): Transfer | undefined {
  const ref = core.refs.find(id)
  if (ref === undefined) return undefined
  const sql = `SELECT ${eventColumns} FROM events WHERE case_ref = ? AND type = ? AND state = ?`
  const rows = core.db.all<EventRow>(sql, ref, core.names.find('attached') ?? 0, eventStates.confirmed)
  const row = rows.find(({ body }) => (JSON.parse(body) as AttachedBody).hash === hash)
  if (row === undefined || row.customer === null) return undefined
  const { mediaType, bytes } = JSON.parse(row.body) as AttachedBody
  return { way: 'down', case: id, hash, customer: idText<CustomerId>(row.customer), mediaType, bytes }
}

export function transferRows(core: Core): readonly Transfer[] {
  const sql = 'SELECT case_id, address, way, customer, media_type, bytes FROM file_transfers ORDER BY way DESC'
  return core.db.all<TransferRow>(sql).map((row) => ({
    way: row.way,
    case: idText<CaseId>(row.case_id),
    hash: hashText(row.address),
    customer: idText<CustomerId>(row.customer),
    mediaType: row.media_type,
    bytes: row.bytes,
  }))
}

export function dropTransfer(core: Core, { case: id, hash }: Transfer): void {
  core.db.run('DELETE FROM file_transfers WHERE case_id = ? AND address = ?', idBytes(id), hashToBytes(hash))
}
