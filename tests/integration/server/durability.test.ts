import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

/** One folder and one history through every kind of end; each test goes on where the one before stopped. */
onPglite('the embedded database', (bed) => {
  let dataDir: string
  const devices: Device[] = []
  let server: ServerProcess

  async function restart(): Promise<void> {
    server = await start(dataDir)
    for (const device of devices) await expectAll(server, device)
  }

  beforeAll(async () => {
    dataDir = (await bed.home()).dataDir
    server = await start(dataDir)
    devices.push(await writeSome(server))
  })
  afterAll(() => server.kill())

  it('SYNC-1 keeps what was answered when the server is killed', async () => {
    await server.kill()
    await restart()
    devices.push(await writeSome(server))
    expect(devices).toHaveLength(2)
  })

  it('SYNC-1 SYNC-11 loses nothing that was answered to a power cut: copy and journal bring it back', async () => {
    await server.kill()
    cutPower(dataDir)
    await restart()
    const device = devices[0]
    const opened = device?.open()
    const pushed = await device?.push(server.url, opened?.n ?? 0)
    expect(pushed?.verdicts.map((it) => it.verdict)).toEqual(['accepted'])
  })

  it('opens after a crash in the middle of a journal entry: that one was never answered', async () => {
    await server.kill()
    appendFileSync(join(dataDir, 'journal'), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]))
    cutPower(dataDir)
    await restart()
    devices.push(await writeSome(server))
    expect(devices).toHaveLength(3)
  })

  it('SYNC-1 keeps a journal aside in which the disk lost what was answered, tells of it, and is whole again for the next power cut', async () => {
    devices.push(await writeSome(server))
    await server.kill()
    const journal = join(dataDir, 'journal')
    const bytes = readFileSync(journal)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(journal, bytes)
    await restart()
    const aside = readdirSync(dataDir).filter((name) => name.startsWith('journal.damaged-'))
    expect(aside.map((name) => readFileSync(join(dataDir, name)).equals(bytes))).toEqual([true])
    devices.push(await writeSome(server))
    await server.kill()
    cutPower(dataDir)
    await restart()
  })

  it('stops gracefully, lets its folder go and starts again', async () => {
    expect(await server.stop()).toBe(0)
    expect(existsSync(join(dataDir, 'server.lock'))).toBe(false)
    await restart()
  })
})
