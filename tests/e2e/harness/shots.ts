import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildHarness, harnessDir } from './build.ts'
import { serveFolder } from './serve.ts'

/** `npm run shots [-- FOLDER [FILTER]]`: pictures of every screen and state, for a designer's eye and for the documents. */
const sizes = { small: { width: 1366, height: 768 }, large: { width: 1920, height: 1080 } } as const

interface Shot {
  readonly name: string
  readonly query: string
  readonly size?: keyof typeof sizes
  readonly act?: (page: Page) => Promise<unknown>
}

const fillForm = async (page: Page) => {
  await page.keyboard.type('１３８ 1234-1234')
  await page.waitForTimeout(150)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(
    '最近一周的订单列表一直打不开，转十几秒提示加载失败，换浏览器也一样。客服没法处理退货，今天要发的货卡着',
  )
  await page.waitForTimeout(700)
}
const fillAll = async (page: Page) => {
  await page.waitForTimeout(400)
  await page.keyboard.press('Alt+1')
  await fillForm(page)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('今早十点一刻')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('约 40 单待发')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab')
  await page.keyboard.insertText('修好 两小时内')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('补偿误工，金额待定')
  await page.locator('#promise').focus()
  await page.keyboard.insertText('尽快给您回电')
  await page.waitForTimeout(500)
}
const angry = async (page: Page) => {
  await page.keyboard.type('13812341234')
  await page.waitForTimeout(150)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('你们这群骗子！！！再不退钱我就去12315投诉，找律师起诉你们，气死我了！')
  await page.waitForTimeout(500)
  await page.keyboard.press('F6')
  await page.keyboard.press('1')
  await page.waitForTimeout(300)
}
const distress = async (page: Page) => {
  await page.keyboard.type('13812341234')
  await page.waitForTimeout(150)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('钱都被骗光了，我不想活了，不如死了算了')
  await page.waitForTimeout(500)
  await page.keyboard.press('F6')
}
const refused = async (page: Page) => {
  await page.waitForTimeout(300)
  await page.keyboard.press('Alt+1')
  await page.keyboard.press('Control+Enter')
}
const longCall = async (page: Page) => {
  await page.waitForTimeout(300)
  await page.keyboard.press('Alt+1')
  await page.keyboard.type('13812341234')
  await page.waitForTimeout(150)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(
    '每次输入验证码之后页面都会跳回首页，没有任何提示；换了两台电脑、三个浏览器都一样。'.repeat(12),
  )
  await page.waitForTimeout(500)
}
const saveOne = async (page: Page) => {
  await fillForm(page)
  await page.keyboard.press('Control+Enter')
  await page.waitForTimeout(500)
}
const actOn =
  (...keys: string[]) =>
  async (page: Page) => {
    await saveOne(page)
    for (const key of keys) await page.keyboard.press(key)
    await page.waitForTimeout(300)
  }
const toQueue = async (page: Page) => {
  await page.keyboard.press('F3')
  await page.waitForTimeout(500)
}
const deep = async (page: Page) => {
  await toQueue(page)
  for (let i = 0; i < 6; i++) await page.keyboard.press('j')
  await page.waitForTimeout(400)
}

const lockInCall = async (page: Page) => {
  await fillForm(page)
  await page.keyboard.press('Control+l')
}
const wrongly = async (page: Page) => {
  for (let i = 0; i < 5; i++) {
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(100)
    await page.keyboard.press('Control+a')
  }
}

const palette = (typed: string) => async (page: Page) => {
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText(typed)
  await page.waitForTimeout(500)
}

const filterLine = async (page: Page) => {
  await toQueue(page)
  await page.keyboard.press('/')
  await page.keyboard.insertText('紧急:高 颜色:红 部门:')
  await page.waitForTimeout(400)
}
const selectThree = async (page: Page) => {
  await deep(page)
  for (const key of ['x', 'Shift+j', 'Shift+j', 'j', 'j', 'x']) await page.keyboard.press(key)
  await page.waitForTimeout(300)
}
const bulkAssign = async (page: Page) => {
  await selectThree(page)
  await page.keyboard.press('a')
  await page.waitForTimeout(300)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(400)
}
const toCase = async (page: Page) => {
  await deep(page)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(500)
}
const inCase = (key: string) => async (page: Page) => {
  await toCase(page)
  await page.keyboard.press(key)
  await page.waitForTimeout(400)
}

