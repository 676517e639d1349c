import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { rights } from '../../../server/auth/rights.ts'
import type { RunningServer } from '../../../server/start.ts'
import { roles } from '../../../shared/case/words.ts'
import type { SignIn } from '../../../shared/contract/server.ts'
import { onBothDatabases } from './tools/databases.ts'
import { type Answer, codeOf, createDevice, type Device, get, idOf, post } from './tools/device.ts'

type Ask = (url: string, token?: string) => Promise<Answer>

const place = `${idOf('a case')}/${'0'.repeat(64)}`

/** Every route that asks who one is, with what it is called with here. */
const asks = (theirs: Device): Readonly<Record<string, Ask>> => ({
  'GET /v1/people': (url, token) => get(url, '/v1/people', token),
  'POST /v1/invitations': (url, token) =>
    post(url, '/v1/invitations', { id: 'x1', name: 'x', role: 'agent', team: 'none', teams: [] }, token),
  'POST /v1/people/{id}': (url, token) =>
    post(url, '/v1/people/root', { role: 'admin', team: 'one', teams: [], active: true }, token),
  'POST /v1/sites': (url, token) => post(url, '/v1/sites', { id: 'main', name: 'x', code: 'B' }, token),
  'POST /v1/teams': (url, token) => post(url, '/v1/teams', { id: 'x', name: 'x', site: 'elsewhere' }, token),
  'GET /v1/devices': (url, token) => get(url, '/v1/devices', token),
  'POST /v1/devices/{id}/revoke': (url, token) => post(url, `/v1/devices/${theirs.name}/revoke`, { wipe: true }, token),
  'POST /v1/customers/{id}/erase': (url, token) =>
    post(url, `/v1/customers/${idOf('customer')}/erase`, { reason: 'request' }, token),
  'GET /v1/customers/{id}/erasure': (url, token) => get(url, `/v1/customers/${idOf('customer')}/erasure`, token),
  'GET /v1/quarantine': (url, token) => get(url, '/v1/quarantine', token),
  'GET /v1/audit': (url, token) => get(url, '/v1/audit', token),
  'GET /v1/directory': (url, token) => get(url, '/v1/directory', token),
  'POST /v1/choices': (url, token) => post(url, '/v1/choices', {}, token),
  'POST /v1/devices/fork': (url, token) =>
    post(
      url,
      '/v1/devices/fork',
      { device: `new-${theirs.name}`, devicePublicKey: theirs.publicKey, proof: 'AAAA', sessions: [] },
      token,
    ),
  'POST /v1/auth/password': (url, token) =>
    post(url, '/v1/auth/password', { password: 'wrong', newPassword: 'twelve letters' }, token),
  'POST /v1/sync/hello': (url, token) =>
    post(url, '/v1/sync/hello', { protocol: 1, device: theirs.name, appV: '1', eventV: 1, lastN: 0 }, token),
  'POST /v1/sync/push': (url, token) => post(url, '/v1/sync/push', theirs.request('any', 1), token),
  'GET /v1/sync/snapshot/{scope}/{seq}/{chunk}': (url, token) => get(url, '/v1/sync/snapshot/team:one/1/newest', token),
  'POST /v1/attachments': (url, token) => post(url, '/v1/attachments', '{}', token),
  'GET /v1/attachments/{caseId}/{hash}': (url, token) => get(url, `/v1/attachments/${place}`, token),
  'POST /v1/sync/pull': (url, token) => post(url, '/v1/sync/pull', { cursors: { 'team:one': 0 }, limit: 10 }, token),
})

const rightOf: Readonly<Record<string, keyof typeof rights>> = {
  'GET /v1/people': 'people.read',
  'POST /v1/invitations': 'people.change',
  'POST /v1/people/{id}': 'people.change',
  'POST /v1/sites': 'teams.change',
  'POST /v1/teams': 'teams.change',
  'GET /v1/devices': 'devices.read',
  'POST /v1/devices/{id}/revoke': 'devices.revoke',
  'POST /v1/customers/{id}/erase': 'customers.erase',
  'GET /v1/customers/{id}/erasure': 'customers.erase',
  'GET /v1/quarantine': 'quarantine.read',
  'GET /v1/audit': 'audit.read',
}

/** Routes that ask for no token: they give one, or tell nothing of an organisation. */
const open = new Set([
  'POST /v1/auth/login',
  'POST /v1/auth/refresh',
  'POST /v1/auth/logout',
  'POST /v1/devices',
  'POST /v1/setup',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
])
/** A stream, and answers without a body: tested with what they serve. */
const apart = new Set([
  'GET /v1/sync/live',
  'HEAD /v1/attachments/{caseId}/{hash}',
  'PATCH /v1/attachments/{caseId}/{hash}',
])

