import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations, harnessOfFile, type Look, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page
interface World {
  readonly kept: () => readonly { readonly body: unknown }[]
  readonly ring: (call: object) => void
  readonly executed: () => readonly string[]
}
const kept = () => page.evaluate(() => JSON.stringify((globalThis as unknown as { harness: World }).harness.kept()))
const executed = () => page.evaluate(() => (globalThis as unknown as { harness: World }).harness.executed().length)
const ring = (call: object) =>
  page.evaluate((given) => (globalThis as unknown as { harness: World }).harness.ring(given), call)

const rightPassword = 'right password'
const symptom = () => page.getByRole('textbox', { name: '问题现象' })
const unlock = () => page.getByRole('form', { name: '解锁' })
const password = () => page.getByRole('textbox', { name: '密码' })
/** Everything the page holds: its title, words, names of parts, what stands in fields. */
const everything = () =>
  page.evaluate(() => {
    const typed = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map((field) => field.value)
    return [document.title, document.documentElement.outerHTML, ...typed].join(' ')
  })

const inCall = async (look: Look = { scene: 'guarded' }) => {
  page = await harness.open(look)
  await page.keyboard.type('13812341234')
  await page.getByText('张先生').first().waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('订单列表打不开，退货处理不了')
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft')
}
const secondsOf = (face: string | null) => (face ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

describe('the lock in a call', () => {
  it('hides the customer from everything in the page, and keeps timing the call', async () => {
    await inCall()
    await page.keyboard.press('Control+l')
    await unlock().waitFor()
    const held = await everything()
    for (const secret of ['13812341234', '138****', '1234', '张先生', '订单列表', '青禾集市', '看重时效'])
      expect(held).not.toContain(secret)
    await soon(() => page.title()).toBe('回音（已锁定）')
    const timer = page.getByRole('timer', { name: '登记用时' })
    const before = secondsOf(await timer.textContent())
    await soon(async () => secondsOf(await timer.textContent())).toBeGreaterThan(before)
    await soon(kept).toContain('退货处理不了')
  })

  it('CASE-8c takes no key but those that unlock; the right password brings back screen, text, caret and focus', async () => {
    await inCall()
    await page.keyboard.press('Control+l')
    await unlock().waitFor()
    for (const key of ['F2', 'F3', 'Control+k', 'Control+Enter', 'F8', 'Escape', 'F1', 'Control+F10'])
      await page.keyboard.press(key)
    await page.keyboard.insertText('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: '密码不对，已错' }).waitFor()
    expect(await symptom().count()).toBe(0)
    expect(await executed()).toBe(0)
    await password().fill(rightPassword)
    await page.keyboard.press('Enter')
    await symptom().waitFor()
    await soon(() => page.title()).toBe('Redress 回音')
    // The caret stands where it was: three letters before the end.
    await page.keyboard.insertText('也')
    await soon(() => symptom().inputValue()).toBe('订单列表打不开，退货处也理不了')
    await soon(() => page.getByRole('textbox', { name: '联系电话' }).inputValue()).toBe('13812341234')
  })

  it('stays locked over a reload of the window', async () => {
    await inCall()
    await page.keyboard.press('Control+l')
    await unlock().waitFor()
    await page.reload()
    await unlock().waitFor()
    expect(await everything()).not.toContain('13812341234')
  })

  it('keeps a call that rings meanwhile, without its number on the lock screen', async () => {
    await inCall()
    await page.keyboard.press('Control+l')
    await unlock().waitFor()
    await ring({ number: '13900000007' })
    await page.getByText('另有 1 通').waitFor()
    expect(await everything()).not.toContain('13900000007')
    await password().fill(rightPassword)
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('textbox', { name: '联系电话' }).inputValue()).toBe('13900000007')
    await soon(() => page.getByRole('tab').count()).toBe(2)
  })

  it('is one key press in the demonstration, wherever the focus was left, and says so', async () => {
    await inCall({ scene: 'normal' })
    await page.keyboard.press('Control+l')
    await page.getByText('按回车就回来').waitFor()
    await page.locator('h1').click()
    await page.keyboard.press('Enter')
    await symptom().waitFor()
    await soon(() => symptom().evaluate((it) => it === document.activeElement)).toBe(true)
  })

  it('does not fire while an input method composes', async () => {
    await inCall()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 })
    await page.keyboard.press('Control+l')
    await soon(() => symptom().count()).toBe(1)
    await cdp.send('Input.insertText', { text: '你' })
    await soon(() => symptom().inputValue()).toContain('你')
  })

  it('puts a scrolled queue back where it was', async () => {
    page = await harness.open({ scene: 'guarded' })
    await page.keyboard.press('F3')
    const grid = page.getByRole('grid', { name: '工单队列' })
    await grid.waitFor()
    for (let i = 0; i < 12; i++) await page.keyboard.press('j')
    const row = grid.locator('[data-current]').first()
    // Its clock goes on meanwhile.
    const chosen = async () => (await row.textContent())?.match(/\d{8}-\d+/)?.[0]
    const before = await chosen()
    expect(before).toBeTruthy()
    await page.keyboard.press('Control+l')
    await unlock().waitFor()
    await password().fill(rightPassword)
    await page.keyboard.press('Enter')
    await grid.waitFor()
    await soon(() => chosen()).toBe(before)
  })
})

