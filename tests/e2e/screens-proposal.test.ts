import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const symptom = () => page.getByRole('textbox', { name: '问题现象', exact: true })
const said = () => page.getByRole('region', { name: '来电', exact: true }).getByRole('status')

describe('the proposal', () => {
  const field = (name: string) => page.getByRole('combobox', { name, exact: true })
  const type = () => field('问题类型')
  const urgency = () => field('紧急度')
  const line = () => page.getByText('归为')
  const values = () => Promise.all(['问题类型', '紧急度', '部门', '严重程度'].map((name) => field(name).inputValue()))
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  const commands = () =>
    page.evaluate(() => (globalThis as unknown as { harness: { commands: () => unknown[] } }).harness.commands())
  const propose = async () => {
    page = await harness.open()
    await page.getByRole('textbox', { name: '联系电话', exact: true }).fill('13812341234')
    await symptom().fill('订单列表打不开，一直提示加载失败')
    await soon(() => line().locator('b').textContent()).toContain('系统故障 › 订单列表打不开')
  }

  it('CLS-2b Tab takes all that the line says and stays; the next Tab moves on', async () => {
    await propose()
    await soon(() => line().locator('b').textContent()).toBe('产品故障系统故障 › 订单列表打不开中研发部一般')
    await type().focus()
    await page.keyboard.press('Tab')
    await soon(values).toEqual(['product_fault', 'mid', 'rnd', 'general'])
    await soon(focused).toBe('问题类型')
    await soon(() => line().count()).toBe(0)
    await page.keyboard.press('Tab')
    await soon(focused).toBe('紧急度')
    await page.keyboard.press('Control+Enter')
    await soon(() => said().textContent()).toContain('已保存')
    const [open] = (await commands()) as [{ classification: unknown }]
    expect(open.classification).toEqual({
      ...{ problemType: 'product_fault', urgency: 'mid', department: 'rnd', severity: 'general' },
      ...{ category: 'system.order_list', by: 'accepted_proposal' },
    })
  })

  it('CLS-2b Shift+Tab and Esc never take it, nor Tab anywhere but on a ghost', async () => {
    await propose()
    await symptom().focus()
    await page.keyboard.press('Tab')
    await urgency().focus()
    await page.keyboard.press('Shift+Tab')
    await soon(focused).toBe('问题类型')
    expect(await values()).toEqual(['', '', '', ''])
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('tab').count()).toBe(2)
    await page.keyboard.press('Alt+ArrowLeft')
    await soon(() => symptom().inputValue()).toContain('订单列表打不开')
    expect(await values()).toEqual(['', '', '', ''])
  })

  it('CLS-2b CLS-2c a touched field, set or emptied, is never filled; the line says only what is left', async () => {
    await propose()
    await urgency().selectOption('high')
    await soon(() => line().locator('b').textContent()).toBe('产品故障系统故障 › 订单列表打不开研发部一般')
    await urgency().selectOption('')
    await urgency().focus()
    await page.keyboard.press('Tab')
    await soon(focused).toBe('部门')
    expect(await values()).toEqual(['', '', '', ''])
    await page.keyboard.press('Tab')
    await soon(values).toEqual(['product_fault', '', 'rnd', 'general'])
    await symptom().fill('订单列表打不开，全店停摆，十万火急')
    await page.waitForTimeout(400)
    expect(await values()).toEqual(['product_fault', '', 'rnd', 'general'])
  })
})
