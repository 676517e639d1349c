import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations, harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const panel = () => page.getByRole('complementary', { name: '改资料', exact: true })
const field = (name: string) => panel().getByRole('textbox', { name: `${name} (可不填)`, exact: true })
const faultBeside = (name: string) =>
  field(name).evaluate((node) => document.getElementById(node.getAttribute('aria-describedby') ?? '')?.textContent)
const isFocused = (name: string) => field(name).evaluate((node) => node === document.activeElement)
const commands = () =>
  page.evaluate(() => (globalThis as unknown as { harness: { commands: () => unknown[] } }).harness.commands())

/** Tab by Tab, as the hand does; what stands in a field is selected on the way in and written over. */
const goTo = async (name: string) => {
  for (let presses = 0; presses < 14 && !(await isFocused(name)); presses++) await page.keyboard.press('Tab')
  expect(await isFocused(name)).toBe(true)
}
const writeOver = async (name: string, text: string) => {
  await goTo(name)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

describe('what is wrong in a case is put right', () => {
  it('CASE-1a CASE-1b CALL-2 a mistyped number and a wrong time, by the keyboard only, and nothing else is sent', async () => {
    page = await harness.open()
    await page.keyboard.press('F3')
    await soon(() => page.getByRole('grid').locator('[data-current]').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: '附件' }).waitFor()
    await page.keyboard.press('e')
    await soon(() => field('电话').inputValue()).toContain('****')
    await writeOver('电话', '138 1234')
    await writeOver('发生时间', '前几天')
    await page.keyboard.press('Enter')
    await soon(() => faultBeside('电话')).toContain('区号')
    // The caret is where the first thing is to be done.
    await soon(() => isFocused('电话')).toBe(true)
    expect(await axeViolations(page)).toEqual([])
    await writeOver('电话', '１３８ 1234-5678')
    await soon(() => panel().textContent()).toContain('手机 138 1234 5678')
    await page.keyboard.press('Enter')
    await soon(() => faultBeside('发生时间')).toContain('“前几天”没有钟点')
    await soon(() => isFocused('发生时间')).toBe(true)
    await writeOver('发生时间', '2024年5月10日上午十点一刻')
    await soon(() => panel().textContent()).toContain('2024年5月10日 10:15')
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('banner').textContent()).toContain('已修改')
    expect(await commands()).toEqual([
      {
        type: 'edit',
        customer: { phones: ['+8613812345678'] },
        issue: { occurredAtMs: Date.parse('2024-05-10T02:15:00Z') },
      },
    ])
  })
})
