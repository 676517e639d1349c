import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { soon } from './harness/open.ts'
import { type Host, type OpenConsole, onEachHost } from './hosts.ts'
import { type Started, startServer, tempFolder } from './started.ts'

/** Logs one case with the keyboard alone, from F2 to `已保存`. */
async function logCase(page: Page, phone: string, symptom: string): Promise<void> {
  await page.keyboard.press('F2')
  await page.keyboard.type(phone)
  // Nobody is known by these numbers: name, company, account and way of contact come before the problem, whoever answers when.
  for (let i = 0; i < 5; i++) await page.keyboard.press('Tab')
  await page.keyboard.type(symptom)
  await page.keyboard.press('Control+Enter')
  await page.getByText('已保存').first().waitFor({ timeout: 15_000 })
}

async function queueRow(page: Page, text: string, timeout = 15_000): Promise<void> {
  await page.keyboard.press('F3')
  const row = page.getByRole('grid', { name: '工单队列' }).getByRole('row').filter({ hasText: text })
  await row.waitFor({ timeout })
}

onEachHost('walking skeleton', (startHost) => {
  const folders = [tempFolder(), tempFolder(), tempFolder()] as const
  const [serverFolder, agentFolder, supervisorFolder] = folders
  let host: Host
  let server: Started
  let agent: OpenConsole
  let supervisor: OpenConsole
  let a: Page
  let b: Page

  const address = () => server.ready['server'] ?? ''
  const port = () => Number(new URL(address()).port)
  const ready = (page: Page) => page.getByRole('textbox', { name: '联系电话' }).waitFor()
  const startAgent = async (at: string) => {
    agent = await host.open({ dataDir: agentFolder.dir, server: at })
    a = agent.page
    await ready(a)
  }

  beforeAll(async () => {
    host = await startHost()
    server = await startServer(serverFolder.dir)
    await startAgent(address())
    supervisor = await host.open({ dataDir: supervisorFolder.dir, server: address(), profile: 'supervisor' })
    b = supervisor.page
    await ready(b)
  })

  afterAll(async () => {
    for (const part of [agent, supervisor, server]) await part?.stop()
    await host?.close()
    for (const folder of folders) folder.remove()
  })

  it('CALL-2a SUP-1c a case logged with the keyboard alone arrives on a second console with a ticking clock', async () => {
    await logCase(a, '13812341234', '近七天订单列表打不开')
    await queueRow(b, '近七天订单列表打不开')
    const clock = b.getByRole('grid', { name: '工单队列' }).getByRole('timer').first()
    const first = await clock.textContent()
    await expect.poll(() => clock.textContent(), { timeout: 5_000 }).not.toBe(first)
    await soon(() => b.getByRole('grid', { name: '工单队列' }).textContent()).toContain('138****1234')
  })

  it('SYNC-1a a console killed right after 已保存 has the case when it starts again, and the supervisor gets it', async () => {
    await logCase(a, '13912345678', '扣款两次只到一单')
    await agent.kill()
    await startAgent(address())
    // Nothing of it comes back as if it were still to be saved.
    await queueRow(a, '扣款两次只到一单')
    await a.keyboard.press('F2')
    expect(await a.getByRole('textbox', { name: '联系电话' }).inputValue()).toBe('')
    await queueRow(b, '扣款两次只到一单')
    await soon(() => b.getByRole('grid', { name: '工单队列' }).textContent()).toContain('139****5678')
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
    await agent.stop()
    const at = port()
    await server.stop()
    await startAgent(`http://127.0.0.1:${at}`)
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
