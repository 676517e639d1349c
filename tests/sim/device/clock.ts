import type { Time } from '../time.ts'

/** The clocks of one machine: a wall clock that may be wrong in every way, and a steady one that stands while it sleeps. */
export interface DeviceClock {
  readonly wallMs: () => number
  readonly monoMs: () => number
  /** Somebody sets the wall clock. */
  readonly set: (byMs: number) => void
  /** From now on the wall clock runs so much faster; 0.001 = 3.6 s an hour. */
  readonly drift: (rate: number) => void
  readonly sleep: (forMs: number) => void
  readonly boot: () => void
}

export function createDeviceClock(time: Time, aheadMs: number): DeviceClock {
  let base = time.nowMs() + aheadMs
  let since = time.nowMs()
  let rate = 0
  let bootedMs = time.nowMs()
  const wallMs = (): number => Math.max(0, Math.round(base + (time.nowMs() - since) * (1 + rate)))
  const settle = (): void => {
    base = wallMs()
    since = time.nowMs()
  }
  return {
    wallMs,
    monoMs: () => time.nowMs() - bootedMs,
    set: (byMs) => {
      settle()
      base += byMs
    },
    drift: (next) => {
      settle()
      rate = next
    },
    sleep: (forMs) => {
      bootedMs += forMs
    },
    boot: () => {
      bootedMs = time.nowMs()
    },
  }
}
