import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createWire } from '../../../electron/core/network/transport.ts'
import type { RunningServer } from '../../../server/start.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { onPglite, onPostgres } from './tools/databases.ts'
import { createDevice, type Device, post } from './tools/device.ts'
import { type Faults, type FaultyProxy, startFaultyProxy } from './tools/faulty-proxy.ts'

/** Everything a console shows of the cases it holds. */
async function seenBy(it: TestConsole): Promise<readonly string[]> {
  const { rows } = await it.client.cases.list({ view: 'all', limit: 500 })
  return rows.map((row) => `${row.number} ${row.symptom} ${row.status} ${row.pending}`).toSorted()
}

/** Every byte in a long run of its own (`npm run hostile`); the ends of the exchange always. */
const cutStep = Number(process.env['REDRESS_CUT_STEP'] ?? 9)

const lines: readonly (readonly [name: string, faults: Partial<Faults>, cases: number])[] = [
  ['a line that loses a tenth of all pieces', { loss: 0.1 }, 4],
  ['a line with two seconds there and back', { latencyMs: 1_000 }, 3],
  ['a line of 20 kbit/s', { bytesPerSecond: 2_500 }, 2],
  ['a line of 20 kbit/s, packed', { bytesPerSecond: 2_500 }, 4],
  ['a line cut after every 6,000 bytes', { cutAfter: 6_000 }, 4],
]

onPglite('consoles on bad lines', (bed) => {
  afterAll(closeConsoles)
  let server: RunningServer

  beforeAll(async () => {
    server = await bed.start(await bed.home(), { logLevel: 'silent' })
  })

  async function over(proxy: FaultyProxy, faults: Partial<Faults>, cases: number, packs: boolean): Promise<void> {
    const near = await openTestConsole(proxy.url, { wire: createWire({ proxy: 'none', packs }) })
    const far = await openTestConsole(server.url)
    await near.inStep()
    Object.assign(proxy.faults, faults)
    const name = `${JSON.stringify(faults)}${packs}`
    const symptoms = Array.from({ length: cases }, (_, i) => `${name} ${i}`)
    for (const symptom of symptoms) await near.open(symptom)
    await near.inStep(40_000)
    const mine = async (it: TestConsole) => (await seenBy(it)).filter((row) => row.includes(name))
    await vi.waitFor(
      async () => {
        expect(await mine(far)).toHaveLength(cases)
        expect(await mine(near)).toEqual(await mine(far))
      },
      { timeout: 40_000, interval: 50 },
    )
    expect((await near.client.record.verify()).ok).toBe(true)
  }

  for (const [name, faults, cases] of lines)
    it.concurrent(`SYNC-10 ${name}: all arrives once, both consoles equal`, async ({ expect: seen }) => {
      const proxy = await startFaultyProxy(server.url)
      await over(proxy, faults, cases, name.includes('packed'))
      seen(proxy.carried()).toBeGreaterThan(0)
      await proxy.close()
    })

  it.concurrent('SYNC-7 a line that fell silent is left for a new one, and nothing is lost', async ({
    expect: seen,
  }) => {
    const proxy = await startFaultyProxy(server.url)
    const near = await openTestConsole(proxy.url, { hurry: 100 })
    await near.inStep()
    proxy.faults.silent = true
    const id = await near.open('线断了')
    await wait(300)
    seen((await near.client.sync.status()).pending).toBe(1)
    proxy.faults.silent = false
    await near.inStep()
    seen((await near.client.cases.get({ id }))?.pending).toBe(false)
    await proxy.close()
  })
})

onPostgres('an exchange cut anywhere', (bed) => {
  const devicesAtOnce = 16

  it(
    'SYNC-3 SYNC-10b one push cut at every byte, in both directions, then sent again: each event once',
    async () => {
      const server = await bed.start(await bed.home(), { logLevel: 'silent' })
      const whole = await bytesOfOnePush(server.url)
      expect(whole).toBeGreaterThan(1_500)
      const all = Array.from({ length: whole + 1 }, (_, i) => i)
      const places = all.filter((at) => at % cutStep === 0 || at < 4 || at > whole - 4)
      const devices = Array.from({ length: devicesAtOnce }, () => createDevice())
      for (const device of devices) await device.login(server.url, 'lin')
      const shares = devices.map((device, i) => ({ device, cuts: places.filter((_, k) => k % devicesAtOnce === i) }))
      await Promise.all(shares.map(({ device, cuts }) => cutEach(server.url, device, cuts)))
      const events = await readAll(server.url, devices[0] ?? createDevice())
      const own = events.filter((it) => devices.some((device) => device.name === it.device))
      expect(own).toHaveLength(places.length)
      expect(new Set(own.map((it) => it.id)).size).toBe(places.length)
    },
    60_000 * Math.max(1, 9 / cutStep),
  )

  async function bytesOfOnePush(url: string): Promise<number> {
    const device = createDevice()
    await device.login(url, 'lin')
    const { epoch } = await device.hello(url)
    device.open()
    const proxy = await startFaultyProxy(url)
    await device.send(proxy.url, device.request(epoch, 1))
    await proxy.close()
    return proxy.carried()
  }

  async function cutEach(url: string, device: Device, cuts: readonly number[]): Promise<void> {
    const { epoch } = await device.hello(url)
    const proxy = await startFaultyProxy(url)
    for (const cut of cuts) {
      proxy.faults.cutAfter = cut
      const { n } = device.open()
      const request = device.request(epoch, n)
      const headers = { 'content-type': 'application/json', connection: 'close' }
      const authorization = `Bearer ${device.signIn().accessToken}`
      const init = { method: 'POST', headers: { ...headers, authorization }, body: JSON.stringify(request) }
      await fetch(`${proxy.url}/v1/sync/push`, init)
        .then(
          (response) => response.text(),
          () => 'cut',
        )
        .catch(() => 'cut')
      const again = await post(url, '/v1/sync/push', request, device.signIn().accessToken)
      expect([cut, again.status, again.body]).toEqual([cut, 200, expect.objectContaining({ lastN: n })])
    }
    await proxy.close()
  }

  async function readAll(url: string, device: Device) {
    const events: { readonly id: string; readonly device: string }[] = []
    for (let cursor = 0; ; ) {
      const page = (await device.pull(url, { 'team:hotline': cursor }, 1000)).pages[0]
      if (!page || page.events.length === 0) return events
      expect(page.events.map((it) => it.seq)).toEqual(page.events.map((_, i) => cursor + i + 1))
      events.push(...page.events.map((it) => it.event))
      cursor = page.to
    }
  }
})
