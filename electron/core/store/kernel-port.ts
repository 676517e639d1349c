import type { CaseCommand } from '../../../shared/case/commands.ts'
import type { Actor, CaseEvent, DecideContext, NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'

/** The kernel as the store uses it; handed in, because clocks depend on the policies and calendars of the organisation. */
export interface CaseKernel {
  readonly decide: (
    current: Case | null,
    command: CaseCommand,
    context: DecideContext,
  ) => Result<readonly NewEvent[], Refusal | readonly Refusal[]>
  readonly evolve: (current: Case | null, event: CaseEvent) => Case
  /** A whole history at once; the same case as `evolve` one by one. */
  readonly fold: (events: readonly CaseEvent[]) => Case | null
  readonly admit: (current: Case | null, event: CaseEvent, actor: Actor) => Result<unknown>
  /** Every clock of a case as it stands at `atMs`. */
  readonly clocks: (theCase: Case, atMs: EpochMs) => readonly CaseClock[]
}

/** What the index needs of a clock; `ClockView` of `shared/sla` is one. */
export interface CaseClock {
  readonly clock: string
  readonly source: string
  readonly subject?: string | undefined
  readonly cycle: number
  readonly startedAtMs: EpochMs
  readonly dueAtMs: EpochMs | null
  readonly nearAtMs: EpochMs | null
  readonly endedAtMs?: EpochMs | undefined
  readonly state: 'running' | 'paused' | 'near' | 'breached' | 'met' | 'stopped'
  readonly remainingMs: number
  readonly targetMs: number
  readonly pausedMs: number
  readonly pauseReason?: string | undefined
  readonly ladder?: readonly { readonly atMs: EpochMs }[]
}
