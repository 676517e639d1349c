import { beforeEach, describe, expect, it } from 'vitest'
import { createIdentity } from '../../../electron/core/identity.ts'
import { type Transport, TransportError } from '../../../electron/core/sync/transport.ts'
import { zhCN } from '../../../renderer/text/zh-CN.ts'
import { type Opened, open } from '../store/tools/fixture.ts'

let opened: Opened
beforeEach(async () => {
  opened = await open()
})

const refusalAfter = (error: TransportError) => {
  const transport = { login: () => Promise.reject(error) } as unknown as Transport
  const identity = createIdentity({ store: opened.store, transport, nowMs: Date.now })
  return identity.signIn({ org: 'acme', user: 'lin', password: 'a long enough password' })
}

describe('a sign-in that does not come about says why', () => {
  it.each([
    ['offline', 'ECONNREFUSED', 'sign_in.no_server'],
    ['tls', 'CERT_HAS_EXPIRED', 'sign_in.tls'],
    ['captive', 'not_json', 'sign_in.captive'],
    ['busy', 'http_503', 'sign_in.busy'],
    ['refused', 'http_400', 'sign_in.not_understood'],
    ['malformed', 'body', 'sign_in.not_understood'],
    ['signed_out', 'login.wrong', 'sign_in.wrong'],
    ['refused', 'device.revoked', 'sign_in.device_revoked'],
    ['refused', 'device.wipe', 'sign_in.device_revoked'],
  ] as const)('%s, %s', async (weather, code, tag) => {
    expect(await refusalAfter(new TransportError(weather, code))).toMatchObject({ tag })
    expect(zhCN.refusal).toHaveProperty([tag])
  })

  it('tells how long the server wants to wait after too many wrong passwords', async () => {
    const refusal = await refusalAfter(new TransportError('busy', 'login.wait', { retryAfterMs: 60_000 }))
    expect(refusal).toEqual({ tag: 'sign_in.wait', field: 'password', detail: { waitMs: 60_000 } })
  })
})

describe('TRU-3b whoever signs in with a password', () => {
  const login = async () => ({
    ...{ accessToken: 'a', refreshToken: 'to-be-ended', expiresAtMs: 0, session: 's-1' },
    actor: { id: 'lin', name: 'Lin', role: 'agent', team: 'hotline', scopes: ['team:hotline'] },
    ...{ org: { id: 'acme', name: 'Acme', zone: 'Asia/Shanghai' }, directory: { people: {}, teams: {} } },
    ...{ orgKey: Buffer.alloc(32).toString('base64'), numberPrefix: 'T1', lease: '', serverKey: '', serverMs: 0 },
  })
  const who = { org: 'acme', user: 'lin', password: 'a long enough password' }

  it('is known to the key store of the system where there is one', async () => {
    const wrap = (key: Uint8Array) => key.map((byte) => byte ^ 1)
    const trusting = await open({ deps: { osKeyStore: { wrap, unwrap: wrap } } })
    for (const { store } of [opened, trusting]) {
      const transport = { login } as unknown as Transport
      expect(await createIdentity({ store, transport, nowMs: Date.now }).signIn(who)).toBeNull()
    }
    expect(opened.store.keyring.users().map(({ by }) => by)).toEqual(['password'])
    expect(trusting.store.keyring.users().map(({ by }) => by)).toEqual(['password', 'os'])
  })

  it.each([
    ['also at the server', () => Promise.resolve()],
    [
      'here at once while the server cannot be told',
      () => Promise.reject(new TransportError('offline', 'ECONNREFUSED')),
    ],
  ])('leaves %s', async (_where, answer) => {
    const ended: string[] = []
    const logout = (token: string) => {
      ended.push(token)
      return answer()
    }
    const transport = { login, logout } as unknown as Transport
    const identity = createIdentity({ store: opened.store, transport, nowMs: Date.now })
    await identity.signIn(who)
    identity.leave()
    identity.leave()
    expect(ended).toEqual(['to-be-ended'])
    expect(identity.current()).toBeNull()
  })
})
