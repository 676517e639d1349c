import type { CaseId, Hash } from '../../../shared/kernel/brand.ts'
import { caseHash, zeroHash } from '../../../shared/kernel/hash.ts'
import type { OrderedEvent } from '../../../shared/sync/protocol.ts'
import { hashText, machineDigest } from './bytes.ts'
import type { Core } from './core.ts'
import { eventStates } from './event-rows.ts'
import { bound } from './loose-rows.ts'

interface Link {
  readonly caseV: number
  readonly hash: Hash
}

export interface CaseLinks {
  /** Does the server's link of an event follow from the one before? If not, what it ordered was changed. TRU-1. */
  readonly holds: (ref: number, item: OrderedEvent, bodyHash: Hash) => boolean
}

/** The chain of each case as the events of one answer come in; where the link before is not held, it is checked from there on. */
export function createCaseLinks({ db }: Core): CaseLinks {
  const links = new Map<CaseId, Link>()
  const heldBefore = (ref: number, caseV: number): Link | undefined => {
    const sql = `SELECT case_hash FROM events WHERE case_ref = ? AND case_v = ? AND state = ? AND ${bound}`
    const row = db.get<{ case_hash: Uint8Array }>(sql, ref, caseV, eventStates.confirmed)
    return row && { caseV, hash: hashText(row.case_hash) }
  }
  const before = (ref: number, { event, caseV }: OrderedEvent): Link | undefined => {
    const known = links.get(event.case)
    if (known?.caseV === caseV - 1) return known
    return caseV === 1 ? { caseV: 0, hash: zeroHash } : heldBefore(ref, caseV - 1)
  }
  return {
    holds: (ref, item, bodyHash) => {
      const { event, caseV, serverMs } = item
      const link = before(ref, item)
      links.set(event.case, { caseV, hash: item.caseHash })
      return !link || caseHash(link.hash, bodyHash, caseV, serverMs, machineDigest) === item.caseHash
    },
  }
}
