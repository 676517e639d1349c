import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { compose } from './harness/composing.ts'
import { harnessOfFile, quiet, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

interface World {
  readonly harness: {
    cut: () => void
    join: () => void
    executed: () => string[]
    kept: () => { body: { symptom: string } }[]
  }
}
const executed = () => page.evaluate(() => (globalThis as unknown as World).harness.executed())
const kept = () => page.evaluate(() => (globalThis as unknown as World).harness.kept().map(({ body }) => body.symptom))
const core = (act: 'cut' | 'join') => page.evaluate((name) => (globalThis as unknown as World).harness[name](), act)

const phone = () => page.getByRole('textbox', { name: '联系电话', exact: true })
const symptom = () => page.getByRole('textbox', { name: '问题现象', exact: true })
const said = () => page.getByRole('region', { name: '来电', exact: true }).getByRole('status')
const fill = async (number = '13812341234', text = '订单列表打不开') => {
  await phone().fill(number)
  await symptom().fill(text)
}

describe('names', () => {
  it('CALL-2b every control is called what stands on it, and its key is told beside the name', async () => {
    page = await harness.open()
    await soon(() => phone().isVisible()).toBe(true)
    await soon(() => symptom().isVisible()).toBe(true)
    const template = page.getByRole('radio', { name: '系统故障', exact: true })
    await soon(() => template.getAttribute('aria-keyshortcuts')).toBe('Alt+1')
    const save = page.getByRole('button', { name: '保存', exact: true })
    await soon(() => save.getAttribute('aria-keyshortcuts')).toBe('Control+Enter')
    await soon(() => page.getByRole('timer', { name: '首次响应 倒计时', exact: true }).textContent()).toContain('30:00')
    await soon(() => page.getByRole('button', { name: '队列' }).getAttribute('aria-keyshortcuts')).toBe('F3')
  })

  it('CALL-8a the button to escalate says the level and who receives it, in the call, the queue and a case', async () => {
    page = await harness.open()
    for (const keys of [[], ['F3'], ['j', 'Enter']]) {
      for (const key of keys) await page.keyboard.press(key)
      await quiet(page)
      const button = page.getByRole('contentinfo').getByRole('button', { name: '升级', exact: true })
      await soon(() => button.getAttribute('aria-keyshortcuts')).toBe('F8')
      const beside = await button.getAttribute('aria-describedby')
      await soon(() => page.locator(`[id="${beside}"]`).textContent()).toBe('给当班班长')
    }
  })
})

describe('saving', () => {
  it('CALL-2a from F2 to 已保存 by keyboard alone, with the number said', async () => {
    page = await harness.open()
    await page.keyboard.press('F2')
    await page.keyboard.type('１３８ 1234-1234')
    await page.keyboard.press('Tab')
    await page.keyboard.insertText('订单列表打不开')
    await page.keyboard.press('Control+Enter')
    await soon(() => said().textContent()).toContain('已保存 K1-0088')
    expect(await phone().inputValue()).toBe('')
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('phone')
    await soon(() => page.getByRole('region', { name: '本窗口刚保存' }).textContent()).toContain('K1-0088')
  })

  it('CALL-2f Ctrl+Enter twice in 50 ms makes one case', async () => {
    page = await harness.open()
    await fill()
    await Promise.all([page.keyboard.press('Control+Enter'), page.keyboard.press('Control+Enter')])
    await soon(() => said().textContent()).toContain('已保存')
    await page.waitForTimeout(100)
    await soon(() => executed()).toHaveLength(1)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('CALL-2 says beside each field what is missing, and goes to the first', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+Enter')
    await soon(() => phone().getAttribute('aria-invalid')).toBe('true')
    const words = await phone().evaluate(
      (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
    )
    expect(words).toContain('请填联系电话')
    await soon(() => symptom().getAttribute('aria-describedby')).toBe('symptom-error')
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('phone')
    expect(await executed()).toHaveLength(0)
  })

  it('SYNC-1 while the core is away saving waits in words, and goes through once when it is back', async () => {
    page = await harness.open()
    await fill()
    await core('cut')
    await soon(() => page.getByRole('banner').textContent()).toContain('后台没有应答')
    await page.keyboard.press('Control+Enter')
    await soon(() => said().textContent()).toContain('连上后自动保存')
    await soon(() => symptom().inputValue()).toBe('订单列表打不开')
    await core('join')
    await soon(() => said().textContent()).toContain('已保存')
    expect(new Set(await executed()).size).toBe(1)
    await soon(() => page.getByRole('banner').textContent()).toContain('已同步')
  })
})

describe('bad input', () => {
  const words = async (field: Locator) => {
    const id = (await field.getAttribute('aria-describedby')) ?? ''
    return page.evaluate((target) => document.getElementById(target)?.textContent, id)
  }

  it('CALL-3 each number that cannot be one has its message beside the field, and nothing is sent', async () => {
    page = await harness.open()
    await symptom().fill('订单列表打不开')
    for (const [typed, message] of [
      ['', '请填联系电话'],
      ['😀😀', '看不出'],
      ['1'.repeat(40), '太长'],
      ['138****1234', '被遮住'],
      ['62345678', '区号'],
    ] as const) {
      await phone().fill(typed)
      await page.keyboard.press('Control+Enter')
      await soon(() => phone().getAttribute('aria-invalid')).toBe('true')
      await soon(() => words(phone())).toContain(message)
    }
    expect(await executed()).toHaveLength(0)
  })

  it('CALL-2 full-width, withheld and foreign numbers, emoji, pasted HTML and text from right to left are taken as they are', async () => {
    page = await harness.open()
    const inputs = [
      ['１３８１２３４１２３４', '订单打不开'],
      ['隐藏', '订单打不开'],
      ['+44 20 7946 0958', '订单打不开'],
      ['13812341234', '打不开😡😡😡'],
      ['13812341234', '<img src=x onerror=alert(1)><b>打不开</b>'],
      ['13812341234', '\u202e打不开 الطلب لا يفتح'],
    ] as const
    for (const [index, [number, text]] of inputs.entries()) {
      await fill(number, text)
      await page.keyboard.press('Control+Enter')
      await soon(executed).toHaveLength(index + 1)
      await soon(() => said().textContent()).toContain('已保存')
    }
    expect(await page.evaluate(() => document.querySelectorAll('img').length)).toBe(0)
  })

  it('CASE-1 an overlong text, an unreadable time and a vague promise each say so beside themselves', async () => {
    page = await harness.open()
    await fill('13812341234', '长'.repeat(4001))
    await page.getByRole('textbox', { name: '发生时间' }).fill('从前有一天')
    await page.getByRole('textbox', { name: '承诺', exact: true }).fill('尽快')
    await page.keyboard.press('Control+Enter')
    await soon(() => words(symptom())).toContain('太长')
    await soon(() => words(page.getByRole('textbox', { name: '发生时间' }))).toMatch(/看不懂|没有钟点/)
    await soon(() => words(page.getByRole('textbox', { name: '承诺', exact: true }))).toContain('没有钟点')
    expect(await executed()).toHaveLength(0)
  })

  it('SLA-10 a machine clock that jumps bends no timer of the call', async () => {
    page = await harness.open()
    await fill()
    const timer = page.getByRole('region', { name: '来电', exact: true }).getByRole('timer')
    await page.evaluate(() => {
      const real = Date.now
      Date.now = () => real() + 5 * 3_600_000
    })
    await page.waitForTimeout(1200)
    await soon(() => timer.textContent()).toMatch(/^00:00:0\d$/)
  })
})

describe('calls', () => {
  it('CASE-8 a draft is kept while typing, parked by Esc and brought back by Alt+←', async () => {
    page = await harness.open()
    await fill()
    await soon(kept).toEqual(['订单列表打不开'])
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('tab').count()).toBe(2)
    expect(await symptom().inputValue()).toBe('')
    await page.keyboard.press('Alt+ArrowLeft')
    await soon(() => symptom().inputValue()).toBe('订单列表打不开')
  })

  it('CASE-8 drafts of an earlier window come back', async () => {
    page = await harness.open({ scene: 'drafts' })
    await soon(() => page.getByRole('tab').count()).toBe(2)
    await soon(() => symptom().inputValue()).toContain('近一周的订单列表打不开')
  })

  it('CASE-4a earlier cases of the number appear as it is typed', async () => {
    page = await harness.open()
    await phone().pressSequentially('13812341234')
    const history = page.getByRole('region', { name: '来往' })
    await soon(() => history.getByRole('listitem').count()).toBe(3)
    await soon(() => page.getByRole('region', { name: '来电', exact: true }).textContent()).toContain('第 4 次来电')
  })

  it('CALL-2 holding F2 begins one call', async () => {
    page = await harness.open()
    await fill()
    await page.keyboard.down('F2')
    for (let i = 0; i < 5; i++) await page.keyboard.down('F2')
    await page.keyboard.up('F2')
    await soon(() => page.getByRole('tab').count()).toBe(2)
  })

  it('CASE-5 tabs and bar show the number masked', async () => {
    page = await harness.open()
    await fill()
    await soon(() => page.getByRole('tab').first().textContent()).toBe('138****1234')
    await soon(() => page.getByRole('region', { name: '来电', exact: true }).textContent()).toContain('138****1234')
  })
})

describe('input methods', () => {
  it('CALL-2 no key of an open composition gives a command or submits, in any input of the call', async () => {
    page = await harness.open()
    // Templates come after the first paint; their questions are inputs too.
    await page.getByRole('radio', { name: '系统故障' }).waitFor({ state: 'attached' })
    await page.keyboard.press('Alt+1')
    await phone().fill('13900000001')
    await soon(() => page.getByRole('textbox', { name: '客户姓名' }).count()).toBe(1)
    const fields = await page.getByRole('textbox').all()
    expect(fields.length).toBeGreaterThanOrEqual(16)
    // The number last: without one nobody asks who is calling.
    for (const field of fields.reverse()) await compose(page, field)
    expect(await executed()).toHaveLength(0)
    await soon(() => page.getByRole('tab').count()).toBe(1)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByRole('complementary').count()).toBe(0)
  })

  it('CALL-2 what is typed right after Enter is the next demand, not the end of this one', async () => {
    page = await harness.open()
    await page.locator('fieldset input').first().fill('修好 两小时内')
    const next = await page.evaluate(() => {
      const line = document.querySelector('fieldset input')
      line?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
      const lines = [...document.querySelectorAll('fieldset input')]
      return [lines.indexOf(document.activeElement ?? document.body), lines.length]
    })
    expect(next).toEqual([1, 2])
  })

  it('CALL-9 the focus stands on the department that Enter transfers to', async () => {
    page = await harness.open()
    await fill()
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('F9')
    const chosen = page.getByRole('complementary', { name: '转单' }).getByRole('radio', { checked: true }).first()
    await soon(() => chosen.evaluate((radio) => radio === document.activeElement)).toBe(true)
    await page.waitForTimeout(500)
    await soon(() => chosen.evaluate((radio) => radio === document.activeElement)).toBe(true)
  })

  it.each([
    ['F7', '承诺时间'],
    ['F8', '升级'],
    ['F9', '转单'],
    ['F10', '挂起'],
  ])('CALL-2 nor in any input of the panel of %s', async (key, title) => {
    page = await harness.open()
    await fill()
    await page.keyboard.press(key)
    const panel = page.getByRole('complementary', { name: title })
    await soon(() => panel.getByRole('textbox').count()).toBeGreaterThan(0)
    for (const field of await panel.getByRole('textbox').all()) await compose(page, field)
    expect(await executed()).toHaveLength(0)
    await soon(() => panel.isVisible()).toBe(true)
  })
})

describe('help beside the work', () => {
  it('CALL-2 F1 shows the keys without taking the focus, Esc puts them away before it parks', async () => {
    page = await harness.open()
    await fill()
    await page.keyboard.press('F1')
    await soon(() => page.getByRole('complementary', { name: '全部按键' }).isVisible()).toBe(true)
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('symptom')
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('complementary').count()).toBe(0)
    await soon(() => symptom().inputValue()).toBe('订单列表打不开')
  })

  it('speaks another language and changes colours at once, and remembers both', async () => {
    page = await harness.open()
    await page.keyboard.press('Control+,')
    await page.getByRole('radio', { name: 'English' }).check({ force: true })
    await soon(() => page.getByRole('radio', { name: 'Dark' }).isVisible()).toBe(true)
    await soon(() => page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
    await soon(() => page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('dark')
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('textbox', { name: 'Phone', exact: true }).isVisible()).toBe(true)
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }))
    expect(stored).toContain('\\"language\\":\\"en\\",\\"theme\\":\\"dark\\"')
    await soon(() => page.evaluate(() => Object.keys(localStorage))).toEqual(['redress.preferences'])
  })
})
