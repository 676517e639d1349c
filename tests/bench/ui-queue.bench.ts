import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { consoleDir } from '../../electron/core/console.ts'
import type { SignIn } from '../../shared/contract/server.ts'
import { openBrowser, openConsole, startConsole } from '../e2e/started.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { corpusName, corpusOf } from './store/corpus.ts'
import { actorOf, openBench, orgIdentity, teams } from './store/histories.ts'
import { percentile, round } from './store/measure.ts'

export const name = 'ui'

const rounds = 15
const scrollMs = 4_000

function figure(part: string, metric: string, value: number, unit: string, holds: [string, boolean]): Figure {
  return { name: `ui.queue_${part}`, metric, value: round(value), unit, must: holds[0], ok: holds[1], peer: corpusName }
}

/** The corpus as the folder of a console somebody is signed in to. */
async function dataFolder(corpusDir: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-ui-'))
  const own = consoleDir(dir, 'supervisor')
  cpSync(corpusDir, own, { recursive: true, filter: (file) => !file.endsWith('in-use.lock') })
  const store = await openBench(own)
  const { id, role, team, scopes } = actorOf('hotline')
  const token = 'no-server-no-token-to-give'
  const signIn: SignIn = {
    ...{ accessToken: token, refreshToken: token, expiresAtMs: 0, session: 'bench', lease: token, serverKey: '' },
    actor: { id, name: id, role, team, scopes: [...scopes] },
    org: { id: orgIdentity.org, name: orgIdentity.org, zone: 'Asia/Shanghai' },
    directory: { people: {}, teams: Object.fromEntries(teams.map((it) => [it, it])) },
    orgKey: orgIdentity.orgKey,
    numberPrefix: orgIdentity.numberPrefix,
    serverMs: Date.now(),
  }
  store.write.putSetting('sign_in', signIn)
  await store.close()
  return dir
}

/**
 * The queue and a case on screen in Chromium, over the wire to a real core with the whole corpus: from the key to the frame in
 * which it is painted.
 */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const cases = Math.round(100_000 * scale)
  const corpus = await corpusOf(cases, (line) => process.stderr.write(`${line}\n`))
  const dir = await dataFolder(corpus.dir)
  const started = await startConsole(dir, ['--server', 'none', '--profile', 'supervisor'])
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
    yield* onScreen(await openConsole(context, started), cases)
  } finally {
    await browser.close()
    await started.stop()
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function* onScreen(page: Page, cases: number): AsyncGenerator<Figure> {
  await page.getByRole('textbox', { name: '联系电话' }).waitFor()
  const limitMs = cases <= 100_000 ? 50 : 100
  const opened: number[] = []
  for (let i = 0; i < rounds; i++) {
    await page.reload()
    await page.getByRole('textbox', { name: '联系电话' }).waitFor()
    await page.waitForTimeout(400)
    opened.push(await painted(page, 'F3', '[role="grid"] [role="timer"]'))
  }
  const open = percentile(opened, 0.5)
  yield figure('open', `F3 to the first rows painted, nothing cached, ${cases} cases, p50`, open, 'ms', [
    `<= ${limitMs}`,
    open <= limitMs,
  ])
  const steps: number[] = []
  for (let i = 0; i < rounds; i++) {
    steps.push(await painted(page, 'Enter', 'article h2'))
    await page.keyboard.press('Escape')
    await page.locator('[role="grid"]').waitFor()
    await page.keyboard.press('j')
    await page.waitForTimeout(100)
  }
  const step = percentile(steps, 0.5)
  yield figure('case', `Enter to the case painted, ${cases} cases, p50`, step, 'ms', ['<= 30', step <= 30])
  const { fps, longestMs, rows } = await scrolled(page)
  yield figure('scroll', `frames a second while ${rows} rows pass, pages read on the way`, fps, 'fps', [
    '>= 55',
    fps >= 55,
  ])
  yield figure('scroll', 'longest frame on the way', longestMs, 'ms', ['<= 50', longestMs <= 50])
}

/** Milliseconds from a key to the frame after the one in which the selector first matches, as the page itself sees it. */
async function painted(page: Page, key: string, selector: string): Promise<number> {
  // Set up before the key is pressed: the two travel to the page by different ways.
  const waiting = await page.evaluateHandle((wanted) => {
    const result = new Promise<number>((done, fail) => {
      setTimeout(() => fail(new Error(`${wanted} did not come`)), 10_000)
      const onKey = ({ timeStamp }: KeyboardEvent) => {
        const look = () =>
          document.querySelector(wanted) === null
            ? requestAnimationFrame(look)
            : requestAnimationFrame(() => done(performance.now() - timeStamp))
        look()
      }
      addEventListener('keydown', onKey, { once: true, capture: true })
    })
    return { result }
  }, selector)
  await page.keyboard.press(key)
  return waiting.evaluate(({ result }) => result)
}

function scrolled(page: Page): Promise<{ readonly fps: number; readonly longestMs: number; readonly rows: number }> {
  return page.locator('[role="grid"]').evaluate(
    (grid, lengthMs) =>
      new Promise<{ fps: number; longestMs: number; rows: number }>((done) => {
        const startMs = performance.now()
        let frames = 0
        let longestMs = 0
        let lastMs = startMs
        const frame = (nowMs: number) => {
          frames += 1
          longestMs = Math.max(longestMs, nowMs - lastMs)
          lastMs = nowMs
          grid.scrollTop += 160
          if (nowMs - startMs < lengthMs) requestAnimationFrame(frame)
          else done({ fps: (frames * 1000) / (nowMs - startMs), longestMs, rows: Math.round(grid.scrollTop / 32) })
        }
        requestAnimationFrame(frame)
      }),
    scrollMs,
  )
}
