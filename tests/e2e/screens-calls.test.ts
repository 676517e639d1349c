import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { IncomingCall } from '../../shared/intake/incoming-call.ts'
import { axeViolations, harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page
interface World {
  readonly ring: (call: IncomingCall) => void
  readonly warn: (notice: object) => void
  readonly kept: () => readonly { readonly body: unknown }[]
  readonly cut: () => void
  readonly join: () => void
  readonly executed: () => readonly string[]
  readonly withdrawTemplate: (id: string, reason: string) => void
}

const ring = (call: IncomingCall) =>
  page.evaluate((given) => (globalThis as unknown as { harness: World }).harness.ring(given), call)
const phone = () => page.getByRole('textbox', { name: '联系电话' })
const tabs = () => page.getByRole('tablist', { name: '进行中的来电' }).getByRole('tab')

describe('CALL-12b the phone system hands a call over', () => {
  it('CASE-4b opens the intake with the number and its history, ready for what happened', async () => {
    page = await harness.open()
    await page.keyboard.press('F3')
    await page.getByRole('grid', { name: '工单队列' }).waitFor()
    await ring({ number: '13812341234', queue: '投诉', callId: 'a-1' })
    await soon(() => phone().inputValue()).toBe('13812341234')
    await page.keyboard.type('dingdan')
    await soon(() => page.getByRole('textbox', { name: '问题现象' }).inputValue()).toBe('dingdan')
  })

  it('keeps the call under way beside it, three at once', async () => {
    page = await harness.open()
    await page.keyboard.type('13900000001')
    await ring({ number: '13812341234' })
    await ring({ number: null })
    await soon(() => tabs().count()).toBe(3)
    await soon(() => phone().inputValue()).toBe('隐藏')
    await page.keyboard.press('Alt+ArrowLeft')
    await soon(() => phone().inputValue()).toBe('13812341234')
    await page.keyboard.press('Alt+ArrowLeft')
    await soon(() => phone().inputValue()).toBe('13900000001')
    await soon(() => page.evaluate(() => (globalThis as unknown as { harness: World }).harness.kept().length)).toBe(3)
  })

  it('says beside the field what is wrong with a number, and takes foreign ones', async () => {
    page = await harness.open()
    await ring({ number: '<b>abc</b>' })
    await soon(() => phone().inputValue()).toBe('<b>abc</b>')
    await page.keyboard.type('x')
    await page.keyboard.press('Control+Enter')
    await page.getByText('看不出是电话号码').waitFor()
    await ring({ number: '+14155552671' })
    await page.getByText('境外号码').first().waitFor()
  })

  it('does not disturb half a word of an input method', async () => {
    page = await harness.open()
    const symptom = page.getByRole('textbox', { name: '问题现象' })
    await symptom.focus()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Input.imeSetComposition', { text: 'ding', selectionStart: 4, selectionEnd: 4 })
    await ring({ number: '13812341234' })
    await soon(() => tabs().count()).toBe(2)
    await soon(() => phone().inputValue()).toBe('13812341234')
  })
})

describe('CALL-12c the end of a call', () => {
  it('asks how it ended by the keyboard alone, runs the time of the work after it, and is saved with it', async () => {
    page = await harness.open()
    await page.keyboard.type('13812341234')
    await page.getByRole('textbox', { name: '问题现象' }).fill('订单列表打不开')
    await page.keyboard.press('Shift+F2')
    const outcome = page.getByRole('combobox', { name: '通话结果' })
    await soon(() => outcome.evaluate((field) => field === document.activeElement)).toBe(true)
    await soon(() => outcome.locator('option:checked').textContent()).toBe('转后续处理')
    await page.getByRole('timer', { name: '话后处理' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await soon(() => outcome.locator('option:checked').textContent()).toBe('当场答复')
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await soon(() => page.getByText('已保存').count()).toBeGreaterThan(0)
    expect(await outcome.count()).toBe(0)
  })

  it('keeps a wrong number with nothing on the form in five presses, and asks nothing', async () => {
    page = await harness.open()
    for (const key of ['F2', 'Shift+F2', 'End', 'ArrowUp', 'Control+Enter']) await page.keyboard.press(key)
    const said = page.getByRole('region', { name: '来电', exact: true }).getByRole('status')
    await soon(() => said.textContent()).toContain('已保存')
    // The call, and its end.
    await soon(() => page.evaluate(() => (globalThis as unknown as { harness: World }).harness.executed().length)).toBe(
      2,
    )
    expect(await page.getByRole('alert').count()).toBe(0)
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('phone')
  })
})

describe('CALL-1b TRU-5 a template called back while a call runs by it', () => {
  const withdraw = (id: string) =>
    page.evaluate((gone) => (globalThis as unknown as { harness: World }).harness.withdrawTemplate(gone, '改版'), id)

  it('is said beside the picker; what was written stays, and nobody begins by it any more', async () => {
    page = await harness.open()
    const template = page.getByRole('radio', { name: '系统故障' })
    await template.waitFor({ state: 'attached' })
    await page.keyboard.press('Alt+1')
    await phone().fill('13812341234')
    await page.getByRole('textbox', { name: '问题现象' }).fill('订单列表打不开')
    const answers = page.getByRole('region', { name: '还要问' }).getByRole('textbox')
    await answers.first().fill('E-503')
    await withdraw('system_fault')
    await page.getByRole('status').getByText('已停用：改版').waitFor()
    expect(await template.count()).toBe(0)
    await soon(() => answers.first().inputValue()).toBe('E-503')
    await soon(() => page.getByRole('textbox', { name: '问题现象' }).inputValue()).toBe('订单列表打不开')
    expect(await axeViolations(page)).toEqual([])
  })
})

describe('what is amiss with the machine', () => {
  it.each(['light', 'dark'] as const)('is told above the work, in words (%s)', async (theme) => {
    page = await harness.open({ theme })
    await page.evaluate(() => {
      const { warn, cut, join } = (globalThis as unknown as { harness: World }).harness
      warn({ tag: 'disk.nearly_full', detail: { freeMb: 120 } })
      warn({ tag: 'store.repaired', detail: { cases: 7, holes: 0 } })
      cut()
      setTimeout(join, 1500)
    })
    // Whoever is joined again asks for everything anew.
    const told = page.getByRole('status', { name: '本机状况' })
    await told.waitFor()
    await soon(() => told.textContent()).toContain('磁盘快满了，只剩 120 MB')
    await soon(() => told.textContent()).toContain('现有 7 件工单')
    expect(await axeViolations(page)).toEqual([])
    await told.getByRole('button', { name: '知道了' }).click()
    await told.waitFor({ state: 'detached' })
  })
})
