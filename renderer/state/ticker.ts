/** Called once a second with the console's now, epoch milliseconds. */
export type Tick = (nowMs: number) => void

export interface TickerDeps {
  readonly nowMs: () => number
  /** Runs `run` after `delayMs`; the answer cancels it. */
  readonly after: (run: () => void, delayMs: number) => () => void
}

export interface Ticker {
  readonly nowMs: () => number
  /** Ticks at once, then at each whole second; the answer ends it. */
  readonly subscribe: (tick: Tick) => () => void
}

/**
 * The one timer behind every clock on screen. Clocks write their own text node when it ticks, so that seconds pass
 * without any list or row being rendered again. Nothing runs while nobody listens.
 */
export function createTicker({ nowMs, after }: TickerDeps): Ticker {
  const ticks = new Set<Tick>()
  let cancel: (() => void) | null = null

  const arm = () => {
    const delayMs = 1000 - (Math.floor(nowMs()) % 1000)
    cancel = after(() => {
      const now = nowMs()
      for (const tick of ticks) tick(now)
      arm()
    }, delayMs)
  }

  return {
    nowMs,
    subscribe: (tick) => {
      ticks.add(tick)
      tick(nowMs())
      if (cancel === null) arm()
      return () => {
        ticks.delete(tick)
        if (ticks.size > 0 || cancel === null) return
        cancel()
        cancel = null
      }
    },
  }
}
