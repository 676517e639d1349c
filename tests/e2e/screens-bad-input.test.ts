import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { harnessOfFile, soon } from './harness/open.ts'

const harness = harnessOfFile()
let page: Page

interface World {
  readonly harness: { readonly commands: () => readonly Readonly<Record<string, unknown>>[] }
}

const commands = () => page.evaluate(() => (globalThis as unknown as World).harness.commands())
const box = (name: string) => page.getByRole('textbox', { name, exact: true })
const said = () => page.getByRole('region', { name: '来电', exact: true }).getByRole('status')
/** What stands beside a field: its error, or its note. */
const beside = async (field: Locator) => {
  const id = (await field.getAttribute('aria-describedby')) ?? ''
  return page.evaluate((target) => document.getElementById(target)?.textContent ?? '', id)
}
const fill = async (number = '13900000001', text = '订单列表打不开') => {
  await box('联系电话').fill(number)
  await box('问题现象').fill(text)
}
const save = () => page.keyboard.press('Control+Enter')
/** Saves, and answers the command that opened the case. */
const saved = async () => {
  const before = (await commands()).length
  await save()
  await soon(() => commands().then((all) => all.length)).toBeGreaterThan(before)
  await soon(() => said().textContent()).toContain('已保存')
  return (await commands())[before] as {
    readonly customer: Record<string, unknown>
    readonly demands: readonly object[]
  }
}
const long = (length: number) => '长'.repeat(length)

describe('numbers as they are dialled', () => {
  it('CALL-3d CALL-3e +86, 0086, full-width, 400, 95588, 转8012 and foreign ones are taken, and said so beside them', async () => {
    page = await harness.open()
    for (const [typed, stored, kind] of [
      ['+86 138 1234 5678', '+8613812345678', '手机'],
      ['0086-138-1234-5678', '+8613812345678', '手机'],
      ['１３８　１２３４　５６７８', '+8613812345678', '手机'],
      ['400-820-8820', '+864008208820', '服务号码'],
      ['95588', '95588', '服务号码'],
      ['010-62345678转8012', '+861062345678;ext=8012', '座机'],
      ['+44 20 7946 0958', '+442079460958', '境外'],
    ] as const) {
      await fill(typed)
      await soon(() => page.getByText(kind).count()).toBeGreaterThan(0)
      expect((await saved()).customer).toMatchObject({ phones: [stored] })
    }
  })

  it('CALL-3e a withheld one leaves no number behind', async () => {
    page = await harness.open()
    await fill('未显示号码')
    expect((await saved()).customer).toMatchObject({ phones: [] })
  })

  it('CALL-3 what is no number is said beside it, and nothing is sent', async () => {
    page = await harness.open()
    for (const [typed, words] of [
      ['12', '太短'],
      ['1381234567', '核对'],
      ['6234 5678', '区号'],
      ['138****5678', '被遮住'],
      ['<b>号码</b>', '看不出'],
      ['\u202e87654321831', '核对'],
      ['😀', '看不出'],
      ['1'.repeat(300), '太长'],
    ] as const) {
      await fill(typed)
      await save()
      await soon(() => box('联系电话').getAttribute('aria-invalid')).toBe('true')
      await soon(() => beside(box('联系电话'))).toContain(words)
      expect(await commands()).toEqual([])
    }
  })
})

describe('names', () => {
  it('CASE-1a 单, 曾, 仇, CJK extension B, other scripts and emoji are kept letter by letter', async () => {
    page = await harness.open()
    for (const name of ['单雄信', '曾国藩', '仇英', '𠮷田𠀀', 'O’Brien-سعيد', '张😀三']) {
      await fill()
      await box('客户姓名').fill(name)
      expect((await saved()).customer).toMatchObject({ name })
    }
  })
})

