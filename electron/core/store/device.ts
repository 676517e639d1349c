import type { DeviceId, Hash, OrgId } from '../../../shared/kernel/brand.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { type Hlc, zeroHlc } from '../../../shared/kernel/hlc.ts'
import type { WriteDb } from './database.ts'
import { getMeta, putMeta } from './meta.ts'

/** Who this device is and where its own chain of events stands. */
export interface DeviceHead {
  readonly org: OrgId
  readonly device: DeviceId
  /** `<site><device>` before the dash of provisional numbers. Source: CASE-6. */
  readonly numberPrefix: string
  readonly nextNumber: number
  /** Newest event made here; 0 = none yet. */
  readonly n: number
  readonly devHash: Hash
  readonly hlc: Hlc
}

export interface Device {
  readonly get: () => DeviceHead
  /** Inside a transaction: to the disk. */
  readonly save: (head: DeviceHead) => void
  /** After the commit: to memory. */
  readonly set: (head: DeviceHead) => void
}

const name = 'device_head'

export function createDevice(db: WriteDb, device: DeviceId): Device {
  const fresh: DeviceHead = {
    org: 'demo' as OrgId,
    device,
    numberPrefix: 'D1',
    nextNumber: 1,
    n: 0,
    devHash: zeroHash,
    hlc: zeroHlc,
  }
  let head = getMeta<DeviceHead>(db, name) ?? fresh
  return {
    get: () => head,
    save: (next) => putMeta(db, name, next),
    set: (next) => {
      head = next
    },
  }
}
