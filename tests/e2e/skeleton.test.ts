import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openConsole, type Started, startConsole, startServer, tempFolder } from './started.ts'

const folders = [tempFolder(), tempFolder(), tempFolder()] as const
const [serverFolder, agentFolder, supervisorFolder] = folders
let browser: Browser
let server: Started
let agent: Started
let supervisor: Started
/** The entry of a start works once, so each console keeps its one window. */
let a: Page
let b: Page

const address = () => server.ready['server'] ?? ''
const port = () => Number(new URL(address()).port)
const startAgent = () => startConsole(agentFolder.dir, ['--server', address()])

beforeAll(async () => {
  browser = await openBrowser()
  server = await startServer(serverFolder.dir)
  agent = await startAgent()
  supervisor = await startConsole(supervisorFolder.dir, ['--server', address(), '--profile', 'supervisor'])
  a = await open(agent)
  b = await open(supervisor)
})

afterAll(async () => {
  await browser?.close()
  for (const part of [agent, supervisor, server]) await part?.stop()
  for (const folder of folders) folder.remove()
})

async function open(started: Started): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const page = await openConsole(context, started)
  await page.getByRole('textbox', { name: '联系电话' }).waitFor()
  return page
}

/** Logs one case with the keyboard alone, from F2 to `已保存`. */
async function logCase(page: Page, phone: string, symptom: string): Promise<void> {
  await page.keyboard.press('F2')
  await page.keyboard.type(phone)
  await page.keyboard.press('Tab')
  await page.keyboard.type(symptom)
  await page.keyboard.press('Control+Enter')
  await page.getByText('已保存').first().waitFor({ timeout: 15_000 })
}

async function queueRow(page: Page, text: string, timeout = 15_000): Promise<void> {
  await page.keyboard.press('F3')
  const row = page.getByRole('grid', { name: '工单队列' }).getByRole('row').filter({ hasText: text })
  await row.waitFor({ timeout })
}

describe('walking skeleton', () => {
  it('CALL-2a SUP-1c a case logged with the keyboard alone arrives on a second console with a ticking clock', async () => {
    await logCase(a, '13812341234', '近七天订单列表打不开')
    await queueRow(b, '近七天订单列表打不开')
    const clock = b.getByRole('grid', { name: '工单队列' }).getByRole('timer').first()
    const first = await clock.textContent()
    await expect.poll(() => clock.textContent(), { timeout: 5_000 }).not.toBe(first)
    expect(await b.getByRole('grid', { name: '工单队列' }).textContent()).toContain('138****1234')
  })

  it('SYNC-1a a console killed right after 已保存 has the case when it starts again, and the supervisor gets it', async () => {
    await logCase(a, '13912345678', '扣款两次只到一单')
    await agent.kill()
    await a.context().close()
    agent = await startAgent()
    a = await open(agent)
    await queueRow(a, '扣款两次只到一单')
    await queueRow(b, '扣款两次只到一单')
    expect(await b.getByRole('grid', { name: '工单队列' }).textContent()).toContain('139****5678')
  })

  it('SYNC-1a SUP-2b a case saved while the server is dead is said to wait, and arrives when the server is back', async () => {
    const at = port()
    await server.kill()
    await logCase(a, '13712340000', '断网时登记的退款投诉')
    await a.getByText(/离线/).first().waitFor({ timeout: 20_000 })
    expect(
      await a
        .getByText(/待上传/)
        .first()
        .isVisible(),
    ).toBe(true)
    server = await startServer(serverFolder.dir, at)
    await queueRow(b, '断网时登记的退款投诉', 45_000)
    await a
      .getByText(/已同步/)
      .first()
      .waitFor({ timeout: 20_000 })
  })

  it('SUP-2a a console starts and works without its server, and says so', async () => {
    await a.context().close()
    await agent.stop()
    const at = port()
    await server.stop()
    agent = await startConsole(agentFolder.dir, ['--server', `http://127.0.0.1:${at}`])
    a = await open(agent)
    await queueRow(a, '扣款两次只到一单')
    await logCase(a, '13612340000', '离线启动后登记')
    expect(
      await a
        .getByText(/离线|连接/)
        .first()
        .isVisible(),
    ).toBe(true)
    server = await startServer(serverFolder.dir, at)
    await queueRow(b, '离线启动后登记', 45_000)
  })
})
