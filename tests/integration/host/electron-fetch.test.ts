import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { busyCode, electronBinary, fetchElectron } from '../../../electron/start/electron-binary.ts'
import { isFetching, takeFetchLock } from '../../../electron/start/fetch-lock.ts'

const root = resolve(import.meta.dirname, '../../..')
let dir: string
let mirror: Server
let waiting: ServerResponse[]
const children: ChildProcess[] = []

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'redress-fetch-'))
  waiting = []
  mirror = createServer((_request, response) => void waiting.push(response))
  await new Promise<void>((done) => mirror.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  mirror.closeAllConnections()
  await new Promise((done) => mirror.close(done))
  rmSync(dir, { recursive: true, force: true })
})

/** A project folder without Electron, whose fetch asks our mirror. */
function start(): ChildProcess {
  const address = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/`
  const script = join(root, 'electron', 'start', 'fetch-electron.ts')
  const child = spawn(process.execPath, [script, dir, join(dir, 'fetch.pid')], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ELECTRON_MIRROR: address, electron_config_cache: join(dir, 'cache') },
  })
  children.push(child)
  return child
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((done) => (child.exitCode === null ? child.once('exit', done) : done(child.exitCode)))
const never = () => new Promise<void>(() => undefined)
const atOnce = () => Promise.resolve()
const arrived = () => expect.poll(() => waiting.length, { timeout: 15_000 })

describe('Electron fetch', () => {
  it('goes on in the background when no byte comes in time, and a second start begins no second one', async () => {
    let child: ChildProcess | undefined
    const startOnce = () => {
      child = start()
      return child
    }
    const outcome = await fetchElectron({ start: startOnce, wait: () => arrived().toBe(1) })
    expect(outcome).toBe('later')
    expect(child?.exitCode).toBeNull()
    expect(isFetching(join(dir, 'fetch.pid'))).toBe(true)
    expect(await fetchElectron({ start, wait: never })).toBe('later')
    expect(waiting).toHaveLength(1)
    waiting[0]?.writeHead(404).end()
    if (child) expect(await ended(child)).toBe(1)
    expect(existsSync(join(dir, 'fetch.pid'))).toBe(false)
  })

  it('waits on while bytes come, and takes nothing that has another checksum', async () => {
    const outcome = fetchElectron({ start, wait: never })
    await arrived().toBe(1)
    waiting[0]?.writeHead(200, { 'content-length': '18' })
    waiting[0]?.write('not the ')
    await new Promise((done) => setTimeout(done, 300))
    waiting[0]?.end('true thing')
    expect(await outcome).toBe('failed')
    expect(electronBinary(dir)).toBeNull()
  })

  it('says at once when it cannot be had', async () => {
    const asked = fetchElectron({ start, wait: never })
    await arrived().toBe(1)
    waiting[0]?.writeHead(404).end()
    expect(await asked).toBe('failed')
  })

  it.each<[string, (child: EventEmitter) => void, string]>([
    ['the whole is here', (child) => child.emit('exit', 0), 'here'],
    ['another one is at it', (child) => child.emit('exit', busyCode), 'later'],
    ['it failed', (child) => child.emit('exit', 1), 'failed'],
    ['there is no such program', (child) => child.emit('error', new Error('ENOENT')), 'failed'],
  ])('knows that %s', async (_what, act, outcome) => {
    const child = Object.assign(new EventEmitter(), { connected: false, unref: () => undefined })
    const asked = fetchElectron({ start: () => child as unknown as ChildProcess, wait: never })
    act(child)
    expect(await asked).toBe(outcome)
  })

  it('does not wait for ever for the rest', async () => {
    const child = Object.assign(new EventEmitter(), { connected: false, unref: () => undefined })
    const waits: number[] = []
    const wait = (ms: number) => {
      waits.push(ms)
      return ms === 10_000 ? never() : atOnce()
    }
    const asked = fetchElectron({ start: () => child as unknown as ChildProcess, wait })
    child.emit('message', 'bytes')
    expect(await asked).toBe('later')
    expect(waits).toEqual([10_000, 120_000])
  })
})

describe('the lock of the fetch', () => {
  it('is taken over from a process that is gone, and from half a file', () => {
    const file = join(dir, 'lock', 'fetch.pid')
    const held = takeFetchLock(file)
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid))
    expect(takeFetchLock(file)).toBeNull()
    held?.release()
    for (const left of ['999999999', '', 'x']) {
      writeFileSync(file, left)
      const taken = takeFetchLock(file)
      expect(taken, left).not.toBeNull()
      taken?.release()
    }
  })
})
