import { createTicker } from './ticker.ts'
import { createTimeKeeper } from './time.ts'

/** This window's time and its one ticker. */
export const timeKeeper = createTimeKeeper({ wallMs: () => Date.now(), monoMs: () => performance.now() })

export const ticker = createTicker({
  nowMs: timeKeeper.nowMs,
  after: (run, delayMs) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
})

/** Now in whole milliseconds, as the kernel counts. */
export const wholeNowMs = (): number => Math.floor(timeKeeper.nowMs())
