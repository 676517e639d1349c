import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { soon } from './harness/open.ts'
import { openBrowser, openConsole, type Started, startConsole, tempFolder } from './started.ts'

/** The power goes at moments nobody chose: the console, what started it and the window end at once, without a word. */
const folder = tempFolder()
let browser: Browser
let desk: Started
let context: BrowserContext
let page: Page

const phone = () => page.getByRole('textbox', { name: '联系电话', exact: true })
const symptom = () => page.getByRole('textbox', { name: '问题现象', exact: true })
const said = () => page.getByRole('region', { name: '来电', exact: true }).getByRole('status')

async function powerOn(): Promise<void> {
  desk = await startConsole(folder.dir, ['--server', 'none'])
  page = await openConsole(context, desk)
  await phone().waitFor()
}

/** The process that holds core and pages is the child of the start command, which would start it anew. */
async function powerOff(): Promise<void> {
  const { pid } = desk.process
  const core = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim())
  const gone = desk.kill()
  process.kill(core, 'SIGKILL')
  await Promise.all([gone, page.close()])
}

beforeAll(async () => {
  browser = await openBrowser()
  context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await powerOn()
})
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  folder.remove()
})

const rounds = [1, 2, 3]
const randomMs = (most: number) => Math.floor(Math.random() * most)

describe('the power is cut', () => {
  it.each(rounds)('CASE-8b while typing: at most one second of it is missing (round %i)', async (round) => {
    const runMs = 700 + randomMs(2500)
    await page.keyboard.press('F2')
    await page.keyboard.insertText(`1390000005${round}`)
    await symptom().focus()
    const typed: { readonly text: string; readonly atMs: number }[] = []
    const until = performance.now() + runMs
    for (let n = 0; performance.now() < until; n++) {
      const text = `第${n}词 `
      await page.keyboard.insertText(text)
      typed.push({ text, atMs: performance.now() })
      await page.waitForTimeout(20 + randomMs(60))
    }
    const cutMs = performance.now()
    await powerOff()
    await powerOn()
    await soon(() => phone().inputValue()).toBe(`1390000005${round}`)
    const kept = await symptom().inputValue()
    const whole = typed.map(({ text }) => text).join('')
    expect(whole.startsWith(kept), kept).toBe(true)
    const lost = typed.filter(
      (_, at) =>
        typed
          .slice(0, at + 1)
          .map(({ text }) => text)
          .join('').length > kept.length,
    )
    const lostMs = Math.max(0, ...lost.map(({ atMs }) => cutMs - atMs))
    process.stdout.write(
      `typed for ${runMs} ms, ${lost.length} of ${typed.length} words missing, ${Math.round(lostMs)} ms\n`,
    )
    expect(lostMs).toBeLessThanOrEqual(1000)
  })

  it.each(rounds)(
    'CASE-8b SYNC-1a while saving: the case is there, or the draft is, and in the end one case (round %i)',
    async (round) => {
      const words = `停电那一刻的来电 ${round}`
      const afterMs = round === 1 ? 0 : randomMs(80)
      await page.keyboard.press('F2')
      await page.keyboard.insertText(`1390000006${round}`)
      await symptom().focus()
      await page.keyboard.insertText(words)
      await page.getByText('草稿已存本机').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.waitForTimeout(afterMs)
      const wasSaid = (await said().textContent())?.includes('已保存') === true
      await powerOff()
      await powerOn()
      const drafts = async () => {
        const tabs = await page.getByRole('tab').count()
        const texts: string[] = []
        for (let at = 0; at < tabs; at++) {
          texts.push(await symptom().inputValue())
          await page.keyboard.press('Alt+ArrowLeft')
        }
        return texts.filter((text) => text === words).length
      }
      const rows = () => page.getByRole('row').filter({ hasText: words })
      await page.waitForTimeout(500)
      const draft = await drafts()
      await page.keyboard.press('F3')
      // An empty queue has no grid to wait for.
      await page.waitForTimeout(600)
      const cases = await rows().count()
      process.stdout.write(`cut ${afterMs} ms after the press: said ${wasSaid}, cases ${cases}, drafts ${draft}\n`)
      expect(draft + cases).toBeGreaterThanOrEqual(1)
      if (wasSaid) expect([cases, draft]).toEqual([1, 0])
      await page.keyboard.press('F2')
      for (let at = 0; draft === 1 && at < 12 && (await symptom().inputValue()) !== words; at++)
        await page.keyboard.press('Alt+ArrowLeft')
      if (draft === 1) {
        await page.keyboard.press('Control+Enter')
        await soon(() => said().textContent()).toContain('已保存')
      }
      await page.keyboard.press('F3')
      await soon(() => rows().count()).toBe(1)
      await page.keyboard.press('F2')
    },
  )
})
