import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseCount } from '../../electron/demo/plan.ts'
import { openBrowser, openConsole, type Started, startConsole, tempFolder } from './started.ts'

const folders = [tempFolder(), tempFolder()] as const
const [full, empty] = folders
let browser: Browser
let running: Started | null = null

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await running?.stop()
  for (const folder of folders) folder.remove()
})

/** Starts as a user would, opens the queue and looks at it once it is synced and `text` stands in its views. */
async function startedWith(dir: string, flags: readonly string[], text: string): Promise<string> {
  running = await startConsole(dir, ['--profile', 'supervisor', ...flags])
  const page = await openConsole(await browser.newContext({ locale: 'zh-CN' }), running)
  await page.getByRole('textbox', { name: '联系电话' }).waitFor()
  await page.keyboard.press('F3')
  const views = page.getByRole('navigation', { name: '视图' })
  await page.getByText('已同步').first().waitFor()
  await views.filter({ hasText: text }).waitFor({ timeout: 40_000 })
  // Nothing more arrives afterwards.
  await page.waitForTimeout(3000)
  const shown = (await views.textContent()) ?? ''
  await page.close()
  await running.stop()
  return shown
}

describe('npm start', () => {
  it('shows the demonstration’s cases, and no more of them after another start', async () => {
    expect(await startedWith(full.dir, [], `全部工单${caseCount}`)).toContain(`全部工单${caseCount}`)
    expect(await startedWith(full.dir, [], `全部工单${caseCount}`)).toContain(`全部工单${caseCount}`)
  })

  it('shows none with --empty', async () => {
    expect(await startedWith(empty.dir, ['--empty'], '全部工单0')).toMatch(/全部工单0$/)
  })
})
