import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import type { Erasure } from '../../../shared/contract/server.ts'
import { closeConsoles, openTestConsole } from './tools/console.ts'
import { type Home, onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, type Device, get, idOf, post } from './tools/device.ts'

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return entry.isFile() ? [path] : []
  })

onBothDatabases('erasing a customer', (bed) => {
  let server: RunningServer
  let home: Home
  const [agent, admin, reader] = [createDevice(), createDevice(), createDevice()]
  const customer = idOf('customer to be forgotten')
  const wrapped = Buffer.from('the wrapped key of one customer').toString('base64')

  beforeAll(async () => {
    home = await bed.home()
    server = await bed.start(home)
    await agent.login(server.url, 'lin')
    await admin.login(server.url, 'admin')
    await reader.login(server.url, 'zhou')
    agent.open('hotline', { customer, sealed: 'c2VhbGVk' })
    await agent.push(server.url, 1, 1, { keys: [{ customer, wrapped }] as never })
  })

  afterAll(closeConsoles)

  const erase = (by: Device, id: string) =>
    post(server.url, `/v1/customers/${id}/erase`, { reason: 'request' }, by.signIn().accessToken)
  const state = async (id = customer): Promise<Erasure> =>
    (await get(server.url, `/v1/customers/${id}/erasure`, admin.signIn().accessToken)).body as Erasure
  const pull = async (device: Device, erasedUpTo: number) =>
    (
      await post(
        server.url,
        '/v1/sync/pull',
        { cursors: { 'team:hotline': 0 }, limit: 100, erasedUpTo },
        device.signIn().accessToken,
      )
    ).body as { keys: { customer: string }[]; erased: string[]; erasedUpTo: number }

  it('TRU-4 is for who may, of customers there are', async () => {
    expect(codeOf(await erase(agent, customer))).toBe('role.denied')
    expect(codeOf(await erase(admin, idOf('nobody')))).toBe('customer.unknown')
  })

  it('TRU-4 destroys the key, tells every device until it has followed, and says which have', async () => {
    expect((await pull(reader, 0)).keys.map((it) => it.customer)).toEqual([customer])
    const erased = await erase(admin, customer)
    expect(erased.status).toBe(200)
    expect((erased.body as Erasure).done).toEqual([])
    const told = await pull(reader, 0)
    expect([told.keys, told.erased, told.erasedUpTo]).toEqual([[], [customer], 1])
    expect((await pull(reader, 0)).erased).toEqual([customer])
    expect((await state()).done).toEqual([])
    await pull(reader, told.erasedUpTo)
    expect(await state()).toMatchObject({ customer, done: [reader.name], waiting: [admin.name, agent.name].toSorted() })
  })

  it('TRU-4b keeps the record and its chain, and takes no other key for the customer', async () => {
    const later = agent.open('hotline', { customer, sealed: 'c2VhbGVk' })
    await agent.push(server.url, later.n, later.n, { keys: [{ customer, wrapped }] as never })
    const told = await pull(reader, 1)
    expect([told.keys, told.erased]).toEqual([[], [customer]])
    const page = (await reader.pull(server.url, { 'team:hotline': 0 })).pages[0]
    expect(page?.events.filter((it) => it.event.customer === customer)).toHaveLength(2)
  })

  it('TRU-4 leaves the key in no file of the embedded server, nor of the table on PostgreSQL', async () => {
    const written = `wrapped ${'key '.repeat(20)}`
    const other = idOf('another one to be forgotten')
    const key = Buffer.from(written).toString('base64')
    const opened = agent.open('hotline', { customer: other, sealed: 'c2VhbGVk' })
    await agent.push(server.url, opened.n, opened.n, { keys: [{ customer: other, wrapped: key }] as never })
    const holders = () => filesUnder(bed.files(home)).filter((file) => readFileSync(file).includes(key))
    expect(holders().length).toBeGreaterThan(0)
    expect((await erase(admin, other)).status).toBe(200)
    expect(holders().filter((file) => !bed.isLog(file))).toEqual([])
  })
  it('TRU-4 consoles carry it out at once, though nothing else happens, and say so when nothing is left', async () => {
    const consoles = [
      await openTestConsole(server.url),
      await openTestConsole(server.url, { profile: 'supervisor' }),
    ] as const
    for (const it of consoles) await it.inStep()
    const id = await consoles[0].open('泄露隐私')
    const held = () =>
      Promise.all(
        consoles.map(
          async (it) => (await it.client.cases.get({ id }))?.case as { customer: unknown; customerId: string },
        ),
      )
    await vi.waitFor(async () => expect((await held()).every((it) => it?.customer)).toBe(true), 20_000)
    for (const it of consoles) await it.inStep()
    const other = (await held())[0]?.customerId ?? ''
    expect((await erase(admin, other)).status).toBe(200)
    await vi.waitFor(async () => expect((await state(other)).done).toHaveLength(2), 20_000)
    expect(await held()).toMatchObject([{ customer: null }, { customer: null }])
    const again = idOf('customer of a second request')
    const opened = agent.open('hotline', { customer: again, sealed: 'c2VhbGVk' })
    await agent.push(server.url, opened.n, opened.n, { keys: [{ customer: again, wrapped }] as never })
    expect((await erase(admin, again)).status).toBe(200)
    await vi.waitFor(async () => expect((await state(again)).done).toHaveLength(2), 20_000)
  })

  it('TRU-4 a device cannot have carried out what was not asked yet', async () => {
    await pull(reader, 1_000_000)
    const later = idOf('customer of a third request')
    const opened = agent.open('hotline', { customer: later, sealed: 'c2VhbGVk' })
    await agent.push(server.url, opened.n, opened.n, { keys: [{ customer: later, wrapped }] as never })
    const erased = (await erase(admin, later)).body as Erasure
    expect(erased.waiting).toContain(reader.name)
  })
})
