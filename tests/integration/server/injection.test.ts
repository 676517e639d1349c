import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { onBothDatabases } from './tools/databases.ts'
import { createDevice, type Device, get, idOf, post } from './tools/device.ts'
import { change, nasty, placesOf } from './tools/nasty.ts'
import { startWithAgent } from './tools/with-agent.ts'

const isNoFault = (status: number): boolean => status < 500

onBothDatabases('texts that try to be SQL', (bed) => {
  let server: RunningServer
  let agent: Device

  beforeAll(async () => {
    ;({ server, agent } = await startWithAgent(bed))
  })

  it('finds no text field of the interface that reaches SQL: what is taken is kept as it is', async () => {
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const token = admin.signIn().accessToken
    const texts = nasty.filter((it): it is string => typeof it === 'string')
    for (const [i, text] of texts.entries()) {
      const answers = [
        await post(server.url, '/v1/auth/login', {
          org: text,
          user: text,
          password: text,
          device: text,
          devicePublicKey: text,
        }),
        await post(server.url, '/v1/auth/login', {
          org: 'demo',
          user: 'chen',
          password: text,
          device: 'd',
          devicePublicKey: agent.publicKey,
        }),
        await post(server.url, '/v1/auth/refresh', { refreshToken: text.padEnd(30, 'x'), device: 'd', proof: 'AAAA' }),
        await post(server.url, '/v1/auth/refresh', {
          refreshToken: `${Buffer.from(text).toString('base64url')}.xxxxxxxxxxxxxxxx`,
          device: 'd',
          proof: 'AAAA',
        }),
        await post(server.url, '/v1/auth/logout', { refreshToken: text.padEnd(30, 'x') }),
        await post(server.url, '/v1/setup', { word: text.padEnd(30, 'x') }),
        await post(
          server.url,
          '/v1/sync/hello',
          { protocol: 1, device: admin.name, appV: text, eventV: 1, lastN: 0, epoch: text, receipts: [text] },
          token,
        ),
        await post(server.url, '/v1/sync/pull', { epoch: text, cursors: { [text]: 0 }, limit: 1 }, token),
        await post(
          server.url,
          `/v1/people/${encodeURIComponent(text.toWellFormed())}`,
          { role: 'agent', team: 'hotline', teams: [], active: true },
          token,
        ),
        await get(server.url, `/v1/audit?after=${encodeURIComponent(text.toWellFormed())}`, token),
      ]
      for (const answer of answers)
        expect([i, answer?.status ?? 0]).toEqual([i, expect.toSatisfy((it: number) => it < 500)])
      const person = { id: `p${i}`, name: text, role: 'agent', team: 'hotline', teams: [] }
      const invited = await post(server.url, '/v1/invitations', person, token)
      expect(invited.status).toBeLessThan(500)
      const people = (await get(server.url, '/v1/people', token)).body as { id: string; name: string }[]
      if (invited.status === 200) expect(people.find((it) => it.id === `p${i}`)?.name).toBe(text)
    }
  })

  /** Every route that takes a body, called rightly; each of its texts becomes a hostile one in turn. */
  const bodies = (device: Device): Readonly<Record<string, unknown>> => ({
    '/v1/auth/login': { org: 'demo', user: 'chen', password: 'x', device: 'd', devicePublicKey: device.publicKey },
    '/v1/auth/refresh': { refreshToken: 'x'.repeat(40), device: 'd', proof: 'AAAA' },
    '/v1/auth/logout': { refreshToken: 'x'.repeat(40) },
    '/v1/auth/password': { password: 'wrong', newPassword: 'twelve letters' },
    '/v1/devices': {
      ...{ org: 'demo', invitation: 'x'.repeat(40), password: 'twelve letters', device: 'd' },
      devicePublicKey: device.publicKey,
    },
    '/v1/setup': {
      word: 'x'.repeat(32),
      org: { id: 'o', name: 'o', zone: 'UTC' },
      site: { id: 's', name: 's', code: 'S' },
      team: { id: 't', name: 't' },
      admin: { id: 'a', name: 'a', password: 'twelve letters' },
      device: 'd',
      devicePublicKey: device.publicKey,
    },
    '/v1/invitations': { id: 'p', name: 'p', role: 'agent', team: 'none', teams: ['none'] },
    '/v1/people/nobody': { role: 'agent', team: 'hotline', teams: ['rnd'], active: true },
    '/v1/people/nobody/invitation': { more: '' },
    '/v1/teams/nothing': { name: 't', active: true },
    '/v1/sites': { id: 'main', name: 's', code: 'S' },
    '/v1/teams': { id: 'hotline', name: 't', site: 'main' },
    [`/v1/customers/${idOf('customer')}/erase`]: { reason: 'request' },
    '/v1/devices/fork': {
      ...{ device: 'new', devicePublicKey: device.publicKey, proof: 'AAAA' },
      sessions: [{ session: 's', actor: 'lin' }],
    },
    '/v1/devices/nothing/revoke': { wipe: false, more: '' },
    '/v1/choices': { own: { choices: { keys: { 'go.queue': ['F3'] }, singleKeys: true }, atMs: 1 } },
    '/v1/sync/hello': {
      ...{ protocol: 1, device: device.name, appV: '1', eventV: 1, epoch: 'e', lastN: 0, receipts: ['r'] },
    },
    '/v1/sync/pull': { epoch: 'e', cursors: { 'team:hotline': 0 }, wanted: [idOf('event')], limit: 1 },
    '/v1/sync/keys': {
      given: [{ case: idOf('case'), customer: idOf('customer'), wrapped: 'AAAA' }],
      wanted: [idOf('case')],
    },
  })

  it('knows the body of every route that takes one', async () => {
    const { paths } = (await get(server.url, '/openapi.json')).body as { paths: Record<string, object> }
    const posts = Object.entries(paths).flatMap(([path, methods]) => ('post' in methods ? [path] : []))
    // A file is announced in headers; pushes are changed by the thousand above.
    const elsewhere = ['/v1/attachments', '/v1/sync/push']
    const known = Object.keys(bodies(agent)).map((path) =>
      path.replace(/(people|teams|customers|devices)\/(?!fork)[^/]+/, '$1/{id}'),
    )
    expect(known.toSorted()).toEqual(posts.filter((it) => !elsewhere.includes(it)).toSorted())
  })

  it('finds no text of a path, a query or a header that reaches SQL', async () => {
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const texts = nasty.filter((it): it is string => typeof it === 'string' && it.length < 1000)
    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${server.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${admin.signIn().accessToken}`, ...headers },
      })
    for (const text of texts) {
      const it = encodeURIComponent(text.toWellFormed())
      const meta = ['case', 'hash', 'sha256'].map((name) => `${name} ${Buffer.from(text).toString('base64')}`).join(',')
      const answers = [
        await ask(`/v1/audit?after=${it}&limit=${it}`),
        await ask(`/v1/customers/${it}/erasure`),
        await ask(`/v1/sync/snapshot/${it}/${it}/${it}`),
        await ask(`/v1/sync/snapshot/shared/1/${it}`),
        await ask(`/v1/attachments/${it}/${it}`),
        await ask(`/v1/attachments/${it}/${it}`, { 'upload-offset': '0' }, 'HEAD'),
        await ask('/v1/attachments', { 'upload-length': '10', 'upload-metadata': meta }, 'POST'),
        await ask('/v1/attachments', { 'upload-length': it, 'upload-metadata': it }, 'POST'),
      ]
      for (const [i, answer] of answers.entries()) {
        expect([text, i, answer.status]).toEqual([
          text,
          i,
          expect.toSatisfy((status: number) => status >= 400 && status < 500),
        ])
        expect(await answer.text()).not.toContain('syntax')
      }
    }
    expect((await agent.hello(server.url)).epoch).not.toBe('')
  })

  it('finds no text of any body that reaches SQL, and everything stands as before', async () => {
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const token = admin.signIn().accessToken
    const before = await get(server.url, '/v1/directory', token)
    const texts = nasty.filter((it): it is string => typeof it === 'string' && it.length < 1000)
    for (const [path, body] of Object.entries(bodies(admin)))
      for (const place of placesOf(body))
        for (const text of texts) {
          const changed = change(body, place, (old) => (typeof old === 'string' ? `${old}${text}` : text))
          const answer = await post(server.url, path, changed, token)
          expect([path, place, text, answer.status]).toEqual([path, place, text, expect.toSatisfy(isNoFault)])
        }
    const after = await get(server.url, '/v1/directory', token)
    const ids = (answer: typeof before) => (answer.body as { people: { id: string }[] }).people.map((it) => it.id)
    expect(ids(after)).toEqual(expect.arrayContaining(ids(before)))
    expect((await agent.hello(server.url)).epoch).not.toBe('')
  })
})
