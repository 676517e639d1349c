import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type BrowserHost, startBrowserHost } from '../../../electron/host/browser-host.ts'

let host: BrowserHost
let dir: string
let windows = 0

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'redress-pages-'))
  writeFileSync(join(dir, 'index.html'), '<!doctype html>console')
  writeFileSync(join(dir, 'secret.key'), 'not a page')
  host = await startBrowserHost({ pagesDir: dir, port: 0, onWindow: () => windows++ })
})
afterAll(async () => {
  await host.close()
  rmSync(dir, { recursive: true })
})

const token = () => new URL(host.enterUrl).hash.slice(1)
const enter = (given: string, origin = host.origin) =>
  fetch(`${host.origin}/session`, { method: 'POST', body: given, headers: { origin } })

function rawGet(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { hostname, port } = new URL(host.origin)
  return new Promise((done, fail) => {
    request({ hostname, port, path, headers }, (answer) => {
      answer.resume()
      done(answer.statusCode)
    })
      .once('error', fail)
      .end()
  })
}

function connects(headers: Record<string, string>): Promise<boolean> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/rpc`, { headers })
  return new Promise((done) => {
    socket.once('open', () => {
      socket.close()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

describe('browser host', () => {
  it('keeps a stranger out, lets the holder of the token in once, and knows the cookie from then on', async () => {
    expect((await fetch(`${host.origin}/`)).status).toBe(401)
    expect((await enter('wrong')).status).toBe(403)
    expect((await enter(token(), 'http://evil.example')).status).toBe(403)
    const first = await enter(token())
    expect(first.status).toBe(204)
    const cookie = first.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await enter(token())).status).toBe(403)
    const page = await fetch(`${host.origin}/`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('cache-control')).toBe('no-store')
    const own = { cookie: cookie.split(';')[0] ?? '' }
    expect(await connects({ ...own, origin: host.origin })).toBe(true)
    expect(await connects({ ...own, origin: 'http://evil.example' })).toBe(false)
    expect(await connects(own)).toBe(false)
    expect(await connects({ origin: host.origin })).toBe(false)
    expect(windows).toBe(1)
    expect(await rawGet('/secret.key', own)).toBe(404)
    expect(await rawGet('/../../etc/passwd', own)).toBe(404)
    expect(await rawGet('/%2e%2e/secret.key', own)).toBe(404)
  })

  it('answers no other name than its own (DNS rebinding) and no other method', async () => {
    expect(await rawGet('/', { host: 'evil.example' })).toBe(421)
    expect((await fetch(`${host.origin}/`, { method: 'PUT' })).status).toBe(405)
  })

  it('does not take a body without end for a token', async () => {
    expect((await enter('x'.repeat(100_000))).status).toBe(403)
  })
})
