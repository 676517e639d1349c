/** Doing something later; handed in, so that a simulation decides when that is. Each answers how to call it off. */
export interface Timers {
  readonly after: (work: () => void, ms: number) => () => void
  readonly repeat: (work: () => void, ms: number) => () => void
}

export const realTimers: Timers = {
  after: (work, ms) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
  repeat: (work, ms) => {
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
}
