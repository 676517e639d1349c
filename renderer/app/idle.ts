/** What a person at the machine does. */
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
/** Told to the other windows at most this often. */
const tellEveryMs = 5_000

export interface IdleDeps {
  readonly target: Pick<EventTarget, 'addEventListener'>
  /** The windows of one console: whoever works in one of them is not idle in the others. */
  readonly others: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>
  readonly wallMs: () => number
  readonly monoMs: () => number
  readonly after: (run: () => void, delayMs: number) => void
  /** Longest time without a sign, ms; read anew each time. */
  readonly limitMs: () => number
  readonly onIdle: () => void
}

/** Longest wait before it is looked again: the limit may have been changed meanwhile. */
const lookEveryMs = 15_000

/**
 * Tells when nobody has touched the machine for long enough. Two clocks are asked: the steady one may stand while the machine
 * sleeps, and the one on the wall can be set back.
 */
export function followIdle(deps: IdleDeps): void {
  const read = () => ({ wallMs: deps.wallMs(), monoMs: deps.monoMs() })
  let last = read()
  let toldMs = Number.NEGATIVE_INFINITY
  const touched = (): void => {
    last = read()
    if (last.monoMs - toldMs < tellEveryMs) return
    toldMs = last.monoMs
    deps.others.postMessage('touched')
  }
  const look = (): void => {
    const now = read()
    const leftMs = deps.limitMs() - Math.max(now.wallMs - last.wallMs, now.monoMs - last.monoMs)
    if (leftMs <= 0) {
      deps.onIdle()
      last = now
    }
    deps.after(look, leftMs > 0 ? Math.min(leftMs, lookEveryMs) : lookEveryMs)
  }
  for (const sign of signs) deps.target.addEventListener(sign, touched, { capture: true, passive: true })
  deps.others.onmessage = () => {
    last = read()
  }
  look()
}
