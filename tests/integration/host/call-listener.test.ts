import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keepCallAccess, readCallAccess } from '../../../electron/host/call-access.ts'
import { type CallListener, listenForCalls } from '../../../electron/host/call-listener.ts'
import type { IncomingCall } from '../../../shared/intake/incoming-call.ts'

const token = 't'.repeat(32)
let door: CallListener
let calls: IncomingCall[]

beforeAll(async () => {
  door = await listenForCalls({
    port: 0,
    token,
    onCall: (call) => {
      calls.push(call)
      return 'shown'
    },
  })
})
afterAll(() => door.close())
beforeEach(() => {
  calls = []
})

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** By hand, because `fetch` sets Host and Origin as it likes. */
function ask({ method = 'POST', path, headers = {}, body = '{"number":"13812341234"}' }: Asked) {
  const url = new URL(door.url)
  const own = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return new Promise<{ status: number; body: Record<string, unknown> }>((done, fail) => {
    const sent = request(
      { hostname: url.hostname, port: url.port, path: path ?? url.pathname, method, headers: { ...own, ...headers } },
      (answer) => {
        let text = ''
        answer.on('data', (chunk) => {
          text += String(chunk)
        })
        answer.on('end', () => done({ status: answer.statusCode ?? 0, body: JSON.parse(text) }))
      },
    )
    sent.once('error', fail)
    sent.end(body)
  })
}

describe('CALL-12b a call handed over by local request', () => {
  it('opens for whoever shows the token, as JSON or as a form', async () => {
    const body = JSON.stringify({ number: 'sip:13812341234@pbx', queue: '投诉', callId: 'a-1', other: 7 })
    expect(await ask({ body })).toEqual({ status: 202, body: { state: 'shown' } })
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
    expect((await ask({ headers: form, body: 'number=%2B14155552671&queue=EN' })).status).toBe(202)
    expect(
      (await ask({ body: '{"number":"anonymous"}', headers: { host: `localhost:${new URL(door.url).port}` } })).status,
    ).toBe(202)
    expect(calls).toEqual([
      { number: '13812341234', queue: '投诉', callId: 'a-1' },
      { number: '+14155552671', queue: 'EN' },
      { number: null },
    ])
  })

  it.each<[string, Asked, number, string]>([
    ['no token', { headers: { authorization: '' } }, 401, 'call.bad_token'],
    ['a wrong token', { headers: { authorization: `Bearer ${'x'.repeat(32)}` } }, 401, 'call.bad_token'],
    ['a page of a browser', { headers: { origin: 'https://evil.example' } }, 403, 'call.from_page'],
    ['our own page', { headers: { origin: 'null' } }, 403, 'call.from_page'],
    ['a form of a browser', { headers: { 'sec-fetch-site': 'cross-site' } }, 403, 'call.from_page'],
    ['another name for this machine (DNS rebinding)', { headers: { host: 'evil.example' } }, 421, 'call.wrong_host'],
    ['another path', { path: '/v1/cases' }, 404, 'call.no_such_path'],
    ['a GET', { method: 'GET', body: '' }, 405, 'call.post_only'],
    ['another type', { headers: { 'content-type': 'text/plain' } }, 415, 'call.media_type'],
    ['half a JSON', { body: '{"number":' }, 400, 'call.malformed'],
    ['a list', { body: '[]' }, 400, 'call.malformed'],
    ['a number that is no text', { body: '{"number":13812341234}' }, 400, 'call.not_text'],
    ['an overlong number', { body: `{"number":"${'1'.repeat(41)}"}` }, 400, 'call.too_long'],
    ['an overlong body', { body: `{"number":"${'1'.repeat(5000)}"}` }, 413, 'call.too_long'],
  ])('refuses %s', async (_what, asked, status, code) => {
    expect(await ask(asked)).toMatchObject({ status, body: { status, code } })
    expect(calls).toEqual([])
  })

  it('TRU-3e is at no other address of this machine', async () => {
    const elsewhere = new URL(door.url)
    elsewhere.hostname = '127.0.0.2'
    await expect(fetch(elsewhere, { method: 'POST' })).rejects.toThrow('fetch failed')
  })

  it('says nothing of what it was sent', async () => {
    const { body } = await ask({ body: '{"number":13812341234}' })
    expect(JSON.stringify(body)).not.toContain('1381234')
  })
})

describe('what the phone system is set up with', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'redress-calls-'))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('stays the same over restarts and is readable by its owner alone', () => {
    const fresh = readCallAccess(dir)
    expect(fresh.port).toBe(0)
    keepCallAccess(dir, { url: 'http://127.0.0.1:40123/v1/calls', token: fresh.token })
    expect(readCallAccess(dir)).toEqual({ port: 40_123, token: fresh.token })
    expect(statSync(join(dir, 'calls.json')).mode & 0o077).toBe(0)
  })

  it.each(['', '{', '{"url":"x","token":"y"}', '[]'])('is made anew when its file holds %j', (text) => {
    writeFileSync(join(dir, 'calls.json'), text)
    const { port, token: made } = readCallAccess(dir)
    expect([port, made.length]).toEqual([0, 32])
  })
})
