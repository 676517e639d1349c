/** How long ago something began, whatever is done meanwhile to the time of day. Source: SLA-10, CALL-12. */
export interface Stopwatch {
  /** The moment that is stamped `atMs` is now. */
  readonly begin: (atMs: number) => void
  /** Milliseconds since the moment stamped `atMs`; one seen for the first time is taken from the console's now. */
  readonly elapsedMs: (atMs: number) => number
}

interface StopwatchDeps {
  readonly nowMs: () => number
  readonly monoMs: () => number
}

export function createStopwatch({ nowMs, monoMs }: StopwatchDeps): Stopwatch {
  /** Where on the monotonic clock each stamp lies. */
  const origins = new Map<number, number>()
  const originOf = (atMs: number): number => {
    const origin = origins.get(atMs) ?? monoMs() - Math.max(0, nowMs() - atMs)
    origins.set(atMs, origin)
    return origin
  }
  return {
    begin: (atMs) => void origins.set(atMs, monoMs()),
    elapsedMs: (atMs) => monoMs() - originOf(atMs),
  }
}
