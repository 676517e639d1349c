import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { defaultKeymap } from '../../renderer/app/keys.ts'
import { type Act, acts, formActs } from '../../renderer/state/view.ts'
import { compose, textFields } from './harness/composing.ts'
import { axeViolations, harnessOfFile, type Look, quiet, setTheme } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const executed = () =>
  page.evaluate(() => (globalThis as unknown as { harness: { executed: () => readonly unknown[] } }).harness.executed())
/** Where somebody is: screen, panels, tabs and the field that has the focus. */
const place = () =>
  page.evaluate(() => [
    location.href,
    ...[...document.querySelectorAll('main, aside, [role="tab"], [role="dialog"], form')].map(
      (part) => `${part.tagName} ${part.getAttribute('aria-label')} ${part.getAttribute('aria-selected')}`,
    ),
    document.activeElement?.id,
  ])

/** The key of an act as a person presses it. */
const pressOf = (act: Act): string => defaultKeymap[`act.${act}`].keys[0]

const screens: readonly [name: string, keys: readonly string[], look?: Look][] = [
  ['the filter of the queue', ['F3', '/']],
  ['a form for several cases', ['F3', 'x', 'j', 'x', 'n']],
  ['the palette', ['Control+k']],
  ['words of the agent in the script', ['F6']],
  ['the sign-in', [], { scene: 'signedOut' }],
  ['the sealed file', [], { scene: 'sealed' }],
  ['the locked screen', ['Control+l'], { scene: 'guarded' }],
]

describe('CALL-2 input methods on every screen', () => {
  it.each(screens)('no key of an open composition does anything in %s', async (_name, keys, look = {}) => {
    page = await harness.open(look)
    await quiet(page)
    for (const key of keys) {
      await page.keyboard.press(key)
      await quiet(page)
    }
    const fields = await textFields(page)
    expect(fields.length).toBeGreaterThan(0)
    for (const field of fields) {
      await field.focus()
      const before = await place()
      await compose(page, field)
      expect(await place()).toEqual(before)
    }
    expect(await executed()).toHaveLength(0)
  })
  it('no key of an open composition does anything in the name of a view', async () => {
    page = await harness.open()
    for (const key of ['F3', '/', 'a', 'Enter', 'Control+s']) {
      await page.keyboard.press(key)
      await quiet(page)
    }
    const before = await place()
    await compose(page, page.getByRole('textbox', { name: '视图名称' }))
    expect(await place()).toEqual(before)
  })

  it('no key of an open composition does anything in any form of a case, and axe finds nothing in it by day or night', async () => {
    page = await harness.open()
    for (const key of ['F3', 'j', 'Enter']) {
      await page.keyboard.press(key)
      await quiet(page)
    }
    const panel = page.getByRole('complementary')
    const typed: string[] = []
    for (const act of [...acts, ...formActs]) {
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page.keyboard.press(pressOf(act))
      await panel.waitFor()
      await quiet(page)
      for (const field of await textFields(page, 'aside')) {
        await field.focus()
        const before = await place()
        await compose(page, field)
        expect(await place(), act).toEqual(before)
        typed.push(act)
      }
      for (const theme of ['dark', 'light'] as const) {
        await setTheme(page, theme)
        expect(await axeViolations(page, 'aside'), `${act}, ${theme}`).toEqual([])
      }
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })
    }
    // Most of them ask for words: what does not is chosen or only pressed.
    expect(new Set(typed).size).toBeGreaterThanOrEqual(20)
    expect(await executed()).toHaveLength(0)
  })
})
