import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Console, ConsoleRouter } from '../../../electron/core/console.ts'
import type { ConsolePorts } from '../../../electron/core/ports.ts'
import { createSealed } from '../../../electron/core/sealed.ts'
import { readKeyring } from '../../../electron/core/store/keyring-file.ts'
import type { RunningServer } from '../../../server/start.ts'
import { demoPassword } from '../../../shared/contract/demo.ts'
import { testPorts } from './tools/console.ts'
import { onPglite } from './tools/databases.ts'
import { createDevice, post } from './tools/device.ts'

const hourMs = 3_600_000
const passwords = {
  lin: 'the first agent knows this',
  zhou: 'the second one knows that',
  chen: 'a third one of the shift',
}
type User = keyof typeof passwords
const as = (user: User, password: string = passwords[user]) => ({ org: 'demo', user, password })
const body = { screen: 'intake', v: 1, symptom: '订单列表打不开' }

/** One machine that real people share: its folder, its clock, and the core that runs there now. */
function createMachine(server: () => string) {
  const dir = mkdtempSync(join(tmpdir(), 'redress-shift-'))
  const clock = { aheadMs: 0 }
  const up = { aheadMs: 0 }
  let open: Console | null = null
  const start = (more: Partial<ConsolePorts> = {}) => {
    const upMs = () => performance.now() + up.aheadMs
    const ports = { ...testPorts(server(), dir, clock), demo: false, upMs, ...more }
    const sealed = createSealed(ports, async (console) => {
      open = console
    })
    return createRouterClient(sealed.router)
  }
  return {
    ...{ dir, clock, up, start },
    /** The core as windows reach it once the file is open. */
    client: (): RouterClient<ConsoleRouter> => {
      if (open === null) throw new Error('the file is not open')
      return createRouterClient(open.router)
    },
    isOpen: () => open !== null,
    stop: async () => {
      await open?.close()
      open = null
    },
  }
}

