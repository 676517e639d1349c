import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { zhCN } from '../../renderer/text/zh-CN.ts'
import { axeViolations, harnessOfFile, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const keyOf = (command: string) =>
  page.getByRole('region', { name: '我的按键', exact: true }).getByRole('button', { name: command, exact: true })
const shown = async (command: string) => (await keyOf(command).textContent())?.slice(command.length)
const isQueueShown = () => page.getByRole('grid', { name: '工单队列', exact: true }).isVisible()
const openSettings = async () => {
  page = await harness.open()
  await page.keyboard.press('Control+,')
  await soon(() => keyOf('队列').isVisible()).toBe(true)
}

describe('own keys', () => {
  it('CALL-2 a new key works at once, the old one no longer, and the controls show it', async () => {
    await openSettings()
    await keyOf('队列').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+q')
    await soon(() => shown('队列')).toBe('CtrlQ')
    await page.keyboard.press('F3')
    expect(await isQueueShown()).toBe(false)
    await page.keyboard.press('Control+q')
    await soon(isQueueShown).toBe(true)
    await soon(() => page.getByRole('navigation').getByRole('button', { name: '队列' }).textContent()).toContain(
      'Ctrl Q',
    )
  })

  it('CALL-2 a key that is taken or not ours is refused beside the command, and Esc leaves the old one', async () => {
    await openSettings()
    await keyOf('队列').click()
    await page.keyboard.press('F2')
    await soon(() => page.getByRole('alert').textContent()).toBe('F2 已用于「新来电」，请换一个，或先改那一个。')
    await page.keyboard.press('Control+c')
    await soon(() => page.getByRole('alert').textContent()).toContain('属于输入法')
    await page.keyboard.press('Escape')
    await soon(() => shown('队列')).toBe('F3')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('CALL-2 single letters can be switched off', async () => {
    await openSettings()
    await page.getByRole('checkbox', { name: '单个字母也作按键（如 J、K）' }).uncheck()
    await soon(() => shown('下一件')).toBe('↓')
    await page.keyboard.press('F3')
    const cursor = page.locator('[role="row"][data-current]')
    await soon(() => cursor.count()).toBe(1)
    const before = await cursor.textContent()
    await page.keyboard.press('j')
    await quiet(page)
    await soon(() => cursor.textContent()).toBe(before)
    expect(await axeViolations(page)).toEqual([])
  })
})

describe('the sheet of keys', () => {
  it('CALL-2 lists every command there is, on the screen where it can be given', async () => {
    page = await harness.open()
    const listed = new Set<string>()
    const read = async () => {
      await page.keyboard.press('F1')
      const sheet = page.getByRole('complementary', { name: zhCN.keySheet.title })
      await sheet.waitFor()
      for (const name of await sheet.locator('dt').allTextContents()) listed.add(name)
      await page.keyboard.press('F1')
      await sheet.waitFor({ state: 'detached' })
    }
    await read()
    for (const keys of [['F3'], ['Enter'], ['Shift+F9'], ['Shift+F6'], ['Control+,']]) {
      for (const key of keys) await page.keyboard.press(key)
      await quiet(page)
      await read()
    }
    expect(Object.values(zhCN.command).filter((name) => !listed.has(name))).toEqual([])
  })
})
