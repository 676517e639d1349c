import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { soon } from './harness/open.ts'
import { openBrowser, openConsole, type Started, startConsole, startServer, tempFolder } from './started.ts'

/** One server and one console for the whole file; each test takes its own calls on the same page. */
const look: BrowserContextOptions = {
  viewport: { width: 1366, height: 768 },
  timezoneId: 'Asia/Shanghai',
  locale: 'zh-CN',
  permissions: ['clipboard-write'],
}
const folder = tempFolder()
let browser: Browser
let server: Started
let desk: Started
let context: BrowserContext
let page: Page
const faults: string[] = []

const consoleFlags = (profile = 'agent') => ['--server', server.ready['server'] ?? '', '--profile', profile]

async function openPage(): Promise<void> {
  page = await openConsole(context, desk)
  page.on('pageerror', (error) => faults.push(error.message))
  await phone().waitFor()
  // The words of the call come after the first paint; a person needs longer to take a call than they do to arrive.
  await page.getByRole('radio', { name: '系统故障' }).waitFor()
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startServer(`${folder.dir}/server`)
  desk = await startConsole(`${folder.dir}/desk`, consoleFlags())
  context = await browser.newContext(look)
  await openPage()
})
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await server?.stop()
  folder.remove()
})

const phone = () => page.getByRole('textbox', { name: '联系电话', exact: true })
const symptom = () => page.getByRole('textbox', { name: '问题现象', exact: true })
const promise = () => page.getByRole('textbox', { name: '承诺', exact: true })
const said = () => page.getByRole('region', { name: '来电', exact: true }).getByRole('status')
const region = (name: string): Locator => page.getByRole('region', { name, exact: true })
const savedNumber = async () => /[A-Z]\d+-\d+/.exec((await said().textContent()) ?? '')?.[0] ?? ''

/** Every key that is not a character of number, name or free text. Source: details.md "≤ 14 key presses". */
let presses: string[] = []
const press = async (...keys: string[]) => {
  for (const key of keys) {
    presses.push(key)
    await page.keyboard.press(key)
  }
}
const type = (text: string) => page.keyboard.insertText(text)
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id)

/** Presses until 已保存 shows, and what they were; no mouse is near. */
async function counted(run: () => Promise<void>): Promise<readonly string[]> {
  presses = []
  await page.evaluate(() => {
    const world = globalThis as unknown as { mice: number }
    world.mice = 0
    addEventListener('mousedown', () => world.mice++, true)
  })
  await run()
  await soon(() => said().textContent()).toContain('已保存')
  expect(await page.evaluate(() => (globalThis as unknown as { mice: number }).mice)).toBe(0)
  return presses
}

/** Nobody is being looked up any more, and what was typed has been read. */
const rest = async () => {
  await page.locator('#typed-ahead').waitFor({ state: 'hidden' })
  await page.waitForTimeout(350)
}

async function quickCall(number: string, words: string): Promise<string> {
  await page.keyboard.press('F2')
  await type(number)
  await page.keyboard.press('Tab')
  await symptom().focus()
  await type(words)
  await page.keyboard.press('Control+Enter')
  await soon(() => said().textContent()).toContain('已保存')
  return savedNumber()
}

async function openInQueue(words: string): Promise<void> {
  await press('F3')
  const row = page.getByRole('row').filter({ hasText: words }).first()
  await row.waitFor()
  await row.click()
}

