import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { buildHarness, harnessDir } from './build.ts'
import { serveFolder } from './serve.ts'
import { type Shot, shots, sizes } from './shot-list.ts'

/** `npm run shots [-- FOLDER [FILTER]]`: pictures of every screen and state, for a designer's eye and for the documents. */
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
  await page.locator('nav, form, h1').first().waitFor()
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
