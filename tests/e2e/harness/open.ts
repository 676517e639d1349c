import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
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

interface Windows {
  /** A window with the fake core, ready to type in. Errors of the page are collected and must be empty in the end. */
  readonly open: (look?: Look, options?: BrowserContextOptions) => Promise<Page>
  /** The same window, loaded anew in another state. */
  readonly look: (page: Page, look: Look) => Promise<void>
}

interface Harness extends Windows {
  /** Closes the windows; answers what their pages complained about, each thing once. */
  readonly closeWindows: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** The built screens with the fake core in a real browser. */
async function startHarness(): Promise<Harness> {
  await buildHarness()
  const site = await serveFolder(harnessDir)
  const browser: Browser = await chromium.launch({
    executablePath: findChromium(process.env) ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-gpu',
    ],
  })
  const faults: string[] = []
  const look = async (page: Page, { scene = 'normal', theme = 'light', lang = 'zh-CN' }: Look) => {
    await page.goto(`${site.origin}/?${new URLSearchParams({ scene, theme, lang })}`)
    const ready = scene === 'signedOut' || scene === 'sealed' ? 'form' : scene === 'unreachable' ? 'h1' : 'nav'
    await page.locator(ready).first().waitFor()
  }
  return {
    closeWindows: async () => {
      for (const context of browser.contexts()) await context.close()
      return [...new Set(faults.splice(0))].map((fault) => fault.slice(0, 400))
    },
    look,
    open: async (state = {}, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1366, height: 768 },
        timezoneId: 'Asia/Shanghai',
        locale: 'zh-CN',
        ...options,
      })
      const page = await context.newPage()
      if (slowed > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowed })
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      })
      await look(page, state)
      return page
    },
    close: async () => {
      await browser.close()
      await site.close()
    },
  }
}

/** The harness of a test file: there for all its tests, after each of which the windows are closed and no page may have complained. */
export function harnessOfFile(): Windows {
  let started: Harness | undefined
  const harness = (): Harness => {
    if (started === undefined) throw new Error('harness: windows open inside tests only')
    return started
  }
  beforeAll(async () => {
    started = await startHarness()
  })
  afterEach(async () => expect(await harness().closeWindows()).toEqual([]))
  afterAll(() => started?.close())
  return {
    open: (...how) => harness().open(...how),
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
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
      }
    }
    const { violations } = await axe.run(part)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ''}`)
  }, within)
}

/** Asks again until it is so: what the page does next is not what it has done already. */
export const soon = (ask: () => unknown): ReturnType<typeof expect.poll> => expect.poll(ask, { timeout: 20_000 })
