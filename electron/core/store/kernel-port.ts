import type { CaseCommand } from '../../../shared/case/commands.ts'
import type { Actor, CaseEvent, DecideContext, NewEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import type { Clock } from '../../../shared/sla/clock.ts'

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
  /** The events `evolve` knows, as `type@version`. */
  readonly readable: readonly string[]
  readonly admit: (current: Case | null, event: CaseEvent, actor: Actor) => Result<unknown>
  /** Every clock of a case; what it says of one holds until the next event comes. */
  readonly clocks: (theCase: Case) => readonly Clock[]
}
