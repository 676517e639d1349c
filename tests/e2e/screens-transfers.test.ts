import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { compose } from './harness/composing.ts'
import { axeViolations, harnessOfFile, type Look, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const grid = () => page.getByRole('grid', { name: '转来的事', exact: true })
const preview = () => page.getByRole('region', { name: '要答复的事', exact: true })
const panel = (name: string) => page.getByRole('complementary', { name, exact: true })
const executed = () =>
  page.evaluate(() => (globalThis as unknown as { harness: { executed: () => string[] } }).harness.executed())
const openTransfers = async (look: Look = {}) => {
  page = await harness.open({ scene: 'handler', ...look })
  if (look.scene !== undefined) await page.keyboard.press('Shift+F9')
  await page.getByRole('main').locator('section, [role=status]').first().waitFor()
}

/** The keys one after the other, counted; text between them is not. */
async function give(...keys: readonly string[]): Promise<number> {
  for (const key of keys) {
    if (key.startsWith('«')) await page.keyboard.insertText(key.slice(1, -1))
    else await page.keyboard.press(key)
  }
  return keys.filter((key) => !key.startsWith('«')).length
}

describe('the view of another department', () => {
  it('CALL-9c a handler begins there: by deadline, with what is needed to answer', async () => {
    await openTransfers()
    await soon(() => grid().getByRole('row').count()).toBeGreaterThan(5)
    const first = grid().getByRole('row').first()
    await soon(() => first.getAttribute('data-current')).toBe('true')
    await soon(() => first.getByRole('timer').textContent()).toContain('超')
    await soon(() => preview().textContent()).toContain('列表接口超时，请查慢查询')
    const text = await preview().textContent()
    for (const part of [
      '退款申请审核通过八天仍未到账',
      '约 40 单待发',
      '两小时内修复',
      '加载失败截图.png',
      '改版只动了样式',
    ])
      expect(text).toContain(part)
    await page.keyboard.press('j')
    await soon(() => preview().textContent()).toContain('结账时重复扣款两次')
    await page.keyboard.press('End')
    await soon(() => grid().locator('[data-current]').textContent()).not.toContain('结账')
    const rail = page.getByRole('navigation', { name: '主导航' })
    await soon(() => rail.getByRole('button', { name: /转单/ }).textContent()).toContain('20 件等我答复')
  })

  it.each([
    ['答复', ['t', '«已修复，请客户重试»', 'Control+Enter'], '已答复'],
    ['退回', ['b', '2', 'Enter'], '已退回'],
    ['追问', ['w', '«是哪个账号？»', 'Control+Enter'], '已追问'],
  ] as const)('CALL-9c %s takes at most four keys', async (_, keys, done) => {
    await openTransfers()
    await soon(() => preview().textContent()).toContain('列表接口超时')
    expect(await give(...keys)).toBeLessThanOrEqual(4)
    await soon(() => page.getByRole('status').allTextContents()).toContainEqual(expect.stringContaining(done))
    await soon(() => executed()).toHaveLength(1)
    await soon(() => grid().evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('CALL-8d shows where one’s role is called in, and Y takes it up', async () => {
    await openTransfers()
    await soon(() => grid().getByRole('row').count()).toBeGreaterThan(5)
    await page.keyboard.press('Alt+4')
    await soon(() => grid().getByRole('row').count()).toBe(2)
    await soon(() => grid().getByRole('row').first().textContent()).toMatch(/林小雨.*升级.*还没有人接手/)
    await soon(() => grid().getByRole('row').last().textContent()).toContain('已接手')
    await soon(() => preview().textContent()).toContain('客户说律师函已寄出')
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('y')
    await panel('接手升级').waitFor()
    await page.keyboard.press('Enter')
    await soon(() => executed()).toHaveLength(1)
  })

  it('CALL-2 no key of an open composition gives a command, in any input of its forms', async () => {
    await openTransfers()
    await soon(() => preview().textContent()).toContain('列表接口超时')
    for (const [key, title] of [
      ['t', '答复转单'],
      ['b', '退回转单'],
      ['w', '追问'],
    ] as const) {
      await page.keyboard.press(key)
      const fields = panel(title).getByRole('textbox')
      await soon(() => fields.count()).toBeGreaterThan(0)
      for (const field of await fields.all()) await compose(page, field, 'dingdan', '订单')
      await page.keyboard.press('Escape')
    }
    expect(await executed()).toHaveLength(0)
  })

  it('with nothing to answer it says so, and offline how old it is', async () => {
    await openTransfers({ scene: 'empty' })
    await soon(() => page.getByRole('main').textContent()).toContain('没有等您答复的转单')
    await page.keyboard.press('Alt+3')
    await soon(() => page.getByRole('main').textContent()).toContain('您问出去的都有了回音')
    await harness.look(page, { scene: 'offline' })
    await page.keyboard.press('Shift+F9')
    await soon(() => page.getByRole('main').textContent()).toContain('离线 2 小时，显示的是本机的数据')
  })
})

describe('axe', () => {
  it.each([
    ['light', 'zh-CN'],
    ['dark', 'zh-CN'],
    ['light', 'en'],
    ['dark', 'zh-TW'],
  ] as const)('finds nothing, %s %s', async (theme, lang) => {
    page = await harness.open({ scene: 'handler', theme, lang })
    const found: Record<string, readonly string[]> = {}
    for (const key of ['j', 't', 'b', 'w']) {
      await page.keyboard.press('Escape')
      await page.keyboard.press(key)
      if (key !== 'j') await page.locator('aside form').waitFor()
      const violations = await axeViolations(page)
      if (violations.length > 0) found[key] = violations
    }
    for (const scene of ['empty', 'offline', 'long'] as const) {
      await harness.look(page, { scene, theme, lang })
      await page.keyboard.press('Shift+F9')
      await quiet(page)
      const violations = await axeViolations(page)
      if (violations.length > 0) found[scene] = violations
    }
    expect(found).toEqual({})
  })
})

describe('sizes', () => {
  it.each([
    ['1366×768', 1366, 768],
    ['200 % zoom of 1366×768', 683, 384],
  ])('nothing lies beyond the edge at %s', async (_, width, height) => {
    page = await harness.open({ scene: 'handler' }, { width, height })
    await soon(() => grid().getByRole('row').count()).toBeGreaterThan(0)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over).toBe(0)
  })
})
