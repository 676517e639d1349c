import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { harnessOfFile, type Look, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const grid = () => page.getByRole('grid', { name: '工单队列', exact: true })
const openQueue = async (look: Look = {}) => {
  page = await harness.open(look)
  await page.keyboard.press('F3')
}
const cursor = () => grid().locator('[data-current]')

describe('queue', () => {
  it('SUP-1a SLA-10c lists cases by nearest clock under headings, each clock named and in words', async () => {
    await openQueue()
    await soon(() => grid().getByRole('timer').count()).toBeGreaterThan(10)
    const first = grid().getByRole('timer').first()
    await soon(() => first.textContent()).toMatch(/^超 1 时 0\d 分（已超时）$/)
    await soon(() => first.getAttribute('aria-label')).toBe('转单答复 倒计时')
    await soon(() => grid().textContent()).toContain('一小时内')
  })

  it('CALL-2 J, K, Enter and Esc work at once, without the mouse', async () => {
    await openQueue()
    await soon(() => cursor().textContent()).toContain('退款申请')
    await page.keyboard.press('j')
    await soon(() => cursor().textContent()).toContain('重复扣款')
    await page.keyboard.press('k')
    await soon(() => cursor().textContent()).toContain('退款申请')
    await soon(() => grid().getAttribute('aria-activedescendant')).toBe('case-case-0')
    await page.keyboard.press('Enter')
    const opened = page.getByRole('article', { name: '工单', exact: true })
    await soon(() => opened.textContent()).toContain('满意度调查')
    await page.keyboard.press('Escape')
    await grid().waitFor()
    await soon(() => grid().evaluate((node) => node === document.activeElement)).toBe(true)
    await soon(() => cursor().getAttribute('id')).toBe('case-case-0')
  })

  it('SLA-10 seconds pass in the text alone: no row is rendered, moved or replaced', async () => {
    await openQueue()
    await soon(() => grid().getByRole('timer').count()).toBeGreaterThan(10)
    await page.waitForTimeout(500)
    const changes = await grid().evaluate(
      (node) =>
        new Promise<Record<string, number>>((resolve) => {
          const seen: Record<string, number> = {}
          const watch = new MutationObserver((records) => {
            for (const { type, attributeName } of records) {
              const what = attributeName === null ? type : `${type} ${attributeName}`
              seen[what] = (seen[what] ?? 0) + 1
            }
          })
          watch.observe(node, { subtree: true, childList: true, characterData: true, attributes: true })
          setTimeout(() => resolve(seen), 3200)
        }),
    )
    expect(changes['characterData']).toBeGreaterThan(20)
    const allowed = ['characterData', 'attributes stroke-dasharray', 'attributes data-level']
    expect(Object.keys(changes).filter((what) => !allowed.includes(what))).toEqual([])
  })

  it('SUP-1 holds 100,000 cases by drawing only those in sight, and the cursor scrolls along', async () => {
    await openQueue({ scene: 'many' })
    await soon(() => grid().getByRole('row').count()).toBeGreaterThan(20)
    for (let i = 0; i < 60; i++) await page.keyboard.press('j')
    await soon(() => cursor().isVisible()).toBe(true)
    expect(await grid().getByRole('row').count()).toBeLessThan(80)
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await soon(() => cursor().getAttribute('id')).toBe('case-case-0')
  })

  it('SUP-1 End goes to the very last of 100,000 cases, from there the list is read backward, and Home leads back', async () => {
    await openQueue({ scene: 'many' })
    await soon(() => cursor().getAttribute('id')).toBe('case-case-0')
    await page.keyboard.press('End')
    await soon(() => cursor().getAttribute('id')).toBe('case-case-99999')
    await soon(() => cursor().isVisible()).toBe(true)
    for (let place = 99_999; place > 99_500; ) {
      await page.keyboard.press('PageUp')
      await page.waitForTimeout(20)
      const id = (await cursor().getAttribute('id')) ?? ''
      expect(Number(id.replace('case-case-', ''))).toBeLessThanOrEqual(place)
      place = Number(id.replace('case-case-', ''))
    }
    await soon(() => cursor().isVisible()).toBe(true)
    expect(await grid().getByRole('row').count()).toBeLessThan(80)
    await page.keyboard.press('Home')
    await soon(() => cursor().getAttribute('id')).toBe('case-case-0')
    await page.keyboard.press('k')
    await soon(() => cursor().getAttribute('id')).toBe('case-case-0')
  })

  it('CLS-3d CLS-5b an angry customer stands first under the heading, marked in words, and the heading says so', async () => {
    await openQueue()
    await soon(() => grid().textContent()).toContain('重要和情绪激动的客户在前，其余按时限')
    const lines = await grid().getByRole('row').allTextContents()
    const at = lines.findIndex((line) => line.startsWith('一小时内'))
    expect(lines[at + 1]).toMatch(/冷链包裹送到时已经化冻.*激动/)
    expect(lines[at + 2]).toContain('门店收银机连不上网')
  })

  it('SUP-2a offline is said with its age, what still works, and a way to try again', async () => {
    await openQueue({ scene: 'offline' })
    await soon(() => page.getByRole('main').textContent()).toContain('离线 2 小时，显示的是本机的数据')
    await soon(() => page.getByRole('banner').textContent()).toContain('离线 2 小时 · 17 条待上传')
    await page.keyboard.press('Control+F5')
    await soon(() => page.getByRole('banner').textContent()).toContain('正在连接服务器')
  })

  it('SUP-1 an empty view says what to do', async () => {
    await openQueue({ scene: 'empty' })
    await soon(() => page.getByRole('main').textContent()).toContain('接到来电按 F2 登记')
  })

  it('CALL-2 a case saved on the call screen is in the queue at once', async () => {
    page = await harness.open()
    await page.getByRole('textbox', { name: '联系电话' }).fill('13812341234')
    await page.getByRole('textbox', { name: '问题现象' }).fill('刚刚登记的一件事')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('F3')
    await grid().getByRole('row').filter({ hasText: '刚刚登记的一件事' }).waitFor()
    await soon(() => page.getByRole('navigation', { name: '视图' }).textContent()).toContain('全部未结19')
  })
})
