import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPort, listenNear, readKeptPort } from '../../../electron/host/kept-port.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-port-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

function listen(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', () => done(server))
  })
}
const portOf = (server: Server) => (server.address() as { port: number }).port

describe('the port of the last start', () => {
  it('is kept, and anything else in its file counts as none', () => {
    expect(readKeptPort(dir)).toBe(0)
    keepPort(dir, 40_001)
    expect(readKeptPort(dir)).toBe(40_001)
    for (const text of ['', 'x', '80', '70000', '1.5']) {
      writeFileSync(join(dir, 'port'), text)
      expect(readKeptPort(dir)).toBe(0)
    }
  })

  it('is taken again when it is free, and another one when it is not', async () => {
    const first = await listen(0)
    const second = await listenNear(portOf(first), listen)
    expect(portOf(second)).not.toBe(portOf(first))
    const freed = portOf(second)
    await new Promise((done) => second.close(done))
    const third = await listenNear(freed, listen)
    expect(portOf(third)).toBe(freed)
    first.close()
    third.close()
  })
})
