import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../../server/app.ts'
import { rights } from '../../../server/auth/rights.ts'
import type { Services } from '../../../server/services.ts'
import type { RunningServer } from '../../../server/start.ts'
import { roles } from '../../../shared/case/words.ts'
import type { SignIn } from '../../../shared/contract/server.ts'
import { onBothDatabases } from './tools/databases.ts'
import { type Answer, codeOf, createDevice, type Device, get, idOf, post } from './tools/device.ts'

type Ask = (url: string, token?: string) => Promise<Answer>

/** What another organisation has: nobody of ours may learn that it is there. */
interface Theirs {
  readonly device: Device
  readonly caseId: string
  readonly customer: string
}

const hash = '0'.repeat(64)
const b64 = (text: string): string => Buffer.from(text).toString('base64')

/** A request whose answer may be a stream or have no body. */
async function bare(
  url: string,
  init: RequestInit,
  token?: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const headers = { ...more, ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const response = await fetch(url, { ...init, headers })
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('json') && init.method !== 'HEAD')
    return { status: response.status, body: await response.json(), type }
  await response.body?.cancel()
  return { status: response.status, body: null, type }
}

/** Every route that asks who one is, called with what belongs to the other organisation. */
const asks = ({ device, caseId, customer }: Theirs): Readonly<Record<string, Ask>> => ({
  'GET /v1/people': (url, token) => get(url, '/v1/people', token),
  'POST /v1/invitations': (url, token) =>
    post(url, '/v1/invitations', { id: 'x1', name: 'x', role: 'agent', team: 'one', teams: [] }, token),
  'POST /v1/people/{id}': (url, token) =>
    post(url, '/v1/people/root', { role: 'admin', team: 'hotline', teams: [], active: true }, token),
  'POST /v1/people/{id}/invitation': (url, token) => post(url, '/v1/people/root/invitation', {}, token),
  'POST /v1/sites': (url, token) => post(url, '/v1/sites', { id: 'main', name: 'x', code: 'B' }, token),
  'POST /v1/teams': (url, token) => post(url, '/v1/teams', { id: 'x', name: 'x', site: 'elsewhere' }, token),
  'POST /v1/teams/{id}': (url, token) => post(url, '/v1/teams/one', { name: 'x', active: true }, token),
  'GET /v1/devices': (url, token) => get(url, '/v1/devices', token),
  'POST /v1/devices/{id}/revoke': (url, token) => post(url, `/v1/devices/${device.name}/revoke`, { wipe: true }, token),
  'POST /v1/devices/fork': (url, token) =>
    post(
      url,
      '/v1/devices/fork',
      { device: `new-${device.name}`, devicePublicKey: device.publicKey, proof: 'AAAA', sessions: [] },
      token,
    ),
  'POST /v1/customers/{id}/erase': (url, token) =>
    post(url, `/v1/customers/${customer}/erase`, { reason: 'request' }, token),
  'GET /v1/customers/{id}/erasure': (url, token) => get(url, `/v1/customers/${customer}/erasure`, token),
  'GET /v1/quarantine': (url, token) => get(url, '/v1/quarantine', token),
  'GET /v1/audit': (url, token) => get(url, '/v1/audit', token),
  'GET /v1/directory': (url, token) => get(url, '/v1/directory', token),
  'POST /v1/choices': (url, token) => post(url, '/v1/choices', {}, token),
  'POST /v1/auth/password': (url, token) =>
    post(url, '/v1/auth/password', { password: 'wrong', newPassword: 'twelve letters' }, token),
  'POST /v1/sync/hello': (url, token) =>
    post(url, '/v1/sync/hello', { protocol: 1, device: device.name, appV: '1', eventV: 1, lastN: 0 }, token),
  'POST /v1/sync/push': (url, token) => post(url, '/v1/sync/push', device.request('any', 1), token),
  'POST /v1/sync/pull': (url, token) => post(url, '/v1/sync/pull', { cursors: { 'team:one': 0 }, limit: 10 }, token),
  'POST /v1/sync/keys': (url, token) =>
    post(url, '/v1/sync/keys', { given: [{ case: caseId, customer, wrapped: 'AAAA' }], wanted: [caseId] }, token),
  'GET /v1/sync/live': (url, token) => bare(`${url}/v1/sync/live`, {}, token),
  'GET /v1/sync/snapshot/{scope}/{seq}/{chunk}': (url, token) => get(url, '/v1/sync/snapshot/team:one/1/newest', token),
  'POST /v1/attachments': (url, token) =>
    bare(`${url}/v1/attachments`, { method: 'POST' }, token, {
      'upload-length': '10',
      'upload-metadata': `case ${b64(caseId)},hash ${b64(hash)},sha256 ${b64(hash)}`,
    }),
  'GET /v1/attachments/{caseId}/{hash}': (url, token) => bare(`${url}/v1/attachments/${caseId}/${hash}`, {}, token),
  'HEAD /v1/attachments/{caseId}/{hash}': (url, token) =>
    bare(`${url}/v1/attachments/${caseId}/${hash}`, { method: 'HEAD' }, token),
  'PATCH /v1/attachments/{caseId}/{hash}': (url, token) =>
    bare(`${url}/v1/attachments/${caseId}/${hash}`, { method: 'PATCH', body: 'x' }, token, {
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    }),
})