describe('ring to saved by keyboard alone', () => {
  it('CALL-2e CASE-1 a new customer in at most 20 presses', async () => {
    const list = await counted(async () => {
      await press('F2')
      await type('13812345678')
      await press('Alt+1', 'Tab')
      await type('张三')
      await press('Tab')
      await type('青禾集市')
      await press('Tab')
      await type('qinghe26')
      await press('Tab', 'ArrowDown', 'Tab')
      await type('后台登录后一片空白')
      await press('Tab')
      await type('昨天下午三点')
      await press('Tab')
      await type('全店的人进不去')
      await press('Tab')
      await type('商家后台')
      await press('Tab')
      await type('杭州')
      await press('Tab', 'Tab')
      await type('修好 两小时内')
      await rest()
      await press('Tab')
      await soon(() => focused()).toBe('问题类型')
      await press('Tab', 'Control+Enter')
    })
    process.stdout.write(`new customer, ${list.length} presses: ${list.join(' ')}\n`)
    expect(list.length).toBeLessThanOrEqual(20)
  })

  it('CALL-2e CASE-1 CLS-2 the worked example in at most 14, the customer known by the number', async () => {
    const list = await counted(async () => {
      await press('F2')
      await type('13812345678')
      await press('Alt+1', 'Tab')
      await type('近 7 天的订单列表加载失败，转十几秒提示加载失败，换浏览器也一样')
      await press('Tab')
      await type('刚才')
      await press('Tab')
      await type('无法核对库存，影响今天发货')
      await press('Tab')
      await type('订单管理系统')
      await press('Tab')
      await type('杭州')
      await press('Tab', 'Tab')
      await type('两小时内修好')
      await press('Enter')
      await type('补偿误工')
      await rest()
      await press('Tab')
      await soon(() => focused()).toBe('问题类型')
      await press('Tab')
      await soon(() => focused()).toBe('问题类型')
      await press('Control+Enter')
    })
    process.stdout.write(`worked example, ${list.length} presses: ${list.join(' ')}\n`)
    expect(list.length).toBeLessThanOrEqual(14)
    const shown = await region('本窗口刚保存').textContent()
    expect(shown).toContain(await savedNumber())
  })

  it('CASE-4 the number brings the customer, and what came before, at once', async () => {
    await press('F2')
    await type('13812345678')
    await soon(() => region('客户').textContent()).toContain('电话')
    await soon(() => region('来往').getByRole('listitem').count()).toBe(2)
    await soon(() => region('来电').textContent()).toContain('第 3 次来电')
    await phone().fill('')
  })
})

describe('what is said', () => {
  it('CLS-5c CALL-5a an angry customer hears a buffer phrase before the call goes on', async () => {
    await press('F2')
    await type('13900000011')
    await symptom().focus()
    await type('你们这群骗子！！！天天糊弄人，气死我了！今天不解决我跟你们没完！')
    const script = region('话术')
    await soon(() => script.getByRole('status').textContent()).toContain('先说一句缓冲话术')
    await press('F6', 'ArrowRight')
    await soon(() => script.getByRole('radio', { name: '共情' }).isChecked()).toBe(true)
    await press('ArrowRight')
    expect(await script.getByRole('radio', { name: '解决' }).isChecked()).toBe(false)
    await press('1')
    await soon(() => script.getByRole('list', { name: '已经说过' }).getByRole('listitem').count()).toBe(1)
    await press('ArrowRight')
    await soon(() => script.getByRole('radio', { name: '解决' }).isChecked()).toBe(true)
    await press('F6')
    await soon(() => focused()).toBe('symptom')
    await press('Control+Enter')
    await soon(() => said().textContent()).toContain('已保存')
  })

  it('CALL-4c what was said is on the record of the case', async () => {
    await openInQueue('骗子')
    await soon(() => page.getByText('说了话术').count()).toBeGreaterThan(0)
    await press('F2')
  })

  it('CALL-7a a professional claimant and somebody in distress each bring their guide', async () => {
    await press('F2')
    await type('13900000012')
    await symptom().focus()
    await type('我是职业打假的，买了十件，依据食品安全法退一赔十，不赔就举报到市场监管')
    await soon(() => region('话术').getByText('升级', { exact: true }).count()).toBeGreaterThan(0)
    await symptom().fill('我不想活了，钱都被骗光了，不如死了算了')
    await soon(() => region('话术').getByText('12356').isVisible()).toBe(true)
    expect(
      await region('话术')
        .getByText(/Samaritans|安心專線/)
        .count(),
    ).toBe(0)
    await phone().fill('+886 912 345 678')
    await soon(() => region('话术').getByText('安心專線').isVisible()).toBe(true)
    expect(await region('话术').getByText('12356').count()).toBe(0)
    await symptom().fill('')
    await phone().fill('')
  })

  it('CALL-6 a vague promise asks for a time; the time becomes a clock of the case', async () => {
    await press('F2')
    await type('13900000013')
    await symptom().focus()
    await type('退款一直没到账')
    await promise().focus()
    await type('尽快给您答复')
    await soon(() => page.getByText('没有钟点').count()).toBeGreaterThan(0)
    await press('Control+Enter')
    await soon(() => promise().getAttribute('aria-invalid')).toBe('true')
    await press('Alt+1')
    await rest()
    await press('Control+Enter')
    await soon(() => said().textContent()).toContain('已保存')
    expect(await said().textContent()).not.toContain('没有记上')
    await openInQueue('退款一直没到账')
    await soon(() => region('工单').textContent()).toContain('承诺')
    await press('F2')
  })
})

