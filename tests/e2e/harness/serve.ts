import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Names an icon, or the browser would ask for one. */
const blankPage = '<!doctype html><link rel="icon" href="data:,">'

/** What is named by what it holds need not be read and compiled again for every window. */
const headersOf = (path: string) => ({
  'Content-Type': mediaTypes[extname(path)] ?? mediaTypes['.html'],
  ...(path.startsWith('/assets/') ? { 'Cache-Control': 'max-age=31536000, immutable' } : {}),
})

export interface Site {
  readonly origin: string
  /** A page of the same origin with nothing on it. */
  readonly blank: string
  readonly close: () => Promise<void>
}

/** Serves a folder on loopback for the length of a test. */
export async function serveFolder(dir: string): Promise<Site> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname)
    const asked = path === '/blank' ? blankPage : readFile(join(dir, path === '/' ? 'index.html' : path))
    Promise.resolve(asked).then(
      (body) => response.writeHead(200, headersOf(path)).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    blank: `${origin}/blank`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
