import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { harnessOfFile, type Look, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

interface World {
  readonly harness: { readonly cut: () => void; readonly join: () => void; readonly executed: () => string[] }
}
const core = (act: 'cut' | 'join') => page.evaluate((name) => (globalThis as unknown as World).harness[name](), act)
const executed = () => page.evaluate(() => (globalThis as unknown as World).harness.executed())
const banner = () => page.getByRole('banner').textContent()
const open = async (keys: readonly string[], look: Look = {}) => {
  page = await harness.open(look)
  for (const key of keys) {
    await page.keyboard.press(key)
    if (key === 'F3') await page.getByRole('grid', { name: '工单队列' }).locator('[data-current]').waitFor()
  }
}
const lose = async () => {
  await core('cut')
  await soon(banner).toContain('后台没有应答')
}

describe('while the core is away', () => {
  it('SYNC-1 a bulk command waits in words, for its preview and for itself, and is carried out once', async () => {
    await open(['F3', 'x', 'Shift+J', 'Shift+J', 'n'])
    const note = page.getByRole('complementary', { name: '备注', exact: true })
    await note.getByRole('textbox', { name: '内容' }).fill('一起回电')
    await lose()
    await page.keyboard.press('Control+Enter')
    await core('join')
    await soon(() => note.getByRole('button', { name: '确认 2 件' }).isEnabled()).toBe(true)
    await lose()
    await page.keyboard.press('Control+Enter')
    await soon(banner).toContain('连上后自动保存')
    await soon(() => note.getByRole('textbox', { name: '内容' }).inputValue()).toBe('一起回电')
    await core('join')
    await soon(banner).toContain('2 件已办，1 件没办成')
    expect(new Set(await executed()).size).toBe(2)
  })

  it('SYNC-1 CASE-7 files given to a case wait in words, and all of them are taken', async () => {
    await open(['F3', 'Enter'])
    const files = page.getByRole('region', { name: '附件' })
    await files.waitFor()
    await lose()
    const file = (name: string, bytes: number) => ({ name, mimeType: 'image/png', buffer: Buffer.alloc(bytes, 1) })
    await page.locator('input[type="file"]').setInputFiles([file('一.png', 3), file('二.png', 0), file('三.png', 3)])
    await soon(banner).toContain('连上后自动保存')
    await soon(() => files.textContent()).toContain('一.png')
    await core('join')
    await soon(banner).toContain('已添加 三.png')
    await soon(() => files.getByRole('alert').textContent()).toContain('二.png')
    expect(await files.getByRole('alert').textContent()).not.toContain('一.png')
  })

  it('SYNC-1 SYNC-5c what is done about something returned waits in words', async () => {
    await open(['Alt+0'], { scene: 'returned' })
    const returned = page.getByRole('complementary')
    const entry = returned.getByRole('listitem', { name: /000007/ })
    await entry.waitFor()
    await lose()
    await entry.getByRole('button', { name: '转为备注' }).press('Enter')
    await soon(banner).toContain('连上后自动保存')
    await core('join')
    await soon(() => returned.getByRole('status').textContent()).toBe('已转为备注')
    await soon(() => entry.count()).toBe(0)
  })
})
