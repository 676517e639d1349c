import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Hit, SearchQuery } from '../../../electron/core/store/search/search.ts'
import type { DeviceId, EventId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { close, must, type Opened, open, openCase, openOrg, scopes, seen } from './tools/fixture.ts'
import { createOrder } from './tools/order.ts'

const openSearching = () => openOrg({ threads: true })

async function find(it: Opened, text: string, more: Partial<SearchQuery> = {}): Promise<readonly Hit[]> {
  const query = { text, scopes, nowMs: it.clock.nowMs, order: 'newest', limit: 50 } as const
  return (await it.store.read.search({ ...query, ...more })).hits
}

const names = async (it: Opened, text: string, more: Partial<SearchQuery> = {}) =>
  (await find(it, text, more)).map((hit) => hit.row.customerName)

/** The same questions before anything is indexed and after: the answers may not differ. */
async function twice(it: Opened, check: () => Promise<void>): Promise<void> {
  await check()
  await it.store.indexed()
  await check()
}

describe('search', () => {
  it('finds two-character Chinese words, and a single character as the beginning of one', async () => {
    const it = await openSearching()
    openCase(it, { name: '甲', symptom: '收到的包裹破损，要求退款' })
    openCase(it, { name: '乙', symptom: '电话一直打不通' })
    await twice(it, async () => {
      expect(await names(it, '破损')).toEqual(['甲'])
      expect(await names(it, '包裹破损')).toEqual(['甲'])
      expect(await names(it, '破')).toEqual(['甲'])
      expect(await names(it, '通')).toEqual(['乙'])
      expect(await names(it, '裹破包')).toEqual([])
      expect(await names(it, '破损 包裹')).toEqual(['甲'])
      expect(await names(it, '破损 电话')).toEqual([])
      expect(await names(it, '没有')).toEqual([])
    })
  })

  it('does not take neighbours for a word: every pair there, the word not', async () => {
    const it = await openSearching()
    openCase(it, { name: '甲', symptom: '退款单号不对。款单退回来了' })
    openCase(it, { name: '乙', symptom: '单退款的问题；款单子' })
    await twice(it, async () => {
      expect(await names(it, '退款单')).toEqual(['甲'])
      expect(await names(it, '款单退')).toEqual(['甲'])
    })
  })

  it('finds Latin words by their beginning in any case, and digits inside numbers', async () => {
    const it = await openSearching()
    openCase(it, { name: '甲', symptom: 'Router AX3000 重启，订单 XD20240510AB' })
    await twice(it, async () => {
      for (const text of ['router', 'ROUT', 'ax3000', '3000', '0510', 'XD2024', '20240510', 'ｒｏｕｔｅｒ', '３０００'])
        expect(await names(it, text), text).toEqual(['甲'])
      for (const text of ['outer', '3001', '0511', 'XD2025']) expect(await names(it, text), text).toEqual([])
    })
  })

  it('CALL-2 finds names by pinyin, initials and surname readings: 张三 by zs', async () => {
    const it = await openSearching()
    openCase(it, { name: '张三' })
    openCase(it, { name: '单雄信' })
    openCase(it, { name: '曾阿牛' })
    await twice(it, async () => {
      for (const text of ['zs', 'ZS', 'zhangsan', 'zhangs', '张三', '三'])
        expect(await names(it, text), text).toEqual(['张三'])
      expect(await names(it, 'sxx')).toEqual(['单雄信'])
      expect(await names(it, 'shanxiongxin')).toEqual(['单雄信'])
      expect(await names(it, 'zengan')).toEqual(['曾阿牛'])
      expect(await names(it, 'zsx')).toEqual([])
    })
  })

  it('takes traditional for simplified, both ways', async () => {
    const it = await openSearching()
    openCase(it, { name: '陳小明', symptom: '訂單無法取消' })
    openCase(it, { name: '王芳', symptom: '订单无法取消' })
    await twice(it, async () => {
      expect(await names(it, '订单')).toEqual(['王芳', '陳小明'])
      expect(await names(it, '訂單')).toEqual(['王芳', '陳小明'])
      expect(await names(it, '陈小明')).toEqual(['陳小明'])
      expect(await names(it, 'cxm')).toEqual(['陳小明'])
    })
  })

  it('finds rare characters beyond the first plane', async () => {
    const it = await openSearching()
    openCase(it, { name: '𠮷野', symptom: '姓名中的𠮷字显示不出' })
    await twice(it, async () => {
      expect(await names(it, '𠮷字')).toEqual(['𠮷野'])
      expect(await names(it, '𠮷野')).toEqual(['𠮷野'])
    })
  })

  it('finds a phone by the full number in any spelling, its last four, its first three and last four', async () => {
    const it = await openSearching()
    openCase(it, { name: '甲', phone: '+8613812345678' })
    openCase(it, { name: '乙', phone: '+8613898765432' })
    await twice(it, async () => {
      for (const text of [
        '13812345678',
        '138 1234 5678',
        '+86 138-1234-5678',
        '１３８１２３４５６７８',
        '5678',
        '138****5678',
        '138 5678',
      ])
        expect(await names(it, text), text).toEqual(['甲'])
      for (const text of ['1234', '138', '13812345679', '8765']) expect(await names(it, text), text).toEqual([])
    })
  })

  it('CASE-6 finds a case by its provisional number', async () => {
    const it = await openOrg({ threads: true, numberPrefix: 'BJ7' })
    openCase(it, { name: '甲' })
    openCase(it, { name: '乙' })
    await twice(it, async () => {
      for (const text of ['BJ7-2', 'bj72', 'ＢＪ７－２']) expect(await names(it, text), text).toEqual(['乙'])
    })
  })

  it('CASE-6c finds a case by either number, also after the server gave the official one', async () => {
    const it = await openOrg({ threads: true, numberPrefix: 'BJ7' })
    openCase(it, { name: '甲' })
    openCase(it, { name: '乙' })
    const order = createOrder(() => it.clock.nowMs)
    const batch = it.store.sync.nextBatch(500, 1_000_000)
    const opened = batch?.events[0]
    if (!batch || !opened) throw new Error('nothing to send')
    it.store.sync.adoptVerdicts(batch, order.push(batch))
    const { personal: _personal, sealed: _sealed, ...plain } = { personal: null, ...opened }
    const given: Envelope = {
      ...plain,
      ...{ id: randomUUID() as EventId, device: 'server' as DeviceId, n: 1, devPrev: zeroHash },
      ...{ kind: 'derived', type: 'number_given', body: { number: '20260701-000042' } },
    }
    order.push({ ...batch, events: [given] })
    it.store.sync.adoptPages(order.pull(it.store.sync.position().cursors, scopes))
    await twice(it, async () => {
      for (const text of ['20260701-000042', '20260701000042', 'BJ7-1'])
        expect(await names(it, text), text).toEqual(['甲'])
    })
  })

  it('shows the place of the hit in the original words', async () => {
    const it = await openSearching()
    openCase(it, { name: '甲', symptom: `${'前文'.repeat(30)}訂單無法取消${'后文'.repeat(30)}` })
    await twice(it, async () => {
      const [hit] = await find(it, '订单')
      if (hit === undefined) throw new Error('no hit')
      const { text, marks } = hit.snippet
      expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['訂單'])
      expect(text.length).toBeLessThanOrEqual(80)
    })
  })

  it('gives the newest first, page by page', async () => {
    const it = await openSearching()
    for (let i = 0; i < 9; i++) {
      it.clock.nowMs += 60_000
      openCase(it, { name: `第${i}位`, symptom: '退款' })
    }
    await twice(it, async () => {
      const page = async (cursor?: string) => {
        const query = { text: '退款', scopes, nowMs: 0, order: 'newest', limit: 4 } as const
        return it.store.read.search({ ...query, ...(cursor === undefined ? {} : { cursor }) })
      }
      const first = await page()
      const second = await page(first.next)
      const third = await page(second.next)
      const shown = [first, second, third].flatMap((found) => found.hits.map((hit) => hit.row.customerName))
      expect(shown).toEqual(['8', '7', '6', '5', '4', '3', '2', '1', '0'].map((i) => `第${i}位`))
      expect(third.next).toBeUndefined()
    })
  })

  it('by relevance: in name or symptom before a late mention, often before once, then the newest', async () => {
    const it = await openSearching()
    const filler = '其他内容'.repeat(40)
    openCase(it, { name: '常说', symptom: `发票发票发票有问题${filler}` })
    openCase(it, { name: '提及', symptom: `${filler}发票` })
    openCase(it, { name: '开头', symptom: `发票有问题${filler}` })
    openCase(it, { name: '新提及', symptom: `${filler}发票` })
    await it.store.indexed()
    expect(await names(it, '发票', { order: 'relevance' })).toEqual(['常说', '开头', '新提及', '提及'])
    expect(await names(it, '发票', { order: 'newest' })).toEqual(['新提及', '开头', '提及', '常说'])
  })

  it('is narrowed by scope, filter and customer', async () => {
    const it = await openSearching()
    openCase(it, { name: '张三', symptom: '退款', urgency: 'high' })
    openCase(it, { name: '李四', symptom: '退款', urgency: 'low' })
    await twice(it, async () => {
      expect(await names(it, '退款', { filter: { urgency: ['high'] } })).toEqual(['张三'])
      expect(await names(it, '退款', { filter: { customer: 'ls' } })).toEqual(['李四'])
      expect(await names(it, '', { filter: { customer: '张' } })).toEqual(['张三'])
      expect(await names(it, '退款', { scopes: ['team:rnd'] })).toEqual([])
    })
  })

  it('counts hits exactly', async () => {
    const it = await openSearching()
    for (let i = 0; i < 12; i++) openCase(it, { symptom: i % 3 === 0 ? '破损' : '退款' })
    await twice(it, async () => {
      expect(await it.store.read.countHits({ text: '破损', scopes, nowMs: 0 })).toEqual({ value: 4, exact: true })
    })
  })

  it('user text never reaches the index as syntax', async () => {
    const it = await openSearching()
    openCase(it, { name: '甲', symptom: '退款 "引号" AND NOT (括号) * ^ : { } NEAR' })
    await twice(it, async () => {
      for (const text of [
        '"',
        '""',
        '*',
        'AND',
        'NOT',
        'NEAR(',
        '(',
        ')',
        '^退',
        '退款"',
        't:退款',
        '{',
        "'; DROP TABLE cases; --",
        '\u0000',
        '\ud800',
      ])
        await expect(find(it, text), text).resolves.toBeInstanceOf(Array)
      expect(await names(it, '"引号"')).toEqual(['甲'])
    })
  })

  it('follows what is added later, and survives its own file being lost', async () => {
    const it = await openSearching()
    const id = openCase(it, { name: '甲', symptom: '退款' })
    await it.store.indexed()
    must(it, { type: 'addNote', text: '客户改要换货' }, { case: id })
    await twice(it, async () => expect(await names(it, '换货')).toEqual(['甲']))
    await close(it)
    const { rmSync, writeFileSync } = await import('node:fs')
    rmSync(`${it.dir}/search.db`)
    const again = await open({ dir: it.dir, threads: true })
    await again.store.indexed()
    expect(await names(again, '换货')).toEqual(['甲'])
    await close(again)
    writeFileSync(`${it.dir}/search.db`, 'not a database at all, not even close to one'.repeat(200))
    const third = await open({ dir: it.dir, threads: true })
    await third.store.indexed()
    expect(await names(third, '换货')).toEqual(['甲'])
    expect(third.log.map((entry) => entry.code)).toContain('store.search_anew')
  })

  it('TRU-4 nothing of an erased customer is found', async () => {
    const it = await openSearching()
    const id = openCase(it, { name: '孙七', phone: '+8613812345678', symptom: '隐私泄露' })
    await it.store.indexed()
    const customer = it.store.read.getCase(id)?.case.customerId
    if (customer === undefined) throw new Error('no customer')
    it.store.write.eraseCustomer(customer)
    await twice(it, async () => {
      for (const text of ['孙七', 'sq', '隐私', '13812345678', '5678']) expect(await names(it, text), text).toEqual([])
    })
    expect((await it.store.read.list({ ...seen, view: 'all', nowMs: 0, limit: 5 })).rows).toHaveLength(1)
  })
})
