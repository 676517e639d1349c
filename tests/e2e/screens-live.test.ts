import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { harnessOfFile, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const press = async (...keys: readonly string[]) => {
  for (const key of keys) {
    await page.keyboard.press(key)
    await quiet(page)
  }
}

interface Ears {
  readonly end: () => { readonly heard: readonly string[]; readonly ticked: number }
}
/** From now on it is noted what a screen reader would say by itself, and which clocks go on. */
const listen = () =>
  page.evaluate(() => {
    const speaks = '[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])'
    const heard: string[] = []
    const ticked = new Set<Element>()
    const watch = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const near = target instanceof Element ? target : target.parentElement
        const timer = near?.closest('[role="timer"]')
        if (timer) ticked.add(timer)
        const region = near?.closest(speaks)
        if (region) heard.push(region.textContent ?? '')
      }
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true })
    const end: Ears['end'] = () => {
      watch.disconnect()
      return { heard, ticked: ticked.size }
    }
    Object.assign(globalThis, { ears: { end } })
  })
const heard = () => page.evaluate(() => (globalThis as unknown as { ears: Ears }).ears.end())

describe('clocks tick where nobody has to hear them', () => {
  it.each<[string, readonly string[], number]>([
    ['the call with all its clocks', [], 3],
    ['the queue', ['F3'], 2],
    ['a case', ['F3', 'j', 'Enter'], 1],
    ['the panel of a promise', ['F7'], 2],
  ])('SLA-10 in %s seconds pass and nothing is said', async (_, keys, least) => {
    page = await harness.open()
    await page.locator('#phone').fill('13812341234')
    await page.locator('#symptom').fill('订单列表打不开')
    await page.waitForTimeout(600)
    await press(...keys)
    await page.waitForTimeout(600)
    await listen()
    await page.waitForTimeout(2600)
    const meanwhile = await heard()
    expect(meanwhile.heard).toEqual([])
    expect(meanwhile.ticked).toBeGreaterThanOrEqual(least)
  })

  it('SLA-10 each is a timer with a name that says which, off the record of what is read out', async () => {
    page = await harness.open()
    await press('F3')
    await page.getByRole('grid').getByRole('timer').first().waitFor()
    const timers = await page.getByRole('timer').all()
    expect(timers.length).toBeGreaterThan(5)
    for (const timer of timers) {
      await soon(() => timer.getAttribute('aria-label')).toMatch(/\S/)
      expect(await timer.getAttribute('aria-live')).toBeNull()
    }
  })

  it('what a person did is said once', async () => {
    page = await harness.open()
    await page.locator('#phone').fill('13812341234')
    await page.locator('#symptom').fill('订单列表打不开')
    await page.waitForTimeout(600)
    await listen()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('status').getByText('已保存').first().waitFor()
    await page.waitForTimeout(1500)
    const said = (await heard()).heard.filter((words) => words.includes('已保存'))
    expect(new Set(said).size).toBe(1)
  })
})

describe('the focus', () => {
  /** Whether a person sees where they are: an outline or a ring on the control, its label, or the box around it. */
  const isSeen = () =>
    page.evaluate(() => {
      const at = document.activeElement
      if (at === null || at === document.body) return 'lost'
      const near = [at, at.nextElementSibling, at.parentElement, at.closest('label'), at.closest('fieldset')]
      const shows = near.some((one) => {
        if (one === null) return false
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
        return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
      })
      return shows ? 'seen' : at.outerHTML.slice(0, 160)
    })

  it.each<['light' | 'dark', string, readonly string[], number]>([
    ['light', 'the call', [], 45],
    ['dark', 'the call', [], 45],
    ['light', 'the queue', ['F3'], 20],
    ['dark', 'a case', ['F3', 'j', 'Enter'], 20],
    ['light', 'the settings', ['Control+,'], 25],
  ])('CALL-2b is seen at every stop of the Tab key, %s: %s', async (theme, _, keys, stops) => {
    page = await harness.open({ theme })
    await page.locator('#phone').fill('13900000001')
    await page.locator('#symptom').fill('订单列表打不开')
    await page.waitForTimeout(400)
    await press(...keys)
    for (let stop = 0; stop < stops; stop++) {
      await page.keyboard.press('Tab')
      const seen = await isSeen()
      if (seen !== 'lost') expect(seen).toBe('seen')
    }
  })
})

describe('200 % of 1366×768', () => {
  const beyond = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      const cut = [...document.querySelectorAll('input, select, textarea, button')].flatMap((control) => {
        if (!control.checkVisibility() || control.closest('.sr') || control.classList.contains('sr')) return []
        const { left, right } = control.getBoundingClientRect()
        return left >= -1 && right <= clientWidth + 1 ? [] : [control.outerHTML.slice(0, 120)]
      })
      return { over: scrollWidth - clientWidth, cut }
    })

  it.each([
    ['nothing', ''],
    ['the keys', 'F1'],
    ['a promise', 'F7'],
    ['an escalation', 'F8'],
    ['a transfer', 'F9'],
    ['a hold', 'F10'],
    ['what was returned', 'Alt+0'],
    ['the end of a shift', 'Control+F10'],
  ])('the call lies within the edges with %s open beside it, and its button is reached', async (_, key) => {
    page = await harness.open({}, { width: 683, height: 384 })
    await page.locator('#phone').fill('13900000001')
    await page.locator('#symptom').fill('你们这群骗子！！！我找律师告你们')
    await page.waitForTimeout(500)
    if (key !== '') await press(key)
    expect(await beyond()).toEqual({ over: 0, cut: [] })
    const last = page
      .locator(key === '' ? 'main' : 'aside')
      .getByRole('button')
      .last()
    await last.scrollIntoViewIfNeeded()
    await soon(() => last.isVisible()).toBe(true)
  })
})
