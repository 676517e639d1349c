import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { HostAnswer, HostEvent } from '../../shared/contract/host.ts'
import { axeViolations, harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page
interface World {
  readonly asked: readonly object[]
  answer: Partial<HostAnswer>
  readonly bring: (event: HostEvent) => void
  readonly printed: readonly { isSeen: boolean; text: string; scheme: string | null; title: string }[]
}
type Global = typeof globalThis & { world: World }

/** The page with what Electron's preload would put on it, in the test's hand. */
async function openWithHost(lang: 'zh-CN' | 'en' = 'zh-CN'): Promise<void> {
  page = await harness.openApart()
  await page.addInitScript(() => {
    let take: (event: HostEvent) => void = () => undefined
    const settings = {
      stroke: 'Ctrl+Shift+F2' as string | null,
      autostart: false as boolean | null,
      notices: 'sound',
      zoom: 100,
    }
    const world = { asked: [] as object[], answer: {}, bring: (event: HostEvent) => take(event), printed: [] }
    const ask = async (asked: { ask: string; stroke?: string | null; on?: boolean; as?: string; percent?: number }) => {
      world.asked.push(asked)
      const isRefused = 'refusal' in world.answer
      if (asked.ask === 'shortcut' && !isRefused) settings.stroke = asked.stroke ?? null
      if (asked.ask === 'autostart') settings.autostart = asked.on === true
      if (asked.ask === 'notices') settings.notices = asked.as ?? 'sound'
      if (asked.ask === 'zoom') settings.zoom = asked.percent ?? 100
      return { settings: { ...settings }, ...world.answer }
    }
    const follow = (taker: (event: HostEvent) => void) => {
      take = taker
    }
    Object.assign(globalThis, { world, redressHost: { ask, follow } })
  })
  await harness.look(page, { lang })
}
const asked = (ask: string) =>
  page.evaluate((name) => (globalThis as Global).world.asked.filter((it) => 'ask' in it && it.ask === name), ask)
const bring = (event: HostEvent) => page.evaluate((given) => (globalThis as Global).world.bring(given), event)

describe('a window of Electron', () => {
  it('tells its language, and changes it with the screens', async () => {
    await openWithHost()
    await soon(() => asked('language')).toEqual([{ ask: 'language', language: 'zh-CN' }])
    await page.keyboard.press('Control+,')
    await page.getByRole('radio', { name: 'English' }).check({ force: true })
    await soon(() => asked('language')).toHaveLength(2)
  })

  it('chooses the key that brings it up by pressing it, and says why another one cannot be had', async () => {
    await openWithHost()
    await page.keyboard.press('Control+,')
    const key = page.getByRole('button', { name: /唤起键/ })
    await soon(() => key.textContent()).toBe('Ctrl + Shift + F2')
    await key.focus()
    await page.keyboard.press('Control+Alt+k')
    await soon(() => key.textContent()).toBe('Ctrl + Alt + K')
    await soon(() => asked('shortcut')).toEqual([{ ask: 'shortcut', stroke: 'Ctrl+Alt+k' }])
    await page.evaluate(() => {
      ;(globalThis as Global).world.answer = { refusal: { tag: 'shortcut.taken' } }
    })
    await page.keyboard.press('Control+Alt+j')
    await page.getByRole('alert').getByText('这个键已被别的程序占用').waitFor()
    await soon(() => key.textContent()).toBe('Ctrl + Alt + K')
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await key.waitFor({ state: 'detached' })
  })

  it('starts at log-in when asked to', async () => {
    await openWithHost()
    await page.keyboard.press('Control+,')
    await page.getByRole('radiogroup', { name: '登录电脑时启动' }).getByRole('radio', { name: '开' }).press('Space')
    await soon(() => asked('autostart')).toEqual([{ ask: 'autostart', on: true }])
  })

  it('makes windows larger and notices silent when asked to', async () => {
    await openWithHost()
    await page.keyboard.press('Control+,')
    await page.getByRole('radio', { name: '125%' }).press('Space')
    await soon(() => asked('zoom')).toEqual([{ ask: 'zoom', percent: 125 }])
    await page.getByRole('radio', { name: '无声' }).press('Space')
    await soon(() => asked('notices')).toEqual([{ ask: 'notices', as: 'silent' }])
    await soon(() => page.getByRole('radio', { name: '125%' }).isChecked()).toBe(true)
  })

  it('does what tray and notifications ask for', async () => {
    await openWithHost()
    const phone = page.getByRole('textbox', { name: '联系电话' })
    await phone.fill('13812341234')
    await bring({ do: 'new_call' })
    await soon(() => phone.inputValue()).toBe('')
    await page.keyboard.press('F3')
    const rows = page.getByRole('grid', { name: '工单队列' }).getByRole('row')
    await rows.nth(3).waitFor()
    await bring({ do: 'show_case', id: 'none such' })
    await page.getByText('选中一件工单').waitFor()
  })

  it('is asked to print the case under the cursor', async () => {
    await openWithHost()
    await page.keyboard.press('F3')
    await page.getByRole('grid', { name: '工单队列' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Control+Shift+P')
    await soon(() => asked('print')).toEqual([{ ask: 'print', as: 'pdf', name: expect.stringMatching(/^[\w-]+$/) }])
    await page.evaluate(() => {
      ;(globalThis as Global).world.answer = { refusal: { tag: 'print.failed', detail: { reason: 'ENOSPC' } } }
    })
    await page.keyboard.press('Control+p')
    await page.getByText('没能打印').waitFor()
  })
})

describe('a window of the machine’s own browser', () => {
  it('has no settings of a host, and prints by the browser, in light colours, with the masks of the screen', async () => {
    page = await harness.openApart({ theme: 'dark' })
    await page.keyboard.press('Control+,')
    await page.getByRole('radiogroup', { name: '语言' }).waitFor()
    expect(await page.getByRole('button', { name: /唤起键/ }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.evaluate(() => {
      const printed: object[] = []
      const print = () => {
        const sheet = document.getElementById('print-sheet')
        printed.push({
          isSeen: sheet?.checkVisibility() ?? false,
          text: sheet?.textContent ?? '',
          scheme: document.documentElement.getAttribute('data-mantine-color-scheme'),
          title: document.title,
        })
      }
      Object.assign(globalThis, { world: { printed }, print })
    })
    await page.keyboard.press('F3')
    await page.getByRole('grid', { name: '工单队列' }).getByRole('row').nth(2).waitFor()
    await page.keyboard.press('j')
    await soon(() => page.getByRole('region', { name: '工单', exact: true }).textContent()).toContain('186****8820')
    await page.emulateMedia({ media: 'print' })
    await page.keyboard.press('Control+p')
    await soon(() => page.evaluate(() => (globalThis as Global).world.printed.length)).toBe(1)
    const [printed] = await page.evaluate(() => (globalThis as Global).world.printed)
    expect(printed?.isSeen).toBe(true)
    expect(printed?.scheme).toBe('light')
    expect(printed?.title).toMatch(/\d/)
    expect(printed?.text).toContain('186****8820')
    expect(printed?.text).not.toMatch(/1[3-9]\d{9}/)
    expect(await page.locator('#print-sheet').count()).toBe(0)
    await soon(() => page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))).toBe(
      'dark',
    )
  })
})
