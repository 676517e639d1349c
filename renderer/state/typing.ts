export interface TypingDeps {
  /** Calls `heard` at every key before anybody else has it. */
  readonly onKey: (heard: () => void) => void
  readonly monoMs: () => number
  /** Runs `run` after `delayMs`; the answer cancels it. */
  readonly after: (run: () => void, delayMs: number) => () => void
}

/** Somebody who pressed a key within this time is typing. */
const typingMs = 300
/** Far below what an eye sees of a second that comes late. */
const mostLateMs = 150

/**
 * Lets small repaints, such as a clock's next second, come with the frame that the next key makes anyway: a second frame between two
 * keys would cost the one who types more than the key itself. `run` waits at most 150 ms, and not at all while nobody types; the answer
 * takes it back.
 */
export function createTyping({ onKey, monoMs, after }: TypingDeps): (run: () => void) => () => void {
  const waiting = new Set<() => void>()
  let keyAtMs = Number.NEGATIVE_INFINITY
  onKey(() => {
    keyAtMs = monoMs()
    for (const paint of waiting) paint()
  })
  return (run) => {
    if (monoMs() - keyAtMs > typingMs) {
      run()
      return () => undefined
    }
    const end = () => {
      waiting.delete(paint)
      stop()
    }
    const paint = () => {
      end()
      run()
    }
    waiting.add(paint)
    const stop = after(paint, mostLateMs)
    return end
  }
}
