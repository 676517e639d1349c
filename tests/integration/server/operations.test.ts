import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { onBothDatabases } from './tools/databases.ts'
import { createDevice, get, post } from './tools/device.ts'
import { openStream, type Stream } from './tools/stream.ts'

/** All a line of the log may hold; `pino` adds the first three. */
const allowed = ['level', 'time', 'msg', 'error', 'stack'].concat(
  'org device actor route method request status code tookMs count port kind'.split(' '),
)

async function toItsEnd(stream: Stream): Promise<void> {
  for (;;) await stream.next()
}

onBothDatabases('running a server', (bed) => {
  const lines: string[] = []
  let server: RunningServer

  beforeAll(async () => {
    server = await bed.start(await bed.home(), { logLevel: 'trace', writeLog: (line) => void lines.push(line) })
  })

  it('CASE-5b logs ids, codes, counts and times, and nothing of what people typed, are called or sign in with', async () => {
    const secret = '机密张三13800000000'
    const [agent, admin] = [createDevice(), createDevice()]
    await agent.login(server.url, 'lin')
    await admin.login(server.url, 'admin')
    const token = admin.signIn().accessToken
    const wrong = { org: 'demo', user: 'lin', password: secret, device: 'd', devicePublicKey: agent.publicKey }
    expect((await post(server.url, '/v1/auth/login', wrong)).status).toBe(401)
    const person = { id: 'quiet', name: secret, role: 'agent', team: 'hotline', teams: [] }
    const { invitation } = (await post(server.url, '/v1/invitations', person, token)).body as { invitation: string }
    await post(server.url, '/v1/invitations', { ...person, role: secret }, token)
    agent.open('hotline', { sealed: Buffer.from(secret).toString('base64') })
    agent.say({ type: 'note_added', body: { id: secret } })
    await agent.push(server.url, 1)
    await post(server.url, '/v1/sync/push', `{"device":"${secret}"`, agent.signIn().accessToken)
    await get(server.url, `/v1/people?name=${encodeURIComponent(secret)}`, token)
    await get(server.url, `/v1/${encodeURIComponent(secret)}`, token)
    const all = lines.join('')
    expect(lines.length).toBeGreaterThan(10)
    const hidden = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), invitation, token]
    hidden.push(agent.signIn().refreshToken, agent.signIn().orgKey)
    expect(hidden.filter((it) => all.includes(it))).toEqual([])
    for (const line of lines) expect(Object.keys(JSON.parse(line)).filter((it) => !allowed.includes(it))).toEqual([])
    expect(all).toContain('"/v1/*"')
  })

  it('says how it is: alive, ready, figures without ids, and the interface for programs and people', async () => {
    expect((await get(server.url, '/healthz')).body).toMatchObject({ status: 'ok' })
    expect((await get(server.url, '/readyz')).body).toEqual({ status: 'ok', database: server.database })
    const agent = createDevice()
    await agent.login(server.url, 'lin')
    agent.open()
    await agent.push(server.url, 1)
    const stream = await openStream(server.url, agent.signIn().accessToken)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    const figures = [
      'redress_http_requests_total{route="/v1/sync/push",status="200"}',
      'redress_verdicts_total{verdict="accepted"}',
      'redress_http_request_seconds_bucket{le="+Inf"}',
      'redress_live_streams 1',
      'redress_push_waiting 0',
      'process_resident_memory_bytes',
    ]
    expect(figures.filter((it) => !metrics.includes(it))).toEqual([])
    expect(metrics).not.toContain(agent.name)
    stream.close()
    const document = (await get(server.url, '/openapi.json')).body as { openapi: string; paths: object }
    expect([document.openapi.startsWith('3.'), Object.keys(document.paths).length > 20]).toEqual([true, true])
    const page = await fetch(`${server.url}/docs`)
    const html = await page.text()
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const path of Object.keys(document.paths)) expect(html).toContain(path)
    expect(html).not.toMatch(/(src|href)="https?:/)
  })

  it('answers what went wrong as a problem document that repeats nothing of what it was sent', async () => {
    const answers = [
      await get(server.url, '/nowhere/secret-word'),
      await get(server.url, '/v1/people'),
      await post(server.url, '/v1/auth/login', { org: 'secret-word' }),
      await post(server.url, '/v1/auth/login', 'secret-word'),
      await post(server.url, '/v1/sync/push', { device: 'secret-word' }),
    ]
    for (const { status, body, type } of answers) {
      expect(type).toMatch(/^application\/problem\+json/)
      expect(body).toMatchObject({
        status,
        code: expect.stringMatching(/^[a-z_]+(\.[a-z_]+)?$/),
        title: expect.any(String),
      })
      expect((body as { type: string }).type).toMatch(/^urn:redress:problem:/)
      expect(JSON.stringify(body)).not.toContain('secret-word')
    }
  })

  it('SYNC-1 stops gracefully: what it was in the middle of is answered and kept, streams end, nobody new is let in', async () => {
    const home = await bed.home()
    const ending = await bed.start(home, { logLevel: 'silent' })
    const agent = createDevice()
    await agent.login(ending.url, 'lin')
    const stream = await openStream(ending.url, agent.signIn().accessToken)
    await stream.next()
    for (let i = 0; i < 400; i++) agent.open()
    const { epoch } = await agent.hello(ending.url)
    const body = JSON.stringify(agent.request(epoch, 1))
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${agent.signIn().accessToken}`,
    }
    const pushing = request(`${ending.url}/v1/sync/push`, { method: 'POST', headers })
    const answered = once(pushing, 'response') as Promise<[IncomingMessage]>
    pushing.write(body.slice(0, body.length / 2))
    await wait(200)
    const closed = ending.close()
    await wait(50)
    pushing.end(body.slice(body.length / 2))
    const [answer] = await answered
    expect([answer.statusCode, JSON.parse(await text(answer))]).toMatchObject([200, { lastN: 400 }])
    await expect(toItsEnd(stream)).rejects.toThrow()
    await closed
    await expect(get(ending.url, '/healthz')).rejects.toThrow()
    const again = await bed.start(home, { logLevel: 'silent' })
    expect((await agent.hello(again.url)).lastN).toBe(400)
  })
})
