import { expect, it } from 'vitest'
import type { StoreReads } from '../../../../../electron/core/store/store-reads.ts'
import type { RunningSync } from '../../../../../electron/core/sync/run-sync.ts'
import { syncStatus } from '../../../../../electron/core/sync/status.ts'
import { type EngineState, engineOff } from '../../../../../shared/sync/engine.ts'

const reads = {
  pending: () => ({ count: 2, oldestMs: 70 }),
  refused: () => [{}, {}, {}],
} as unknown as Pick<StoreReads, 'pending' | 'refused'>

const running = (state: Partial<EngineState>, lastContactMs?: number): RunningSync =>
  ({
    state: () => ({ ...engineOff, ...state }),
    lastContactMs: () => lastContactMs,
    offsetMs: () => -7,
    clockSuspect: () => true,
  }) as unknown as RunningSync

it.each([
  ['off', null],
  ['connecting', running({ phase: 'hello' })],
  ['online', running({ phase: 'live' })],
  ['online', running({ phase: 'pull' }, 5)],
  ['offline', running({ phase: 'waiting', failures: 1, failure: 'offline:ECONNREFUSED' })],
  ['offline', running({ phase: 'hello', failures: 3, failure: 'busy:server.busy' }, 5)],
  ['refused', running({ phase: 'waiting', failures: 1, failure: 'refused:push.signature' })],
  ['refused', running({ phase: 'waiting', failures: 1, failure: 'malformed:pages' })],
  ['refused', running({ phase: 'off', failure: 'wiped' })],
  ['signed_out', running({ phase: 'off', failure: 'signed_out:session_ended' })],
  ['signed_out', running({ phase: 'off' })],
] as const)('SUP-2 says %s', (state, sync) => {
  expect(syncStatus(reads, sync, false).state).toBe(state)
})

it('SUP-2 SYNC-7 tells what waits and since when, what was refused, the last contact, why, and how wrong the clock is', () => {
  const sync = running({ phase: 'waiting', failures: 1, failure: 'tls:CERT_HAS_EXPIRED' }, 99)
  expect(syncStatus(reads, sync, true)).toEqual({
    ...{ state: 'offline', lastContactMs: 99, pending: 2, oldestPendingMs: 70, refused: 3 },
    ...{ serverOffsetMs: -7, clockSuspect: true, leaseOver: true, reason: 'tls:CERT_HAS_EXPIRED' },
  })
})
