import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseCount } from '../../../electron/demo/plan.ts'
import { demoPeople } from '../../../shared/contract/demo.ts'
import { createDevice, type Device } from '../server/tools/device.ts'
import { type ServerProcess, spawnServer } from '../server/tools/process.ts'

const main = join(import.meta.dirname, '../../../electron/demo/main.ts')

/** Fills the demonstration as `npm start` does; killed after `killAfterMs` when given. Answers what it printed. */
async function fill(dataDir: string, server: string, killAfterMs?: number): Promise<string> {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, [main, '--data-dir', dataDir, '--server', server], { stdio: [...stdio] })
  let said = ''
  child.stdout?.on('data', (chunk) => {
    said += String(chunk)
  })
  const ended = once(child, 'exit')
  if (killAfterMs !== undefined) {
    await Promise.race([wait(killAfterMs), ended])
    child.kill('SIGKILL')
  }
  await ended
  return said.trim()
}

/** Ids of the cases a person's console is given, and the types of their events. */
async function held(device: Device, url: string): Promise<{ cases: Set<string>; events: Set<string> }> {
  const { scopes } = await device.hello(url)
  const cases = new Set<string>()
  const events = new Set<string>()
  const cursors: Record<string, number> = Object.fromEntries(scopes.map(({ id }) => [id, 0]))
  for (let more = true; more; ) {
    const { pages } = await device.pull(url, cursors)
    more = pages.some((page) => page.to < page.head)
    for (const page of pages) {
      cursors[page.scope] = page.to
      for (const { event } of page.events) {
        cases.add(event.case)
        events.add(`${event.case} ${event.type} ${event.id}`)
      }
    }
  }
  return { cases, events }
}

describe('filling the demonstration of a server', () => {
  let dir: string
  let server: ServerProcess
  const supervisor = createDevice()
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'redress-fill-'))
    server = await spawnServer(['--demo', '--data-dir', join(dir, 'server')])
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is begun anew or sent on when it was killed half-way, and then is whole', async () => {
    for (const afterMs of [900, 1500, 2500]) await fill(dir, server.url, afterMs)
    await fill(dir, server.url)
    expect(existsSync(join(dir, 'demo', 'done'))).toBe(true)
    await supervisor.login(server.url, demoPeople.supervisor.id)
    const { cases, events } = await held(supervisor, server.url)
    expect(cases.size).toBe(caseCount)
    expect([...events].filter((it) => it.includes(' opened ')).length).toBe(caseCount)
  })

  it('is not repeated by the next start', async () => {
    const before = (await held(supervisor, server.url)).cases
    expect(await fill(dir, server.url)).toBe('READY {"cases":"0"}')
    expect((await held(supervisor, server.url)).cases).toEqual(before)
  })

  it('is not told where somebody works already, even from another data folder', async () => {
    const other = join(dir, 'other')
    expect(await fill(other, server.url)).toBe('READY {"cases":"0"}')
    expect((await held(supervisor, server.url)).cases.size).toBe(caseCount)
  })

  it('gives every profile its own part', async () => {
    const counts = await Promise.all(
      (['agent', 'handler'] as const).map(async (profile) => {
        const device = createDevice()
        await device.login(server.url, demoPeople[profile].id)
        return (await held(device, server.url)).cases.size
      }),
    )
    expect(counts[0]).toBeGreaterThan(100)
    expect(counts[1]).toBeGreaterThan(10)
    expect(Math.max(...counts)).toBeLessThan(caseCount)
  })
})
