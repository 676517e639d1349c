import { LeaseSchema } from '../../shared/contract/server.ts'
import type { EpochMs } from '../../shared/kernel/brand.ts'
import type { Store } from './store/store.ts'

/** The end of the server's leave to work without it; `null` where there is no server to give one. */
export function leaseEndMs(lease: string): EpochMs | null {
  const [text = ''] = lease.split('.')
  try {
    return LeaseSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).untilMs
  } catch {
    // A console without a server keeps a word there that is no lease; a server's own was checked when it came.
    return null
  }
}

const seenSetting = 'highest_time_seen_ms'
/** How much later it has to be before it is written down again. */
const noteEveryMs = 60_000

/** The highest time this device has ever seen: a clock set back gives no lease its time back. Source: details.md "Keys". */
export function highestTime(store: Store): (nowMs: EpochMs) => EpochMs {
  let highest = store.read.setting<number>(seenSetting) ?? 0
  let noted = highest
  return (nowMs) => {
    highest = Math.max(highest, nowMs)
    if (highest - noted >= noteEveryMs) {
      noted = highest
      store.write.putSetting(seenSetting, noted)
    }
    return highest
  }
}
