import { randomUUID } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reachCore } from '../../electron/cli/transport.ts'
import { consoleDir } from '../../electron/core/console.ts'
import { socketPath } from '../../electron/host/local-socket.ts'
import type { Profile } from '../../electron/start/options.ts'
import { type FaultyProxy, startFaultyProxy } from '../integration/server/tools/faulty-proxy.ts'
import { soon } from './harness/open.ts'
import { openBrowser, openConsole, type Started, startConsole, startServer, tempFolder } from './started.ts'

const symptom = '两位坐席同时处理的投诉'
const profiles = ['agent', 'agent', 'supervisor'] as const
const folders = profiles.map(tempFolder)
const serverFolder = tempFolder()
let browser: Browser
let server: Started
let line: FaultyProxy
const consoles: Desk[] = []

/** One person's console: its window, and its core as the command line reaches it. */
interface Desk {
  readonly page: Page
  readonly started: Started
  readonly core: NonNullable<Awaited<ReturnType<typeof reachCore>>>
}

async function openDesk(address: string, profile: Profile, dir: string): Promise<Desk> {
  const started = await startConsole(dir, ['--server', address, '--profile', profile])
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const page = await openConsole(context, started)
  await page.getByRole('textbox', { name: '联系电话' }).waitFor()
  // The words of the call come after the first paint; nobody types a call before they can read them.
  await page.getByRole('radio', { name: '系统故障' }).waitFor()
  const core = await reachCore(socketPath(consoleDir(dir, profile)))
  if (!core) throw new Error('the core of a console is not to be reached')
  return { page, started, core }
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startServer(serverFolder.dir)
  const direct = server.ready['server'] ?? ''
  line = await startFaultyProxy(direct)
  for (const [i, profile] of profiles.entries())
    consoles.push(await openDesk(i === 1 ? line.url : direct, profile, folders[i]?.dir ?? ''))
})

afterAll(async () => {
  await browser?.close()
  for (const { core, started } of consoles) {
    core.close()
    await started.stop()
  }
  await line?.close()
  await server?.stop()
  for (const folder of [...folders, serverFolder]) folder.remove()
})

const desk = (i: number): Desk => {
  const found = consoles[i]
  if (!found) throw new Error('no such console')
  return found
}

const caseAt = async ({ core }: Desk) => {
  const { rows } = await core.client.cases.list({ view: 'all', limit: 10 })
  return rows.find((row) => row.symptom === symptom)
}

async function act(at: Desk, command: unknown): Promise<void> {
  const id = (await caseAt(at))?.id
  const done = await at.core.client.cases.execute({ commandId: randomUUID(), ...(id ? { case: id } : {}), command })
  expect(done).toMatchObject({ saved: true })
}

/** The case as a console holds it, all of its record; who looks at it makes no difference. */
async function held(at: Desk): Promise<unknown> {
  const view = await at.core.client.cases.get({ id: (await caseAt(at))?.id ?? '' })
  return view && { case: view.case, record: view.record, pending: view.pending, chain: view.chain }
}

/** What a person reads in the list and beside it. */
async function read({ page }: Desk): Promise<string> {
  await page.keyboard.press('F3')
  await page.keyboard.press('Alt+7')
  const row = page.getByRole('grid', { name: '工单队列' }).getByRole('row').filter({ hasText: symptom })
  await row.click()
  const lines = page.getByRole('region', { name: '记录' }).getByRole('listitem')
  return `${await row
    .getByText(/已撤回|已受理|处理中|挂起/)
    .first()
    .textContent()} ${await lines.count()}`
}

async function allEqual(): Promise<void> {
  await expect
    .poll(async () => Promise.all(consoles.map(held)), { timeout: 45_000, interval: 250 })
    .toSatisfy((cases: unknown[]) =>
      cases.every((it) => it !== null && JSON.stringify(it) === JSON.stringify(cases[0])),
    )
  await soon(() => held(desk(0))).toMatchObject({ pending: false, chain: 'verified' })
  await expect
    .poll(async () => new Set(await Promise.all(consoles.map(read))).size, { timeout: 20_000, interval: 500 })
    .toBe(1)
}

it('SYNC-2a two agents and a supervisor on one case, one of them cut off meanwhile: back in touch all three are equal', async () => {
  const { page } = desk(0)
  await page.keyboard.press('F2')
  await page.keyboard.type('13812341234')
  await page.getByRole('textbox', { name: '问题现象', exact: true }).focus()
  await page.keyboard.type(symptom)
  await page.keyboard.press('Control+Enter')
  await page.getByText('已保存').first().waitFor({ timeout: 10_000 })
  await allEqual()

  line.faults.silent = true
  await act(desk(1), { type: 'addNote', text: '离线时与客户通过电话' })
  await act(desk(1), { type: 'hold', reason: { code: 'customer_unreachable' } })
  await act(desk(1), { type: 'escalate', level: 'manager', reason: { code: 'overdue', text: '客户等了三天' } })
  await act(desk(0), { type: 'addNote', text: '客户来电说已解决' })
  await act(desk(2), { type: 'withdraw', reason: { code: 'customer_asked' } })
  for (let i = 0; i < 20; i++) await act(desk(0), { type: 'addNote', text: `跟进 ${i}` })
  await desk(1)
    .page.getByText(/待上传|正在上传|离线/)
    .first()
    .waitFor({ timeout: 30_000 })
  line.faults.silent = false
  await allEqual()
})

