import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations, harnessOfFile, type Look, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const panel = () => page.getByRole('complementary')
const refused = (name: RegExp) => panel().getByRole('listitem', { name })
const field = (name: string) => panel().getByRole('region', { name, exact: true })
const openReturned = async (look: Look = {}) => {
  page = await harness.open({ scene: 'returned', ...look })
  await page.keyboard.press('Alt+0')
  await panel().getByRole('listitem').first().waitFor()
}

describe('what came back', () => {
  it('SYNC-5b stands with its words, the reason, who did what before, and what can be done', async () => {
    await openReturned()
    const held = refused(/000007/)
    await soon(() => held.textContent()).toMatch(/下午三点以后才方便.*工单现在是“已撤回”.*先做了“撤回/)
    await soon(() => held.getByRole('button').allTextContents()).toEqual([
      '重新提交',
      '转为备注',
      '复制内容',
      '不再处理',
    ])
    expect(
      await refused(/000012/)
        .getByRole('button')
        .count(),
    ).toBe(0)
  })

  it.each([
    ['重新提交', '已重新提交'],
    ['转为备注', '已转为备注'],
    ['不再处理', '已不再处理'],
  ])('SYNC-5c %s by the keyboard: it is said, and gone from the list', async (way, said) => {
    await openReturned()
    await refused(/000007/)
      .getByRole('button', { name: way })
      .press('Enter')
    await soon(() => panel().getByRole('status').textContent()).toBe(said)
    await soon(() => refused(/000007/).count()).toBe(0)
  })
})

describe('what two sides changed differently', () => {
  it('SYNC-2 shows both values with who gave them and when, and lets one hold', async () => {
    await openReturned()
    const urgency = field('紧急度')
    await soon(() => urgency.textContent()).toMatch(/中.*林小雨.*用这个.*高.*顾.*不换，就用这个/)
    await urgency.getByRole('button', { name: '用这个 中' }).press('Enter')
    await soon(() => panel().getByRole('status').textContent()).toBe('已选定')
    await soon(() => urgency.count()).toBe(0)
    await field('问题现象').getByRole('button', { name: '不换，另一个记成备注' }).press('Enter')
    await soon(() => panel().getByRole('status').textContent()).toBe('已转为备注')
    await soon(() => panel().getByRole('region').count()).toBe(0)
  })

  it.each([{ theme: 'dark' }, { lang: 'en' }, { lang: 'zh-TW' }] as const)(
    'has nothing axe finds, %o',
    async (look) => {
      await openReturned(look)
      expect(await axeViolations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    },
  )
})
