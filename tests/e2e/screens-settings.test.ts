import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations, harnessOfFile, type Look, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const part = (name: string) => page.getByRole('region', { name, exact: true })
const openSettings = async (state: Look = {}) => {
  page = await harness.open(state)
  await page.keyboard.press('Control+,')
  await page.getByRole('article').waitFor()
}

describe('settings', () => {
  it('CALL-2 are reached, changed and left by the keyboard alone, back to where one was', async () => {
    page = await harness.open()
    await page.keyboard.press('F3')
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('Control+,')
    const language = () => page.evaluate(() => document.documentElement.lang)
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('简体中文')
    await page.keyboard.press('ArrowRight')
    await soon(language).toBe('zh-TW')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    await soon(() => page.evaluate(() => document.documentElement.dataset['density'])).toBe('roomy')
    await page.keyboard.press('Escape')
    await page.getByRole('grid').waitFor()
  })

  it('say how the data stands, and back it up with the word that it was checked', async () => {
    await openSettings()
    await soon(() => part('这台电脑').textContent()).toContain('512 MB，磁盘剩余 41 GB（共 256 GB）')
    await soon(() => part('这台电脑').textContent()).toContain('438 MB；存下前已整份打开核对过')
    await page.keyboard.press('b')
    await soon(() => part('这台电脑').getByRole('status').last().textContent()).toBe('已备份，并已打开核对')
    await soon(() => part('这台电脑').textContent()).toContain('440 MB')
  })

  it('CASE-5 copy a report of figures and codes', async () => {
    await openSettings()
    await page.keyboard.press('c')
    await soon(() => part('诊断').getByRole('status').textContent()).toBe('已复制诊断报告')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'appV: 0.1.0\ndevice: K1\nsync: online\npending: 0',
    )
  })

  it('TRU-3 show machines to whoever sees to them; one is cut off by pressing twice, never this one', async () => {
    await openSettings({ scene: 'lead' })
    const line = part('设备').getByRole('listitem', { name: 'K2', exact: true })
    await line.getByRole('button', { name: '停用', exact: true }).press('Enter')
    await soon(() => line.textContent()).toContain('在用')
    await line.getByRole('button', { name: '再按一次确认：停用', exact: true }).press('Enter')
    await soon(() => line.textContent()).toContain('已停用')
    const own = part('设备').getByRole('listitem', { name: 'K1', exact: true })
    expect(await own.getByRole('button').count()).toBe(0)
    expect(await axeViolations(page)).toEqual([])
  })

  it('SYNC-5 show a supervisor what the server kept apart: what, of whom, why, from where', async () => {
    await openSettings({ scene: 'lead' })
    const lines = part('没有生效的记录').getByRole('listitem')
    await soon(() => lines.allTextContents()).toEqual([
      expect.stringMatching(/时限策略.*这个角色不能写这类记录.*设备 9f3c 第 41 条/),
      expect.stringMatching(/读不出来的记录.*格式不对.*设备 77ab 第 7 条/),
    ])
    expect(await axeViolations(page)).toEqual([])
  })

  it('TRU-2 show no machines to an agent', async () => {
    await openSettings({ scene: 'offline' })
    await part('诊断').waitFor()
    expect(await part('设备').count()).toBe(0)
  })

  it.each([{ theme: 'dark' }, { lang: 'en' }, { lang: 'zh-TW' }] as const)(
    'have nothing axe finds, %o',
    async (look) => {
      await openSettings(look)
      await part(!('lang' in look) ? '诊断' : look.lang === 'en' ? 'Diagnostics' : '診斷').waitFor()
      expect(await axeViolations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    },
  )
})
