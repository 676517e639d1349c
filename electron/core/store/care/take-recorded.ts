import { taggedWords } from '../../../../shared/case/field-tags.ts'
import type { CaseId, EpochMs } from '../../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import type { WrappedKey } from '../../../../shared/sync/protocol.ts'
import { idBytes, machineDigest } from '../bytes.ts'
import type { Core } from '../core.ts'
import { insertEvent } from '../event-rows.ts'
import { refold } from '../rebase.ts'
import { putTagKey } from '../tag-keys.ts'
import type { Recorded } from './recorder.ts'
import { refFor } from './salvage.ts'

/**
 * Puts recorded events in that are not here, inside the caller's transaction. Returns the case of each: they have to be folded
 * afterwards.
 */
export function insertRecorded(core: Core, recorded: readonly Recorded[]): CaseId[] {
  const missing: CaseId[] = []
  for (const { envelope, atMs, command } of recorded) {
    // It is here, perhaps because it was recorded twice.
    if (core.events.byNumber(envelope.device, envelope.n) !== undefined) continue
    const { devHash } = envelopeHashes(envelope, machineDigest)
    const caseRef = refFor(core, envelope.case, 0)
    const named = command === undefined ? {} : { command }
    insertEvent(core.db, core.names, { envelope, caseRef, devHash, atMs, state: 'pending', ...named })
    missing.push(envelope.case)
  }
  // An event may have outlived its key.
  const events = new Map(recorded.map(({ envelope }) => [envelope.id, envelope]))
  for (const key of recorded.flatMap((it) => it.keys ?? [])) putKey(core, key, key.event && events.get(key.event))
  return missing
}

/** `told`: the event whose tagged words the key opens, where it is the key of one. */
function putKey({ db }: Core, key: WrappedKey, told: Envelope | undefined): void {
  const { customer, event, wrapped } = key
  const id = idBytes(customer)
  if (db.get('SELECT 1 FROM erased WHERE customer = ?', id) !== undefined) return
  const words = told && taggedWords(told)
  if (words) putTagKey(db, { ...key, event: told.id }, { tag: words.tag, author: told.actor })
  const sql = 'INSERT OR IGNORE INTO customer_keys (customer, wrapped, sent) VALUES (?, ?, 0)'
  if (event === undefined) db.run(sql, id, Buffer.from(wrapped, 'base64'))
}

/**
 * A file that lost its tail (a torn log, an older copy put back) gets it back from the flight recorder: own events beyond the
 * newest one held. Returns how many. Source: SYNC-1.
 */
export function takeTail(core: Core, recorded: readonly Recorded[], nowMs: EpochMs): number {
  const { device, n } = core.device.get()
  const tail = recorded.filter(({ envelope: it }) => it.device === device && it.n > n)
  if (tail.length === 0) return 0
  const last = tail.at(-1)?.envelope
  const taken = core.commit(() => {
    const cases = insertRecorded(core, tail)
    for (const id of new Set(cases)) refold(core, core.refs.find(id) ?? 0, id, nowMs)
    return cases
  })
  if (last !== undefined) {
    const { devHash } = envelopeHashes(last, machineDigest)
    core.device.set({ ...core.device.get(), n: last.n, devHash, hlc: last.hlc })
  }
  core.changed({ kind: 'cases', ids: [...new Set(taken)] })
  return taken.length
}