/** Those that name something of somebody, and the role that may ask for such a thing at home. */
const naming: readonly (readonly [route: string, role: string])[] = [
  ['POST /v1/people/{id}', 'admin'],
  ['POST /v1/people/{id}/invitation', 'admin'],
  ['POST /v1/devices/{id}/revoke', 'admin'],
  ['POST /v1/teams', 'admin'],
  ['POST /v1/teams/{id}', 'admin'],
  ['POST /v1/invitations', 'admin'],
  ['POST /v1/customers/{id}/erase', 'legal'],
  ['GET /v1/customers/{id}/erasure', 'legal'],
  ['GET /v1/sync/snapshot/{scope}/{seq}/{chunk}', 'agent'],
  ['POST /v1/attachments', 'agent'],
  ['GET /v1/attachments/{caseId}/{hash}', 'agent'],
  ['HEAD /v1/attachments/{caseId}/{hash}', 'agent'],
  ['PATCH /v1/attachments/{caseId}/{hash}', 'agent'],
]

const rightOf: Readonly<Record<string, keyof typeof rights>> = {
  'GET /v1/people': 'people.read',
  'POST /v1/invitations': 'people.change',
  'POST /v1/people/{id}': 'people.change',
  'POST /v1/people/{id}/invitation': 'people.change',
  'POST /v1/sites': 'teams.change',
  'POST /v1/teams': 'teams.change',
  'POST /v1/teams/{id}': 'teams.change',
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
/** What the framework serves besides: other methods of the same, and the description of the interface. */
const besides = ['OPTIONS /v1/attachments', 'GET /openapi.json', 'GET /docs']

/** Routes as the framework has them; the contract's own handler stands behind one of them. */
async function registered(): Promise<readonly string[]> {
  const routes: string[] = []
  const app = buildServer({ version: '0', newId: () => 'x' } as unknown as Services, undefined, (route) => {
    routes.push(...[route.method].flat().map((method) => `${method} ${route.url.replaceAll(/:(\w+)/g, '{$1}')}`))
  })
  await app.ready()
  await app.close()
  return routes.filter((it) => !it.endsWith(' /v1/*'))
}

it('holds no connection longer than ten minutes for somebody who sends, or takes, nothing', async () => {
  const app = buildServer({ version: '0', newId: () => 'x' } as unknown as Services)
  await app.ready()
  const { requestTimeout, timeout } = app.server
  expect([requestTimeout, timeout]).toEqual([600_000, 600_000])
  await app.close()
})

onBothDatabases('routes', (bed) => {
  let server: RunningServer
  const theirs = createDevice()
  const customer = idOf('a customer of the other organisation')
  let theirSecret = ''
  let all: Readonly<Record<string, Ask>> = {}
  const ours: Record<string, Device> = {}

  beforeAll(async () => {
    let file = ''
    const onSetup = (path: string) => {
      file = path
    }
    server = await bed.start(await bed.home(), { newOrg: true, onSetup })
    const root = createDevice()
    theirSecret = `other-${theirs.name}`
    const founded = await post(server.url, '/v1/setup', {
      word: readFileSync(file, 'utf8'),
      org: { id: 'other', name: theirSecret, zone: 'UTC' },
      site: { id: 'main', name: theirSecret, code: 'Z' },
      team: { id: 'one', name: theirSecret },
      admin: { id: 'root', name: theirSecret, password: 'long enough 12' },
      device: root.name,
      devicePublicKey: root.publicKey,
    })
    expect(founded.status).toBe(200)
    const agent = { id: 'their-agent', name: theirSecret, role: 'agent', team: 'one', teams: [] }
    const asked = (await post(server.url, '/v1/invitations', agent, (founded.body as SignIn).accessToken)).body as {
      invitation: string
    }
    const theirSignIn = await post(server.url, '/v1/devices', {
      ...{ org: 'other', invitation: asked.invitation, password: 'twelve letters', device: theirs.name },
      devicePublicKey: theirs.publicKey,
    })
    expect(theirSignIn.status).toBe(200)
    theirs.adopt(theirSignIn.body as SignIn)
    const opened = theirs.open('one', { customer, sealed: 'c2VhbGVk' })
    await theirs.push(server.url, 1)
    all = asks({ device: theirs, caseId: opened.case, customer })
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
    expect(routes.toSorted()).toEqual([...Object.keys(all), ...open].toSorted())
    const isKnown = (it: string) => routes.includes(it) || besides.includes(it)
    // What the framework adds by itself answers HEAD where there is GET.
    const isHead = (it: string) => it.startsWith('HEAD ') && isKnown(it.replace('HEAD', 'GET'))
    const plain = await registered()
    expect(plain.filter((it) => !isKnown(it) && !isHead(it))).toEqual([])
    expect(plain.filter((it) => it.includes('/v1/')).length).toBeGreaterThan(8)
  })

  it('TRU-2 answer 401 without a token, with a forged one and with one of another kind', async () => {
    const good = ours['agent']?.signIn()
    const forged = `${good?.accessToken.split('.')[0]}.${'A'.repeat(43)}`
    const claims = Buffer.from(
      JSON.stringify({ org: 'demo', actor: 'admin', device: 'd', session: 's', untilMs: 9e15 }),
    )
    const made = `${claims.toString('base64url')}.${'A'.repeat(43)}`
    const tokens = [undefined, forged, made, good?.refreshToken, good?.lease, 'x'.repeat(30)]
    for (const [route, ask] of Object.entries(all))
      for (const token of tokens) {
        const answer = await ask(server.url, token)
        const code = route.startsWith('HEAD') ? 'token.unknown' : codeOf(answer)
        expect([route, answer.status, code]).toEqual([route, 401, 'token.unknown'])
      }
  })

  it('TRU-2 serve each role what it may and nothing else, and never another organisation', async () => {
    for (const [role, device] of Object.entries(ours))
      for (const [route, ask] of Object.entries(all)) {
        const answer = await ask(server.url, device.signIn().accessToken)
        const right = rightOf[route]
        const may = right === undefined || (rights[right] as readonly string[]).includes(role)
        if (!may) expect([route, role, answer.status, codeOf(answer)]).toEqual([route, role, 403, 'role.denied'])
        else
          expect([route, role, answer.body !== null && codeOf(answer) === 'role.denied', answer.status < 500]).toEqual([
            route,
            role,
            false,
            true,
          ])
        expect(JSON.stringify(answer.body)).not.toContain(theirSecret)
      }
  })

  it('TRU-2d answer an id of another organisation as one that does not exist: 404', async () => {
    for (const [route, role] of naming) {
      const answer = await all[route]?.(server.url, ours[role]?.signIn().accessToken)
      expect([route, answer?.status]).toEqual([route, 404])
    }
    expect((await theirs.hello(server.url)).lastN).toBe(1)
    const page = (await theirs.pull(server.url, { 'team:one': 0 })).pages[0]
    expect(page?.events.map((it) => it.event.type)).toEqual(['opened', 'number_given'])
  })

  it('give a device of one organisation nothing of the other, and take nothing from it', async () => {
    const agent = ours['agent'] ?? createDevice()
    agent.open()
    await agent.push(server.url, 1)
    const pulled = await theirs.pull(server.url, { 'team:hotline': 0, 'team:one': 0 })
    expect([pulled.gone, pulled.pages.map((page) => page.scope)]).toEqual([['team:hotline'], ['team:one']])
    expect(JSON.stringify(pulled.pages)).not.toContain(agent.events[0]?.case)
    const none = { status: 200, body: { keys: [], erased: [] } }
    expect(await all['POST /v1/sync/keys']?.(server.url, agent.signIn().accessToken)).toMatchObject(none)
    const wanted = [theirs.events[0]?.case]
    expect(await post(server.url, '/v1/sync/keys', { given: [], wanted }, theirs.signIn().accessToken)).toMatchObject(
      none,
    )
    theirs.note(agent.events[0]?.case ?? ('' as never))
    const pushed = await theirs.push(server.url, 2)
    expect(pushed.verdicts.map((it) => ('code' in it ? it.code : it.verdict))).toEqual(['case.unknown'])
  })
})
