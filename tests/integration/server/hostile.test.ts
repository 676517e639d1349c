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
import { codeOf, createDevice, type Device, idOf, post } from './tools/device.ts'
import { change, nasty, placesOf } from './tools/nasty.ts'
import { startWithAgent } from './tools/with-agent.ts'

/** More in a long run of its own. */
const runs = Number(process.env['REDRESS_FUZZ_RUNS'] ?? 250)
const fuzzTimeoutMs = 60_000 + runs * 60

const mutation = fc.record({ place: fc.nat(10_000), value: fc.option(fc.constantFrom(...nasty), { nil: undefined }) })

onBothDatabases('a hostile client', (bed) => {
  let server: RunningServer
  let agent: Device

  beforeAll(async () => {
    ;({ server, agent } = await startWithAgent(bed))
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
      '/%252e%252e/keys',
      'http://elsewhere/v1/people',
      '/v1/people;jsessionid=1',
      '/v1/sync/snapshot/..%2f..%2fkeys/1/newest',
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
      'X-HTTP-Method-Override: DELETE',
      'X-Original-URL: /healthz',
      'Transfer-Encoding: chunked\r\nContent-Length: 5',
      'Content-Length: 5\r\nContent-Length: 6',
      `X-Many: ${'b'.repeat(20_000)}`,
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
