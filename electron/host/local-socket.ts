import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'

/** Longest path a socket may have on every system we run on. */
const maxPathBytes = 100

/** Where the command line finds the running core of a console folder: a socket only its owner may open. */
export function socketPath(consoleDir: string): string {
  const short = createHash('sha256').update(consoleDir).digest('hex').slice(0, 24)
  if (platform() === 'win32') return `\\\\.\\pipe\\redress-${short}`
  const path = join(consoleDir, 'core.sock')
  return Buffer.byteLength(path) <= maxPathBytes ? path : join(tmpdir(), `redress-${short}.sock`)
}

/**
 * Lets the command line of the same user talk to the core. The store's folder lock is held, so a socket file found here is
 * the leftover of a core that was killed.
 */
export async function serveLocally(path: string, onClient: (socket: WebSocket) => void): Promise<() => Promise<void>> {
  if (platform() !== 'win32') rmSync(path, { force: true })
  const server = createServer((_request, response) => response.writeHead(426).end())
  const sockets = new WebSocketServer({ server, path: '/rpc' })
  sockets.on('connection', onClient)
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(path, done)
  })
  if (platform() !== 'win32') chmodSync(path, 0o600)
  return async () => {
    for (const client of sockets.clients) client.terminate()
    await new Promise((done) => server.close(done))
  }
}
