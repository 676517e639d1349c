import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { consoleDir } from '../../electron/core/console.ts'
import type { Store } from '../../electron/core/store/store.ts'
import { headingsAt } from '../../renderer/features/queue/groups.ts'
import type { SignIn } from '../../shared/contract/server.ts'
import type { SessionId } from '../../shared/kernel/brand.ts'
import { openBrowser, openConsole, startConsole } from '../e2e/started.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { corpusName, corpusOf } from './store/corpus.ts'
import { actorOf, openBench, orgIdentity, ports, teams } from './store/histories.ts'
import { percentile, round } from './store/measure.ts'
import { frequencies } from './store/words.ts'
import { typeAndMeasure } from './ui/keys.ts'

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
  await lengthenFirst(store)
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

const longEntries = 2_000

/** The case that will stand first on the screen gets a long record. */
async function lengthenFirst(store: Store): Promise<void> {
  const actor = actorOf('hotline')
  const nowMs = Date.now()
  const headings = headingsAt(nowMs, 'Asia/Shanghai')
  const asked = { view: 'open', scopes: actor.scopes, actor: actor.id, nowMs, limit: 1, headings } as const
  const first = (await store.read.list(asked)).rows[0]?.id
  if (first === undefined) throw new Error('no case to lengthen')
  const input = { case: first, actor, session: 'bench' as SessionId, nowMs, offsetMs: 0, policy: ports.policy }
  for (let i = 0; i < longEntries; i++) {
    const command = { type: 'addNote', text: `第 ${i + 1} 次来电，还是打不开` } as const
    const saved = store.write.executeCase({ ...input, commandId: randomUUID(), command })
    if (!saved.ok) throw new Error(`a note was refused: ${saved.error[0]?.tag}`)
  }
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
    opened.push(await painted(page, () => page.keyboard.press('F3'), '[role="grid"] [role="timer"]'))
  }
  const open = percentile(opened, 0.5)
  yield figure('open', `F3 to the first rows painted, nothing cached, ${cases} cases, p50`, open, 'ms', [
    `<= ${limitMs}`,
    open <= limitMs,
  ])
  yield* longCase(page)
  const steps: number[] = []
  for (let i = 0; i < rounds; i++) {
    steps.push(await painted(page, () => page.keyboard.press('Enter'), 'article h2'))
    await page.keyboard.press('Escape')
    await page.locator('[role="grid"]').waitFor()
    await page.keyboard.press('j')
    await page.waitForTimeout(100)
  }
  const step = percentile(steps, 0.5)
  yield figure('case', `Enter to the case painted, ${cases} cases, p50`, step, 'ms', ['<= 30', step <= 30])
  yield* palette(page, cases)
  const { fps, longestMs, rows } = await scrolled(page)
  yield figure('scroll', `frames a second while ${rows} rows pass, pages read on the way`, fps, 'fps', [
    '>= 55',
    fps >= 55,
  ])
  yield figure('scroll', 'longest frame on the way', longestMs, 'ms', ['<= 50', longestMs <= 50])
}

/** The case of a long record, opened and written about; the queue behind it, moved in. */
async function* longCase(page: Page): AsyncGenerator<Figure> {
  const opened: number[] = []
  for (let i = 0; i < rounds; i++) {
    opened.push(await painted(page, () => page.keyboard.press('Enter'), 'article h2'))
    await page.keyboard.press('Escape')
    await page.locator('[role="grid"]').waitFor()
    await page.waitForTimeout(100)
  }
  const open = percentile(opened, 0.5)
  yield figure('long', `Enter to a case of ${longEntries} entries painted, p50`, open, 'ms', ['<= 30', open <= 30])
  yield {
    ...{ name: 'ui.queue_long.first', metric: 'the first case this window opens' },
    value: round(opened[0] ?? 0),
    unit: 'ms',
  }
  await page.keyboard.press('Enter')
  await page.locator('article h2').waitFor()
  await page.keyboard.press('n')
  await page.locator('aside textarea').waitFor()
  const costs = await typeAndMeasure(page, [...'he called again and the list still does not load'])
  const typed = percentile(
    costs.map(({ workMs }) => workMs),
    0.95,
  )
  yield figure('long', `main thread per key of a note on it, p95 of ${costs.length}`, typed, 'ms', ['<= 6', typed <= 6])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.locator('[role="grid"]').waitFor()
  await page.keyboard.press('j')
}

/** Words typed into the palette until cases that hold them are painted. */
async function* palette(page: Page, cases: number): AsyncGenerator<Figure> {
  const answers: number[] = []
  for (const { words } of frequencies.slice(0, 3))
    for (const word of words.slice(0, 5)) {
      await page.keyboard.press('Control+k')
      await page.waitForTimeout(150)
      answers.push(await painted(page, () => page.keyboard.insertText(word), '[id^="palette-case-"]', 'input'))
      await page.keyboard.press('Escape')
      await page.waitForTimeout(100)
    }
  const middle = percentile(answers, 0.5)
  yield figure('palette', `words to the cases that hold them painted, ${cases} cases, p50`, middle, 'ms', [
    '<= 30',
    middle <= 30,
  ])
}

/** Milliseconds from a key (or text coming in) to the frame after the one in which the selector first matches, as the page sees it. */
async function painted(
  page: Page,
  act: () => Promise<void>,
  selector: string,
  begins: 'keydown' | 'input' = 'keydown',
): Promise<number> {
  // Set up before the key is pressed: the two travel to the page by different ways.
  const waiting = await page.evaluateHandle(
    ([wanted, event]) => {
      const result = new Promise<number>((done, fail) => {
        setTimeout(() => fail(new Error(`${wanted} did not come`)), 10_000)
        const onBegin = ({ timeStamp }: Event) => {
          const look = () =>
            document.querySelector(wanted) === null
              ? requestAnimationFrame(look)
              : requestAnimationFrame(() => done(performance.now() - timeStamp))
          look()
        }
        addEventListener(event, onBegin, { once: true, capture: true })
      })
      return { result }
    },
    [selector, begins] as const,
  )
  await act()
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
