import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { mayRead } from '../../../shared/case/field-tags.ts'
import { roles } from '../../../shared/case/words.ts'
import { PullResponseSchema, type WrappedKey } from '../../../shared/sync/protocol.ts'
import { type Home, onBothDatabases } from './tools/databases.ts'
import { createDevice, type Device, idOf, post } from './tools/device.ts'

const customer = idOf('customer of the tagged words')
const sealed = 'c2VhbGVk'
const wrappedAs = (text: string): string => Buffer.from(`wrapped ${text} `.repeat(4)).toString('base64')

const said = {
  legal: { type: 'escalated', kind: 'command', body: { id: idOf('up'), level: 'legal', reason: 'legal_threat' } },
  staff: { type: 'field_revealed', kind: 'fact', body: { field: 'customer.phones', reason: 'call_back' } },
  money: {
    type: 'compensation_proposed',
    kind: 'command',
    body: { id: idOf('pay'), form: 'coupon', amountMinor: 9_900, currency: 'CNY' },
  },
} as const
type Tag = keyof typeof said
const tags = Object.keys(said) as Tag[]

onBothDatabases('keys of tagged words', (bed) => {
  let server: RunningServer
  let home: Home
  const [author, other, admin] = [createDevice(), createDevice(), createDevice()]
  const events = {} as Record<Tag, string>

  beforeAll(async () => {
    home = await bed.home()
    server = await bed.start(home)
    await author.login(server.url, 'lin')
    await other.login(server.url, 'he')
    await admin.login(server.url, 'admin')
    const opened = author.open('hotline', { customer, sealed })
    for (const tag of tags) events[tag] = author.say({ ...said[tag], case: opened.case, customer, sealed }).id
    const plain = author.note(opened.case, { customer, sealed })
    const keys = [...Object.values(events), plain.id].map((event) => ({ customer, event, wrapped: wrappedAs(event) }))
    const pushed = await author.push(server.url, 1, undefined, {
      keys: [{ customer, wrapped: wrappedAs('customer') }, ...keys] as WrappedKey[],
    })
    expect(pushed.verdicts.map((it) => it.verdict)).toEqual(pushed.verdicts.map(() => 'accepted'))
  })

  const asked = async (device: Device, wanted: readonly string[], cursors: Record<string, number> = {}) => {
    const body = { cursors, limit: 100, wanted }
    const answer = await post(server.url, '/v1/sync/pull', body, device.signIn().accessToken)
    return PullResponseSchema.parse(answer.body).keys
  }
  const given = async (device: Device, wanted: readonly string[] = Object.values(events)) =>
    (await asked(device, wanted)).map((key) => key.event)
  const become = (role: string, teams: readonly string[]) =>
    post(server.url, '/v1/people/he', { role, team: 'hotline', teams, active: true }, admin.signIn().accessToken)

  it.each(roles.filter((role) => role !== 'system'))(
    'TRU-2c %s is given those its role reads, and no other',
    async (role) => {
      expect((await become(role, ['hotline'])).status).toBe(200)
      const may = role === 'admin' ? [] : tags.filter((tag) => mayRead(role, tag))
      expect((await given(other)).toSorted()).toEqual(may.map((tag) => events[tag]).toSorted())
    },
  )

  it('TRU-2c who wrote them is given their own on whatever device they sit', async () => {
    const second = createDevice()
    await second.login(server.url, 'lin')
    expect((await given(second)).toSorted()).toEqual(Object.values(events).toSorted())
  })

  it('TRU-2c nobody is given those of a case they do not hold, nor any with the pages alone', async () => {
    await become('supervisor', [])
    const stranger = createDevice()
    await stranger.login(server.url, 'shao')
    expect(await given(stranger)).toEqual([])
    const keys = await asked(other, [], { 'team:hotline': 0 })
    expect(keys.map((key) => [key.customer, key.event])).toEqual([[customer, undefined]])
  })

  it('TRU-2c an event without tagged words has no such key, and none is taken for an event of another device', async () => {
    const plain = author.events.find((it) => it.type === 'note_added')?.id ?? ''
    expect(await given(author, [plain])).toEqual([])
    const own = other.open('hotline', { customer, sealed })
    const foreign = author.say({ ...said.legal, case: own.case, customer, sealed })
    const keys = [{ customer, event: foreign.id, wrapped: wrappedAs('forged') }] as WrappedKey[]
    await other.push(server.url, 1, 1, { keys })
    await author.push(server.url, foreign.n, foreign.n)
    expect(await given(author, [foreign.id])).toEqual([])
  })

  it('TRU-4 they go with their customer, from every file, and do not come back', async () => {
    const filesUnder = (folder: string): readonly string[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return filesUnder(path)
        return entry.isFile() ? [path] : []
      })
    // A page of PostgreSQL's log may end in the middle of a key, so one of them alone is not always found whole.
    const holders = () =>
      filesUnder(bed.files(home)).filter((file) => {
        const bytes = readFileSync(file)
        return tags.some((tag) => bytes.includes(wrappedAs(events[tag])))
      })
    await become('supervisor', [])
    expect((await given(other)).length).toBe(tags.length)
    expect(holders().length).toBeGreaterThan(0)
    const erased = await post(
      server.url,
      `/v1/customers/${customer}/erase`,
      { reason: 'request' },
      admin.signIn().accessToken,
    )
    expect(erased.status).toBe(200)
    expect(await given(other)).toEqual([])
    expect(holders().filter((file) => !bed.isLog(file))).toEqual([])
    const opened = author.events[0]
    const later = author.say({ ...said.staff, ...(opened ? { case: opened.case } : {}), customer, sealed })
    const keys = [{ customer, event: later.id, wrapped: wrappedAs('later') }] as WrappedKey[]
    await author.push(server.url, later.n, later.n, { keys })
    expect(await given(author, [later.id])).toEqual([])
  })
})
