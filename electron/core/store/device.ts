import type { DeviceId, Hash, OrgId } from '../../../shared/kernel/brand.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { type Hlc, zeroHlc } from '../../../shared/kernel/hlc.ts'
import { hashText } from './bytes.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { bound, looseEvents } from './loose-rows.ts'
import { getMeta, putMeta } from './meta.ts'
import type { NameReader } from './names.ts'
import { hlcOf } from './row-times.ts'

/** Who this device is and where its own chain of events stands. */
export interface DeviceHead {
  readonly org: OrgId
  readonly device: DeviceId
  /** `<site><device>` before the dash of provisional numbers. Source: CASE-6. */
  readonly numberPrefix: string
  /** Newest event made here; 0 = none yet. */
  readonly n: number
  readonly devHash: Hash
  readonly hlc: Hlc
}

export interface Device {
  readonly get: () => DeviceHead
  /** Inside a transaction, where it does not follow from the newest own event: to the disk. */
  readonly save: (head: DeviceHead) => void
  /** After the commit: to memory. */
  readonly set: (head: DeviceHead) => void
}

const name = 'device_head'

/** The chain's head is the newest own event itself: a save does not write it twice. */
export function createDevice(db: WriteDb, names: NameReader, device: DeviceId): Device {
  let head = readHead(db, names, device)
  return {
    get: () => head,
    save: (next) => putMeta(db, name, next),
    set: (next) => {
      head = next
    },
  }
}

function readHead(db: ReadDb, names: NameReader, device: DeviceId): DeviceHead {
  const fresh = { org: 'none' as OrgId, device, numberPrefix: 'X', n: 0, devHash: zeroHash, hlc: zeroHlc }
  const kept = getMeta<DeviceHead>(db, name) ?? fresh
  const ref = names.find(device)
  if (ref === undefined) return kept
  const columns = 'n, dev_hash, hlc, wall_ms'
  const sql = (events: string) => `SELECT ${columns} FROM ${events} AND device = ? ORDER BY n DESC LIMIT 1`
  const newest = (events: string) =>
    db.get<{ n: number; dev_hash: Uint8Array; hlc: Uint8Array; wall_ms: number }>(sql(events), ref)
  const row = newest(`${looseEvents(`${columns}, device`)} WHERE true`) ?? newest(`events WHERE ${bound}`)
  if (row === undefined) return kept
  const hlc = hlcOf(row)
  const later = [hlc, kept.hlc].sort()[1] ?? hlc
  return row.n < kept.n ? { ...kept, hlc: later } : { ...kept, n: row.n, devHash: hashText(row.dev_hash), hlc: later }
}
