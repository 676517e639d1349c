import type { Clock } from '../../shared/sla/clock.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { foldClocks } from '../../shared/sla/fold.ts'
import type { Signal } from '../../shared/sla/signal.ts'

/** One thing that will happen; `atMs` `null` = at once. */
export interface Ahead {
  readonly atMs: number | null
  readonly words: string
}

/** The subject a foretold clock goes by until the act has an id of its own. */
export const foretold = 'foretold'

/** The current clocks of the case as if `signal` had been heard: the kernel's own answer, not a second opinion. */
export function clocksAfter(sla: FoldContext, signals: readonly Signal[], signal: Signal): readonly Clock[] {
  return foldClocks([...signals, signal], sla).clocks.filter((clock) => clock.current && clock.endedAtMs === undefined)
}
