import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createWire } from '../../../electron/core/network/transport.ts'
import { createTransport } from '../../../electron/core/sync/transport.ts'
import type { RunningServer } from '../../../server/start.ts'
import { demoPassword } from '../../../shared/contract/demo.ts'
import { authority, certificate, certificateKey, otherAuthority } from './tools/certificates.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { onBothDatabases, onPglite } from './tools/databases.ts'
import { createDevice, get, post } from './tools/device.ts'
import { type FaultyProxy, startFaultyProxy } from './tools/faulty-proxy.ts'

const hourMs = 3_600_000

/** Gives a command on a case and answers what became of it. */
const act = (it: TestConsole, id: string, command: unknown) =>
  it.client.cases.execute({ commandId: randomUUID(), case: id, command })

onBothDatabases('consoles and their server', (bed) => {
  let server: RunningServer
  let line: FaultyProxy
  let agent: TestConsole
  let supervisor: TestConsole

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    line = await startFaultyProxy(server.url)
    agent = await openTestConsole(line.url)
    supervisor = await openTestConsole(server.url, { profile: 'supervisor' })
    await agent.inStep()
    await supervisor.inStep()
  })
  afterAll(async () => {
    await closeConsoles()
    await line.close()
  })

  const held = (it: TestConsole, id: string) => it.client.cases.get({ id })
  const statusOf = async (it: TestConsole, id: string) =>
    ((await held(it, id))?.case as { status?: string } | undefined)?.status

  async function both(id: string, status: string): Promise<void> {
    await vi.waitFor(async () => {
      expect([await statusOf(agent, id), await statusOf(supervisor, id)]).toEqual([status, status])
      expect([(await held(agent, id))?.pending, (await held(supervisor, id))?.pending]).toEqual([false, false])
    }, 20_000)
  }

  const hold = { type: 'hold', reason: { code: 'customer_unreachable' } }
  /** The agent works on a case the supervisor has withdrawn meanwhile: the agent's command comes second. */
  async function refused(symptom: string, command: object): Promise<{ readonly id: string; readonly event: string }> {
    const id = await agent.open(symptom)
    await vi.waitFor(async () => expect((await held(supervisor, id))?.pending).toBe(false), 20_000)
    await agent.inStep()
    line.faults.silent = true
    expect(await act(supervisor, id, { type: 'withdraw', reason: { code: 'customer_asked' } })).toMatchObject({
      saved: true,
    })
    await supervisor.inStep()
    expect(await act(agent, id, command)).toMatchObject({ saved: true })
    line.faults.silent = false
    await both(id, 'withdrawn')
    const [entry] = (await agent.client.refused.list()).filter((it) => it.case === id)
    expect(entry).toMatchObject({ verdict: 'refused', code: 'status.withdrawn' })
    return { id, event: entry?.event ?? '' }
  }
  const refusedHold = (symptom: string) => refused(symptom, hold)

  it('SYNC-5b SYNC-5c what came second is shown with its reason, stays refused while that holds, and can be let go', async () => {
    const { id, event } = await refusedHold('先撤回后挂起')
    const again = await agent.client.refused.redo({ event, commandId: randomUUID() })
    expect(again).toMatchObject({ saved: false, refusals: [{ tag: 'status.withdrawn' }] })
    expect((await agent.client.refused.list()).map((it) => it.case)).toEqual([id])
    expect(await agent.client.refused.letGo({ event })).toEqual({ done: true })
    expect(await agent.client.refused.list()).toEqual([])
    expect(await agent.client.refused.letGo({ event })).toEqual({ done: false })
  })

  it('SYNC-5c it is said again once it fits, twice pressed is once, and the server takes it', async () => {
    const { id, event } = await refusedHold('撤回又重开')
    expect(await act(supervisor, id, { type: 'reopen', reason: { code: 'customer_asked' } })).toMatchObject({
      saved: true,
    })
    await vi.waitFor(async () => expect(await statusOf(agent, id)).not.toBe('withdrawn'), 20_000)
    const commandId = randomUUID()
    const [first, second] = [
      await agent.client.refused.redo({ event, commandId }),
      await agent.client.refused.redo({ event, commandId }),
    ]
    expect([first.saved, second.saved]).toEqual([true, true])
    await both(id, 'on_hold')
    expect(await agent.client.refused.list()).toEqual([])
    expect((await held(agent, id))?.record.filter((it) => (it as { type?: string }).type === 'held')).toHaveLength(1)
  })

  it('SYNC-5c it can be kept as a note, which reaches everybody', async () => {
    const { id, event } = await refusedHold('留作备注')
    const kept = await agent.client.refused.keepAsNote({ event, commandId: randomUUID(), lead: '未生效的挂起' })
    expect(kept.saved).toBe(true)
    expect(await agent.client.refused.list()).toEqual([])
    await vi.waitFor(async () => {
      const types = (await held(supervisor, id))?.record.map((it) => (it as { type?: string }).type)
      expect(types).toContain('note_added')
    }, 20_000)
  })

  it('TRU-2c what came back of tagged words is read by its author, not by a colleague there, and goes into no note', async () => {
    const text = '客户的律师来函'
    const reason = { code: 'legal_threat', text }
    const { id, event } = await refused('升级晚了一步', { type: 'escalate', level: 'legal', reason })
    const wordsTo = async (user: string) => {
      await agent.client.session.signIn({ org: 'demo', user, password: demoPassword })
      return (await agent.client.refused.list()).find((it) => it.event === event)?.words
    }
    expect([await wordsTo('he'), await wordsTo('lin')]).toEqual(['', text])
    await agent.client.refused.keepAsNote({ event, commandId: randomUUID(), lead: '未生效的升级' })
    const notes = ((await held(agent, id))?.case as { notes: { text: string }[] } | undefined)?.notes
    expect(notes?.map((it) => it.text)).toEqual(['未生效的升级'])
  })

  it('nothing is transferred, assigned or escalated to a person who is gone or a team that is closed', async () => {
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const token = admin.signIn().accessToken
    const gone = { role: 'handler', team: 'rnd', teams: [], active: false }
    await post(server.url, '/v1/invitations', { id: 'gone', name: '离职者', ...gone, active: undefined }, token)
    await post(server.url, '/v1/teams', { id: 'closed', name: '撤销的组', site: 'main' }, token)
    expect((await post(server.url, '/v1/people/gone', gone, token)).status).toBe(200)
    expect((await post(server.url, '/v1/teams/closed', { name: '撤销的组', active: false }, token)).status).toBe(200)
    const desk = await openTestConsole(server.url, { profile: 'supervisor' })
    await desk.inStep()
    const id = await desk.open('转给离职的人')
    const transfer = { type: 'transfer', toTeam: 'rnd', notifyBy: 'system_notice', reason: { code: 'joint' } }
    const refusals = [
      await act(desk, id, { ...transfer, toActor: 'gone' }),
      await act(desk, id, { ...transfer, toTeam: 'closed' }),
      await act(desk, id, { type: 'assign', owner: 'gone' }),
    ].map((it) => (it.saved ? 'saved' : it.refusals[0]?.tag))
    expect(refusals).toEqual(['person.inactive', 'team.inactive', 'person.inactive'])
    expect(await act(desk, id, { ...transfer, toActor: 'chen' })).toMatchObject({ saved: true })
  })

  it('TRU-3c a device that is to be wiped deletes all it holds at its next contact, and nobody else can say so', async () => {
    const lost = await openTestConsole(server.url)
    await lost.inStep()
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const token = admin.signIn().accessToken
    const { device } = await lost.client.session.current()
    expect((await post(server.url, `/v1/devices/${device}/revoke`, { wipe: true }, token)).status).toBe(200)
    await lost.wiped
    expect(existsSync(lost.dir) ? readdirSync(lost.dir) : []).toEqual([])
    const told = (await get(server.url, '/v1/devices', token)).body as { id: string; state: string }[]
    expect(told.find((it) => it.id === device)?.state).toBe('wiped')
    const acts = (await get(server.url, '/v1/audit?limit=500', token)).body as { act: string; subject: string }[]
    expect(acts).toContainEqual(expect.objectContaining({ act: 'device.wiped', subject: device }))
  })
})

