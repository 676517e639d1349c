import calendar from '../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import categories from '../../resources/categories.json' with { type: 'json' }
import ladder from '../../resources/ladder/default-v1.json' with { type: 'json' }
import policy from '../../resources/policies/default-v1.json' with { type: 'json' }
import reasons from '../../resources/reasons.json' with { type: 'json' }
import templates from '../../resources/templates.json' with { type: 'json' }
import { admit } from '../../shared/case/admit.ts'
import { availableCommands } from '../../shared/case/available.ts'
import { decide } from '../../shared/case/decide.ts'
import { readableEvents } from '../../shared/case/event-types.ts'
import { evolve, fold } from '../../shared/case/evolve.ts'
import type { Case } from '../../shared/case/model.ts'
import { nextStep } from '../../shared/case/next.ts'
import { maskPhone } from '../../shared/intake/mask.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import type { Result } from '../../shared/kernel/result.ts'
import { openCalendar } from '../../shared/sla/calendar.ts'
import type { ClockView } from '../../shared/sla/clock.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { foldClocks } from '../../shared/sla/fold.ts'
import { parseLadders } from '../../shared/sla/ladder.ts'
import { compilePolicy } from '../../shared/sla/policy-compile.ts'
import { clocksAt } from '../../shared/sla/view.ts'
import { assistWords } from './assist-words.ts'
import type { ConsolePorts } from './ports.ts'

/** What the product ships was checked by its own tests: a refusal here is a bug, not something a person can mend. */
function shipped<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`resources: ${result.error.tag} ${result.error.field ?? ''}`)
  return result.value
}

type KernelPorts = Pick<ConsolePorts, 'kernel' | 'policy' | 'clocks' | 'reference' | 'maskPhone' | 'view'>

/** The kernel and the shipped reference data as the console core uses them. */
export function kernelPorts(): KernelPorts {
  const compiled = shipped(compilePolicy(policy, shipped(parseLadders(ladder))))
  const context: FoldContext = { policy: compiled, business: shipped(openCalendar(calendar)) }
  const clocks = (theCase: Case, atMs: number): readonly ClockView[] => clocksAt(theCase.signals, context, atMs)
  const bodies: Readonly<Record<string, Json>> = {
    sla: { policy, ladder, calendar },
    reasons,
    templates,
    categories,
    assist: assistWords,
  }
  return {
    kernel: {
      decide,
      evolve,
      fold,
      readable: readableEvents,
      admit,
      clocks: (theCase) => foldClocks(theCase.signals, context).clocks,
    },
    policy: { id: compiled.policy.id, version: compiled.policy.version },
    clocks,
    maskPhone,
    reference: (kind) => {
      const body = bodies[kind]
      if (body === undefined) throw new Error(`no reference data of the kind ${kind}`)
      return { version: '1', body }
    },
    view: (theCase, actor, nowMs) => ({
      nextStep: nextStep(theCase, nowMs, actor) as Json,
      available: availableCommands(theCase, actor, nowMs),
    }),
  }
}
