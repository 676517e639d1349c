import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, openConsole, type Started, startConsole, tempFolder } from './started.ts'

const folder = tempFolder()
let browser: Browser
let started: Started
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  started = await startConsole(folder.dir, ['--server', 'none'])
  page = await openConsole(await browser.newContext({ locale: 'zh-CN' }), started)
  await page.getByRole('textbox', { name: '联系电话' }).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await started?.stop()
  folder.remove()
})

/** The process that holds core and pages: the child of the start command. */
function hostPid(): number {
  const { pid } = started.process
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim())
}

it('CASE-8a a console that died is said to be gone, comes back by itself, and the window goes on with its draft', async () => {
  await page.getByRole('textbox', { name: '联系电话' }).fill('13812341234')
  await page.getByRole('textbox', { name: '问题现象' }).fill('写到一半，后台没了')
  await page.getByText('草稿已存本机').waitFor()
  const before = hostPid()
  process.kill(before, 'SIGKILL')
  await page.getByText('后台没有应答').first().waitFor()
  await page.getByRole('textbox', { name: '问题现象' }).fill('写到一半，后台没了，接着写')
  await page.keyboard.press('Control+Enter')
  await page.getByText('已保存').first().waitFor({ timeout: 30_000 })
  expect(hostPid()).not.toBe(before)
  await page.keyboard.press('F3')
  await page.getByText('写到一半，后台没了，接着写').first().waitFor()
})
