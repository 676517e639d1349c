import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const grid = () => page.getByRole('grid', { name: '工单队列', exact: true })
const filter = () => page.getByRole('combobox', { name: '筛选', exact: true })
const openQueue = async () => {
  page = await harness.open()
  await page.keyboard.press('F3')
  await soon(() => grid().locator('[data-current]').count()).toBe(1)
}

describe('the filter line', () => {
  it('SUP-1 narrows the queue while it is typed, and says what it cannot read', async () => {
    await openQueue()
    // How many headings stand between them depends on the hour.
    const all = await grid().getByRole('row').count()
    await soon(() => grid().textContent()).toContain('快递显示签收')
    await page.keyboard.press('/')
    await page.keyboard.insertText('紧急:高 颜色:红')
    await soon(() => grid().textContent()).not.toContain('快递显示签收')
    expect(await grid().getByRole('row').count()).toBeLessThan(all)
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('main').textContent()).toContain('没有“颜色”这一项')
    await soon(() => grid().evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('CALL-2 offers how to go on, by arrows and Enter or by Tab, and never while an input method composes', async () => {
    await openQueue()
    await page.keyboard.press('/')
    await page.keyboard.insertText('渠')
    await soon(() => page.getByRole('option').allTextContents()).toEqual(['渠道'])
    await page.keyboard.press('Tab')
    await soon(() => filter().inputValue()).toBe('渠道:')
    await page.keyboard.insertText('微')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await soon(() => filter().inputValue()).toBe('渠道:微博 ')
    const input = await page.context().newCDPSession(page)
    await input.send('Input.imeSetComposition', { text: 'gong', selectionStart: 4, selectionEnd: 4 })
    await page.keyboard.press('Enter')
    await soon(() => filter().evaluate((node) => node === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
  })

  it('CALL-2 what is typed right after a completion goes on behind it, however late the screen is painted', async () => {
    await openQueue()
    await page.keyboard.press('/')
    await page.keyboard.insertText('渠')
    await soon(() => page.getByRole('option').allTextContents()).toEqual(['渠道'])
    await page.evaluate(() => {
      globalThis.requestAnimationFrame = (run) => setTimeout(() => run(performance.now()), 200) as unknown as number
    })
    await page.keyboard.press('Tab')
    await page.keyboard.insertText('微')
    await page.waitForTimeout(400)
    await page.keyboard.insertText('博')
    await soon(() => filter().inputValue()).toBe('渠道:微博')
  })

  it('SUP-1 an empty answer says how to get out, and Esc leads back to the whole queue', async () => {
    await openQueue()
    await page.keyboard.press('/')
    await page.keyboard.insertText('绝没有这样的事')
    await soon(() => page.getByRole('main').textContent()).toContain('没有符合的工单')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await soon(() => filter().inputValue()).toBe('')
    await soon(() => grid().getByRole('row').count()).toBeGreaterThan(15)
  })

  it('SUP-1 a line kept under a name is a view with a key of its own, and can be removed', async () => {
    await openQueue()
    await page.keyboard.press('/')
    await page.keyboard.insertText('紧急:高')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+s')
    await page.getByRole('textbox', { name: '视图名称' }).fill('要紧的')
    await page.keyboard.press('Enter')
    const view = page.getByRole('button', { name: '要紧的', exact: true })
    await soon(() => view.getAttribute('aria-current')).toBe('true')
    await page.keyboard.press('Alt+1')
    await soon(() => filter().inputValue()).toBe('')
    await page.keyboard.press('Alt+8')
    await soon(() => filter().inputValue()).toBe('紧急:高')
    await page.getByRole('button', { name: '删除视图 要紧的' }).click()
    await soon(() => view.count()).toBe(0)
  })
})