onPglite('people of a shift at one machine', (bed) => {
  let server: RunningServer
  let isDark = false
  let machine: ReturnType<typeof createMachine>
  // Nothing listens there: as when the network is gone.
  const address = () => (isDark ? 'http://127.0.0.1:9' : server.url)

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    for (const user of Object.keys(passwords) as User[]) {
      const device = createDevice()
      await device.login(server.url, user)
      const change = { password: demoPassword, newPassword: passwords[user] }
      await post(server.url, '/v1/auth/password', change, device.signIn().accessToken)
    }
    machine = createMachine(address)
  })
  afterEach(async () => {
    await machine.stop()
    isDark = false
  })
  afterAll(() => rmSync(machine.dir, { recursive: true, force: true, maxRetries: 5 }))

  const openCase = async (symptom: string): Promise<string> => {
    const saved = await machine.client().cases.execute({
      commandId: randomUUID(),
      command: {
        type: 'open',
        customer: { name: '张三', phones: ['+8613800000000'] },
        issue: { symptom },
        reception: { channel: 'hotline', receivedAtMs: Date.now() + machine.clock.aheadMs },
      },
    })
    if (!saved.saved) throw new Error(JSON.stringify(saved.refusals))
    return saved.case
  }
  const note = (id: string) =>
    machine.client().cases.execute({ commandId: randomUUID(), case: id, command: { type: 'addNote', text: '已回电' } })
  const drafts = async () => (await machine.client().drafts.list()).map(({ id }) => id)

  it('TRU-3b lets nobody in the first time without the server or with a wrong password, and keeps nothing of the try', async () => {
    isDark = true
    expect(await machine.start().session.signIn(as('lin'))).toMatchObject({ refusal: { tag: 'sign_in.no_server' } })
    isDark = false
    const sealed = machine.start()
    expect(await sealed.session.current()).toMatchObject({ state: 'sealed', users: [] })
    expect(await sealed.session.signIn(as('lin', 'no such password'))).toMatchObject({
      refusal: { tag: 'sign_in.wrong' },
    })
    expect(readdirSync(machine.dir)).toEqual([])
    expect(machine.isOpen()).toBe(false)
  })

  it('TRU-3b signs the first agent in; from then on the file opens for a password and never bare', async () => {
    expect(await machine.start().session.signIn(as('lin'))).toMatchObject({
      state: 'open',
      actor: { id: 'lin' },
      demo: false,
    })
    await openCase('收银机连不上网')
    await machine.client().drafts.put({ id: 'call-of-lin', body })
    const entries = readKeyring(join(machine.dir, 'keyring.json'))?.entries.map(({ kind }) => kind)
    expect(entries).toEqual(['password'])
  })

  it('TRU-3 says to a newcomer before the sealed file that a colleague has to open it first', async () => {
    expect(await machine.start().session.signIn(as('zhou'))).toMatchObject({
      refusal: { tag: 'sign_in.needs_colleague', field: 'user' },
    })
  })

  it('lock: nothing of any case is told, a call goes on being kept, and only the password of its person opens it', async () => {
    await machine.start().session.unlock({ user: 'lin', password: passwords.lin })
    const { session, cases, drafts: kept } = machine.client()
    const id = await openCase('发票没有寄到')
    expect(await session.lock()).toMatchObject({ state: 'locked', actor: { id: 'lin' } })
    expect(await cases.get({ id })).toBeNull()
    expect((await cases.list({ view: 'all', limit: 10 })).rows).toEqual([])
    expect((await cases.byPhone({ phone: '13800000000' })).customer).toBeNull()
    expect((await cases.search({ text: '发票', limit: 10 })).rows).toEqual([])
    expect(await drafts()).toEqual([])
    expect(await note(id)).toMatchObject({ saved: false, refusals: [{ tag: 'session.locked' }] })
    await kept.put({ id: 'call-of-lin', body: { ...body, symptom: '订单列表打不开，退货也不行' } })
    expect(await session.unlock({})).toMatchObject({ refusal: { tag: 'unlock.wrong', detail: { tries: 1 } } })
    expect(await session.unlock({ password: passwords.lin })).toMatchObject({ state: 'open' })
    expect(await cases.get({ id })).not.toBeNull()
    expect(await drafts()).toEqual(['call-of-lin'])
  })

  it('CASE-8c another person takes over the locked console; drafts stay with whoever wrote them', async () => {
    await machine.start().session.unlock({ user: 'lin', password: passwords.lin })
    const { session } = machine.client()
    await session.lock()
    expect(await session.signIn(as('zhou'))).toMatchObject({ state: 'open', actor: { id: 'zhou' } })
    expect(await drafts()).toEqual([])
    // A window of the first one writes what was still on its way.
    await machine.client().drafts.put({ id: 'call-of-lin', body })
    expect(await drafts()).toEqual([])
    expect((await machine.client().sync.status()).state).not.toBe('signed_out')
  })

  it('TRU-3d counts wrong passwords over a restart, whatever the clock says, and tells how long to wait', async () => {
    for (let tries = 1; tries <= 5; tries++) {
      const answer = await machine.start().session.unlock({ user: 'lin', password: 'wrong wrong wrong' })
      const detail = { tries, waitMs: tries < 5 ? 0 : 30_000 }
      expect(answer).toEqual({ refusal: { tag: 'unlock.wrong', field: 'password', detail } })
    }
    machine.clock.aheadMs = 10 * 365 * 24 * hourMs
    const waiting = await machine.start().session.unlock({ user: 'lin', password: passwords.lin })
    expect(waiting).toMatchObject({ refusal: { tag: 'unlock.wait' } })
    expect(machine.isOpen()).toBe(false)
    machine.clock.aheadMs = 0
    machine.up.aheadMs += 30_000
    expect(await machine.start().session.unlock({ user: 'lin', password: passwords.lin })).toMatchObject({
      state: 'open',
    })
  })

  it('the shift changes hands without the network: each by their own password, what waits to be sent goes on waiting', async () => {
    isDark = true
    await machine.start().session.unlock({ user: 'zhou', password: passwords.zhou })
    const { session, sync } = machine.client()
    await openCase('快递三天没有动静')
    const before = await session.leaving()
    expect(before).toMatchObject({ drafts: 0, cases: [] })
    expect(before.pending).toBeGreaterThan(0)
    expect(await session.signOut()).toMatchObject({ state: 'signed_out' })
    expect((await machine.client().cases.list({ view: 'all', limit: 10 })).rows).toEqual([])
    expect(await session.signIn(as('lin', 'wrong wrong wrong'))).toMatchObject({ refusal: { tag: 'unlock.wrong' } })
    expect(await session.signIn(as('chen'))).toMatchObject({ refusal: { tag: 'sign_in.no_server' } })
    expect(await session.signIn(as('lin'))).toMatchObject({ state: 'open', actor: { id: 'lin' } })
    expect((await sync.status()).pending).toBe(before.pending)
    expect(await drafts()).toEqual(['call-of-lin'])
    expect((await session.leaving()).drafts).toBe(1)
  })

  it('lists the promises and transfers of whoever leaves that still run', async () => {
    await machine.start().session.unlock({ user: 'lin', password: passwords.lin })
    const { session, cases } = machine.client()
    const id = await openCase('退款没有到账')
    const act = (command: object) => cases.execute({ commandId: randomUUID(), case: id, command })
    const dueAtMs = Date.now() + 30 * 60_000
    expect(await act({ type: 'promise', text: '半小时内回电', dueAtMs })).toMatchObject({ saved: true })
    expect(
      await act({ type: 'transfer', toTeam: 'finance', notifyBy: 'system_notice', reason: { code: 'their_cause' } }),
    ).toMatchObject({ saved: true })
    const left = (await session.leaving()).cases.filter((it) => it.case === id)
    expect(left.map(({ what, dueAtMs: due }) => [what, due])).toEqual([
      ['promise', dueAtMs],
      ['transfer', null],
    ])
  })

  it('lease over: what is older stays closed, a new call is logged, and the lock still opens', async () => {
    isDark = true
    await machine.start().session.unlock({ user: 'lin', password: passwords.lin })
    const older = await openCase('空调不制冷')
    machine.clock.aheadMs = 73 * hourMs
    const { cases, session, sync } = machine.client()
    expect((await sync.status()).leaseOver).toBe(true)
    expect(await cases.get({ id: older })).toBeNull()
    expect(await note(older)).toMatchObject({ refusals: [{ tag: 'lease.over' }] })
    await session.lock()
    expect(await session.unlock({ password: passwords.lin })).toMatchObject({ state: 'open' })
    expect(await openCase('热水器漏水')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
