import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { isKnownType } from '../../../shared/case/event-types.ts'
import { checkEvent } from '../../../shared/case/events.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { EnvelopeSchema } from '../../../shared/kernel/envelope.ts'
import type { PushRequest, Verdict } from '../../../shared/sync/protocol.ts'
import { onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, type Device, get, idOf, post } from './tools/device.ts'

/** More in a long run of its own. */
const runs = Number(process.env['REDRESS_FUZZ_RUNS'] ?? 250)
const fuzzTimeoutMs = 60_000 + runs * 60

const nasty: readonly unknown[] = [
  "'; DROP TABLE events; --",
  "' OR '1'='1",
  '$1',
  '{"a","b"}',
  '{NULL}',
  '\\',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '../../etc/passwd',
  '👩‍👩‍👧‍👧'.repeat(50),
  'x'.repeat(300_000),
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  2 ** 63,
  true,
  null,
  [],
  {},
  [[[[[[[[[[[[1]]]]]]]]]]]],
  { constructor: { prototype: { polluted: true } } },
]

/** Every place in a JSON value, as a path. */
function placesOf(value: unknown, at: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [at]
  const inside = Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]))
  return at.length === 0 ? inside : [at, ...inside]
}

function change(value: unknown, path: readonly (string | number)[], how: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return how(value)
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = change(copy[key], rest, how)
  if (copy[key] === undefined && !Array.isArray(copy)) delete copy[key]
  return copy
}

const isNoFault = (status: number): boolean => status < 500

const mutation = fc.record({ place: fc.nat(10_000), value: fc.option(fc.constantFrom(...nasty), { nil: undefined }) })

