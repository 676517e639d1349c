import { describe, expect, it } from 'vitest'
import { syncFacts } from '../../../renderer/app/syncFacts.ts'
import type { SyncStatus } from '../../../shared/contract/console.ts'

const open = { state: 'open' } as const
const status = (more: Partial<SyncStatus> = {}): SyncStatus => ({
  state: 'online',
  pending: 0,
  refused: 0,
  serverOffsetMs: 0,
  clockSuspect: false,
  lastContactMs: 1_000_000,
  ...more,
})
const facts = (more: Partial<SyncStatus>, nowMs = 1_003_000) => syncFacts(status(more), open, nowMs)

describe('what the shell says about sync', () => {
  it('SUP-2b in step: how long ago it was heard', () => {
    expect(facts({})).toEqual({ tone: 'ok', facts: [{ say: 'synced' }, { say: 'ago', spanMs: 3000 }] })
  })

  it('SUP-2b sending: how much is on its way', () => {
    expect(facts({ pending: 4 })).toEqual({ tone: 'busy', facts: [{ say: 'sending', pending: 4 }] })
  })

  it('SUP-2b offline: since when, and how much waits', () => {
    expect(facts({ state: 'offline', pending: 17 }, 1_000_000 + 7_200_000)).toEqual({
      tone: 'warn',
      facts: [
        { say: 'offlineFor', spanMs: 7_200_000 },
        { say: 'waiting', pending: 17 },
      ],
    })
  })

  it('SUP-2 never in contact yet: offline without a time', () => {
    const { lastContactMs: _, ...never } = status({ state: 'offline' })
    expect(syncFacts(never, open, 5).facts).toEqual([{ say: 'offline' }])
  })

  it('SUP-2 a core that does not answer is said first, since then nothing is known of the server', () => {
    const lost = { state: 'lost', attempt: 3, sinceMs: 0 } as const
    expect(syncFacts(status({ pending: 9 }), lost, 5)).toEqual({ tone: 'bad', facts: [{ say: 'unreachable' }] })
  })

  it('SUP-2 before the first answer it is starting', () => {
    expect(syncFacts(null, { state: 'connecting', attempt: 1 }, 0).facts).toEqual([{ say: 'starting' }])
  })

  it.each([
    ['off', 'off', 'off'],
    ['connecting', 'connecting', 'busy'],
    ['signed_out', 'signedOut', 'warn'],
    ['refused', 'refusedDevice', 'bad'],
  ] as const)('SUP-2 state %s is said as %s', (state, say, tone) => {
    const words = facts({ state })
    expect(words).toEqual({ tone, facts: [{ say }] })
  })

  it('SYNC-5 what came back refused is never hidden behind a green dot', () => {
    expect(facts({ refused: 2 })).toEqual({
      tone: 'warn',
      facts: [{ say: 'synced' }, { say: 'ago', spanMs: 3000 }, { say: 'returned', refused: 2 }],
    })
  })

  it('SYNC-9 a clock that is off is said with how far', () => {
    expect(facts({ serverOffsetMs: -360_000 }).facts).toContainEqual({ say: 'clockWrong', spanMs: 360_000 })
    expect(facts({ serverOffsetMs: 1000 }).facts).toHaveLength(2)
  })
})
