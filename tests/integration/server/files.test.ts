import { randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { type Home, onBothDatabases } from './tools/databases.ts'
import { type FaultyProxy, startFaultyProxy } from './tools/faulty-proxy.ts'

const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const picture = (bytes: number): Buffer => Buffer.concat([pngMark, randomBytes(bytes - pngMark.length)])
const soon = { timeout: 30_000, interval: 25 }

onBothDatabases('files of cases', (bed) => {
  let server: RunningServer
  let home: Home
  let near: FaultyProxy
  let far: FaultyProxy
  let agent: TestConsole
  let supervisor: TestConsole

  beforeAll(async () => {
    home = await bed.home()
    server = await bed.start(home, { logLevel: 'silent' })
    near = await startFaultyProxy(server.url)
    far = await startFaultyProxy(server.url)
    // Holds for lines opened from now on.
    for (const { faults } of [near, far]) faults.cutAfter = 120_000
    agent = await openTestConsole(near.url, { hurry: 50 })
    supervisor = await openTestConsole(far.url, { profile: 'supervisor', hurry: 50 })
    await agent.inStep()
    await supervisor.inStep()
  })
  afterAll(async () => {
    await closeConsoles()
    await near.close()
    await far.close()
  })

  async function attach(it: TestConsole, id: string, bytes: Buffer): Promise<void> {
    const content = new Blob([new Uint8Array(bytes)], { type: 'image/png' })
    const answer = await it.client.attachments.attach({ commandId: randomUUID(), case: id, name: '照片.png', content })
    expect(answer).toMatchObject({ saved: true })
  }
  const places = async (it: TestConsole, id: string): Promise<readonly string[]> =>
    Object.values(await it.client.attachments.places({ case: id }))
  async function open(it: TestConsole, id: string): Promise<Buffer | string> {
    const [hash = ''] = Object.keys(await it.client.attachments.places({ case: id }))
    const answer = await it.client.attachments.open({ case: id, hash })
    return answer.found ? Buffer.from(await answer.content.arrayBuffer()) : answer.refusal.tag
  }
  const partsOf = ({ dir }: TestConsole): readonly string[] =>
    readdirSync(join(dir, 'attachments')).filter((name) => name.endsWith('.part'))

  it('CASE-7 go from one console to the other over lines that are cut again and again, and open there as they were', async () => {
    const bytes = picture(900_000)
    const id = await agent.open('带照片')
    await agent.inStep()
    const opened = [near.opened(), far.opened()]
    await attach(agent, id, bytes)
    expect(await places(agent, id)).toEqual(['waiting'])
    await vi.waitFor(async () => expect(await places(agent, id)).toEqual(['here']), soon)
    await vi.waitFor(async () => expect(await places(supervisor, id)).toEqual(['here']), soon)
    // Cut in the middle each time, and gone on from there: nine hundred thousand bytes fit no single line.
    expect(near.opened() - (opened[0] ?? 0)).toBeGreaterThan(6)
    expect(far.opened() - (opened[1] ?? 0)).toBeGreaterThan(6)
    near.faults.cutAfter = Number.POSITIVE_INFINITY
    far.faults.cutAfter = Number.POSITIVE_INFINITY
    expect(await open(supervisor, id)).toEqual(bytes)
    expect(partsOf(supervisor)).toEqual([])
  })

  it('CASE-7 wait on this device while there is no line, and are told as waiting', async () => {
    const id = await agent.open('没有网络')
    await agent.inStep()
    near.faults.silent = true
    await attach(agent, id, picture(5_000))
    expect(await places(agent, id)).toEqual(['waiting'])
    near.faults.silent = false
    await vi.waitFor(async () => expect(await places(agent, id)).toEqual(['here']), soon)
  })

  it('CASE-7 whose bytes were changed at the server or on the way are taken in nowhere, and are once they are right', async () => {
    const bytes = picture(200_000)
    const id = await agent.open('被改动的照片')
    await agent.inStep()
    far.faults.silent = true
    await attach(agent, id, bytes)
    await vi.waitFor(async () => expect(await places(agent, id)).toEqual(['here']), soon)
    const [hash = ''] = Object.keys(await agent.client.attachments.places({ case: id }))
    const kept = join(home.dataDir, 'attachments', 'demo', id.slice(0, 4), id, hash)
    const right = readFileSync(kept)
    const bent = Buffer.from(right)
    bent[100_000] = (bent[100_000] ?? 0) ^ 1
    const swapped = Buffer.concat([right.subarray(65_600, 131_200), right.subarray(0, 65_600), right.subarray(131_200)])
    const wrongs = [bent, swapped, randomBytes(right.length), right.subarray(0, right.length - 1), null]
    for (const wrong of wrongs) {
      if (wrong === null) rmSync(kept)
      else writeFileSync(kept, wrong)
      far.faults.silent = false
      const late = await openTestConsole(far.url, { profile: 'supervisor', hurry: 50 })
      await late.inStep()
      await vi.waitFor(async () => expect(await places(late, id)).toHaveLength(1), soon)
      const askedMs = performance.now()
      expect(typeof (await open(late, id))).toBe('string')
      // A file that lost its end must not hold its reader until the request expires.
      expect(performance.now() - askedMs).toBeLessThan(20_000)
      expect(await places(late, id)).toEqual(['away'])
      await late.close()
    }
    writeFileSync(kept, right)
    const again = await openTestConsole(far.url, { profile: 'supervisor', hurry: 50 })
    await again.inStep()
    await vi.waitFor(async () => expect(await places(again, id)).toHaveLength(1), soon)
    expect(await open(again, id)).toEqual(bytes)
  })

  it('CASE-7 of a case that is over are fetched when somebody opens them, and refused in words while there is no line', async () => {
    const bytes = picture(60_000)
    const id = await agent.open('已撤回')
    await attach(agent, id, bytes)
    const act = (command: unknown) => agent.client.cases.execute({ commandId: randomUUID(), case: id, command })
    expect(await act({ type: 'withdraw', reason: { code: 'customer_asked' } })).toMatchObject({ saved: true })
    await vi.waitFor(async () => expect(await places(agent, id)).toEqual(['here']), soon)
    const late = await openTestConsole(far.url, { profile: 'supervisor', hurry: 50 })
    await late.inStep()
    await vi.waitFor(async () => expect(await places(late, id)).toHaveLength(1), soon)
    expect(await open(late, id)).toEqual(bytes)
    expect(await places(late, id)).toEqual(['here'])
  })
})
