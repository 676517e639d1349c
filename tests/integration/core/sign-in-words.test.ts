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
