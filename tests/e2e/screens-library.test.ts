import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { compose } from './harness/composing.ts'
import { axeViolations, harnessOfFile, type Look, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

interface Told {
  readonly executed: () => readonly string[]
  readonly kept: () => readonly {
    readonly body: { readonly said?: unknown; readonly handed?: unknown; readonly judged?: unknown }
  }[]
}
const told = <T>(ask: (harness: Told) => T): Promise<T> =>
  page.evaluate(`(${ask.toString()})(globalThis.harness)`) as Promise<T>

const list = () => page.getByRole('grid', { name: '资料列表', exact: true })
const detail = () => page.getByRole('region', { name: '资料', exact: true })
const search = () => page.getByRole('textbox', { name: '查资料', exact: true })
const notices = () => page.getByRole('status').allTextContents()

const openLibrary = async (look: Look = {}, before: (page: Page) => Promise<unknown> = () => Promise.resolve()) => {
  page = await harness.open(look)
  await before(page)
  await page.keyboard.press('Shift+F6')
  await page.getByRole('grid').getByRole('row').first().waitFor()
}
const takeCall = async (on: Page) => {
  await on.keyboard.type('13812341234')
  await on.keyboard.press('Tab')
  await on.keyboard.insertText('订单列表打不开')
}
const openCase = async (on: Page) => {
  await on.keyboard.press('F3')
  await soon(() => on.getByRole('grid').locator('[data-current]').count()).toBe(1)
  await on.keyboard.press('Enter')
  await on.getByRole('article').waitFor()
}

describe('the library', () => {
  it('CALL-11a finds by words, pinyin and initials while typed, the arrows moving meanwhile', async () => {
    await openLibrary()
    for (const [typed, first] of [
      ['订单列表', '订单列表打不开'],
      ['訂單列表', '订单列表打不开'],
      ['dingdanlieb', '订单列表打不开'],
      ['ddlbdbk', '订单列表打不开'],
    ] as const) {
      await search().fill(typed)
      await soon(() => list().getByRole('row').first().textContent()).toContain(first)
    }
    await search().fill('退款')
    await soon(() => list().getByRole('row').count()).toBeGreaterThan(3)
    const before = await detail().textContent()
    await page.keyboard.press('ArrowDown')
    await soon(() => detail().textContent()).not.toBe(before)
  })

  it('CALL-4c says a phrase for the call on screen: it stands on its record as one said by its digit does', async () => {
    await openLibrary({}, takeCall)
    await soon(() => page.getByRole('banner').textContent()).toContain('用于当前来电')
    await page.keyboard.press('Alt+2')
    await search().fill('这么晚还在')
    await soon(() => list().getByRole('row').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await soon(notices).toContainEqual(expect.stringContaining('已记为说过'))
    await page.keyboard.press('F6')
    await soon(() => page.getByRole('list', { name: '已经说过' }).textContent()).toContain('这么晚还在为这事操心')
    await soon(() => told((core) => core.kept().flatMap(({ body }) => body.said))).toMatchObject([
      { stage: 'greet', text: expect.stringContaining('这么晚还在') },
    ])
    await page.keyboard.press('Control+Enter')
    await soon(() => told((core) => core.executed().length)).toBe(2)
  })

  it('CALL-11b sends an article to the customer of a case: its blanks filled first, copied, and noted as a contact', async () => {
    page = await harness.open()
    await openCase(page)
    await page.keyboard.press('F6')
    await soon(() => search().count()).toBe(1)
    await search().fill('ddlbdbk')
    await soon(() => list().getByRole('row').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.keyboard.press('s')
    const blank = detail().getByRole('textbox', { name: '时间' })
    await soon(() => blank.evaluate((node) => node === document.activeElement)).toBe(true)
    await page.keyboard.insertText('尽快')
    await page.keyboard.press('Enter')
    await page.keyboard.press('s')
    await soon(() => detail().getByRole('alert').textContent()).not.toBe('')
    await blank.fill('今天十七点')
    await page.keyboard.press('Enter')
    await page.keyboard.press('s')
    await soon(notices).toContainEqual(expect.stringContaining('并记入联系记录'))
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /今天十七点前给您进度，工单号20240510-\d{6}/,
    )
    await soon(() => told((core) => core.executed().length)).toBe(1)
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('article').count()).toBe(1)
  })

  it('CALL-11b says whether it helped, and tells the author: with the call, and shown with what others told', async () => {
    await openLibrary({}, takeCall)
    await search().fill('ddlbdbk')
    await soon(() => detail().textContent()).toContain('23 次有用')
    await soon(() => detail().textContent()).toContain('导出改到“报表”下面了')
    await page.keyboard.press('Enter')
    await page.keyboard.press('h')
    await soon(notices).toContainEqual(expect.stringContaining('已记下有用'))
    await page.keyboard.press('f')
    await page.keyboard.insertText('第三步的菜单改名了')
    await page.keyboard.press('Control+Enter')
    await soon(notices).toContainEqual(expect.stringContaining('已告诉作者'))
    const words = 'system.order_list_timeout'
    await soon(() => told((core) => core.kept().flatMap(({ body }) => body.judged))).toMatchObject([
      { words, helped: true, text: null },
      { words, helped: false, text: '第三步的菜单改名了' },
    ])
  })

  it('without a call or a case it copies, and says that nothing is recorded', async () => {
    await openLibrary()
    await soon(() => page.getByRole('banner').textContent()).toContain('不留记录')
    await page.keyboard.press('Alt+2')
    await search().fill('这么晚还在')
    await soon(() => list().getByRole('row').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await soon(notices).toContainEqual('已复制')
    await page.keyboard.press('h')
    await soon(notices).toContainEqual(expect.stringContaining('先接一通来电'))
    expect(await told((core) => core.executed().length)).toBe(0)
  })

  it('CALL-2 no key of an open composition gives a command, in any of its inputs', async () => {
    await openLibrary({}, takeCall)
    await compose(page, search(), 'dingdan', '订单列表')
    await soon(() => detail().getByRole('textbox').count()).toBe(3)
    for (const field of await detail().getByRole('textbox').all()) await compose(page, field, 'dingdan', '订单')
    await soon(() => search().inputValue()).toBe('订单列表')
    expect(await told((core) => core.executed().length)).toBe(0)
    expect(await told((core) => core.kept().flatMap(({ body }) => body.handed))).toEqual([])
  })

  it('CALL-11a the palette finds phrases and articles too, and opens them here', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('ddlbdbk')
    const option = page.getByRole('option').filter({ hasText: '订单列表打不开' })
    await soon(() => option.count()).toBe(1)
    await option.click()
    await soon(() => detail().textContent()).toContain('导出今天的单先发货')
  })
})

describe('axe', () => {
  it.each([
    ['light', 'zh-CN'],
    ['dark', 'zh-CN'],
    ['light', 'en'],
    ['dark', 'zh-TW'],
  ] as const)('finds nothing, %s %s', async (theme, lang) => {
    await openLibrary({ theme, lang }, takeCall)
    const found: Record<string, readonly string[]> = {}
    for (const kind of ['Alt+2', 'Alt+3', 'Alt+4']) {
      await page.keyboard.press(kind)
      await quiet(page)
      const violations = await axeViolations(page)
      if (violations.length > 0) found[kind] = violations
    }
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('order')
    await quiet(page)
    const inPalette = await axeViolations(page)
    if (inPalette.length > 0) found['palette'] = inPalette
    expect(found).toEqual({})
  })
})

describe('sizes', () => {
  it.each([
    ['1366×768', 1366, 768],
    ['200 % zoom of 1366×768', 683, 384],
  ])('nothing lies beyond the edge at %s', async (_, width, height) => {
    page = await harness.open({}, { width, height })
    await page.keyboard.press('Shift+F6')
    await list().getByRole('row').first().waitFor()
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over).toBe(0)
  })
})
