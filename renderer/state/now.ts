import { createTicker } from './ticker.ts'
import { createTimeKeeper } from './time.ts'
import { createTyping } from './typing.ts'

const monoMs = () => performance.now()

const after = (run: () => void, delayMs: number): (() => void) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** This window's time and its one ticker. */
export const timeKeeper = createTimeKeeper({ wallMs: () => Date.now(), monoMs })

const withTheNextKey = createTyping({
  onKey: (heard) => addEventListener('keydown', heard, { capture: true }),
  monoMs,
  after,
})

export const ticker = createTicker({
  nowMs: timeKeeper.nowMs,
  after: (run, delayMs) => {
    let cancel = after(() => {
      cancel = withTheNextKey(run)
    }, delayMs)
    return () => cancel()
  },
})

/** Now in whole milliseconds, as the kernel counts. */
export const wholeNowMs = (): number => Math.floor(timeKeeper.nowMs())
