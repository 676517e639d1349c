import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { compose } from './harness/composing.ts'
import { axeViolations, harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

interface World {
  readonly harness: {
    readonly commands: () => readonly Readonly<Record<string, unknown>>[]
    readonly kept: () => readonly { readonly body: { readonly repeatOf: string | null } }[]
  }
}

const open = async (number = '13812341234', text = '') => {
  page = await harness.open()
  await box('联系电话').fill(number)
  if (text !== '') await box('问题现象').fill(text)
  await page.waitForTimeout(400)
}
const box = (name: string) => page.getByRole('textbox', { name, exact: true })
const part = (name: string) => page.getByRole('region', { name, exact: true })
const commands = () => page.evaluate(() => (globalThis as unknown as World).harness.commands())
const saved = async () => {
  await page.keyboard.press('Control+Enter')
  await soon(() => part('来电').getByRole('status').textContent()).toContain('已保存')
  return commands()
}

describe('who is calling', () => {
  it('CASE-4a open cases stand first; tags, compensation, satisfaction and contacts beside them', async () => {
    await open()
    const items = part('来往').getByRole('listitem')
    await soon(() => items.count()).toBe(3)
    await soon(() => items.nth(0).textContent()).toContain('处理中')
    await soon(() => items.nth(1).textContent()).toContain('已办结')
    const card = await part('客户').textContent()
    for (const fact of ['企业微信', '补偿 2 次，共 ¥170.00', '看重时效']) expect(card).toContain(fact)
    await soon(() => part('来往').textContent()).toContain('满意 5')
    await soon(() => part('最近联系').textContent()).toContain('没联系上')
  })

  it('CASE-9a the call is marked as a repeat by the keyboard, kept so, and unmarked by the same key', async () => {
    await open('13812341234', '订单列表又打不开')
    const mark = part('来往').getByRole('button', { name: '标为重复' }).first()
    await mark.focus()
    await page.keyboard.press('Enter')
    await soon(() => part('来往').getByRole('button', { name: '重复投诉' }).getAttribute('aria-pressed')).toBe('true')
    const kept = () =>
      page.evaluate(() => (globalThis as unknown as World).harness.kept().map(({ body }) => body.repeatOf))
    await soon(kept).toEqual([expect.stringMatching(/\S/)])
    await page.keyboard.press('Enter')
    await soon(kept).toEqual([null])
  })
})

describe('the earlier cases of the caller', () => {
  const shownCase = () => page.getByRole('article', { name: '工单', exact: true }).getByRole('heading', { level: 2 })
  const isFocused = (name: string) => box(name).evaluate((field) => field === document.activeElement)
  const ringing = async () => {
    page = await harness.open()
    await page.keyboard.type('13812341234')
    await box('问题现象').focus()
    await page.keyboard.insertText('订单列表又打不开')
    await soon(() => part('来往').getByRole('listitem').count()).toBe(3)
  }
  const isDraftThere = async () => {
    await soon(() => isFocused('联系电话')).toBe(true)
    await soon(() => box('联系电话').inputValue()).toBe('13812341234')
    await soon(() => box('问题现象').inputValue()).toBe('订单列表又打不开')
    await soon(() => part('来往').getByRole('listitem').count()).toBe(3)
  }

  it.each(['Escape', 'F2'])(
    'CASE-4a one key opens the open one, and %s leads back to the call as it was',
    async (back) => {
      await ringing()
      const open = part('来往').getByRole('listitem').first().getByRole('button').first()
      await soon(() => open.getAttribute('aria-keyshortcuts')).toBe('Shift+F3')
      const symptom = await open.locator('span').first().textContent()
      await page.keyboard.press('Shift+F3')
      await soon(() => shownCase().textContent()).toBe(symptom)
      expect(await axeViolations(page)).toEqual([])
      await page.keyboard.press(back)
      await isDraftThere()
    },
  )

  it('CASE-4a any of them is opened by Tab and Enter, and the library on the way does not lose the call', async () => {
    await ringing()
    expect(await axeViolations(page)).toEqual([])
    const second = part('来往').getByRole('listitem').nth(1).getByRole('button').first()
    const symptom = await second.textContent()
    const isReached = () => second.evaluate((button) => button === document.activeElement)
    for (let presses = 0; presses < 60 && !(await isReached()); presses++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(() => shownCase().textContent()).toBe(symptom)
    await page.keyboard.press('F6')
    await page.getByRole('heading', { name: '资料库' }).waitFor()
    await page.keyboard.press('F6')
    await soon(() => shownCase().textContent()).toBe(symptom)
    await page.keyboard.press('Escape')
    await isDraftThere()
  })

  it('CASE-4a what this window saved is opened from its list by the keyboard', async () => {
    await ringing()
    await saved()
    const row = part('本窗口刚保存').getByRole('button').first()
    await row.focus()
    await page.keyboard.press('Enter')
    await soon(() => shownCase().textContent()).toBe('订单列表又打不开')
    await page.keyboard.press('Escape')
    await soon(() => isFocused('联系电话')).toBe(true)
  })
})

describe('what is read out of the words', () => {
  it('CALL-3a the time as people say it stands beside the field as a minute', async () => {
    await open('13900000001', '订单列表打不开')
    await box('发生时间').fill('昨天上午十点一刻')
    await soon(() => page.locator('label[for="when"] + div').textContent()).toContain('10:15')
  })

  it('SLA-1a the clocks ahead follow the urgency that is set', async () => {
    await open('13900000001', '订单列表打不开')
    const ack = page.getByRole('timer', { name: '首次响应 倒计时' })
    await soon(() => ack.textContent()).toMatch(/29:|30:/)
    await page.getByRole('combobox', { name: '紧急度' }).selectOption({ label: '高' })
    await soon(() => ack.textContent()).toMatch(/14:|15:/)
  })

  it.each([
    ['zh-CN', '紧急度', '2029 年节假日未公布，按周末推算'],
    ['zh-TW', '緊急度', '2029 年假日尚未公布，按週末推算'],
    ['en', 'Urgency', 'Holidays of 2029 are not published yet; counted by weekends'],
  ] as const)(
    'SLA-11d in a year without published holidays the clocks ahead say so once, %s',
    async (lang, urgency, words) => {
      page = await harness.openApart()
      await page.clock.setFixedTime('2029-06-04T10:00:00+08:00')
      await harness.look(page, { lang })
      await page.getByRole('combobox', { name: urgency }).selectOption('low')
      const said = page.getByText(words)
      await soon(() => said.count()).toBe(1)
      expect(
        await said.evaluate((node) => node.closest('[aria-live], [role="status"], [role="alert"], [role="timer"]')),
      ).toBeNull()
      expect(await axeViolations(page)).toEqual([])
      await page.getByRole('combobox', { name: urgency }).selectOption('high')
      await soon(() => said.count()).toBe(0)
    },
  )

  it('CALL-14a a dialect word is explained while it is typed', async () => {
    await open('13900000001', '唔该帮我睇下张单')
    await soon(() => part('方言').textContent()).toContain('谢谢')
  })

  it('CALL-13a the manners of the caller’s place are at hand: what to avoid, what is fitting', async () => {
    await open('13900000001', '订单列表打不开')
    const notes = page.locator('details').filter({ hasText: '文化提示' })
    await notes.locator('summary').focus()
    await page.keyboard.press('Enter')
    await soon(() => notes.getByText('忌讳').isVisible()).toBe(true)
    await soon(() => notes.getByText('合适的补偿').isVisible()).toBe(true)
  })
})

describe('what is said and sent', () => {
  it('CALL-6c the agent’s own sentence is checked while it is typed, and said by Enter', async () => {
    await open('13900000001', '订单列表打不开')
    const own = box('自己的话')
    await own.fill('您别激动')
    await soon(() => part('话术').getByText('改说').count()).toBeGreaterThan(0)
    await own.fill('我在听，您慢慢说')
    await soon(() => part('话术').getByText('改说').count()).toBe(0)
    await own.press('Enter')
    await soon(() => page.getByRole('list', { name: '已经说过' }).textContent()).toContain('我在听，您慢慢说')
    await soon(() => saved()).toMatchObject([
      { type: 'open' },
      { type: 'say', phraseId: 'own', text: '我在听，您慢慢说' },
    ])
  })

  it('CALL-11a an article that fits comes by itself and is handed over: copied, and on the record', async () => {
    await open('13900000001', '订单列表打不开，一直转圈，近7天的都加载失败')
    const hit = part('知识').locator('details').first()
    await hit.locator('summary').focus()
    await page.keyboard.press('Enter')
    const button = hit.getByRole('button', { name: '复制给客户' })
    await button.focus()
    await page.keyboard.press('Enter')
    await soon(() => hit.getByRole('button', { name: '已复制' }).isDisabled()).toBe(true)
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).not.toMatch(/\{\{|__/)
    expect((await saved())[1]).toMatchObject({ type: 'logCommunication', direction: 'out', text })
  })

  it('CALL-4b CALL-2c an article with a blank is not handed over before it is filled; no key of a composition fills it', async () => {
    await open('13900000001', '同一笔重复扣款，扣了两次，两笔一样')
    const hit = part('知识').locator('details').first()
    await hit.locator('summary').click()
    await hit.getByRole('button', { name: '复制给客户' }).press('Enter')
    const blanks = hit.getByRole('textbox')
    await soon(() => blanks.count()).toBeGreaterThan(0)
    for (const blank of await blanks.all()) {
      await compose(page, blank)
      await blank.fill('')
    }
    await soon(() => hit.getByRole('button', { name: '复制给客户' }).isEnabled()).toBe(true)
    for (const blank of await blanks.all()) await blank.fill('5月10日 128')
    await blanks.last().press('Enter')
    await soon(() => hit.getByRole('button', { name: '已复制' }).count()).toBe(1)
    await soon(() => page.evaluate(() => navigator.clipboard.readText())).toContain('5月10日 128')
  })
})
