import { scopesOf } from '../../../shared/case/scopes.ts'
import type { CaseId, Hash } from '../../../shared/kernel/brand.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { type EpochRecord, EpochRecordSchema, type HelloResponse } from '../../../shared/sync/protocol.ts'
import { hashText, hashToBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { eventStates } from './event-rows.ts'
import { bound } from './loose-rows.ts'
import { getMeta, putMeta } from './meta.ts'
import { judgedN, ownRef, settledN } from './own-marks.ts'
import { refold } from './rebase.ts'
import { holdThroughLeft } from './scope-removal.ts'

interface Read {
  readonly scope: string
  readonly cursor: number
  readonly digest: Uint8Array
}

/** A scope that is read anew keeps this mark until its end is reached. */
const rereading = 'rereading'

/**
 * The server began another epoch: what stands here may be more than it holds, or something else. When it is, every scope is
 * read anew from its beginning; until then what was confirmed before stays in view. Source: SYNC-11.
 */
export function beginEpoch(core: Core, hello: HelloResponse, known: string): void {
  const record = hello.epochRecord && EpochRecordSchema.parse(JSON.parse(hello.epochRecord.text))
  const reads = core.db.all<Read>('SELECT scope, cursor, digest FROM scopes')
  if (record?.epoch === hello.epoch && reads.every((read) => isCommon(read, record, known))) return
  readAnew(core)
}

/** Did the server keep all that this device read of a scope? */
function isCommon({ scope, cursor, digest }: Read, record: EpochRecord, known: string): boolean {
  if (cursor === 0) return true
  const at = record.heads[scope]
  if (at === undefined) return false
  if (cursor === at.head) return hashText(digest) === at.digest
  return record.previous === known && cursor < at.head
}

/** Is everything still being read again? Then it is read by the feed, which says what is left. */
export const isRereading = (core: Core): boolean => getMeta<boolean>(core.db, rereading) === true

/** Starts all scopes again: what is confirmed here is believed only once it was read again. */
export function readAnew(core: Core): void {
  const { db } = core
  db.run('UPDATE events SET state = ? WHERE state = ?', eventStates.stale, eventStates.confirmed)
  db.run('DELETE FROM case_scopes')
  db.run('UPDATE scopes SET cursor = 0, digest = ?', hashToBytes(zeroHash))
  putMeta(db, rereading, true)
}

/**
 * All scopes were read to their end: what did not come again is not at the server. Own events are sent again, those of others
 * are out of the fold until their authors have sent them again. Returns the cases that look otherwise now.
 */
export function finishReread(core: Core, nowMs: number): CaseId[] {
  const { db } = core
  if (!isRereading(core)) return []
  putMeta(db, rereading, false)
  const { stale, lost } = eventStates
  const own = ownRef(core)
  const refs = db.all<CaseRef>('SELECT DISTINCT case_ref AS ref FROM events WHERE state = ?', stale)
  const first = db.get<{ n: number | null }>(
    `SELECT min(n) AS n FROM events WHERE device = ? AND state = ? AND ${bound}`,
    own,
    stale,
  )
  for (const { ref } of refs) leaveWithScopes(core, ref)
  db.run('UPDATE events SET state = ? WHERE state = ? AND device <> ?', lost, stale, own)
  if (first?.n) queueAgain(core, first.n - 1, [stale])
  return refoldAll(core, refs, nowMs)
}

/**
 * A case that did not come again may have stood in scopes this person lost with the server's tail: it is held through them only,
 * and goes as with any scope that is left. Source: SYNC-6.
 */
function leaveWithScopes(core: Core, ref: number): void {
  const theCase = core.held.find(ref)?.theCase
  const isHeld = core.db.get('SELECT 1 FROM case_scopes WHERE ref = ?', ref) !== undefined
  if (theCase === undefined || isHeld) return
  const scopes = scopesOf(theCase)
  const isRead = scopes.some((scope) => core.db.get('SELECT 1 FROM scopes WHERE scope = ?', scope) !== undefined)
  if (!isRead) holdThroughLeft(core, ref, scopes)
}

/** The server does not know of our events after `lastN` any more: they wait in the queue again. */
export function takeBackFrom(core: Core, lastN: number, nowMs: number): CaseId[] {
  const { confirmed, stale } = eventStates
  const refs = core.db.all<CaseRef>(
    `SELECT DISTINCT case_ref AS ref FROM events WHERE device = ? AND n > ? AND state IN (?, ?) AND ${bound}`,
    ...[ownRef(core), lastN, confirmed, stale],
  )
  queueAgain(core, lastN, [confirmed, stale])
  return refoldAll(core, refs, nowMs)
}

interface CaseRef {
  readonly ref: number
}

/** Own events after `n` that are in one of `states` are pending again; the keys they need go with them once more. */
function queueAgain(core: Core, n: number, states: readonly number[]): void {
  const { db } = core
  const sql = `UPDATE events SET state = ?, case_v = NULL, server_ms = NULL, case_hash = NULL
    WHERE device = ? AND n > ? AND state = ? AND ${bound}`
  for (const state of states) db.run(sql, eventStates.pending, ownRef(core), n, state)
  for (const table of ['customer_keys', 'tag_keys']) db.run(`UPDATE ${table} SET sent = 0`)
  putMeta(db, 'judged_n', Math.min(judgedN(core), n))
  putMeta(db, 'settled_n', Math.min(settledN(core), n))
}

function refoldAll(core: Core, refs: readonly CaseRef[], nowMs: number): CaseId[] {
  return refs.map(({ ref }) => {
    const id = core.refs.idOf(ref)
    refold(core, ref, id, nowMs)
    return id
  })
}

/** A difference nobody told us of is healed by reading anew, once in an epoch: `false` = that was done already. */
export function readAnewOnce(core: Core): boolean {
  if (!mayReadAnew(core)) return false
  readAnew(core)
  return true
}

function mayReadAnew({ db }: Core): boolean {
  const epoch = getMeta<string>(db, 'epoch')
  if (getMeta<string>(db, 'digest_reread') === epoch) return false
  putMeta(db, 'digest_reread', epoch)
  return true
}

/** Whether a digest we computed is the server's; where it is not, the caller reads anew. */
export function checkDigest(core: Core, scope: string, ours: Hash, theirs: Hash): boolean {
  if (ours === theirs) return true
  if (!mayReadAnew(core))
    throw new Error(`store: the digest of ${scope} differs from the server's also after reading it anew`)
  return false
}