onPglite('a console alone', (bed) => {
  afterAll(closeConsoles)

  it('TRU-2 after 72 hours without the server new calls can be logged and nothing older opens, until it is reached', async () => {
    const server = await bed.start(await bed.home())
    const line = await startFaultyProxy(server.url)
    const it = await openTestConsole(line.url)
    await it.inStep()
    const id = await it.open('三天前')
    await it.inStep()
    line.faults.cutAfter = 0
    it.clock.aheadMs = 73 * hourMs
    expect(await it.client.cases.get({ id })).toBeNull()
    expect((await it.client.cases.list({ view: 'all', limit: 10 })).rows).toEqual([])
    const held = await act(it, id, { type: 'hold', reason: { code: 'customer_unreachable' } })
    expect(held).toMatchObject({ saved: false, refusals: [{ tag: 'lease.over' }] })
    expect(await it.open('许可到期后的新来电')).not.toBe('')
    expect((await it.client.sync.status()).leaseOver).toBe(true)
    it.clock.aheadMs = 0
    expect(await it.client.cases.get({ id })).toBeNull()
    line.faults.cutAfter = Number.POSITIVE_INFINITY
    await it.inStep()
    expect((await it.client.sync.status()).leaseOver).toBe(false)
    expect(await it.client.cases.get({ id })).not.toBeNull()
    await line.close()
  })

  it('SYNC-7 on battery or a line paid by the byte it keeps no stream and still sends at once; back on the mains it listens again', async () => {
    const server = await bed.start(await bed.home())
    const wire = createWire({ proxy: 'none' })
    const asked: string[] = []
    let streams = 0
    const fetch: typeof wire.fetch = async (url, init) => {
      const path = new URL(url).pathname
      asked.push(path)
      if (path !== '/v1/sync/live') return wire.fetch(url, init)
      streams += 1
      init.signal?.addEventListener('abort', () => {
        streams -= 1
      })
      return wire.fetch(url, init)
    }
    const it = await openTestConsole(server.url, { wire: { ...wire, fetch }, hurry: 1 })
    await it.inStep()
    await vi.waitFor(() => expect(streams).toBe(1), 5_000)
    await it.client.sync.surroundings({ onBattery: true, metered: false })
    await vi.waitFor(() => expect(streams).toBe(0), 5_000)
    asked.length = 0
    const id = await it.open('用电池时登记的投诉')
    await vi.waitFor(async () => expect((await it.client.cases.get({ id }))?.pending).toBe(false), 5_000)
    expect(asked).toContain('/v1/sync/push')
    expect(asked).not.toContain('/v1/sync/live')
    await it.client.sync.surroundings({ onBattery: false, metered: false })
    await vi.waitFor(() => expect(streams).toBe(1), 5_000)
  })

  it('somebody in between who says "wipe" is not believed', async () => {
    const server = await bed.start(await bed.home())
    const liar = createServer((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ code: 'device.wipe', proof: Buffer.alloc(64, 7).toString('base64') }))
    }).listen(0, '127.0.0.1')
    await once(liar, 'listening')
    const address = { url: server.url }
    const wire = createWire({ proxy: 'none' })
    const it = await openTestConsole('http://console.test', {
      wire: { ...wire, fetch: (url, init) => wire.fetch(url.replace('http://console.test', address.url), init) },
    })
    await it.inStep()
    await it.open('还在')
    await it.inStep()
    address.url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`
    await it.client.sync.now()
    await it.open('仍在')
    await vi.waitFor(async () => expect((await it.client.sync.status()).state).not.toBe('online'), 10_000)
    expect((await it.client.cases.list({ view: 'all', limit: 10 })).rows).toHaveLength(2)
    liar.close()
  })
})

describe('the way to the server', () => {
  const hello = { protocol: 1, device: 'd', appV: '1', eventV: 1, lastN: 0 } as never

  onPglite('over TLS', (bed) => {
    let server: RunningServer
    beforeAll(async () => {
      server = await bed.start(await bed.home(), { tls: { cert: certificate, key: certificateKey } })
    })
    const weatherOver = (wire: ReturnType<typeof createWire>) =>
      createTransport(server.url, wire)
        .hello('x'.repeat(30), hello)
        .then(
          () => 'fair',
          (error: { weather?: string }) => error.weather,
        )

    it('believes the pinned authority and no other', async () => {
      expect(server.url).toMatch(/^https:/)
      expect(await weatherOver(createWire({ proxy: 'none', ca: authority }))).toBe('signed_out')
      expect(await weatherOver(createWire({ proxy: 'none', ca: otherAuthority }))).toBe('tls')
      expect(await weatherOver(createWire({ proxy: 'none' }))).toBe('tls')
    })

    it('goes through the proxy it is told of, end to end encrypted', async () => {
      const asked: string[] = []
      const proxy = createServer().listen(0, '127.0.0.1')
      await once(proxy, 'listening')
      proxy.on('connect', (request, near) => {
        asked.push(request.url ?? '')
        const { port } = new URL(`http://${request.url}`)
        const far = connect(Number(port), '127.0.0.1', () => {
          near.write('HTTP/1.1 200 OK\r\n\r\n')
          far.pipe(near).pipe(far)
        })
        far.on('error', () => near.destroy())
        near.on('error', () => far.destroy())
      })
      const { port } = proxy.address() as AddressInfo
      const wire = createWire({ proxy: `http://127.0.0.1:${port}`, ca: authority })
      expect(await weatherOver(wire)).toBe('signed_out')
      expect(asked).toEqual([new URL(server.url).host])
      proxy.close()
    })
  })
})
