import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Profile } from '../../electron/start/options.ts'
import { soon } from './harness/open.ts'
import { openBrowser, openConsole, type Started, startConsole, tempFolder } from './started.ts'

const folder = tempFolder()
let browser: Browser
const running: Started[] = []

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  for (const it of running.toReversed()) await it.stop()
  folder.remove()
})

/** `npm start`, in one data folder with whatever runs there. */
async function start(
  profile: Profile,
  flags: readonly string[],
): Promise<{ readonly page: Page; readonly server: string }> {
  const started = await startConsole(folder.dir, ['--port', '0', '--profile', profile, '--empty', ...flags])
  running.push(started)
  const page = await openConsole(await browser.newContext({ locale: 'zh-CN' }), started)
  await page.getByRole('textbox', { name: '联系电话' }).waitFor()
  return { page, server: started.ready['server'] ?? '' }
}

it('SUP-2 npm start runs a server and a console; a second one beside it, of another person, sees what the first one logs', async () => {
  const first = await start('agent', [])
  const second = await start('supervisor', ['--server', first.server])
  expect(second.server).toBe(first.server)
  expect(running[1]?.ready['dataDir']).toBe(running[0]?.ready['dataDir'])
  await first.page.keyboard.press('F2')
  await first.page.keyboard.type('13812341234')
  await first.page.getByRole('textbox', { name: '问题现象', exact: true }).focus()
  await first.page.keyboard.type('并排启动时登记的投诉')
  await first.page.keyboard.press('Control+Enter')
  await first.page.getByText('已保存').first().waitFor({ timeout: 15_000 })
  await second.page.keyboard.press('F3')
  const rows = second.page.getByRole('grid', { name: '工单队列' }).getByRole('row')
  await rows.filter({ hasText: '并排启动时登记的投诉' }).waitFor({ timeout: 20_000 })
  await running[0]?.stop()
  await second.page.getByText(/离线/).first().waitFor({ timeout: 45_000 })
  await soon(() => rows.filter({ hasText: '并排启动时登记的投诉' }).count()).toBe(1)
})
