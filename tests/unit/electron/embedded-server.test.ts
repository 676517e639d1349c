import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Part, PartEnded } from '../../../electron/start/child.ts'
import { keepServer } from '../../../electron/start/embedded-server.ts'

/** A server that is only its process: it listens on nothing, and dies when told. */
class Fake extends EventEmitter {
  exitCode: number | null = null
  readonly signalCode = null
  kill(): void {
    this.exitCode = 0
    this.emit('exit', 0)
  }
}

let dataDir: string
let asked: number[]
let said: string[]
let parts: Fake[]
/** Exit codes of the next starts; nothing = it comes up. */
let fails: number[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'redress-embedded-'))
  asked = []
  said = []
  parts = []
  fails = []
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const start = (port: number): Promise<Part> => {
  asked.push(port)
  const code = fails.shift()
  if (code !== undefined) return Promise.reject(new PartEnded(code, null))
  const fake = new Fake()
  parts.push(fake)
  const ready = { server: `http://127.0.0.1:${port === 0 ? 40_000 + asked.length : port}` }
  return Promise.resolve({ ready, process: fake as unknown as Part['process'] })
}
const keep = () => keepServer({ dataDir, start, say: (line) => said.push(line), restartMs: 1 })

describe('the embedded server', () => {
  it('has the same address at the next start, so that other consoles find it again', async () => {
    const first = await keep()
    await first.stop()
    const second = await keep()
    expect(second.address).toBe(first.address)
    expect(asked).toEqual([0, 40_001])
  })

  it('takes another port when the last one is gone, and keeps that', async () => {
    writeFileSync(join(dataDir, 'server-port'), '41000')
    fails = [1]
    const moved = await keep()
    expect(asked).toEqual([41_000, 0])
    expect(moved.address).toBe('http://127.0.0.1:40002')
    expect(said).toHaveLength(1)
    await moved.stop()
    expect((await keep()).address).toBe(moved.address)
  })

  it('does not try again what is wrong on every port', async () => {
    writeFileSync(join(dataDir, 'server-port'), '41000')
    fails = [2]
    await expect(keep()).rejects.toThrow(PartEnded)
    expect(asked).toEqual([41_000])
  })

  it.each(['', 'x', '80', '70000', '1.5'])('counts the kept port %j as none', async (text) => {
    writeFileSync(join(dataDir, 'server-port'), text)
    await keep()
    expect(asked).toEqual([0])
  })

  it('comes back on its port when it dies by itself, also when that fails at first', async () => {
    const server = await keep()
    fails = [1]
    parts[0]?.emit('exit', null)
    await expect.poll(() => parts.length).toBe(2)
    expect(asked).toEqual([0, 40_001, 40_001])
    await server.stop()
    expect(parts[1]?.exitCode).toBe(0)
  })

  it('stays away once it was stopped', async () => {
    const server = await keep()
    await server.stop()
    await wait(20)
    expect(asked).toEqual([0])
  })
})