describe('a wrong password', () => {
  interface Counting {
    readonly seconds: number[]
  }
  /** Every number of seconds that is shown from now on. */
  const watchCountDown = () =>
    page.evaluate(() => {
      const { seconds }: Counting = Object.assign(globalThis, { seconds: [] as number[] })
      new MutationObserver(() => {
        const shown = Number(/还要等 (\d+) 秒/.exec(document.body.textContent ?? '')?.[1] ?? seconds.at(-1))
        if (shown !== seconds.at(-1)) seconds.push(shown)
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
  const countedDown = () => page.evaluate(() => (globalThis as unknown as Counting).seconds)

  it('is counted, then costs a wait that is counted down beside the field', async () => {
    page = await harness.open({ scene: 'sealed' })
    for (let i = 0; i < 5; i++) {
      await password().fill('wrong')
      await page.keyboard.press('Enter')
      await page.getByText(`已错 ${i + 1} 次`).waitFor()
      if (i === 3) await watchCountDown()
    }
    await password().fill(rightPassword)
    await page.keyboard.press('Enter')
    await soon(() => page.getByText('已错 5 次').count()).toBe(1)
    await page.getByText('可以再试了').waitFor()
    const seconds = await countedDown()
    expect(seconds.length).toBeGreaterThan(1)
    expect(seconds).toEqual(seconds.toSorted((a, b) => b - a))
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: '联系电话' }).waitFor()
  })
})

describe('the end of a shift', () => {
  it('says what is left, hands over and shows the next one the way in, in at most six presses', async () => {
    page = await harness.open({ scene: 'offline' })
    const presses: string[] = []
    const press = async (key: string) => {
      presses.push(key)
      await page.keyboard.press(key)
    }
    await press('Control+F10')
    const panel = page.getByRole('complementary', { name: '交班' })
    await panel.getByText('17 条待上传').waitFor()
    for (const words of ['1 条被退回', '2 份草稿没有保存', 'K1-0081', '20240510-0007'])
      await soon(() => panel.textContent()).toContain(words)
    await press('ArrowDown')
    expect(await panel.getByRole('combobox').inputValue()).not.toBe('')
    await press('Enter')
    await page.getByRole('form', { name: '登录' }).waitFor()
    expect(presses.length).toBeLessThanOrEqual(6)
    await page.getByRole('textbox', { name: '用户名' }).fill('he')
    await password().fill(rightPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: '联系电话' }).waitFor()
    await soon(() => page.getByRole('banner').textContent()).toContain('何')
  })

  it('somebody else signs in over the lock, and the page begins anew for them', async () => {
    await inCall()
    await page.keyboard.press('Control+l')
    await page.getByRole('button', { name: '换人登录' }).click()
    await page.getByRole('textbox', { name: '用户名' }).fill('he')
    await password().fill(rightPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('banner').getByText('何').first().waitFor()
    expect(await symptom().inputValue()).toBe('')
    expect(await everything()).not.toContain('13812341234')
  })
})

const composingKeys: readonly [string, number, number?][] = [
  ['Enter', 13],
  ['Escape', 27],
  ['Tab', 9],
  [' ', 32],
  ['1', 49],
  ['9', 57],
  ['F2', 113],
  ['F10', 121],
  ['Enter', 13, 2],
  ['k', 75, 2],
  ['l', 76, 2],
  ['Process', 229],
]

describe('an input method in the way in', () => {
  it.each(['机构代码', '用户名'])('%s: nothing is sent, nobody is let back, no other way opens', async (name) => {
    page = await harness.open({ scene: 'guarded' })
    await page.keyboard.press('Control+l')
    await unlock().waitFor()
    await page.keyboard.press('F2')
    const field = page.getByRole('textbox', { name })
    await field.fill('')
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Input.imeSetComposition', { text: 'huiyin', selectionStart: 6, selectionEnd: 6 })
    for (const [key, code, modifiers = 0] of composingKeys)
      for (const type of ['rawKeyDown', 'keyUp'] as const)
        await cdp.send('Input.dispatchKeyEvent', { type, key, windowsVirtualKeyCode: code, modifiers })
    await cdp.send('Input.insertText', { text: '回音' })
    await soon(() => field.inputValue()).toBe('回音')
    expect(await page.getByRole('alert').count()).toBe(0)
    await soon(() => page.getByRole('form', { name: '登录' }).count()).toBe(1)
    await page.keyboard.press('Escape')
    await unlock().waitFor()
  })
})

describe('the ways in and out', () => {
  const ways: [string, Look['scene'], string | null][] = [
    ['sign in', 'signedOut', null],
    ['unlock', 'sealed', null],
    ['lock', 'guarded', 'Control+l'],
    ['lock of the demonstration', 'normal', 'Control+l'],
    ['hand over', 'offline', 'Control+F10'],
  ]
  it.each(
    ways.flatMap(([name, scene, key]) => (['light', 'dark'] as const).map((theme) => ({ name, scene, key, theme }))),
  )('$name is clean for axe ($theme) and fits at 200 %', async ({ scene = 'normal', key, theme }) => {
    page = await harness.open({ scene, theme })
    if (key) await page.keyboard.press(key)
    await quiet(page)
    expect(await axeViolations(page)).toEqual([])
    await page.setViewportSize({ width: 683, height: 384 })
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wider).toBeLessThanOrEqual(0)
    await page
      .getByRole('button', { name: /登录|解锁|退出登录/ })
      .last()
      .scrollIntoViewIfNeeded()
  })
})
