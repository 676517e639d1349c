import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeViolations, harnessOfFile, type Look, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

const grid = () => page.getByRole('grid', { name: '工单队列', exact: true })
const panel = (name: string) => page.getByRole('complementary', { name, exact: true })
const openQueue = async (look: Look = {}, apart = false) => {
  page = await (apart ? harness.openApart(look) : harness.open(look))
  await page.keyboard.press('F3')
  await soon(() => grid().locator('[data-current]').count()).toBe(1)
}
const openCase = async (look: Look = {}, apart = false) => {
  await openQueue(look, apart)
  await page.keyboard.press('Enter')
  // The files are the last to be painted: from there on the case takes all it can be given.
  await page.getByRole('region', { name: '附件' }).waitFor()
}

describe('a selection', () => {
  const bar = () => page.getByRole('region', { name: '已选工单' })

  it('SUP-3a SUP-3b X and Shift+J select; a bulk command is previewed, given, and taken back with Ctrl+Z', async () => {
    await openQueue()
    for (const key of ['x', 'Shift+J', 'Shift+J']) await page.keyboard.press(key)
    await soon(() => bar().textContent()).toContain('3 件已选')
    await soon(() => grid().locator('[aria-selected="true"]').count()).toBe(3)
    await page.keyboard.press('a')
    await panel('指派')
      .getByRole('combobox', { name: /负责人/ })
      .selectOption('gu')
    await panel('指派').getByRole('radio', { name: '工作量均衡' }).check({ force: true })
    await page.keyboard.press('Enter')
    const preview = panel('指派').getByRole('region', { name: '预览' })
    await soon(() => preview.textContent()).toContain('2 件会照办')
    await soon(() => preview.textContent()).toContain('1 件办不了')
    expect(
      await page.evaluate(() => (globalThis as never as { harness: { executed: () => string[] } }).harness.executed()),
    ).toEqual([])
    await page.getByRole('button', { name: '确认 2 件' }).click()
    await soon(() => page.getByRole('banner').textContent()).toContain('2 件已办，1 件没办成')
    await page.keyboard.press('Control+z')
    await soon(() => page.getByRole('banner').textContent()).toContain('已撤销')
    await page.keyboard.press('Escape')
    await soon(() => bar().count()).toBe(0)
  })

  it('SUP-3 what is changed after the preview is previewed anew', async () => {
    await openQueue()
    for (const key of ['x', 'Shift+J', 'n']) await page.keyboard.press(key)
    await panel('备注').getByRole('textbox', { name: '内容' }).fill('一起回电')
    await page.keyboard.press('Control+Enter')
    await soon(() => panel('备注').getByRole('button', { name: '确认 1 件' }).count()).toBe(1)
    await panel('备注').getByRole('textbox', { name: '内容' }).fill('一起回电，下午三点前')
    await page.keyboard.press('Control+Enter')
    await page.waitForTimeout(200)
    await soon(() => panel('备注').count()).toBe(1)
  })
})

