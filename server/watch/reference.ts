import calendar from '../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladder from '../../resources/ladder/default-v1.json' with { type: 'json' }
import policy from '../../resources/policies/default-v1.json' with { type: 'json' }
import type { Result } from '../../shared/kernel/result.ts'
import { openCalendar } from '../../shared/sla/calendar.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { parseLadders } from '../../shared/sla/ladder.ts'
import { compilePolicy } from '../../shared/sla/policy-compile.ts'

/** What the product ships was checked by its own tests: a refusal here is a bug, not something a person can mend. */
function shipped<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`resources: ${result.error.tag} ${result.error.field ?? ''}`)
  return result.value
}

/** Policy, ladder and calendar the clocks run on, as the consoles have them. */
export const shippedReference: FoldContext = {
  policy: shipped(compilePolicy(policy, shipped(parseLadders(ladder)))),
  business: shipped(openCalendar(calendar)),
}
