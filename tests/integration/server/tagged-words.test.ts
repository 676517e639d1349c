import { createSecretKey, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { getMeta } from '../../../electron/core/store/meta.ts'
import { createKeyReader } from '../../../electron/core/store/vault.ts'
import type { RunningServer } from '../../../server/start.ts'
import { demoPassword } from '../../../shared/contract/demo.ts'
import { demoKey } from '../store/tools/fixture.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { onBothDatabases } from './tools/databases.ts'
import { createDevice, post } from './tools/device.ts'

/** Words of the agent He that only some may read, each written once. */
const words = { legal: '客户的律师来函索赔', staff: '替客户回拨核对号码', money: '主管同意补一张券' }
const settled = { cause: '仓库漏扫', measures: '补发', compensation: '另退运费十二元' }

interface Shown {
  readonly case: {
    readonly customerId: string
    readonly escalations: readonly { readonly reason: string | null }[]
    readonly reveals: readonly { readonly reason: string | null }[]
    readonly compensations: readonly { readonly reason?: string | null }[]
    readonly resolution?: { readonly cause: string | null; readonly compensation?: string | null }
  }
}

onBothDatabases('tagged words on several consoles', (bed) => {
  let server: RunningServer
  let author: TestConsole
  let id: string

  const act = async (it: TestConsole, command: object) =>
    expect(await it.client.cases.execute({ commandId: randomUUID(), case: id, command })).toMatchObject({ saved: true })
  const shown = async (it: TestConsole) => (await it.client.cases.get({ id })) as Shown | null

  /** A console of the demonstration, where the agent Lin sits first, and then somebody else. */
  async function deskOf(user: string): Promise<TestConsole> {
    const desk = await openTestConsole(server.url)
    await desk.inStep()
    const state = await desk.client.session.signIn({ org: 'demo', user, password: demoPassword })
    expect(state).toMatchObject({ actor: { id: user } })
    return desk
  }
  const reads = async (it: TestConsole) => {
    const theCase = (await shown(it))?.case
    return {
      legal: theCase?.escalations[0]?.reason ?? null,
      staff: theCase?.reveals[0]?.reason ?? null,
      money: theCase?.compensations[0]?.reason ?? null,
      settled: theCase?.resolution?.compensation ?? null,
    }
  }
  const all = { ...words, settled: settled.compensation }
  const holdsCase = (it: TestConsole) =>
    vi.waitFor(async () => expect((await shown(it))?.case.resolution?.cause).toBe(settled.cause), 20_000)

  /** All that the data key of a console and the keys in its file open: rows as they stand, and every sealed part. */
  function whatStandsIn({ dir }: TestConsole): string {
    const file = openDatabase({ file: join(dir, 'case.db'), key: demoKey(dir), mode: 'read', cacheKiB: 1_000 })
    try {
      const { read } = file
      const tables = read.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      const rows = tables.flatMap(({ name }) => read.all<Record<string, unknown>>(`SELECT * FROM "${name}"`))
      const plain = rows.flatMap((row) =>
        Object.values(row).map((it) => (it instanceof Uint8Array ? Buffer.from(it).toString() : String(it))),
      )
      const orgKey = createSecretKey(Buffer.from(getMeta<string>(read, 'org_key') ?? '', 'base64'))
      const keys = createKeyReader(read, () => orgKey)
      const sealed = read.all<{ id: Uint8Array; customer: Uint8Array; sealed: Uint8Array }>(
        'SELECT id, customer, sealed FROM events WHERE sealed IS NOT NULL',
      )
      return [...plain, ...sealed.map((it) => JSON.stringify(keys.open(it.customer, it.id, it.sealed)))].join()
    } finally {
      file.close()
    }
  }
  const keysIn = ({ dir }: TestConsole) => {
    const file = openDatabase({ file: join(dir, 'case.db'), key: demoKey(dir), mode: 'read', cacheKiB: 1_000 })
    const rows = file.read.all<{ tag: string }>('SELECT tag FROM tag_keys WHERE wrapped IS NOT NULL ORDER BY tag')
    file.close()
    return rows.map(({ tag }) => tag)
  }

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    author = await deskOf('he')
    id = await author.open('一件要分级看的事')
    await act(author, { type: 'escalate', level: 'legal', reason: { code: 'legal_threat', text: words.legal } })
    await act(author, {
      type: 'revealField',
      field: 'customer.phones',
      reason: { code: 'call_back', text: words.staff },
    })
    await act(author, {
      type: 'proposeCompensation',
      form: 'coupon',
      amountMinor: 9_900,
      currency: 'CNY',
      text: words.money,
    })
    await act(author, { type: 'assign', owner: 'he' })
    await act(author, { type: 'resolve', causeCode: 'capacity', ...settled })
    await author.inStep()
  })
  afterAll(closeConsoles)

  it('TRU-2c a colleague of the team holds the case, and not the words: not on screen, not in the opened file', async () => {
    const colleague = await openTestConsole(server.url)
    await holdsCase(colleague)
    await vi.waitFor(async () => expect(await reads(colleague)).toMatchObject({ money: words.money }), 20_000)
    await colleague.inStep()
    expect(await reads(colleague)).toEqual({ ...all, legal: null, staff: null })
    expect(keysIn(colleague)).toEqual(['money', 'money'])
    const told = whatStandsIn(colleague)
    expect([words.legal, words.staff].filter((it) => told.includes(it))).toEqual([])
    // Where they may be read, the same look finds what was read.
    expect([words.money, settled.cause].filter((it) => !told.includes(it))).toEqual([])
  })

  it('TRU-2c legal reads why it was called in, a supervisor reads all of it, the author what they wrote', async () => {
    const [legal, supervisor] = [await deskOf('fang'), await openTestConsole(server.url, { profile: 'supervisor' })]
    await vi.waitFor(async () => expect(await reads(legal)).toEqual({ ...all, staff: null }), 20_000)
    await vi.waitFor(async () => expect(await reads(supervisor)).toEqual(all), 20_000)
    expect(await reads(author)).toEqual(all)
    expect([keysIn(legal), keysIn(supervisor)].map((it) => it.join(' '))).toEqual([
      'legal money money',
      'legal money money staff',
    ])
    expect(whatStandsIn(supervisor)).toContain(words.legal)
  })

  it('TRU-2c whoever loses the role loses the keys and what was read with them; given back, they come back', async () => {
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const become = (role: string) =>
      post(server.url, '/v1/people/gao', { role, team: 'hotline', teams: [], active: true }, admin.signIn().accessToken)
    expect((await become('lead')).status).toBe(200)
    const desk = await deskOf('gao')
    await vi.waitFor(async () => expect(await reads(desk)).toEqual(all), 20_000)
    expect(whatStandsIn(desk)).toContain(words.legal)
    expect((await become('agent')).status).toBe(200)
    await vi.waitFor(() => expect(keysIn(desk)).toEqual(['money', 'money']), 20_000)
    expect(await reads(desk)).toEqual({ ...all, legal: null, staff: null })
    const told = whatStandsIn(desk)
    expect([words.legal, words.staff].filter((it) => told.includes(it))).toEqual([])
    expect((await become('lead')).status).toBe(200)
    await vi.waitFor(async () => expect(await reads(desk)).toEqual(all), 20_000)
  })

  it('TRU-4 erasing the customer destroys these keys on every console, the author\u2019s too', async () => {
    const admin = createDevice()
    await admin.login(server.url, 'admin')
    const reader = await openTestConsole(server.url, { profile: 'supervisor' })
    await vi.waitFor(async () => expect(await reads(reader)).toEqual(all), 20_000)
    const customer = (await shown(reader))?.case.customerId
    const path = `/v1/customers/${customer}/erase`
    expect((await post(server.url, path, { reason: 'request' }, admin.signIn().accessToken)).status).toBe(200)
    // Told with the next answer.
    await author.open('另一件事')
    await vi.waitFor(() => expect([keysIn(reader), keysIn(author)]).toEqual([[], []]), 30_000)
    expect(await reads(reader)).toEqual({ legal: null, staff: null, money: null, settled: null })
    for (const it of [reader, author])
      expect(Object.values(all).filter((text) => whatStandsIn(it).includes(text))).toEqual([])
  })
})
