import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import type { Choices } from '../../../shared/contract/choices.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { onBothDatabases } from './tools/databases.ts'
import { post } from './tools/device.ts'
import { type FaultyProxy, startFaultyProxy } from './tools/faulty-proxy.ts'

const keysOf = (stroke: string): Choices => ({ keys: { 'go.queue': [stroke] }, singleKeys: false })
const minuteMs = 60_000

onBothDatabases('what a person chose, and the machines they work on', (bed) => {
  let server: RunningServer
  let line: FaultyProxy
  let desk: TestConsole
  let home: TestConsole

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    line = await startFaultyProxy(server.url)
    desk = await openTestConsole(server.url)
    home = await openTestConsole(line.url)
    await desk.inStep()
    await home.inStep()
  })
  afterAll(async () => {
    await closeConsoles()
    await line.close()
  })

  const arrives = (at: TestConsole, choices: Choices) =>
    vi.waitFor(async () => expect(await at.client.choices.get()).toEqual(choices), 10_000)

  /** The console is in touch, so many minutes later. */
  const later = async (at: TestConsole, aheadMs: number) => {
    at.clock.aheadMs = aheadMs
    await at.open('又在线上')
    await at.inStep()
  }

  it('CALL-2 keys chosen on one machine are the person’s on the other, and nobody else’s', async () => {
    await desk.client.choices.put(keysOf('Ctrl+q'))
    const third = await openTestConsole(server.url)
    await arrives(third, keysOf('Ctrl+q'))
    const other = await openTestConsole(server.url, { profile: 'supervisor' })
    await other.inStep()
    expect(await other.client.choices.get()).toEqual({ keys: {}, singleKeys: true })
  })

  it('CALL-2 chosen without the server they hold at once, and of two choices the later one counts on both', async () => {
    await later(home, 11 * minuteMs)
    await arrives(home, keysOf('Ctrl+q'))
    line.faults.silent = true
    await home.client.choices.put(keysOf('Ctrl+j'))
    expect(await home.client.choices.get()).toEqual(keysOf('Ctrl+j'))
    line.faults.silent = false
    await later(home, 22 * minuteMs)
    await later(desk, 11 * minuteMs)
    await arrives(desk, keysOf('Ctrl+j'))
    expect(await home.client.choices.get()).toEqual(keysOf('Ctrl+j'))
  })

  it('TRU-3 a supervisor sees the machines and cuts one off; an agent is refused, and without a line it is said', async () => {
    const own = await startFaultyProxy(server.url)
    const lead = await openTestConsole(own.url, { profile: 'supervisor' })
    await lead.inStep()
    const { device } = await desk.client.session.current()
    expect(await desk.client.machine.devices()).toEqual({ refusal: { tag: 'role.denied' } })
    expect(await lead.client.machine.devices()).toContainEqual(expect.objectContaining({ id: device, state: 'active' }))
    expect(await lead.client.machine.revokeDevice({ id: 'nobody-s', wipe: false })).toEqual({
      refusal: { tag: 'device.unknown' },
    })
    const after = await lead.client.machine.revokeDevice({ id: device, wipe: false })
    expect(after).toContainEqual(expect.objectContaining({ id: device, state: 'revoked' }))
    await own.close()
    expect(await lead.client.machine.devices()).toEqual({ refusal: { tag: 'devices.offline' } })
  })

  it('TRU-2 are told to nobody without a sign-in', async () => {
    expect((await post(server.url, '/v1/choices', {})).status).toBe(401)
  })
})
