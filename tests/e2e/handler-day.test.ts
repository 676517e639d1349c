import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reachCore } from '../../electron/cli/transport.ts'
import { consoleDir } from '../../electron/core/console.ts'
import { socketPath } from '../../electron/host/local-socket.ts'
import { demoOrg, demoPassword } from '../../shared/contract/demo.ts'
import { type FaultyProxy, startFaultyProxy } from '../integration/server/tools/faulty-proxy.ts'
import { soon } from './harness/open.ts'
import { openBrowser, openConsole, type Started, startConsole, startServer, tempFolder } from './started.ts'

const symptom = '最近七天的订单列表打不开，提示加载失败'
const folders = [tempFolder(), tempFolder(), tempFolder()] as const
let browser: Browser
let server: Started
let line: FaultyProxy
const started: Started[] = []
let agent: Page
let handler: Page

async function openDesk(address: string, profile: 'agent' | 'handler', dir: string): Promise<Page> {
  const console = await startConsole(dir, ['--server', address, '--profile', profile])
  started.push(console)
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const page = await openConsole(context, console)
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
  return page
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startServer(folders[0].dir)
  const direct = server.ready['server'] ?? ''
  line = await startFaultyProxy(direct)
  agent = await openDesk(direct, 'agent', folders[1].dir)
  handler = await openDesk(line.url, 'handler', folders[2].dir)
})

afterAll(async () => {
  await browser?.close()
  for (const one of started) await one.stop()
  await line?.close()
  await server?.stop()
  for (const folder of folders) folder.remove()
})

const arrives = { timeout: 30_000, interval: 200 } as const
const mine = () => handler.getByRole('grid', { name: '转来的事' }).getByRole('row').filter({ hasText: symptom })
const preview = () => handler.getByRole('region', { name: '要答复的事' })
const transfers = () => agent.getByRole('grid', { name: '转来的事' }).getByRole('row').filter({ hasText: symptom })
const said = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).first().waitFor()

it('CALL-9a the agent takes the call and transfers it with F9: it stands before the handler, who began with their transfers', async () => {
  await expect.poll(() => handler.getByRole('heading', { name: '转单' }).count(), arrives).toBe(1)
  await agent.keyboard.press('F2')
  await agent.keyboard.type('13812341234')
  await agent.getByRole('textbox', { name: '问题现象', exact: true }).focus()
  await agent.keyboard.insertText(symptom)
  await agent.keyboard.press('Control+Enter')
  await agent
    .getByText(/已保存/)
    .first()
    .waitFor()
  await agent.keyboard.press('F3')
  await agent.keyboard.press('Alt+7')
  await agent.getByRole('grid', { name: '工单队列' }).getByRole('row').filter({ hasText: symptom }).click()
  await agent.keyboard.press('F9')
  const panel = agent.getByRole('complementary', { name: '转单' })
  await panel.getByRole('radio', { name: '研发支持' }).check({ force: true })
  await panel.getByRole('radio', { name: '原因在该部门' }).check({ force: true })
  await panel.getByRole('textbox').last().fill('接口超时，请查慢查询')
  await agent.keyboard.press('Enter')
  await expect.poll(() => panel.count(), arrives).toBe(0)

  await expect.poll(() => mine().count(), arrives).toBe(1)
  await expect.poll(() => mine().getByRole('timer').textContent(), arrives).toMatch(/3 时 5\d 分|4 时 00 分/)
  await mine().click()
  await expect.poll(() => preview().textContent(), arrives).toContain('接口超时，请查慢查询')
})

it('CALL-9c the handler asks back while the line is cut; the question arrives when it is back, and the agent answers it', async () => {
  line.faults.silent = true
  await handler.keyboard.press('w')
  await handler.keyboard.insertText('哪个账号？几点开始的？')
  await handler.keyboard.press('Control+Enter')
  await said(handler, '已追问')
  await expect.poll(() => mine().count(), arrives).toBe(1)
  await handler
    .getByText(/待上传|正在上传|离线/)
    .first()
    .waitFor({ timeout: 30_000 })
  await agent.keyboard.press('Shift+F9')
  expect(await transfers().count()).toBe(0)

  line.faults.silent = false
  await expect.poll(() => transfers().count(), arrives).toBe(1)
  await transfers().click()
  const asked = agent.getByRole('region', { name: '要答复的事' })
  await expect.poll(() => asked.textContent(), arrives).toContain('哪个账号？几点开始的？')
  await agent.keyboard.press('t')
  await agent.keyboard.insertText('尾号 26 的账号，十点一刻起')
  await agent.keyboard.press('Control+Enter')
  await said(agent, '已答复')
  await expect.poll(() => transfers().count(), arrives).toBe(0)
  await expect.poll(() => preview().textContent(), arrives).toContain('尾号 26 的账号，十点一刻起')
})

