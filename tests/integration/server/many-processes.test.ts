import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash as zero, type zeroHash } from '../../../shared/kernel/hash.ts'
import type { OrderedEvent } from '../../../shared/sync/protocol.ts'
import { type Bed, type Home, onPostgres } from './tools/databases.ts'
import { createDevice, type Device } from './tools/device.ts'
import { spawnServer } from './tools/process.ts'
import { nextHeads, openStream } from './tools/stream.ts'

/** Any of several servers, by a fixed sequence that looks random. */
function chooser(servers: readonly RunningServer[], seed: number): () => string {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return servers[state % servers.length]?.url ?? ''
  }
}

/** Sends everything a device has, again and again until it is judged, each time to another server. */
async function sendAll(device: Device, any: () => string): Promise<void> {
  const until = Date.now() + 40_000
  for (;;) {
    try {
      const { lastN } = await device.hello(any())
      if (lastN >= device.lastN()) return
      await device.push(any(), lastN + 1, Math.min(lastN + 5, device.lastN()))
    } catch (error) {
      if (Date.now() > until) throw error
      await wait(100)
    }
  }
}

async function readAll(device: Device, any: () => string): Promise<readonly OrderedEvent[]> {
  const events: OrderedEvent[] = []
  for (;;) {
    const page = (await device.pull(any(), { 'team:hotline': events.length }, 50)).pages[0]
    if (!page || page.events.length === 0) return events
    events.push(...page.events)
  }
}

/** Dense, each id once, every case's chain right. */
function expectOneTruth(events: readonly OrderedEvent[]): void {
  expect(events.map((it) => it.seq)).toEqual(events.map((_, i) => i + 1))
  expect(new Set(events.map((it) => it.event.id)).size).toBe(events.length)
  const links = new Map<CaseId, typeof zeroHash>()
  for (const { event, caseV, serverMs, caseHash: said } of events) {
    const link = caseHash(links.get(event.case) ?? zero, envelopeHashes(event).bodyHash, caseV, serverMs)
    expect(said).toBe(link)
    links.set(event.case, link)
  }
}

async function threeServers(bed: Bed, home: Home): Promise<readonly RunningServer[]> {
  const quiet = { logLevel: 'silent' } as const
  return [await bed.start(home, quiet), await bed.start(home, quiet), await bed.start(home, quiet)]
}

onPostgres('several server processes over one PostgreSQL', (bed) => {
  let servers: readonly RunningServer[]
  let any: () => string
  let home: Home

  beforeAll(async () => {
    home = await bed.home()
    servers = await threeServers(bed, home)
    any = chooser(servers, 7)
  })

  async function crowd(size: number): Promise<readonly Device[]> {
    const devices = Array.from({ length: size }, () => createDevice())
    for (const device of devices) await device.login(any(), 'lin')
    return devices
  }

  it('SYNC-3 SYNC-4a give one dense order to devices that send to any of them, on shared cases too', async () => {
    const devices = await crowd(5)
    const shared = devices[0]?.open()
    await devices[0]?.push(any(), 1)
    for (const device of devices) {
      for (let i = 0; i < 8; i++) device.note(shared?.case ?? ('' as CaseId))
      for (let i = 0; i < 4; i++) device.open()
    }
    await Promise.all(devices.map((device) => sendAll(device, any)))
    const events = await readAll(devices[0] ?? createDevice(), any)
    expectOneTruth(events)
    for (const device of devices) {
      const own = events.filter((it) => it.event.device === device.name).map((it) => it.event.n)
      expect(own).toEqual(Array.from({ length: device.lastN() }, (_, i) => i + 1))
    }
    const numbers = events.filter((it) => it.event.type === 'number_given').map((it) => it.event.body['number'])
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers).toHaveLength(21)
  })

  it('tell a stream on one server of what another one took', async () => {
    const [writer, reader] = await crowd(2)
    const stream = await openStream(servers[2]?.url ?? '', reader?.signIn().accessToken ?? '')
    await nextHeads(stream)
    writer?.open()
    const head = (await writer?.push(servers[0]?.url ?? '', 1))?.heads['team:hotline'] ?? 0
    expect(head).toBeGreaterThan(0)
    const told = await nextHeads(stream)
    expect(told['team:hotline']).toBe(head)
    stream.close()
  })

  it('SYNC-4b wait for a stalled transaction that took the lower number, so that no reader steps over it', async () => {
    const [one, two, reader] = (await crowd(3)) as [Device, Device, Device]
    one.open()
    await sendAll(one, any)
    const before = await readAll(reader, any)
    // What a server holds between taking its number and its commit.
    const stalled = new pg.Client({ connectionString: home.databaseUrl?.replace('redress@', 'root@') })
    await stalled.connect()
    await stalled.query(`BEGIN; UPDATE scopes SET head = head + 1 WHERE org = 'demo' AND scope = 'team:hotline'`)
    one.open()
    two.open()
    const sending = Promise.all([one, two].map((device) => sendAll(device, any)))
    for (let i = 0; i < 8; i++) {
      expect((await readAll(reader, any)).length).toBe(before.length)
      await wait(100)
    }
    // It is killed: what it took is given back, and the next ones take it.
    await stalled.end()
    await sending
    const after = await readAll(reader, any)
    expectOneTruth(after)
    for (const device of [one, two])
      expect(after.filter((it) => it.event.device === device.name)).toHaveLength(device.lastN())
  })

  it.each(['kill', 'stop'] as const)('SYNC-1 go on after PostgreSQL was ended (%s) and started again', async (how) => {
    const devices = await crowd(3)
    for (const device of devices) for (let i = 0; i < 15; i++) device.open()
    const sending = Promise.all(devices.map((device) => sendAll(device, any)))
    await wait(150)
    await bed.cluster()[how]()
    expect((await fetch(`${servers[0]?.url}/readyz`)).status).toBe(503)
    await bed.cluster().start()
    await sending
    const events = await readAll(devices[0] ?? createDevice(), any)
    expectOneTruth(events)
    for (const device of devices)
      expect(events.filter((it) => it.event.device === device.name)).toHaveLength(device.lastN())
  })

  it('SYNC-1 SYNC-3 lose nothing when one of them is killed in the middle: the others go on, and a new one takes its place', async () => {
    const home = await bed.home()
    const env = { DATABASE_URL: home.databaseUrl ?? '' }
    const args = ['--demo', '--data-dir', home.dataDir]
    const first = await spawnServer(args, env)
    const second = await spawnServer(args, env)
    const addresses = [first.url, second.url]
    const anyOf = chooser(
      addresses.map((url) => ({ url }) as RunningServer),
      3,
    )
    const devices = Array.from({ length: 3 }, () => createDevice())
    for (const device of devices) {
      await device.login(second.url, 'lin')
      for (let i = 0; i < 60; i++) device.open()
    }
    let isOver = false
    const sending = Promise.all(
      devices.map((device) => sendAll(device, () => (isOver ? second.url : anyOf()))),
    ).finally(() => undefined)
    await wait(150)
    await first.kill()
    await wait(150)
    isOver = true
    await sending
    const third = await spawnServer(args, env)
    const events = await readAll(devices[0] ?? createDevice(), () => third.url)
    expectOneTruth(events)
    for (const device of devices)
      expect(events.filter((it) => it.event.device === device.name).map((it) => it.event)).toEqual(device.events)
    expect([await second.stop(), await third.stop()]).toEqual([0, 0])
  })
})
