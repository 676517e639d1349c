import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

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

/**
 * Composes `typed` in a field with an input method, sends it every key that could give a command meanwhile, and commits: the field holds
 * what was committed and nothing else. Source: details.md "IME test".
 */
export async function compose(page: Page, field: Locator, typed: string, committed: string): Promise<void> {
  await field.focus()
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
