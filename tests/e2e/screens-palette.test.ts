import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type CommandId, capsOf, commandIds, defaultKeymap, screens } from '../../renderer/app/keys.ts'
import { zhCN } from '../../renderer/text/zh-CN.ts'
import { axeViolations, harnessOfFile, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const field = () => page.getByRole('combobox', { name: '命令、工单、客户', exact: true })
const options = () => page.locator('#palette-answers').getByRole('option')
const current = () => page.locator('#palette-answers [aria-selected="true"]')
/** What matches is answered only when the answer of this call says so. */
async function hold(on: Page, what: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await on.route(what, (route) => promise.then(() => route.continue()))
  return resolve
}
/** The palette's own keys, those that are many choices each, and the ways out of other screens. */
const unlisted: readonly CommandId[] = [
  ...(['palette.open', 'pick', 'pane.close', 'intake.option', 'queue.view.own'] as const),
  ...(['queue.back', 'transfers.back', 'library.back', 'case.back', 'settings.back'] as const),
]
const focused = () => page.evaluate(() => document.activeElement?.id)

describe('palette', () => {
  it('CALL-2 Ctrl+K finds a command by its initials, Enter gives it, and it comes first the next time', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('dl')
    await soon(() => current().textContent()).toContain('队列')
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('grid', { name: '工单队列', exact: true }).isVisible()).toBe(true)
    await page.keyboard.press('Control+k')
    await soon(() => page.getByRole('group', { name: '最近用过' }).getByRole('option').textContent()).toContain('队列')
    await soon(() => page.evaluate(() => localStorage['redress.recentCommands'])).toBe('["go.queue"]')
  })

  it('CALL-2 lists every command with its key, those of another screen with its name', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    const elsewhere = page.getByRole('group', { name: zhCN.palette.group.elsewhere }).getByRole('option')
    await soon(() => elsewhere.allTextContents()).toContain(`${zhCN.command['queue.saveView']}队列CtrlS`)
    const lines = await options().allTextContents()
    const marks = ['', ...screens.map((screen) => zhCN.keySheet[screen])]
    const lineOf = (id: CommandId) => {
      const caps = capsOf(defaultKeymap[id].keys[0] ?? '').join('')
      return marks.map((mark) => `${zhCN.command[id]}${mark}${caps}`)
    }
    expect(commandIds.filter((id) => !lineOf(id).some((line) => lines.includes(line)))).toEqual(unlisted)
  })

  it('CALL-2 a command of another screen takes the person there and is given', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(zhCN.command['queue.filter'])
    await soon(() => current().textContent()).toContain(zhCN.command['queue.filter'])
    await page.keyboard.press('Enter')
    const filter = page.getByRole('combobox', { name: '筛选' })
    await soon(() => filter.evaluate((line) => line === document.activeElement)).toBe(true)
    await page.keyboard.type('abc')
    await soon(() => filter.inputValue()).toBe('abc')
  })

  it('CALL-2 one about a case takes them to the queue and does nothing to a case nobody chose', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(zhCN.command['act.close'])
    await soon(() => current().textContent()).toContain(zhCN.command['act.close'])
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: '工单队列', exact: true }).waitFor()
    await quiet(page)
    expect(await page.getByRole('complementary').count()).toBe(0)
  })

  it('CALL-2 finds a case by its words, moves by arrows, and opens it', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('退款申请')
    await soon(() => current().textContent()).toContain('退款申请')
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('heading', { name: /退款申请/ }).isVisible()).toBe(true)
  })

  it('CALL-2 Enter pressed before the commands can be found waits for them, and gives the one that was typed', async () => {
    page = await harness.openApart()
    const arrived = await hold(page, '**/names-*.js')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('dl')
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('main').getByRole('textbox', { name: '联系电话' }).isVisible()).toBe(true)
    await soon(() => field().inputValue()).toBe('dl')
    arrived()
    await page.getByRole('grid', { name: '工单队列', exact: true }).waitFor()
    expect(await options().count()).toBe(0)
  })

  it('CALL-2 Enter pressed before the cases are found opens the one that was asked for, unless something else is typed', async () => {
    page = await harness.open()
    await page.evaluate(() =>
      (globalThis as unknown as { harness: { lookUpTakes: (ms: number) => void } }).harness.lookUpTakes(600),
    )
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('冷链包裹')
    await soon(() => current().textContent()).toContain('冷链包裹')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('退款申')
    await page.keyboard.press('Enter')
    await page.keyboard.insertText('请')
    await soon(() => current().textContent()).toContain('退款申请')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('冷链包')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /冷链包裹/ }).waitFor()
  })

  it('CALL-2 finds a customer by what is typed of the name, and lists all their cases', async () => {
    page = await harness.open()
    const customer = page.getByRole('group', { name: '客户' }).getByRole('option')
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('张先')
    await soon(() => customer.allTextContents()).toEqual(['张先生138****1234全部工单'])
    await customer.click()
    await page.getByRole('grid', { name: '工单队列' }).waitFor()
    await soon(() => page.getByRole('combobox', { name: '筛选' }).inputValue()).toBe('客户:"张先生"')
  })

  it('Esc gives the focus back to where it was, with nothing changed', async () => {
    page = await harness.open()
    await page.locator('#symptom').fill('订单')
    await page.keyboard.press('Control+k')
    await page.keyboard.press('ArrowDown')
    await soon(() => options().nth(1).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await soon(() => options().first().getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Escape')
    await soon(() => focused()).toBe('symptom')
    await soon(() => page.locator('#symptom').inputValue()).toBe('订单')
    expect(await options().count()).toBe(0)
  })

  it('says what can be searched by when nothing is found', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('没有这样的东西')
    await soon(() => page.locator('#palette-answers').textContent()).toContain('没有找到')
    await page.keyboard.press('Enter')
    await soon(() => field().inputValue()).toBe('没有这样的东西')
  })

  it('CALL-2 an open composition moves nothing and gives no command', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+k')
    const input: CDPSession = await page.context().newCDPSession(page)
    await input.send('Input.imeSetComposition', { text: 'duilie', selectionStart: 6, selectionEnd: 6 })
    for (const [key, code] of [
      ['Enter', 13],
      ['ArrowDown', 40],
      ['Escape', 27],
      ['F3', 114],
      ['a', 229],
    ] as const) {
      await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: code })
      await input.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: code })
    }
    await input.send('Input.insertText', { text: '队列' })
    await soon(() => field().inputValue()).toBe('队列')
    await soon(() => current().textContent()).toContain('队列')
    expect(await page.getByRole('grid').count()).toBe(0)
  })

  it('has nothing axe finds', async () => {
    page = await harness.open({ theme: 'dark' })
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText('退')
    await soon(() => options().count()).toBeGreaterThan(0)
    expect(await axeViolations(page)).toEqual([])
  })
})
