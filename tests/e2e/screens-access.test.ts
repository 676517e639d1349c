import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations, harnessOfFile, type Look, quiet, setTheme, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

type Act = (on: Page) => Promise<unknown>
const nothing: Act = async () => undefined
const press =
  (...keys: readonly string[]): Act =>
  async (on) => {
    for (const key of keys) await on.keyboard.press(key)
    await quiet(on)
  }
const fill: Act = async (on) => {
  await on.locator('#phone').fill('13812341234')
  await on.locator('#symptom').fill('订单列表打不开')
  await on.waitForTimeout(250)
}

const states: readonly [string, Look, Act][] = [
  ['empty form', {}, nothing],
  ['filled form', {}, fill],
  [
    'saved',
    {},
    async (on) => {
      await fill(on)
      await press('Control+Enter')(on)
    },
  ],
  ['faults', {}, press('Control+Enter')],
  ['drafts', { scene: 'drafts' }, nothing],
  [
    'call of an angry customer',
    {},
    async (on) => {
      await on.locator('#phone').fill('13812341234')
      await on.locator('#symptom').fill('你们这群骗子！！！气死我了，我找律师告你们，不想活了！')
      await on.locator('#promise').fill('尽快给您答复')
      await on.waitForTimeout(500)
      await press('Alt+1', 'F6', '1')(on)
    },
  ],
  ['template with faults', {}, press('Alt+1', 'Control+Enter')],
  ['escalate', {}, async (on) => fill(on).then(() => press('F8', '5')(on))],
  ['transfer', {}, async (on) => fill(on).then(() => press('F9')(on))],
  ['hold', {}, async (on) => fill(on).then(() => press('F10', '1')(on))],
  ['promise', {}, async (on) => fill(on).then(() => press('F7')(on))],
  ['keys', {}, press('F1')],
  ['settings', {}, press('Control+,')],
  ['queue', {}, press('F3')],
  ['queue with keys', {}, press('F3', 'F1')],
  ['queue offline', { scene: 'offline' }, press('F3')],
  ['returned records and conflicts', { scene: 'returned' }, press('F3', 'Alt+0')],
  ['settings of a supervisor', { scene: 'lead' }, press('Control+,')],
  ['queue empty', { scene: 'empty' }, press('F3')],
  ['queue with long texts', { scene: 'long' }, press('F3')],
  ['core away', { scene: 'unreachable' }, nothing],
  ['sign in', { scene: 'signedOut' }, nothing],
  ['palette', {}, press('Control+k')],
  ['end of a call', {}, async (on) => fill(on).then(() => press('Shift+F2')(on))],
  [
    'number being looked up',
    {},
    async (on) => {
      await on.evaluate(() =>
        (globalThis as unknown as { harness: { lookUpTakes: (ms: number) => void } }).harness.lookUpTakes(3_600_000),
      )
      await on.locator('#phone').fill('13900000001')
      await press('Tab')(on)
    },
  ],
]

describe('axe', () => {
  it.each(states)('finds nothing by day or night: %s', async (_, look, act) => {
    page = await harness.open(look)
    await act(page)
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme)
      expect(await axeViolations(page), theme).toEqual([])
    }
  })

  it.each(['zh-TW', 'en'] as const)('finds nothing in %s', async (lang) => {
    page = await harness.open({ lang })
    await fill(page)
    expect(await axeViolations(page)).toEqual([])
    await press('F3')(page)
    expect(await axeViolations(page)).toEqual([])
  })
})

describe('sizes', () => {
  const overflow = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth - clientWidth
    })

  it.each([
    ['1366×768', 1366, 768],
    ['1920×1080', 1920, 1080],
    ['200 % zoom of 1366×768', 683, 384],
  ])('nothing lies beyond the edge at %s', async (_, width, height) => {
    page = await harness.open({}, { width, height })
    await fill(page)
    expect(await overflow()).toBe(0)
    const save = page.getByRole('button', { name: '保存', exact: true })
    await save.scrollIntoViewIfNeeded()
    await soon(() => save.isVisible()).toBe(true)
    await press('F3')(page)
    expect(await overflow()).toBe(0)
    await soon(() => page.getByRole('grid').isVisible()).toBe(true)
  })

  it('moves nothing where less motion is asked for', async () => {
    page = await harness.openApart({}, { reducedMotion: 'reduce' })
    await press('F3')(page)
    const moving = await page.evaluate(() => document.getAnimations().length)
    expect(moving).toBe(0)
  })
})
