import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { compose } from './harness/composing.ts'
import { harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

interface World {
  readonly harness: {
    readonly lookUpTakes: (ms: number) => void
    readonly executed: () => readonly string[]
    readonly cut: () => void
  }
}

const known = '13812341234'
const newcomer = '13900000001'

const lookUpTakes = (ms: number) =>
  page.evaluate((given) => (globalThis as unknown as World).harness.lookUpTakes(given), ms)
const textIn = (id: string) => page.locator(`#${id}`).inputValue()
const focused = () => page.evaluate(() => document.activeElement?.id)
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** A call whose number has just been typed and left by Tab; looking it up takes so long. */
const dial = async (number: string, ms: number) => {
  page = await harness.open()
  await lookUpTakes(ms)
  await page.keyboard.insertText(number)
  await press('Tab')
}
const ahead = () => page.getByRole('textbox', { name: '来电人' })

const longerThanAnyTest = 3_600_000
const delays = [0, 30, 150, 1500]

describe('CALL-2 a key pressed right after the number means the same, however long the look-up takes', () => {
  it.each(delays)('somebody known, %i ms: what follows is what happened', async (ms) => {
    await dial(known, ms)
    await page.keyboard.type('dingdan 1')
    await press('Tab')
    await page.keyboard.type('gangcai')
    await soon(() => textIn('when')).toBe('gangcai')
    await soon(() => textIn('symptom')).toBe('dingdan 1')
    await soon(() => focused()).toBe('when')
    expect(await page.locator('#name').count()).toBe(0)
    expect(await ahead().count()).toBe(0)
  })

  it.each(delays)('somebody new, %i ms: what follows is the name, the company, the way of contact', async (ms) => {
    await dial(newcomer, ms)
    await page.keyboard.type('zhang san')
    await press('Tab')
    await page.keyboard.type('qinghe')
    await press('Tab', 'Tab', 'ArrowDown', 'Tab')
    await page.keyboard.type('dingdan')
    await soon(() => textIn('symptom')).toBe('dingdan')
    await soon(() => textIn('company')).toBe('qinghe')
    await soon(() => textIn('name')).toBe('zhang san')
    await soon(() => textIn('preferredContact')).toBe('phone')
    await soon(() => focused()).toBe('symptom')
  })
})

describe('while the number is being looked up', () => {
  it('CALL-2 a save waits for its words, and makes one case', async () => {
    await dial(known, 400)
    await page.keyboard.type('dingdan')
    await press('Control+Enter')
    const said = page.getByRole('region', { name: '来电', exact: true }).getByRole('status')
    await soon(() => said.textContent()).toContain('已保存')
    await soon(() => page.evaluate(() => (globalThis as unknown as World).harness.executed().length)).toBe(1)
  })

  it('CALL-2 a whole form typed meanwhile stands where it belongs, a demand begun by Enter too', async () => {
    page = await harness.open()
    await lookUpTakes(2500)
    await page.keyboard.insertText(known)
    for (const words of ['dingdan', 'gangcai', 'fahuo', 'houtai', 'hangzhou', '']) {
      await press('Tab')
      if (words !== '') await page.keyboard.insertText(words)
    }
    await press('Tab')
    await page.keyboard.insertText('xiuhao')
    await press('Enter')
    await page.keyboard.insertText('buchang')
    const demands = page.getByRole('group', { name: '诉求' }).getByRole('textbox')
    await soon(() => demands.count()).toBe(2)
    await soon(() => demands.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
      'xiuhao',
      'buchang',
    ])
    await soon(() => textIn('region')).toBe('hangzhou')
    await soon(() => textIn('symptom')).toBe('dingdan')
  })

  it('CALL-2c half a word of an input method stays together, and goes where it belongs', async () => {
    await dial(known, longerThanAnyTest)
    const input = await page.context().newCDPSession(page)
    await input.send('Input.imeSetComposition', { text: 'dingd', selectionStart: 5, selectionEnd: 5 })
    await lookUpTakes(0)
    await soon(() => page.getByRole('region', { name: '来往' }).getByRole('listitem').count()).toBe(3)
    await soon(() => ahead().inputValue()).toBe('dingd')
    await input.send('Input.insertText', { text: '订单' })
    await soon(() => textIn('symptom')).toBe('订单')
    await soon(() => focused()).toBe('symptom')
  })

  it('CALL-2c no key of an open composition leaves the field', async () => {
    await dial(known, longerThanAnyTest)
    await compose(page, ahead())
    await soon(() => focused()).toBe('typed-ahead')
  })

  it('is said beside the field once it can be noticed; Shift+Tab goes back, and nothing typed is lost', async () => {
    await dial(newcomer, longerThanAnyTest)
    await page.keyboard.type('zhang')
    await soon(() => page.getByText('正在查这个号码，').isVisible()).toBe(true)
    // Nobody is said to call for the first time before that is known.
    await soon(() => page.getByRole('region', { name: '来往' }).textContent()).toContain('正在查这个号码以前的工单')
    await press('Shift+Tab')
    await soon(() => focused()).toBe('phone')
    await lookUpTakes(0)
    await soon(() => page.locator('#name').count()).toBe(1)
    await soon(() => page.getByRole('region', { name: '来往' }).textContent()).toContain('第一次来电')
    await soon(() => textIn('name')).toBe('zhang')
    await soon(() => focused()).toBe('phone')
  })

  it('SUP-2a a core that is gone is not waited for: the caller is asked for as somebody new', async () => {
    page = await harness.open()
    await page.evaluate(() => (globalThis as unknown as World).harness.cut())
    await soon(() => page.getByRole('banner').textContent()).toContain('后台没有应答')
    await page.keyboard.insertText(known)
    await press('Tab')
    await page.keyboard.type('zhang')
    await soon(() => page.locator('#name').count()).toBe(1)
    await soon(() => textIn('name')).toBe('zhang')
  })
})
