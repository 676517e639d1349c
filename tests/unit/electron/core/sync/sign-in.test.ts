import { describe, expect, it } from 'vitest'
import { createTokenKeeper, sessionEnded } from '../../../../../electron/core/sync/sign-in.ts'
import { TransportError } from '../../../../../electron/core/sync/transport.ts'
import type { SignIn } from '../../../../../shared/contract/server.ts'

const lifeMs = 15 * 60_000
const tenYearsMs = 10 * 365 * 24 * 3_600_000

/** A keeper on a machine whose clock is off, with a server that gives a new token each time. */
function keeperWithClock(aheadMs: number) {
  const serverMs = { now: 1_700_000_000_000 }
  let given = 0
  const give = (): SignIn =>
    ({ accessToken: `t${given++}`, expiresAtMs: serverMs.now + lifeMs, serverMs: serverMs.now }) as SignIn
  let current = give()
  const keeper = createTokenKeeper({
    read: () => current,
    renew: async () => give(),
    save: (signIn) => {
      current = signIn
    },
    nowMs: () => serverMs.now + aheadMs,
  })
  const pass = (ms: number): void => {
    serverMs.now += ms
  }
  return { keeper, pass }
}

describe('the access token', () => {
  it('SYNC-9 is not renewed with every exchange because the clock is years ahead', async () => {
    const { keeper, pass } = keeperWithClock(tenYearsMs)
    const used: string[] = []
    for (let i = 0; i < 5; i++) {
      used.push(await keeper.token())
      pass(60_000)
    }
    expect(new Set(used)).toEqual(new Set(['t1']))
    pass(lifeMs)
    expect(await keeper.token()).toBe('t2')
  })

  it('is renewed before it ends, after a 401, and once for all who wait', async () => {
    const { keeper, pass } = keeperWithClock(0)
    expect(await keeper.token()).toBe('t0')
    pass(lifeMs - 20_000)
    expect(await Promise.all([keeper.token(), keeper.token()])).toEqual(['t1', 't1'])
    keeper.spoil()
    expect(await keeper.token()).toBe('t2')
  })

  it('a renewal that is refused ends the session; weather does not', async () => {
    const signIn = { accessToken: 't', expiresAtMs: 0, serverMs: 0 } as SignIn
    const failing = (error: TransportError) =>
      createTokenKeeper({
        read: () => signIn,
        renew: () => Promise.reject(error),
        save: () => undefined,
        nowMs: () => 1,
      })
    const refused = failing(new TransportError('signed_out', 'token.unknown'))
    await expect(refused.token()).rejects.toMatchObject({ code: sessionEnded })
    await expect(failing(new TransportError('offline', 'x')).token()).rejects.toMatchObject({ weather: 'offline' })
  })
})
