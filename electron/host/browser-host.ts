import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Access, createAccess } from './access.ts'
import { closedDoor, doorPages, type Page, pagePolicy, readPages } from './pages.ts'

export interface BrowserHost {
  /** Address to open once: holds the single-use start token after `#`. */
  readonly enterUrl: string
  readonly origin: string
  readonly close: () => Promise<void>
}

export interface BrowserHostDeps {
  /** Folder of the built renderer. */
  readonly pagesDir: string
  readonly port: number
  /** What an earlier process of the same start let its windows in by. */
  readonly session?: string
  /** A window has connected; `socket` carries the console's contract. */
  readonly onWindow: (socket: WebSocket) => void
}

const guards = {
  'Content-Security-Policy': pagePolicy("'self'"),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
}

const maxTokenBytes = 200
const maxMessageBytes = 32 * 1024 * 1024

function answer(
  response: ServerResponse,
  status: number,
  page: Page | null,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...guards, ...(page ? { 'Content-Type': page.mediaType } : {}), ...headers })
  response.end(page?.body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > maxTokenBytes) return ''
  }
  return text
}

async function exchange(access: Access, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const cookie = access.fromOwnPage(request, true) ? access.exchange(await bodyOf(request)) : null
  answer(response, cookie === null ? 403 : 204, null, cookie === null ? {} : { 'Set-Cookie': cookie })
}

const html = 'text/html; charset=utf-8'

function choosePage(access: Access, pages: ReadonlyMap<string, Page>, request: IncomingMessage): [number, Page | null] {
  const path = (request.url ?? '/').split(/[?#]/)[0] ?? '/'
  if (!access.fromOwnPage(request, false)) return [421, null]
  const door = doorPages.get(path)
  if (door) return [200, door]
  if (!access.holdsCookie(request)) return [401, { mediaType: html, body: closedDoor }]
  const page = pages.get(path === '/' ? '/index.html' : path)
  return page ? [200, page] : [404, null]
}

function handle(
  access: Access,
  pages: ReadonlyMap<string, Page>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method === 'POST' && request.url === '/session') {
    exchange(access, request, response).catch(() => response.destroy())
  } else if (request.method === 'GET') answer(response, ...choosePage(access, pages, request))
  else answer(response, 405, null, { Allow: 'GET' })
}

function acceptWindows(server: Server, access: Access, onWindow: BrowserHostDeps['onWindow']): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed = request.url === '/rpc' && access.fromOwnPage(request, true) && access.holdsCookie(request)
    if (!allowed) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    else sockets.handleUpgrade(request, socket, head, onWindow)
  })
  return sockets
}

/**
 * Serves the built renderer and the console's contract on 127.0.0.1 to the machine's own browser: the same core without
 * Electron, for locked-down machines, tests, and where the Electron binary cannot be fetched. Decision 0003.
 */
export async function startBrowserHost(deps: BrowserHostDeps): Promise<BrowserHost> {
  let origin = ''
  const access = createAccess(() => origin, deps.session)
  const pages = readPages(deps.pagesDir)
  const server = createServer((request, response) => handle(access, pages, request, response))
  const sockets = acceptWindows(server, access, deps.onWindow)
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(deps.port, '127.0.0.1', done)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    enterUrl: `${origin}/enter#${access.token}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