onBothDatabases('a hostile client', (bed) => {
  let server: RunningServer
  let agent: Device

  beforeAll(async () => {
    server = await bed.start(await bed.home(), { logLevel: 'silent' })
    agent = createDevice()
    await agent.login(server.url, 'lin')
  })

  it(
    'gets no 5xx for a push that was changed anywhere, and the next honest push is taken',
    async () => {
      const device = createDevice()
      await device.login(server.url, 'lin')
      const opened = device.open('hotline', { customer: idOf('customer'), sealed: 'c2VhbGVk' })
      device.note(opened.case)
      const { epoch } = await device.hello(server.url)
      const request = device.request(epoch, 1)
      const places = placesOf(request)
      await fc.assert(
        fc.asyncProperty(mutation, async ({ place, value }) => {
          await keepSignedIn(device)
          const changed = change(request, places[place % places.length] ?? [], () => value)
          const answer = await device.send(server.url, changed)
          expect([answer.status < 500, JSON.stringify(changed).slice(0, 500)]).toEqual([true, expect.any(String)])
        }),
        { numRuns: runs },
      )
      const pushed = await device.push(server.url, 1)
      expect(pushed.verdicts.every((it) => it.verdict === 'accepted')).toBe(true)
    },
    fuzzTimeoutMs,
  )

  /** A device that signs whatever it says: its chain is right, its events are not. */
  it(
    'SYNC-5 has none of its bad events accepted, however well they are signed',
    async () => {
      const device = createDevice()
      await device.login(server.url, 'lin')
      const good = device.open('hotline', { customer: idOf('customer'), sealed: 'c2VhbGVk' })
      const { epoch } = await device.hello(server.url)
      await device.push(server.url, 1)
      const places = placesOf(good).filter(([key]) => key !== 'n' && key !== 'devPrev')
      await fc.assert(
        fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
          await keepSignedIn(device)
          const from = device.lastN() + 1
          for (const { place, value } of mutations)
            device.sayRaw((mine) => change(mine, places[place % places.length] ?? [], () => value))
          const answer = await device.send(server.url, device.request(epoch, from))
          expect(answer.status).toBeLessThan(500)
          if (answer.status !== 200) return device.forget(from)
          for (const verdict of (answer.body as { verdicts: Verdict[] }).verdicts)
            if (verdict.verdict === 'accepted') expectHonest(device, device.events[verdict.n - 1])
        }),
        { numRuns: runs },
      )
      await keepSignedIn(agent)
      const page = (await agent.pull(server.url, { 'team:hotline': 0 })).pages[0]
      expect(page?.events.map((it) => it.seq)).toEqual(page?.events.map((_, i) => i + 1))
    },
    fuzzTimeoutMs,
  )

  /** A long run outlasts a token, and what is turned away for that proves nothing. */
  async function keepSignedIn(device: Device): Promise<void> {
    if (device.signIn().expiresAtMs - Date.now() < 300_000) await device.renew(server.url)
  }

  function expectHonest(device: Device, event: Envelope | undefined): void {
    const parsed = EnvelopeSchema.safeParse(event)
    if (!parsed.success) throw new Error(`accepted: ${JSON.stringify(event).slice(0, 300)}`)
    const { org, actor, type, v, kind, body } = parsed.data
    expect([org, actor, parsed.data.device]).toEqual(['demo', 'lin', device.name])
    if (isKnownType(type) && v === 1) expect(checkEvent({ type, v, kind, body, personal: null }).ok).toBe(true)
  }

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
    '/v1/sync/pull': { epoch: 'e', cursors: { 'team:hotline': 0 }, limit: 1 },
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

  it('is told what is too large, too deep or of another type, and finds no way by tricks of path and header', async () => {
    const token = agent.signIn().accessToken
    const large = await post(server.url, '/v1/sync/push', `{"device":"${'x'.repeat(2_000_000)}"}`, token)
    expect([large.status, codeOf(large)]).toEqual([413, 'body.too_large'])
    const deep = await post(server.url, '/v1/sync/push', `${'['.repeat(500_000)}`, token)
    expect([deep.status, codeOf(deep)]).toEqual([400, 'body.too_deep'])
    const form = await fetch(`${server.url}/v1/auth/login`, {
      method: 'POST',
      body: new URLSearchParams({ org: 'demo' }),
    })
    expect(form.status).toBe(415)
    const paths = [
      '/v1/../v1/people',
      '/v1/people/../audit',
      '/v1//people',
      '/v1/people/',
      '/V1/people',
      '/v1/people%00',
      '/%2e%2e/keys',
      '/v1/%',
    ]
    for (const path of paths) {
      const status = Number((await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).split(' ')[1])
      expect([path, status]).toEqual([path, expect.toSatisfy((it: number) => it >= 400 && it < 500)])
    }
    const heads = [
      'Authorization: Bearer',
      `Authorization: Bearer ${'a'.repeat(15_000)}`,
      'Authorization: Basic x',
      'X-Forwarded-For: 127.0.0.1',
    ]
    for (const head of heads)
      expect(await raw(`GET /v1/people HTTP/1.1\r\nHost: x\r\n${head}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 4\d\d /,
      )
  })

  it('holds up nobody by sending slowly', async () => {
    const { port } = new URL(server.url)
    const slow = Array.from({ length: 50 }, () => connect(Number(port), '127.0.0.1'))
    for (const socket of slow) {
      socket.on('error', () => undefined)
      socket.write(
        'POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"dev',
      )
    }
    const started = performance.now()
    expect((await agent.hello(server.url)).epoch).not.toBe('')
    expect(performance.now() - started).toBeLessThan(5000)
    for (const socket of slow) socket.destroy()
  })

  async function raw(text: string): Promise<string> {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    socket.write(text)
    await once(socket, 'close')
    return answer
  }

  it('SYNC-3 gets nothing for a push of somebody else that it replays', async () => {
    const victim = createDevice()
    await victim.login(server.url, 'lin')
    victim.open()
    const { epoch } = await victim.hello(server.url)
    const request: PushRequest = victim.request(epoch, 1)
    const answer = await agent.send(server.url, request)
    expect([answer.status, codeOf(answer)]).toEqual([403, 'device.other'])
    const renamed = await agent.send(server.url, { ...request, device: agent.name })
    expect([renamed.status, codeOf(renamed)]).toEqual([403, 'push.signature'])
  })
})