onBothDatabases('routes', (bed) => {
  let server: RunningServer
  const theirs = createDevice()
  let theirSecret = ''
  const ours: Record<string, Device> = {}

  beforeAll(async () => {
    let file = ''
    const onSetup = (path: string) => {
      file = path
    }
    server = await bed.start(await bed.home(), { newOrg: true, onSetup })
    theirSecret = `other-${theirs.name}`
    const founded = await post(server.url, '/v1/setup', {
      word: readFileSync(file, 'utf8'),
      org: { id: 'other', name: theirSecret, zone: 'UTC' },
      site: { id: 'main', name: theirSecret, code: 'Z' },
      team: { id: 'one', name: theirSecret },
      admin: { id: 'root', name: theirSecret, password: 'long enough 12' },
      device: theirs.name,
      devicePublicKey: theirs.publicKey,
    })
    expect(founded.status).toBe(200)
    theirs.adopt(founded.body as SignIn)
    theirs.open('one')
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    for (const role of roles.filter((it) => it !== 'system')) {
      const device = createDevice()
      const person = { id: `one-${role}`, name: role, role, team: 'hotline', teams: [] }
      const invited = await post(server.url, '/v1/invitations', person, admin.signIn().accessToken)
      const { invitation } = invited.body as { invitation: string }
      const entry = { org: 'demo', invitation, password: 'twelve letters', device: device.name }
      const entered = await post(server.url, '/v1/devices', { ...entry, devicePublicKey: device.publicKey })
      device.adopt(entered.body as SignIn)
      ours[role] = device
    }
  })

  it('TRU-2 are all known to this test: none is open by mistake', async () => {
    const document = await get(server.url, '/openapi.json')
    const { paths } = document.body as { paths: Record<string, Record<string, unknown>> }
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const tested = [...Object.keys(asks(theirs)), ...open, ...apart]
    expect(routes.toSorted()).toEqual(tested.toSorted())
  })

  it('TRU-2 answer 401 without a token, with a forged one and with one of another kind', async () => {
    const good = ours['agent']?.signIn()
    const forged = `${good?.accessToken.split('.')[0]}.${'A'.repeat(43)}`
    const claims = Buffer.from(
      JSON.stringify({ org: 'demo', actor: 'admin', device: 'd', session: 's', untilMs: 9e15 }),
    )
    const made = `${claims.toString('base64url')}.${'A'.repeat(43)}`
    const tokens = [undefined, forged, made, good?.refreshToken, good?.lease, 'x'.repeat(30)]
    for (const [route, ask] of Object.entries(asks(theirs)))
      for (const token of tokens) {
        const answer = await ask(server.url, token)
        expect([route, answer.status, codeOf(answer)]).toEqual([route, 401, 'token.unknown'])
      }
  })

  it('TRU-2 serve each role what it may and nothing else, and never another organisation', async () => {
    for (const [role, device] of Object.entries(ours))
      for (const [route, ask] of Object.entries(asks(theirs))) {
        const answer = await ask(server.url, device.signIn().accessToken)
        const right = rightOf[route]
        const may = right === undefined || (rights[right] as readonly string[]).includes(role)
        if (!may) expect([route, role, answer.status, codeOf(answer)]).toEqual([route, role, 403, 'role.denied'])
        else
          expect([route, role, codeOf(answer) === 'role.denied', answer.status < 500]).toEqual([
            route,
            role,
            false,
            true,
          ])
        expect(JSON.stringify(answer.body)).not.toContain(theirSecret)
      }
  })

  it('TRU-2d answer an id of another organisation as one that does not exist: 404', async () => {
    const token = ours['admin']?.signIn().accessToken
    const all = asks(theirs)
    for (const route of [
      'POST /v1/people/{id}',
      'POST /v1/devices/{id}/revoke',
      'POST /v1/teams',
      'POST /v1/invitations',
    ]) {
      const answer = await all[route]?.(server.url, token)
      expect([route, answer?.status]).toEqual([route, 404])
    }
    expect((await theirs.hello(server.url)).lastN).toBe(0)
  })

  it('give a device of one organisation nothing of the other, and take nothing from it', async () => {
    const agent = ours['agent'] ?? createDevice()
    agent.open()
    await agent.push(server.url, 1)
    const pulled = await theirs.pull(server.url, { 'team:hotline': 0, 'team:one': 0 })
    expect([pulled.gone, pulled.pages]).toEqual([['team:hotline', 'team:one'], []])
    theirs.note(agent.events[0]?.case ?? ('' as never))
    const pushed = await theirs.push(server.url, 1)
    expect(pushed.verdicts.map((it) => ('code' in it ? it.code : it.verdict))).toEqual(['role.denied', 'case.unknown'])
  })
})
