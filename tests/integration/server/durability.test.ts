import { appendFileSync, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { onPglite } from './tools/databases.ts'
import { createDevice, type Device } from './tools/device.ts'
import { type ServerProcess, spawnServer } from './tools/process.ts'

const start = (dataDir: string): Promise<ServerProcess> => spawnServer(['--demo', '--data-dir', dataDir])

async function writeSome(server: ServerProcess): Promise<Device> {
  const device = createDevice()
  await device.login(server.url, 'lin')
  const opened = device.open()
  for (let i = 0; i < 20; i++) device.note(opened.case)
  await device.push(server.url, 1, 11)
  await device.push(server.url, 12)
  return device
}

/** All that was answered is there, in one dense order, under the same chain. */
async function expectAll(server: ServerProcess, device: Device): Promise<void> {
  expect((await device.hello(server.url)).lastN).toBe(device.lastN())
  const page = (await device.pull(server.url, { 'team:hotline': 0 })).pages[0]
  expect(page?.events.map((it) => it.seq)).toEqual(page?.events.map((_, i) => i + 1))
  const own = page?.events.filter((it) => it.event.device === device.name).map((it) => it.event)
  expect(own).toEqual(device.events)
}

/** What a power cut leaves: the pages nobody synced are gone, and the machine has another run. */
function cutPower(dataDir: string): void {
  const base = join(dataDir, 'pg', 'base')
  for (const folder of readdirSync(base))
    for (const file of readdirSync(join(base, folder)).filter((name) => /^\d+$/.test(name)))
      truncateSync(join(base, folder, file), 0)
  rmSync(join(dataDir, 'pg', 'pg_wal'), { recursive: true })
  writeFileSync(join(dataDir, 'pg-open'), 'another run of the machine')
}

onPglite('the embedded database', (bed) => {
  it('SYNC-1 keeps what was answered when the server is killed', async () => {
    const { dataDir } = await bed.home()
    const server = await start(dataDir)
    const device = await writeSome(server)
    await server.kill()
    const again = await start(dataDir)
    await expectAll(again, device)
    await again.kill()
  })

  it('SYNC-1 SYNC-11 loses nothing that was answered to a power cut: copy and journal bring it back', async () => {
    const { dataDir } = await bed.home()
    const server = await start(dataDir)
    const device = await writeSome(server)
    await server.kill()
    cutPower(dataDir)
    const again = await start(dataDir)
    await expectAll(again, device)
    const opened = device.open()
    const { verdicts } = await device.push(again.url, opened.n)
    expect(verdicts.map((it) => it.verdict)).toEqual(['accepted'])
    await again.kill()
  })

  it('opens after a crash in the middle of a journal entry: that one was never answered', async () => {
    const { dataDir } = await bed.home()
    const server = await start(dataDir)
    const device = await writeSome(server)
    await server.kill()
    appendFileSync(join(dataDir, 'journal'), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]))
    cutPower(dataDir)
    const again = await start(dataDir)
    await expectAll(again, device)
    await again.kill()
  })

  it('stops gracefully, lets its folder go and starts again', async () => {
    const { dataDir } = await bed.home()
    const server = await start(dataDir)
    const device = await writeSome(server)
    expect(await server.stop()).toBe(0)
    expect(existsSync(join(dataDir, 'server.lock'))).toBe(false)
    const again = await start(dataDir)
    await expectAll(again, device)
    await again.kill()
  })
})