describe('texts too long for their field', () => {
  it('CASE-1e pasted anywhere are not cut: the field says what to do, and nothing is sent', async () => {
    page = await harness.open()
    await fill()
    await soon(() => box('客户姓名').count()).toBe(1)
    for (const [name, length] of [
      ['客户姓名', 130],
      ['公司', 250],
      ['账号', 250],
      ['问题现象', 4100],
      ['发生时间', 150],
      ['影响', 4100],
      ['产品', 250],
      ['地区', 250],
      ['第 1 项诉求', 4100],
      ['承诺', 4100],
    ] as const) {
      await box(name).fill('')
      await box(name).focus()
      await page.keyboard.insertText(long(length))
      await soon(() => box(name).inputValue()).toBe(long(length))
      await save()
      await soon(() => box(name).getAttribute('aria-invalid')).toBe('true')
      await soon(() => beside(box(name))).toMatch(/太长|没有钟点|看不懂/)
      expect(await commands()).toEqual([])
      await box(name).fill(name === '问题现象' ? '订单列表打不开' : '')
    }
  })
})

describe('thirty demands', () => {
  it('CASE-1c are all kept, and there is no thirty-first', async () => {
    page = await harness.open()
    await fill()
    await box('第 1 项诉求').focus()
    for (let n = 1; n <= 30; n++) {
      await page.keyboard.insertText(`第${n}件`)
      await page.keyboard.press('Enter')
    }
    const lines = page.getByRole('group', { name: '诉求' }).getByRole('textbox')
    await soon(() => lines.count()).toBe(30)
    await soon(() => lines.last().inputValue()).toBe('第30件')
    expect((await saved()).demands).toHaveLength(30)
  })
})

describe('promises', () => {
  it('CALL-6a one in the past says so beside it, and nothing is sent', async () => {
    page = await harness.open()
    await fill()
    await box('承诺').fill('昨天下午三点前给您回电')
    await save()
    await soon(() => box('承诺').getAttribute('aria-invalid')).toBe('true')
    await soon(() => beside(box('承诺'))).toContain('已经过了')
    expect(await commands()).toEqual([])
  })

  it('CALL-6 one beyond the time to resolve is said beside it, and marked where it is given all the same', async () => {
    page = await harness.open()
    await fill()
    await box('承诺').fill('5天内处理好给您回电')
    await soon(() => beside(box('承诺'))).toContain('晚于解决时限')
    await saved()
    expect((await commands())[1]).toMatchObject({ type: 'promise', late: true })
  })
})

describe('CALL-6c the words of a promise in its panel', () => {
  const open = async () => {
    page = await harness.open()
    await fill()
    await page.keyboard.press('F7')
    return page.getByRole('complementary', { name: '承诺时间' })
  }

  it('what should not be said is struck out with why and how it is said better; it stops nobody', async () => {
    const panel = await open()
    await panel.getByRole('textbox').last().fill('您别激动，保证百分之百给您办好')
    const found = panel.getByRole('list', { name: '说法检查' }).getByRole('listitem')
    await soon(() => found.count()).toBeGreaterThanOrEqual(2)
    expect(await found.first().locator('s').textContent()).not.toBe('')
    await soon(() => panel.textContent()).toContain('改说')
    await panel.getByRole('textbox').last().fill('下午三点前我给您回电话')
    await soon(() => found.count()).toBe(0)
  })

  it('CALL-6a CALL-6b a vague time asks for one and cannot be given; the time then typed is the clock', async () => {
    const panel = await open()
    const time = panel.getByRole('textbox').first()
    await time.fill('尽快')
    await soon(() => time.getAttribute('aria-invalid')).toBe('true')
    await soon(() => beside(time)).toMatch(/没有钟点|几点/)
    await soon(() => panel.getByRole('button', { name: /承诺/ }).last().isDisabled()).toBe(true)
    await time.press('Enter')
    expect(await commands()).toEqual([])
    await time.fill('两小时内')
    await soon(() => time.getAttribute('aria-invalid')).toBeNull()
    const before = await page.evaluate(() => Date.now())
    await time.press('Enter')
    await soon(() => commands().then((all) => all.length)).toBe(2)
    const promise = (await commands())[1] as { readonly type: string; readonly dueAtMs: number }
    expect(promise.type).toBe('promise')
    expect(Math.abs(promise.dueAtMs - before - 2 * 3_600_000)).toBeLessThan(120_000)
  })
})
