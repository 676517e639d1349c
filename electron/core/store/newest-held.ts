import type { DeviceId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import type { Core } from './core.ts'
import { bound } from './loose-rows.ts'

/** The newest number held of each device, for one merge: what lies beyond it is new and need not be looked for. */
export interface NewestHeld {
  readonly mayHold: (event: Envelope) => boolean
  /** Told of every event that is stored. */
  readonly note: (event: Envelope) => void
}

export function createNewestHeld({ db, names }: Core): NewestHeld {
  const numbers = new Map<DeviceId, number>()
  const newestOf = (device: DeviceId): number => {
    const known = numbers.get(device)
    if (known !== undefined) return known
    const sql = `SELECT max(n) AS n FROM events WHERE device = ? AND ${bound}`
    const n = db.get<{ n: number | null }>(sql, names.find(device) ?? null)?.n ?? 0
    numbers.set(device, n)
    return n
  }
  return {
    mayHold: ({ device, n }) => n <= newestOf(device),
    note: ({ device, n }) => {
      numbers.set(device, Math.max(n, newestOf(device)))
    },
  }
}
