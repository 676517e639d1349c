import { expect, it } from 'vitest'
import type { ActorId, ScopeId } from '../../../shared/kernel/brand.ts'
import { agent, must, openCase, openOrg, scopes, supervisor } from './tools/fixture.ts'

const words = 'system.order_list_timeout'
const judge = (helped: boolean, text?: string) =>
  ({ type: 'judgeWords', words, helped, ...(text === undefined ? {} : { text }) }) as const

it('counts whom words helped, the last word of each person in each case, and keeps what was told their author', async () => {
  const it = await openOrg()
  const [first, second] = [openCase(it), openCase(it)]
  must(it, judge(true), { case: first })
  must(it, judge(false, '导出的路径变了'), { case: first })
  must(it, judge(true), { case: first, actor: supervisor })
  it.clock.nowMs += 1_000
  must(it, judge(true), { case: second })
  expect(await it.store.read.judgedWords({ scopes })).toEqual([{ words, helped: 2, not: 1, told: 1 }])
  const told = await it.store.read.toldWords({ words, scopes, limit: 10 })
  expect(told).toEqual([{ case: first, actor: agent.id, atMs: it.clock.nowMs - 1_000 }])
  expect(it.store.read.getCase(first)?.case.judged).toMatchObject([
    { words, helped: true, text: null },
    { helped: false, text: '导出的路径变了' },
    { helped: true, by: supervisor.id },
  ])
})

it('what was judged in cases of others is counted nowhere', async () => {
  const it = await openOrg()
  must(it, judge(true, '好用'), { case: openCase(it) })
  const stranger = { id: 'wei' as ActorId, scopes: ['team:rnd'] as ScopeId[] }
  expect(await it.store.read.judgedWords(stranger)).toEqual([])
  expect(await it.store.read.toldWords({ words, scopes: stranger.scopes, limit: 10 })).toEqual([])
})
