import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import type { Caller } from '../../../server/auth/caller.ts'
import type { Database, Notice } from '../../../server/db/database.ts'
import { createLive } from '../../../server/sync/live.ts'

interface Reader {
  readonly lines: string[]
  readonly response: ServerResponse
  unsent: number
  ended: boolean
}

function reader(): Reader {
  const it: Reader = { lines: [], response: null as never, unsent: 0, ended: false }
  const response = {
    writeHead: () => undefined,
    on: () => undefined,
    write: (line: string) => it.lines.push(line),
    end: () => {
      it.ended = true
    },
    get writableLength() {
      return it.unsent
    },
  }
  return Object.assign(it, { response: response as unknown as ServerResponse })
}

const caller = (id: string, scopes: readonly string[], more: Partial<Caller> = {}): Caller =>
  ({ org: 'o', device: `d-${id}`, epoch: 'e', aclV: 1, untilMs: 1_000, actor: { id, scopes }, ...more }) as Caller

/** Streams over a database that knows these heads and rights. */
function streams(heads: Readonly<Record<string, number>>, rights: Readonly<Record<string, number>>) {
  let told: (notice: Notice) => void = () => undefined
  let beat: () => void = () => undefined
  const clock = { nowMs: 1 }
  const rowsOf = (name: string) =>
    name === 'live.rights'
      ? Object.entries(rights).map(([actor, aclV]) => ({ actor, aclV }))
      : Object.entries(heads).map(([scope, head]) => ({ scope, head, horizon: 0 }))
  const db = {
    read: async (_org: string, work: (sql: unknown) => unknown) =>
      work({ rows: async ({ name }: { name: string }) => rowsOf(name) }),
    onTold: (listener: (notice: Notice) => void) => {
      told = listener
      return () => undefined
    },
  } as unknown as Database
  const timers = {
    after: () => () => undefined,
    repeat: (work: () => void) => {
      beat = work
      return () => undefined
    },
  }
  const onFault = (_what: string, error: unknown) => {
    throw error
  }
  const live = createLive({ db, timers, nowMs: () => clock.nowMs, onFault })
  const pass = () => new Promise((done) => setTimeout(done, 5))
  const heartbeat = async () => {
    beat()
    await pass()
  }
  return { live, clock, heartbeat, tell: (notice: Notice) => told(notice) }
}

const dataOf = ({ lines }: Reader) => JSON.parse(lines.at(-1)?.split('data: ')[1] ?? '{}')

it('SYNC-6 SYNC-7 tells each stream of its own scopes only, at opening and at each heartbeat of all of them', async () => {
  const { live, heartbeat, tell } = streams({ 'team:a': 4, 'team:b': 9 }, { li: 1, bo: 1 })
  const [li, bo] = [reader(), reader()]
  await live.open(caller('li', ['team:a']), li.response)
  await live.open(caller('bo', ['team:b']), bo.response)
  expect([dataOf(li).heads, dataOf(bo).heads]).toEqual([{ 'team:a': 4 }, { 'team:b': 9 }])
  tell({ org: 'o', heads: { 'team:a': 5 } })
  tell({ org: 'other', heads: { 'team:b': 99 } })
  expect([dataOf(li).heads, bo.lines.length]).toEqual([{ 'team:a': 5 }, 1])
  await heartbeat()
  expect([dataOf(li), dataOf(bo)]).toMatchObject([
    { heads: { 'team:a': 4 }, aclV: 1, epoch: 'e' },
    { heads: { 'team:b': 9 }, aclV: 1 },
  ])
})

it('cuts off a reader that lets too much pile up, and holds up nobody else', async () => {
  const { live, tell } = streams({ 'team:a': 1 }, { li: 1, bo: 1 })
  const [slow, quick] = [reader(), reader()]
  await live.open(caller('li', ['team:a']), slow.response)
  await live.open(caller('bo', ['team:a']), quick.response)
  slow.unsent = 300_000
  tell({ org: 'o', heads: { 'team:a': 2 } })
  expect([slow.ended, quick.ended, live.count()]).toEqual([true, false, 1])
  expect(dataOf(quick).heads).toEqual({ 'team:a': 2 })
})

it('SYNC-6 ends a stream whose token ran out, whose device or person was told of, and at a heartbeat whose rights changed unheard', async () => {
  const { live, clock, heartbeat, tell } = streams({ 'team:a': 1 }, { li: 1, bo: 2, wu: 1, ho: 1 })
  const [li, bo, wu, ho] = [reader(), reader(), reader(), reader()]
  await live.open(caller('li', ['team:a'], { untilMs: 50 }), li.response)
  await live.open(caller('bo', ['team:a']), bo.response)
  await live.open(caller('wu', ['team:a']), wu.response)
  await live.open(caller('ho', ['team:a']), ho.response)
  tell({ org: 'o', device: 'd-wu' })
  tell({ org: 'o', actor: 'ho' })
  expect([li, bo, wu, ho].map((it) => it.ended)).toEqual([false, false, true, true])
  clock.nowMs = 60
  await heartbeat()
  expect([li.ended, bo.ended, live.count()]).toEqual([true, true, 0])
})
