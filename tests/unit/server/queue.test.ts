import { expect, it } from 'vitest'
import { Problem } from '../../../server/problem.ts'
import type { Delivery, Ingested } from '../../../server/sync/ingest.ts'
import { createQueue } from '../../../server/sync/queue.ts'

const delivery = (device: string, events = 1): Delivery =>
  ({ batch: { device, events: Array.from({ length: events }) }, scopes: [] }) as unknown as Delivery

const answerFor = (device: string): Ingested['outcomes'][number] => ({ lastN: device.length }) as never
const nameOf = (it: Delivery): string => it.batch.device

function collecting(judge: (group: readonly string[]) => Ingested['outcomes']) {
  const groups: string[][] = []
  const faults: string[] = []
  const clock = { ms: 1_000_000 }
  const queue = createQueue({
    ingest: async (_org, deliveries) => {
      await Promise.resolve()
      const group = deliveries.map(nameOf)
      groups.push(group)
      return { outcomes: judge(group), heads: {} }
    },
    onHeads: () => undefined,
    onFault: (what) => faults.push(what),
    nowMs: () => clock.ms,
  })
  return { queue, groups, faults, clock }
}

it('shares one transaction among those that came while one was running, one batch of each device', async () => {
  const { queue, groups } = collecting((group) => group.map(answerFor))
  const pushes = ['a', 'b', 'c', 'b', 'd'].map((device) => queue.push('org', delivery(device)))
  await Promise.all(pushes)
  expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['b']])
})

it('keeps groups below a size, and lets one large batch through alone', async () => {
  const { queue, groups } = collecting((group) => group.map(answerFor))
  await Promise.all([queue.push('org', delivery('a', 5000)), queue.push('org', delivery('b', 500))])
  await Promise.all(['c', 'd', 'e'].map((device) => queue.push('org', delivery(device, 400))))
  expect(groups).toEqual([['a'], ['b'], ['c', 'd'], ['e']])
})

it('tries each alone when a group fails, so that one batch cannot hold up the others', async () => {
  const { queue, groups, faults } = collecting((group) => {
    if (group.includes('bad')) throw new Error('poison')
    return group.map(answerFor)
  })
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((device) => queue.push('org', delivery(device))))
  expect(outcomes.map((it) => it.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(groups).toEqual([['a'], ['bad', 'c'], ['bad'], ['c']])
  expect(faults).toEqual(['ingest.group'])
})

it('asks a database that is away once for a group, and not again for each batch of it', async () => {
  const { queue, groups } = collecting(() => {
    throw new Problem(503, 'database.away')
  })
  const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((device) => queue.push('org', delivery(device))))
  expect(outcomes.map((it) => it.status === 'rejected' && it.reason.code)).toEqual(Array(4).fill('database.away'))
  expect(groups).toEqual([['a'], ['b', 'c', 'd']])
})

it('answers a batch that does not fit with its problem and the others with their words', async () => {
  const { queue } = collecting((group) =>
    group.map((it) => (it === 'gap' ? new Problem(409, 'push.gap') : answerFor(it))),
  )
  const [right, gap] = await Promise.allSettled([queue.push('org', delivery('a')), queue.push('org', delivery('gap'))])
  expect(right?.status).toBe('fulfilled')
  expect(gap).toMatchObject({ status: 'rejected', reason: { code: 'push.gap' } })
})

it('says at once that it is busy instead of letting thousands wait', async () => {
  const { queue } = collecting((group) => group.map(answerFor))
  const all = await Promise.allSettled(Array.from({ length: 600 }, (_, i) => queue.push('org', delivery(`d${i}`))))
  const busy = all.filter((it) => it.status === 'rejected')
  expect(busy.length).toBeGreaterThan(0)
  expect(busy.every((it) => it.status === 'rejected' && it.reason.code === 'server.busy')).toBe(true)
})

it('SLA-9 expects more of a device that has made more than it sent, until it comes or the device falls silent', async () => {
  const { queue, clock } = collecting((group) => group.map(answerFor))
  const part = (device: string, lastN: number, newestN: number): Delivery =>
    ({ batch: { device, events: [{ n: lastN }], newestN }, scopes: [] }) as unknown as Delivery
  await queue.push('org', part('a', 500, 900))
  expect(queue.expectsMore()).toBe(true)
  await queue.push('org', part('a', 900, 900))
  expect(queue.expectsMore()).toBe(false)
  await queue.push('org', part('b', 10, 20))
  clock.ms += 60_000
  expect(queue.expectsMore()).toBe(false)
})