describe('the case', () => {
  it('SLA-10 shows every clock with what is left of work hours, why one stands still, and the one next step', async () => {
    await openCase()
    const article = page.getByRole('article', { name: '工单', exact: true })
    const clocks = article.getByRole('region', { name: '时限' })
    await soon(() => clocks.getByRole('timer').count()).toBe(5)
    await soon(() => clocks.textContent()).toMatch(/工时剩 .* · 自然剩/)
    await soon(() => clocks.textContent()).toContain('暂停：等客户补材料')
    await page.keyboard.press('Control+Enter')
    await panel('记联系').waitFor()
  })

  it('CASE-1a CASE-1b CASE-1d shows every fact the case holds, and no row for what it does not', async () => {
    await openCase()
    const facts = page.getByRole('region', { name: '资料' })
    await soon(() => facts.locator('dt').allTextContents()).toEqual(
      [
        '客户',
        '电话',
        '公司',
        '首选联系方式',
        '语言',
        '标签',
        '发生时间',
        '影响',
        '产品',
        '地区',
        '场景',
        '分类',
      ].concat(['责任归属', '主责部门', '接待人', '记录人', '部门', '负责人', '诉求', '承诺']),
    )
    await soon(() => facts.locator('dd').allTextContents()).toEqual(
      expect.arrayContaining(['粤语', '贵宾', '2024年5月10日 10:15', '系统故障', '系统故障 › 整体无法使用', '林小雨']),
    )
    await soon(() => facts.textContent()).toContain('补偿误工 · ¥200.00')
  })

  it('TRU-1 tells who did what, when, on which device, what was said, and its place in the chain', async () => {
    await openCase()
    const record = page.getByRole('region', { name: '记录', exact: true })
    const lines = await record.getByRole('listitem').allTextContents()
    expect(lines[0]).toMatch(/指派负责人.*顾.*设备 R2.*已入链，服务器第 6 条/)
    expect(lines.join()).toContain('给您添麻烦了，我先记下来，马上帮您查')
    expect(lines.join()).toContain('待服务器确认')
  })

  it('CASE-8 what is typed into a form stays when the panel is closed and when the window is loaded anew', async () => {
    await openCase()
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: '内容' }).fill('客户下午三点后方便')
    await page.keyboard.press('Escape')
    await soon(() => panel('备注').count()).toBe(0)
    await page.keyboard.press('n')
    await soon(() => page.getByRole('textbox', { name: '内容' }).inputValue()).toBe('客户下午三点后方便')
    await page.keyboard.press('Control+Enter')
    await soon(() => page.getByRole('banner').textContent()).toContain('已备注')
    await page.keyboard.press('n')
    expect(await page.getByRole('textbox', { name: '内容' }).inputValue()).toBe('')
  })

  it('CALL-2 Ctrl+Enter gives a form from every part of it, and never the next step of the case behind', async () => {
    await openCase()
    await page.keyboard.press('l')
    const form = panel('记联系')
    await form.getByRole('radio', { name: '电话' }).press('Control+Enter')
    await soon(() => page.getByRole('banner').textContent()).toContain('已记')
    await soon(() => page.getByRole('complementary').count()).toBe(0)
  })

  it('LOOP-1a a letter is previewed, noted and copied, and the screen says that nothing is sent from here', async () => {
    page = await harness.open()
    await page.keyboard.press('F3')
    await soon(() => grid().locator('[data-current]').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: '工单', exact: true }).waitFor()
    await page.keyboard.press('i')
    const letter = panel('书面反馈').getByRole('textbox', { name: '信' })
    await soon(() => letter.inputValue()).toContain('20240510-000128')
    await soon(() => panel('书面反馈').textContent()).toContain('本系统还不代发：这里只记入沟通记录')
    const written = await letter.inputValue()
    await letter.press('Control+Enter')
    await soon(() => page.getByRole('banner').textContent()).toContain('信已复制，请发给客户')
    await soon(() => page.evaluate(() => navigator.clipboard.readText())).toBe(written)
  })

  it('SLA-11d a clock that runs into a year without published holidays says so, in the queue and on the case, to no live region', async () => {
    await openQueue()
    await page.keyboard.press('End')
    const words = page.getByText('2027 年节假日未公布，按周末推算')
    await words.waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: '附件' }).waitFor()
    await soon(() => words.count()).toBe(1)
    expect(
      await words.evaluate((node) => node.closest('[aria-live], [role="status"], [role="alert"], [role="timer"]')),
    ).toBeNull()
    expect(await axeViolations(page)).toEqual([])
  })

  it('CASE-5c CASE-5d a field is shown for its reason, says when it is covered again, and is', async () => {
    await openCase({}, true)
    await page.clock.install({ time: new Date() })
    const facts = page.getByRole('region', { name: '资料' })
    await soon(() => facts.textContent()).toContain('150****0417')
    await page.keyboard.press('v')
    await panel('查看完整信息').getByRole('radio', { name: '回电客户' }).check({ force: true })
    await page.keyboard.press('Enter')
    await soon(() => facts.textContent()).toContain('+8613812341234')
    await soon(() => facts.textContent()).toMatch(/\d+ 秒后再遮住/)
    await page.clock.fastForward(31_000)
    await soon(() => facts.textContent()).not.toContain('+8613812341234')
  })

  it('CASE-7 a file that cannot be taken is refused in words, one that can is named', async () => {
    await openCase()
    const picker = page.locator('input[type="file"]')
    await picker.setInputFiles({ name: '空.png', mimeType: 'image/png', buffer: Buffer.alloc(0) })
    await soon(() => page.getByRole('region', { name: '附件' }).textContent()).toContain('空.png')
    await picker.setInputFiles({ name: '截图.png', mimeType: 'image/png', buffer: Buffer.from('x') })
    await soon(() => page.getByRole('banner').textContent()).toContain('已添加 截图.png')
  })

  it('CASE-7 a screenshot is pasted and a file dropped; pasted into a field it stays text, and 2 GB are refused unread', async () => {
    await openCase()
    const give = (kind: 'paste' | 'drop', name: string, bytes = 3) =>
      page.evaluate(
        ([event, called, size]) => {
          const file = new File(['abc'], called, { type: 'image/png' })
          Object.defineProperty(file, 'size', { value: size })
          const given = new Event(event, { bubbles: true, cancelable: true })
          const files = { files: [file], getData: () => '' }
          Object.defineProperty(given, event === 'paste' ? 'clipboardData' : 'dataTransfer', { value: files })
          const on = event === 'paste' ? document.activeElement : document.querySelector('input[type="file"]')
          on?.dispatchEvent(given)
        },
        [kind, name, bytes] as const,
      )
    const banner = () => page.getByRole('banner').textContent()
    await give('paste', '截屏.png')
    await soon(banner).toContain('已添加 截屏.png')
    await give('drop', '照片.png')
    await soon(banner).toContain('已添加 照片.png')
    await give('drop', '录像.mp4', 2 * 1024 ** 3)
    await soon(() => page.getByRole('region', { name: '附件' }).getByRole('alert').textContent()).toBe(
      '录像.mp4: 文件太大，最多 25 MB，没有添加',
    )
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: '内容' }).waitFor()
    await give('paste', '另一张.png')
    await page.waitForTimeout(200)
    expect(await banner()).not.toContain('另一张')
  })

  it('SUP-1 a case with 2,000 entries opens with its newest, and the older ones when asked for', async () => {
    await openQueue({ scene: 'many' })
    await page.keyboard.press('Enter')
    const record = page.getByRole('region', { name: '记录', exact: true })
    await soon(() => record.getByRole('listitem').count()).toBe(50)
    await record.getByRole('button', { name: '更早的 1950 条' }).click()
    await soon(() => record.getByRole('listitem').count()).toBe(550)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  })

  it('CALL-2 J and K go on to the neighbours, Esc back to the queue with the cursor where it was', async () => {
    await openCase()
    const title = () =>
      page.getByRole('article', { name: '工单', exact: true }).getByRole('heading', { level: 2 }).textContent()
    const first = await title()
    await page.keyboard.press('j')
    await soon(title).not.toBe(first)
    await page.keyboard.press('k')
    await soon(title).toBe(first)
    await page.keyboard.press('Escape')
    await grid().waitFor()
    await soon(() => grid().evaluate((node) => node === document.activeElement)).toBe(true)
  })
})