const toSettings = async (page: Page) => {
  await page.keyboard.press('Control+,')
  await page.waitForTimeout(400)
}
const settled = (page: Page) => page.waitForTimeout(500)
const toTransfers = async (page: Page) => {
  await page.keyboard.press('Shift+F9')
  await settled(page)
}
const inTransfers = (key: string) => async (page: Page) => {
  await settled(page)
  await page.keyboard.press('j')
  await page.keyboard.press(key)
  await settled(page)
}

const library =
  (typed: string, ...keys: readonly string[]) =>
  async (page: Page) => {
    await fillForm(page)
    await page.keyboard.press('Shift+F6')
    await settled(page)
    await page.keyboard.insertText(typed)
    await settled(page)
    for (const key of keys) await page.keyboard.press(key)
    await settled(page)
  }

const shots: readonly Shot[] = [
  { name: 'call-light', query: 'theme=light', act: fillAll },
  { name: 'call-dark', query: 'theme=dark', act: fillAll },
  { name: 'call-large-en', query: 'theme=light&lang=en', size: 'large', act: fillAll },
  { name: 'call-large-dark-tw', query: 'theme=dark&lang=zh-TW', size: 'large', act: fillAll },
  { name: 'call-angry', query: 'theme=light', act: angry },
  { name: 'call-distress', query: 'theme=dark', act: distress },
  { name: 'call-empty', query: 'theme=light' },
  { name: 'call-error', query: 'theme=light', act: refused },
  { name: 'call-offline', query: 'theme=light&scene=offline', act: fillForm },
  { name: 'call-long', query: 'theme=light&scene=long', act: longCall },
  { name: 'call-saved', query: 'theme=light', act: saveOne },
  { name: 'call-three', query: 'theme=dark&scene=drafts' },
  { name: 'act-escalate', query: 'theme=light', act: actOn('F8', '5') },
  { name: 'act-transfer', query: 'theme=light', act: actOn('F9') },
  { name: 'act-hold', query: 'theme=dark', act: actOn('F10', '1') },
  { name: 'act-promise', query: 'theme=light&lang=en', act: actOn('F7', '2') },
  { name: 'keys', query: 'theme=light', act: (page) => page.keyboard.press('F1') },
  { name: 'sign-in', query: 'theme=light&scene=signedOut' },
  { name: 'unreachable', query: 'theme=light&scene=unreachable', act: (page) => page.waitForTimeout(800) },
  { name: 'settings-light', query: 'theme=light&scene=lead', act: toSettings },
  { name: 'settings-dark', query: 'theme=dark', act: toSettings },
  { name: 'settings-large', query: 'theme=light&scene=lead', size: 'large', act: toSettings },
  { name: 'settings-large-dark-en', query: 'theme=dark&lang=en&scene=lead', size: 'large', act: toSettings },
  { name: 'settings-offline-en', query: 'theme=light&lang=en&scene=offline', act: toSettings },
  { name: 'palette-light', query: 'theme=light', act: palette('退') },
  { name: 'palette-dark', query: 'theme=dark', act: palette('') },
  { name: 'palette-en', query: 'theme=light&lang=en', act: palette('K1') },
  {
    name: 'settings-keys',
    query: 'theme=light',
    act: async (page) => {
      await page.keyboard.press('Control+,')
      await page.getByRole('button', { name: '新来电', exact: true }).last().click()
      await page.keyboard.press('F3')
    },
  },
  { name: 'queue-light', query: 'theme=light', act: deep },
  { name: 'queue-dark', query: 'theme=dark', act: deep },
  { name: 'queue-large', query: 'theme=light', size: 'large', act: deep },
  { name: 'queue-large-dark-en', query: 'theme=dark&lang=en', size: 'large', act: deep },
  { name: 'queue-en', query: 'theme=light&lang=en', act: deep },
  { name: 'queue-filter', query: 'theme=light', act: filterLine },
  { name: 'queue-selected', query: 'theme=light', act: selectThree },
  { name: 'queue-bulk', query: 'theme=dark', act: bulkAssign },
  { name: 'case-light', query: 'theme=light', act: toCase },
  { name: 'case-dark', query: 'theme=dark', act: toCase },
  { name: 'case-large', query: 'theme=light', size: 'large', act: toCase },
  { name: 'case-en-resolve', query: 'theme=light&lang=en', act: inCase('r') },
  { name: 'case-log', query: 'theme=light', act: inCase('l') },
  { name: 'case-classify', query: 'theme=dark', act: inCase('c') },
  { name: 'case-inform', query: 'theme=light', act: inCase('i') },
  { name: 'case-reveal', query: 'theme=light', act: inCase('v') },
  { name: 'case-long', query: 'theme=light&scene=long', act: toCase },
  { name: 'case-offline', query: 'theme=light&scene=offline', act: toCase },
  { name: 'queue-offline', query: 'theme=light&scene=offline', act: toQueue },
  { name: 'queue-empty', query: 'theme=light&scene=empty', act: toQueue },
  { name: 'queue-long', query: 'theme=light&scene=long', act: toQueue },
  { name: 'transfers-light', query: 'theme=light&scene=handler', act: settled },
  { name: 'transfers-dark', query: 'theme=dark&scene=handler', act: settled },
  { name: 'transfers-large-en', query: 'theme=light&scene=handler&lang=en', size: 'large', act: settled },
  { name: 'transfers-large-dark-tw', query: 'theme=dark&scene=handler&lang=zh-TW', size: 'large', act: settled },
  { name: 'transfers-answer', query: 'theme=light&scene=handler', act: inTransfers('t') },
  { name: 'transfers-return-en', query: 'theme=dark&scene=handler&lang=en', act: inTransfers('b') },
  { name: 'transfers-ask', query: 'theme=light&scene=handler', act: inTransfers('w') },
  { name: 'transfers-empty', query: 'theme=light&scene=empty', act: toTransfers },
  { name: 'transfers-offline', query: 'theme=light&scene=offline', act: toTransfers },
  { name: 'transfers-long', query: 'theme=light&scene=long', act: toTransfers },
  { name: 'library-light', query: 'theme=light', act: library('订单列表') },
  { name: 'library-dark', query: 'theme=dark', act: library('tuikuan') },
  { name: 'library-phrase', query: 'theme=light', act: library('', 'Alt+2', 'Enter', 'j', 'j', 'j') },
  { name: 'library-guide-en', query: 'theme=dark&lang=en', act: library('', 'Alt+3') },
  { name: 'library-large-en', query: 'theme=light&lang=en', size: 'large', act: library('order') },
  { name: 'library-large-dark-tw', query: 'theme=dark&lang=zh-TW', size: 'large', act: library('退款') },
  { name: 'library-none', query: 'theme=light', act: library('绝没有这样的话') },
  { name: 'library-offline', query: 'theme=light&scene=offline', act: library('ddlb') },
  { name: 'session-sealed', query: 'theme=light&scene=sealed' },
  { name: 'session-wait', query: 'theme=dark&scene=sealed', act: wrongly },
  { name: 'session-locked', query: 'theme=light&scene=guarded', act: lockInCall },
  { name: 'session-locked-dark-en', query: 'theme=dark&lang=en', act: lockInCall },
  { name: 'session-leave', query: 'theme=light&scene=offline', act: (page) => page.keyboard.press('Control+F10') },
  {
    name: 'session-leave-dark-tw',
    query: 'theme=dark&scene=offline&lang=zh-TW',
    act: (page) => page.keyboard.press('Control+F10'),
  },
]

async function take(browser: Browser, origin: string, folder: string, shot: Shot): Promise<void> {
  const context = await browser.newContext({
    viewport: sizes[shot.size ?? 'small'],
    timezoneId: 'Asia/Shanghai',
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      process.stderr.write(`${shot.name}: ${message.text()}\n`)
  })
  page.on('pageerror', (error) => process.stderr.write(`${shot.name}: ${error.message}\n`))
  await page.goto(`${origin}/?${shot.query}`)
  await page.waitForTimeout(600)
  await shot.act?.(page)
  await page.waitForTimeout(200)
  await page.screenshot({ path: join(folder, `${shot.name}.png`) })
  await context.close()
}

const [folder = 'docs/pictures', filter = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
await buildHarness()
const site = await serveFolder(harnessDir)
const browser = await chromium.launch({
  executablePath: process.env['REDRESS_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--no-first-run', '--disable-gpu'],
})
try {
  for (const shot of shots.filter(({ name }) => name.includes(filter))) await take(browser, site.origin, folder, shot)
} finally {
  await browser.close()
  await site.close()
}
