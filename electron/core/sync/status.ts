import type { SyncStatus } from '../../../shared/contract/console.ts'
import type { StoreReads } from '../store/store-reads.ts'
import type { RunningSync } from './run-sync.ts'
import { sessionEnded } from './sign-in.ts'

function stateOf(sync: RunningSync): SyncStatus['state'] {
  const { phase, failure, failures } = sync.state()
  if (phase === 'off') return failure === undefined ? 'signed_out' : isSessionOver(failure) ? 'signed_out' : 'refused'
  if (failure !== undefined && /^(refused|malformed):/.test(failure)) return 'refused'
  if (phase === 'waiting' || failures > 0) return 'offline'
  return phase === 'live' || sync.lastContactMs() !== undefined ? 'online' : 'connecting'
}

const isSessionOver = (failure: string): boolean => failure.endsWith(sessionEnded)

/** What the console knows about being in step, in figures; screens make sentences of it. */
export function syncStatus(
  read: Pick<StoreReads, 'pending' | 'refused'>,
  sync: RunningSync | null,
  leaseOver: boolean,
): SyncStatus {
  const { count, oldestMs } = read.pending()
  const lastContactMs = sync?.lastContactMs()
  const reason = sync?.state().failure
  return {
    state: sync === null ? 'off' : stateOf(sync),
    ...(lastContactMs === undefined ? {} : { lastContactMs }),
    pending: count,
    ...(oldestMs === undefined ? {} : { oldestPendingMs: oldestMs }),
    refused: read.refused().length,
    serverOffsetMs: sync?.offsetMs() ?? 0,
    clockSuspect: sync?.clockSuspect() ?? false,
    leaseOver,
    ...(reason === undefined ? {} : { reason }),
  }
}