describe('axe', () => {
  const acts = ['c', 'a', 'l', 'n', 'e', 'd', 'Shift+E', 't', 'h', 'r', 'i', 'o', 'g', 'm', 'p', 'v', 'Shift+W']

  it.each([
    ['light', acts],
    ['dark', ['c', 'l', 'v']],
  ] as const)('finds nothing on the case and in its forms, %s', async (theme, keys) => {
    await openCase({ theme })
    const found: Record<string, readonly string[]> = {}
    const note = async (name: string) => {
      const violations = await axeViolations(page)
      if (violations.length > 0) found[name] = violations
    }
    await note('case')
    for (const key of keys) {
      await page.keyboard.press(key)
      await page.locator('aside form').waitFor()
      await note(key)
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('F3')
    await page.keyboard.press('x')
    await page.keyboard.press('/')
    await page.keyboard.insertText('颜色:红 状')
    await quiet(page)
    await note('queue with a filter')
    expect(found).toEqual({})
  })

  it.each(['zh-TW', 'en'] as const)('finds nothing in %s', async (lang) => {
    page = await harness.open({ lang })
    await page.keyboard.press('F3')
    await soon(() => page.getByRole('grid').locator('[data-current]').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('article').waitFor()
    await page.keyboard.press('r')
    await page.locator('aside form').waitFor()
    expect(await axeViolations(page)).toEqual([])
  })
})