it('SYNC-5b SYNC-5c what the server refused is shown with its reason, and settled by the keyboard alone', async () => {
  const { page } = desk(1)
  await page.getByRole('button', { name: /^退回/ }).waitFor({ timeout: 20_000 })
  await page.keyboard.press('Alt+0')
  const panel = page.getByRole('complementary', { name: '被退回的记录' })
  await panel.getByText('工单现在是“已撤回”，这一步做不了').first().waitFor()
  const item = (name: RegExp) => panel.getByRole('listitem', { name })
  const tabTo = async (button: Locator) => {
    for (let i = 0; i < 20 && !(await button.evaluate((it) => it === document.activeElement)); i++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  }
  await tabTo(item(/挂起/).getByRole('button', { name: '转为备注' }))
  await panel.getByText('已转为备注').waitFor()
  const escalation = item(/升级/)
  await soon(() => escalation.textContent()).toContain('客户等了三天')
  await tabTo(escalation.getByRole('button', { name: '重新提交' }))
  await soon(() => escalation.getByRole('alert').textContent()).toContain('已撤回')
  await act(desk(2), { type: 'reopen', reason: { code: 'recurred' } })
  await expect.poll(async () => (await caseAt(desk(1)))?.status, { timeout: 20_000 }).toBe('in_progress')
  await tabTo(escalation.getByRole('button', { name: '重新提交' }))
  await panel.getByText('已重新提交').waitFor()
  await panel.getByText('没有被退回的记录。').waitFor()
  await page.keyboard.press('Escape')
  await allEqual()
})

/** The case both sides change. */
const twice = { id: '' }
const sayImpact = (at: Desk, id: string, impact: string) =>
  at.core.client.cases.execute({ commandId: randomUUID(), case: id, command: { type: 'edit', issue: { impact } } })

it('SYNC-2 what two people changed differently, not knowing of each other, is settled by a person with the keyboard', async () => {
  const { page } = desk(1)
  const opened = await desk(0).core.client.cases.execute({
    commandId: randomUUID(),
    command: {
      type: 'open',
      customer: { name: '张三', phones: ['+8613812341234'] },
      issue: { symptom: '两边各改一次的投诉', impact: '约 40 单' },
      reception: { channel: 'hotline', receivedAtMs: Date.now() },
    },
  })
  if (!opened.saved) throw new Error('not opened')
  const impactAt = async (at: Desk) => {
    const view = await at.core.client.cases.get({ id: opened.case })
    return (view?.case as { issue?: { impact?: string } } | undefined)?.issue?.impact
  }
  const everywhere = (impact: string) =>
    expect
      .poll(async () => Promise.all(consoles.map(impactAt)), { timeout: 30_000, interval: 250 })
      .toEqual([impact, impact, impact])
  twice.id = opened.case
  await everywhere('约 40 单')
  line.faults.silent = true
  expect([
    await sayImpact(desk(1), twice.id, '约 400 单'),
    await sayImpact(desk(2), twice.id, '约 4 单'),
  ]).toMatchObject([{ saved: true }, { saved: true }])
  line.faults.silent = false

  await page.getByRole('button', { name: /^退回/ }).waitFor({ timeout: 30_000 })
  await page.keyboard.press('Alt+0')
  const conflicts = page.getByRole('region', { name: '两边改了不同的值' })
  await conflicts.getByRole('button', { name: /约 4 单$/ }).press('Enter')
  await everywhere('约 4 单')
  await page.getByText('没有被退回的记录。').waitFor()
  await soon(() => conflicts.count()).toBe(0)
})

interface Told {
  readonly issue: { readonly impact: string }
  readonly notes: readonly { readonly text: string }[]
}

it('SYNC-2 or the value that stands is left, and the other kept as a note', async () => {
  const { page } = desk(1)
  const id = twice.id
  line.faults.silent = true
  await sayImpact(desk(1), id, '约 500 单')
  await sayImpact(desk(2), id, '约 5 单')
  line.faults.silent = false
  const field = page.getByRole('region', { name: '影响', exact: true })
  await field.waitFor({ timeout: 30_000 })
  await field.getByRole('button', { name: '不换，另一个记成备注' }).press('Enter')
  await page.getByText('已转为备注').waitFor()
  const told = async (at: Desk) => {
    const theCase = (await at.core.client.cases.get({ id }))?.case as unknown as Told
    return [theCase.issue.impact, theCase.notes.at(-1)?.text]
  }
  await expect
    .poll(async () => Promise.all(consoles.map(told)), { timeout: 30_000, interval: 250 })
    .toEqual(Array(3).fill(['约 500 单', '两边改得不同、没有采用的“影响”：\n约 5 单']))
  await soon(() => page.getByRole('region', { name: '两边改了不同的值' }).count()).toBe(0)
})
