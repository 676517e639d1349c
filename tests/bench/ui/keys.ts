import type { Page } from 'playwright-core'

/** What one key press cost the page. */
export interface KeyCost {
  /** Main thread, ms: scripts, styles, layout and painting until it is idle again. */
  readonly workMs: number
  /** From the key's own time stamp to the frame after it, ms. */
  readonly frameMs: number
}

interface Watched {
  frames: number[]
}

/** Notes for every key when the frame after it was made. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched: Watched = Object.assign(globalThis, { frames: [] as number[] })
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => setTimeout(() => watched.frames.push(performance.now() - timeStamp))),
      { capture: true },
    )
  })
}

/** Long enough for typing to rest, for what is read from it, and for the draft to be kept. */
const restMs = 60

/** Types into what has the focus and tells what every key cost. Nothing is asked of the page between key and measure. */
export async function typeAndMeasure(page: Page, keys: readonly string[]): Promise<readonly KeyCost[]> {
  await watchFrames(page)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const taskMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  const works: number[] = []
  for (const key of keys) {
    const before = await taskMs()
    await page.keyboard.press(key)
    await page.waitForTimeout(restMs)
    works.push((await taskMs()) - before)
  }
  const frames = await page.evaluate(() => (globalThis as unknown as Watched).frames)
  await cdp.detach()
  return works.map((workMs, index) => ({ workMs, frameMs: frames[index] ?? Number.POSITIVE_INFINITY }))
}
