import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page, type ViewportSize } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { findChromium } from '../../../electron/start/chromium.ts'
import { buildHarness, harnessDir } from './build.ts'
import type { SceneName } from './scenes.ts'
import { serveFolder } from './serve.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Pages as slow as on a machine this many times weaker: finds what only holds while the page is faster than the test. */
const slowed = Number(process.env['REDRESS_E2E_SLOW'] ?? 1)

export interface Look {
  readonly scene?: SceneName
  readonly theme?: 'light' | 'dark'
  readonly lang?: 'zh-CN' | 'zh-TW' | 'en'
}

/** What most people sit at. */
const desk = { width: 1366, height: 768 } as const

interface Windows {
  /**
   * The file's window with the fake core, ready to type in; to each test it is as new. Errors of the page are collected and
   * must be empty in the end.
   */
  readonly open: (look?: Look, size?: ViewportSize) => Promise<Page>
  /** A window that no other test sees: for what cannot be taken back, such as another clock. */
  readonly openApart: (look?: Look, options?: BrowserContextOptions) => Promise<Page>
  /** The same window, loaded anew in another state. */
  readonly look: (page: Page, look: Look) => Promise<void>
}

interface Harness extends Windows {
  /** Empties the file's window and closes all others; `afresh` closes it too. Answers what pages complained about, each thing once. */
  readonly leave: (afresh: boolean) => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(process.env) ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-gpu',
    ],
  })
}

/** A window of its own, whose complaints are noted. */
async function newWindow(browser: Browser, faults: string[], options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: desk,
    timezoneId: 'Asia/Shanghai',
    locale: 'zh-CN',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  const page = await context.newPage()
  if (slowed > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowed })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return page
}

/** The built screens with the fake core in a real browser. A window costs more than all it is used for: one serves a whole file. */
async function startHarness(): Promise<Harness> {
  await buildHarness()
  const site = await serveFolder(harnessDir)
  const browser = await launch()
  const faults: string[] = []
  let kept: Page | undefined
  const look = async (page: Page, { scene = 'normal', theme = 'light', lang = 'zh-CN' }: Look) => {
    await page.goto(`${site.origin}/?${new URLSearchParams({ scene, theme, lang })}`)
    const ready = scene === 'signedOut' || scene === 'sealed' ? 'form' : scene === 'unreachable' ? 'h1' : 'nav'
    await page.locator(ready).first().waitFor()
  }
  const empty = async (page: Page) => {
    await page.goto(site.blank)
    await page.evaluate(() => {
      localStorage.clear()
      sessionStorage.clear()
    })
  }
  return {
    leave: async (afresh) => {
      if (kept !== undefined && !afresh) await empty(kept)
      else kept = undefined
      for (const context of browser.contexts()) if (context !== kept?.context()) await context.close()
      return [...new Set(faults.splice(0))].map((fault) => fault.slice(0, 400))
    },
    look,
    open: async (state = {}, size = desk) => {
      kept ??= await newWindow(browser, faults)
      await kept.setViewportSize(size)
      await look(kept, state)
      return kept
    },
    openApart: async (state = {}, options = {}) => {
      const page = await newWindow(browser, faults, options)
      await look(page, state)
      return page
    },
    close: async () => {
      await browser.close()
      await site.close()
    },
  }
}

/** The harness of a test file: there for all its tests, after each of which no page may have complained. */
export function harnessOfFile(): Windows {
  let started: Harness | undefined
  const harness = (): Harness => {
    if (started === undefined) throw new Error('harness: windows open inside tests only')
    return started
  }
  beforeAll(async () => {
    started = await startHarness()
  })
  // What a failed test left behind, a key held down perhaps, is no matter of the next.
  afterEach(async ({ task }) => expect(await harness().leave(task.result?.state === 'fail')).toEqual([]))
  afterAll(() => started?.close())
  return {
    open: (...how) => harness().open(...how),
    openApart: (...how) => harness().openApart(...how),
    look: (...how) => harness().look(...how),
  }
}

/** What axe finds wrong: rule, and the first place; `within` = a part of the page. */
export async function axeViolations(page: Page, within = 'html'): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async (part) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          part: string,
          options: { resultTypes: string[] },
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
      }
    }
    const { violations } = await axe.run(part, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ''}`)
  }, within)
}

/** The page as it stands, by day or by night. */
export const setTheme = (page: Page, theme: 'light' | 'dark'): Promise<void> =>
  page.evaluate((name) => document.documentElement.setAttribute('data-mantine-color-scheme', name), theme)

/** Until the page has nothing left to do. The core of these screens lives in the page: by then it has answered what it was asked. */
export const quiet = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isIdle = () =>
      new Promise<void>((resolve) => {
        // A page that draws nothing is never told that it is idle.
        let frame = requestAnimationFrame(function next() {
          frame = requestAnimationFrame(next)
        })
        requestIdleCallback(() => {
          cancelAnimationFrame(frame)
          resolve()
        })
      })
    for (let times = 0; times < 3; times++) {
      await isIdle()
      await new Promise((resolve) => setTimeout(resolve, 16))
    }
  })

/** Asks again until it is so: what the page does next is not what it has done already. */
export const soon = (ask: () => unknown): ReturnType<typeof expect.poll> =>
  expect.poll(ask, { timeout: 20_000 * slowed })