it('CALL-9c SYNC-1a the handler answers offline, closes the window and opens it again: the agent has the answer, the clock stands', async () => {
  line.faults.silent = true
  await mine().click()
  await handler.keyboard.press('t')
  await handler.keyboard.insertText('索引已补，列表恢复，请客户刷新')
  await handler.keyboard.press('Control+Enter')
  await said(handler, '已答复')
  await expect.poll(() => mine().count(), arrives).toBe(0)
  await handler.reload()
  await handler.getByRole('navigation', { name: '主导航' }).waitFor()
  expect(await mine().count()).toBe(0)
  line.faults.silent = false

  await agent.keyboard.press('F3')
  await agent.getByRole('grid', { name: '工单队列' }).getByRole('row').filter({ hasText: symptom }).click()
  await agent.keyboard.press('Enter')
  const sheet = agent.getByRole('article', { name: '工单' })
  await expect.poll(() => sheet.textContent(), arrives).toContain('索引已补，列表恢复，请客户刷新')
  await soon(() => sheet.textContent()).toMatch(/转单答复|答复转单/)
})

it('CALL-9c a transfer returned with its reason is the agent’s again', async () => {
  await agent.keyboard.press('F9')
  const panel = agent.getByRole('complementary', { name: '转单' })
  await panel.getByRole('radio', { name: '研发支持' }).check({ force: true })
  await panel.getByRole('radio', { name: '需该部门核实' }).check({ force: true })
  await agent.keyboard.press('Enter')
  await expect.poll(() => mine().count(), arrives).toBe(1)
  await mine().click()
  await handler.keyboard.press('b')
  await handler.keyboard.press('1')
  await handler.keyboard.press('Enter')
  await said(handler, '已退回')
  const sheet = agent.getByRole('article', { name: '工单' })
  await expect.poll(() => sheet.textContent(), arrives).toContain('不属本部门')
})

const sheet = () => agent.getByRole('article', { name: '工单' })
const text = (name: string | RegExp) => agent.getByRole('textbox', { name })
const pick = (name: string) => agent.getByRole('radio', { name, exact: true }).check({ force: true })

it('LIFE-1b the agent ends it while the handler is offline: resolved, told in writing, followed up, closed', async () => {
  line.faults.silent = true
  await agent.keyboard.press('r')
  await agent.getByRole('combobox', { name: '原因归类' }).selectOption('capacity')
  await text('原因（说给客户听的）').fill('索引缺失，查询超时')
  await text('已采取的措施').fill('补了索引，加了监控')
  await agent.keyboard.press('Control+Enter')
  await said(agent, '已解决')
  await agent.keyboard.press('i')
  await expect.poll(() => text('信').inputValue(), arrives).toContain('索引缺失，查询超时')
  await text('信').press('Control+Enter')
  await expect.poll(() => sheet().textContent(), arrives).toContain('书面告知客户')
  await agent.keyboard.press('u')
  await pick('是')
  await agent.keyboard.press('Control+Enter')
  await expect.poll(() => sheet().textContent(), arrives).toContain('完成回访')
  await agent.keyboard.press('q')
  await agent.keyboard.press('Control+Enter')
  await said(agent, '已办结')
})

it('LIFE-1a the handler back in touch sees it closed, and the next day it is reopened for both', async () => {
  line.faults.silent = false
  await handler.keyboard.press('F3')
  await handler.keyboard.press('Alt+7')
  const row = handler.getByRole('grid', { name: '工单队列' }).getByRole('row').filter({ hasText: symptom })
  await expect.poll(() => row.textContent(), arrives).toContain('已办结')
  await row.click()
  await handler.keyboard.press('Enter')
  const theirs = handler.getByRole('article', { name: '工单' })
  await expect.poll(() => theirs.textContent(), arrives).toMatch(/书面告知客户/)
  await agent.keyboard.press('o')
  await pick('问题复发')
  await agent.keyboard.press('Enter')
  await expect.poll(() => theirs.textContent(), arrives).toContain('重新打开')
  await expect.poll(() => sheet().textContent(), arrives).toContain('处理中')
})

it('CALL-8d legal signs in on the handler’s machine, begins where their role is called in, takes it up, and the agent sees who', async () => {
  await agent.keyboard.press('F8')
  const panel = agent.getByRole('complementary', { name: '升级' })
  await panel.getByRole('radio', { name: '涉及法律主张' }).check({ force: true })
  await agent.keyboard.press('Enter')
  await expect.poll(() => panel.count(), arrives).toBe(0)
  const core = await reachCore(socketPath(consoleDir(folders[2].dir, 'handler')))
  const entered = await core?.client.session.signIn({ org: demoOrg.id, user: 'fang', password: demoPassword })
  core?.close()
  expect(entered).toMatchObject({ state: 'open' })
  await handler.getByRole('navigation', { name: '主导航' }).waitFor()
  await expect
    .poll(() => mine().allTextContents(), { ...arrives, timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/升级.*还没有人接手/))
  await handler.keyboard.press('y')
  await handler.keyboard.press('Enter')
  await expect.poll(() => mine().textContent(), arrives).toContain('已接手')
  await expect.poll(() => sheet().textContent(), arrives).toMatch(/接手升级.*方知|方知.*接手升级/)
})
