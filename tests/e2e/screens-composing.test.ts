import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { compose, textFields } from './harness/composing.ts'
import { type Harness, type Look, startHarness } from './harness/open.ts'

let harness: Harness
let page: Page

beforeAll(async () => {
  harness = await startHarness()
})
afterEach(async () => {
  await page.context().close()
  expect(harness.faults()).toEqual([])
})
afterAll(() => harness.close())

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

const inCase = (key: string) => ['F3', 'j', 'Enter', key]
const screens: readonly [name: string, keys: readonly string[], look?: Look][] = [
  ['the filter of the queue', ['F3', '/']],
  ['the palette', ['Control+k']],
  ['a note', inCase('n')],
  ['a contact', inCase('l')],
  ['an edit', inCase('e')],
  ['a demand', inCase('d')],
  ['a classification', inCase('c')],
  ['an owner', inCase('a')],
  ['a resolution', inCase('r')],
  ['a letter', inCase('i')],
  ['a reveal', inCase('v')],
  ['a withdrawal', inCase('Shift+w')],
  ['a repeat', inCase('g')],
  ['a merge', inCase('m')],
  ['a compensation', inCase('p')],
  ['an urgency', inCase('Shift+e')],
  ['words of the agent in the script', ['F6']],
  ['the sign-in', [], { scene: 'signedOut' }],
  ['the sealed file', [], { scene: 'sealed' }],
  ['the locked screen', ['Control+l'], { scene: 'guarded' }],
]

describe('CALL-2 input methods on every screen', () => {
  it.each(screens)('no key of an open composition does anything in %s', async (_name, keys, look = {}) => {
    page = await harness.open(look)
    await page.waitForTimeout(300)
    for (const key of keys) {
      await page.keyboard.press(key)
      await page.waitForTimeout(250)
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
})
