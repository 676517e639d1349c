import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, tempFolder } from '../e2e/started.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { corpusName, corpusOf } from './store/corpus.ts'
import { percentile, round } from './store/measure.ts'
import { openDesk } from './ui/desk.ts'
import { type KeyCost, typeAndMeasure } from './ui/keys.ts'

export const name = 'ui'

const look = { viewport: { width: 1366, height: 768 }, timezoneId: 'Asia/Shanghai', locale: 'zh-CN' }
const letters = [...'the order list of the last seven days does not load and goods wait ']
const typed = [...letters, ...letters, ...letters]

const atMost = (figure: string, metric: string, value: number, unit: string, most: number): Figure => ({
  name: figure,
  metric,
  value: round(value),
  unit,
  must: `<= ${round(most)}`,
  ok: value <= most,
})

/** Scripts that came until the form could take a key, kB as they would travel compressed. */
async function firstScripts(page: Page): Promise<number> {
  const texts = await page.evaluate(() => {
    const names = performance.getEntriesByType('resource').map(({ name: url }) => url)
    return Promise.all(names.filter((url) => url.endsWith('.js')).map(async (url) => (await fetch(url)).text()))
  })
  return texts.reduce((sum, text) => sum + gzipSync(text).length, 0) / 1000
}

/** Memory of the largest page process that is its own, MB. */
async function rendererMb(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  await cdp.detach()
  const own = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1])
  return Math.max(...own.map((kb) => Number(kb ?? 0))) / 1000
}

/** A key on a page with one input and nothing else: what the browser itself takes here and now, p95. */
async function floorOf(browser: Browser): Promise<KeyCost> {
  const context = await browser.newContext(look)
  const page = await context.newPage()
  await page.setContent('<input autofocus>')
  await page.locator('input').focus()
  const costs = await typeAndMeasure(page, letters)
  await context.close()
  return p95Of(costs)
}

const p95Of = (costs: readonly KeyCost[]): KeyCost => ({
  workMs: percentile(
    costs.map(({ workMs }) => workMs),
    0.95,
  ),
  frameMs: percentile(
    costs.map(({ frameMs }) => frameMs),
    0.95,
  ),
})

/** Long enough for the browser to notice that nothing happens and to give back what is no longer used. */
const restMs = 15_000

/** Queue asked for by its key until its first row is painted, again and again; `each` after every opening. */
async function queueMs(page: Page, each: () => Promise<unknown>): Promise<number> {
  const found: number[] = []
  for (let i = 0; i < 15; i++) {
    await page.keyboard.press('F2')
    await page.waitForTimeout(150)
    await page.evaluate(() => {
      const world = Object.assign(globalThis, { queueMs: 0 })
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          const look = () => {
            if (document.querySelector('[role="row"][aria-rowindex]')) world.queueMs = performance.now() - timeStamp
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        },
        { once: true, capture: true },
      )
    })
    await page.keyboard.press('F3')
    await page.waitForFunction(() => (globalThis as unknown as { queueMs: number }).queueMs > 0)
    found.push(await page.evaluate(() => (globalThis as unknown as { queueMs: number }).queueMs))
    await each()
  }
  return percentile(found.slice(3), 0.95)
}

/** The screens in a real browser over a store of 100,000 cases. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const corpus = await corpusOf(Math.round(100_000 * scale), (line) => process.stderr.write(`${line}\n`))
  const folder = tempFolder()
  const { desk, readyMs } = await openDesk(corpus.dir, folder.dir)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext(look)
    const page = await context.newPage()
    const startedMs = performance.now()
    await page.goto(desk.ready['console'] ?? '')
    await page.locator('#phone').waitFor()
    const usableMs = performance.now() - startedMs
    const kilobytes = await firstScripts(page)
    const of = `${corpus.cases} cases (${corpusName})`
    yield atMost('ui.start', `page asked for until the form takes a key, ${of}`, usableMs, 'ms', 1500)
    yield { name: 'ui.start.host', metric: 'npm start until READY, build fresh', value: round(readyMs), unit: 'ms' }
    yield atMost('ui.script', 'first screen, scripts, gzip', kilobytes, 'kB', 450)
    await page.waitForTimeout(2500)
    const floor = await floorOf(browser)
    await page.bringToFront()
    await page.locator('#symptom').focus()
    const costs = await typeAndMeasure(page, typed)
    const key = p95Of(costs)
    const beside = (bare: number, ms: number) => ({ peer: `a bare input ${round(bare)}`, ratio: round(ms / bare) })
    yield {
      ...atMost('ui.key.work', `main thread per key, p95 of ${costs.length}, ${of}`, key.workMs, 'ms', 6),
      ...beside(floor.workMs, key.workMs),
    }
    yield {
      ...atMost('ui.key.frame', 'key to next frame, p95', key.frameMs, 'ms', floor.frameMs + 8),
      ...beside(floor.frameMs, key.frameMs),
    }
    const slowest = Math.max(...costs.map(({ frameMs }) => frameMs))
    yield atMost('ui.key.slowest', 'key to next frame, slowest', slowest, 'ms', 50)
    const seenMb: number[] = []
    const note = async () => seenMb.push(await rendererMb(browser))
    yield atMost('ui.queue', `F3 until the first row is painted, p95, ${of}`, await queueMs(page, note), 'ms', 50)
    await page.waitForTimeout(restMs)
    yield atMost('ui.memory', `page process, own share, at rest, ${of}`, await rendererMb(browser), 'MB', 150)
    yield { name: 'ui.memory.peak', metric: 'largest while it worked', value: round(Math.max(...seenMb)), unit: 'MB' }
  } finally {
    await browser.close()
    await desk.stop()
    folder.remove()
  }
}
