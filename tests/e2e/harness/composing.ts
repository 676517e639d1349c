import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** What an input method may leave to the page while it composes. Source: details.md, IME test. */
const keys: readonly [key: string, code: number, modifiers?: number][] = [
  ['Enter', 13],
  ['Escape', 27],
  ['Tab', 9],
  [' ', 32],
  ...Array.from({ length: 9 }, (_, i): [string, number] => [String(i + 1), 49 + i]),
  ...Array.from({ length: 9 }, (_, i): [string, number] => [`F${i + 2}`, 113 + i]),
  ['Enter', 13, 2],
  ['k', 75, 2],
  ['a', 229],
]

/** Composes a word in a field, sends every key meanwhile, and sees that the field holds the word and nothing else. */
export async function compose(page: Page, field: Locator, typed = 'dingdan', committed = '订单'): Promise<void> {
  await field.focus()
  await page.keyboard.press('Control+End')
  const input = await page.context().newCDPSession(page)
  const before = await field.inputValue()
  const selection = { selectionStart: typed.length, selectionEnd: typed.length }
  await input.send('Input.imeSetComposition', { text: typed, ...selection })
  for (const [key, code, modifiers = 0] of keys) {
    const press = { key, windowsVirtualKeyCode: code, modifiers }
    await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press })
    await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press })
  }
  await input.send('Input.insertText', { text: committed })
  expect(await field.inputValue()).toBe(before + committed)
  await input.detach()
}

const typing = 'text|search|tel|email|url|password'.split('|').map((type) => `input[type="${type}"]`)

/** Every field that takes typed text, on screen or in a part of it, found by what it is and not by a list somebody has to keep. */
export async function textFields(page: Page, within = 'body'): Promise<readonly Locator[]> {
  const found = page
    .locator(within)
    .locator(['input:not([type])', 'textarea', ...typing].map((one) => `${one}:visible`).join(', '))
  const fields = await found.all()
  const free = await Promise.all(fields.map((field) => field.isEditable()))
  return fields.filter((_, at) => free[at])
}
