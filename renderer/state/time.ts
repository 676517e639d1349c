/**
 * The console's idea of now, in epoch milliseconds: the core's corrected time at the last answer, carried on by a
 * monotonic clock. A wall clock that is set forward or back meanwhile bends nothing. Source: SLA-10, SYNC-9.
 */
export interface TimeKeeper {
  readonly nowMs: () => number
  /** Takes over the core's time from an answer. */
  readonly anchor: (coreNowMs: number) => void
}

export interface TimeDeps {
  /** Used only until the first answer of the core. */
  readonly wallMs: () => number
  readonly monoMs: () => number
}

export function createTimeKeeper({ wallMs, monoMs }: TimeDeps): TimeKeeper {
  let base = { coreMs: wallMs(), monoMs: monoMs() }
  return {
    nowMs: () => base.coreMs + (monoMs() - base.monoMs),
    anchor: (coreNowMs) => {
      base = { coreMs: coreNowMs, monoMs: monoMs() }
    },
  }
}