describe('what is done', () => {
  it.each([
    ['CALL-8 escalates', ['F8', '5', 'Enter'], '已升级给法务'],
    ['CALL-9 transfers', ['F9', 'Enter'], '已转给'],
    ['CALL-6 promises', ['F7', '2', 'Enter'], '承诺'],
    ['SLA-11 holds', ['F10', '1', 'Enter'], '已挂起'],
  ])('%s in at most four presses', async (_, keys, notice) => {
    await quickCall('13900000014', '发票抬头开错了')
    presses = []
    for (const key of keys) {
      await press(key)
      await page.waitForTimeout(120)
    }
    await soon(() => page.getByRole('banner').textContent()).toContain(notice)
    expect(presses.length).toBeLessThanOrEqual(4)
    expect(await page.getByRole('complementary').count()).toBe(0)
  })

  it('CALL-8a CALL-8b in the call: F8 saves what is there and escalates it', async () => {
    await press('F2')
    await type('13900000015')
    await symptom().focus()
    await type('家里老人用了之后进了医院')
    await press('F8', '4')
    await page.waitForTimeout(150)
    await press('Enter')
    await soon(() => page.getByRole('banner').textContent()).toContain('已升级给高层')
    await soon(() => said().textContent()).toContain('已保存')
  })
})

describe('CALL-12c a call without a matter', () => {
  it('is on the record with its outcome by the keyboard alone, is over, and stands in the history of its number', async () => {
    const list = await counted(async () => {
      await press('F2')
      await type('13900000016')
      await press('Shift+F2', 'End', 'ArrowUp', 'Control+Enter')
    })
    expect(list.length).toBeLessThanOrEqual(5)
    await soon(() => region('本窗口刚保存').textContent()).toContain('打错电话')
    // Nothing of it is left to be done: no clock runs.
    expect(await region('本窗口刚保存').getByRole('listitem').first().getByRole('timer').count()).toBe(0)
    await press('F2')
    await type('13900000016')
    await soon(() => region('来往').getByRole('listitem').first().textContent()).toContain('打错电话')
    await soon(() => region('来往').getByRole('listitem').first().textContent()).toContain('已办结')
    await phone().fill('')
  })
})

describe('when things go wrong', () => {
  it('CASE-8 three calls at once, each with its own draft', async () => {
    for (const [number, words] of [
      ['13900000021', '第一位：快递丢了'],
      ['13900000022', '第二位：扣了两次款'],
      ['13900000023', '第三位：账号进不去'],
    ] as const) {
      await press('F2')
      await type(number)
      await symptom().focus()
      await type(words)
    }
    await soon(() => page.getByRole('tab').count()).toBe(3)
    for (const words of ['第二位：扣了两次款', '第一位：快递丢了', '第三位：账号进不去']) {
      await press('Alt+ArrowLeft')
      await soon(() => symptom().inputValue()).toBe(words)
      await press('Control+Enter')
      await soon(() => said().textContent()).toContain('已保存')
    }
  })

  it('SYNC-1 the network is pulled for a shift: a dozen calls, and in the end both consoles hold the same', async () => {
    const port = new URL(server.ready['server'] ?? '').port
    await server.stop()
    for (let n = 10; n < 22; n++) await quickCall(`139000001${n}`, `断网一班的第 ${n} 通来电`)
    await soon(() => page.getByRole('banner').textContent()).toContain('离线')
    server = await startServer(`${folder.dir}/server`, Number(port))
    await expect.poll(() => page.getByRole('banner').textContent(), { timeout: 60_000 }).toContain('已同步')
    const lead = await startConsole(`${folder.dir}/lead`, consoleFlags('supervisor'))
    try {
      const theirs = await openConsole(context, lead)
      const shift = (on: Page) => on.getByRole('row').filter({ hasText: '断网一班' })
      const numbers = async (on: Page) => {
        const texts = await shift(on).allTextContents()
        return texts.map((text) => `${/\d{8}-\d{6}/.exec(text)?.[0]} ${/第 \d+ 通/.exec(text)?.[0]}`).sort()
      }
      for (const on of [page, theirs]) {
        await on.locator('#phone').waitFor()
        await on.keyboard.press('F3')
        await on.getByRole('grid', { name: '工单队列' }).waitFor()
        await on.keyboard.press('/')
        await on.keyboard.insertText('断网一班')
        await on.keyboard.press('Enter')
        await expect.poll(() => shift(on).count(), { timeout: 30_000 }).toBe(12)
      }
      await expect.poll(() => numbers(theirs), { timeout: 30_000 }).toEqual(await numbers(page))
      expect(new Set(await numbers(page)).size).toBe(12)
      expect((await numbers(page)).join()).not.toContain('undefined')
      await theirs.close()
    } finally {
      await lead.stop()
    }
    expect(faults).toEqual([])
  })
})
