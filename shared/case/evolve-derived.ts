import { ladderRoles } from '../sla/policy.ts'
import type { CaseEvent } from './event.ts'
import { addCompensation } from './evolve-closing.ts'
import type { Draft } from './field.ts'
import type { Handler, Handlers, Lists } from './handler.ts'
import type { Breach, LadderStep } from './model-parts.ts'
import { int, maybe, oneOf, str } from './read.ts'

function ladderStep(draft: Draft, event: CaseEvent, lists: Lists, level: string): void {
  const clock = str(event.body, 'clock') ?? ''
  const cycle = int(event.body, 'cycle') ?? 0
  const subject = str(event.body, 'subject')
  const tell = oneOf(ladderRoles, event.body['tell'])
  const isIt = (it: LadderStep): boolean =>
    it.clock === clock && it.cycle === cycle && it.subject === subject && it.level === level
  if (draft.ladder.some(isIt)) return
  const named = { clock, cycle, ...maybe('subject', subject) }
  draft.ladder = lists.append(draft.ladder, { ...named, level, ...maybe('tell', tell), atMs: event.atMs })
}

/** A breach only hardens: suspected → confirmed; voided is final. Source: details.md "Breach in a distributed world". */
const ranks = { suspected: 0, confirmed: 1, voided: 2 } as const

function breach(state: Breach['state']): Handler {
  return (draft, event, lists) => {
    const clock = str(event.body, 'clock') ?? ''
    const cycle = int(event.body, 'cycle') ?? 0
    const subject = str(event.body, 'subject')
    const dueAtMs = int(event.body, 'dueAtMs') ?? event.atMs
    const isIt = (it: Breach): boolean => it.clock === clock && it.cycle === cycle && it.subject === subject
    const reason = maybe('reason', str(event.body, 'reason'))
    const found = draft.breaches.find(isIt)
    if (found === undefined)
      draft.breaches = lists.append(draft.breaches, {
        clock,
        cycle,
        ...maybe('subject', subject),
        dueAtMs,
        state,
        ...reason,
      })
    else if (ranks[state] > ranks[found.state])
      draft.breaches = lists.replace(draft.breaches, isIt, (it) => ({ ...it, state, ...reason }))
  }
}

export const derivedHandlers: Handlers = {
  number_given(draft, event) {
    const official = str(event.body, 'number')
    if (official !== undefined && draft.number.official === undefined) draft.number = { ...draft.number, official }
  },
  near_breached: (draft, event, lists) => ladderStep(draft, event, lists, 'near'),
  ladder_notified: (draft, event, lists) => ladderStep(draft, event, lists, str(event.body, 'level') ?? ''),
  breach_suspected: breach('suspected'),
  breach_confirmed: breach('confirmed'),
  breach_voided: breach('voided'),
  breach_compensated(draft, event, lists) {
    const clock = str(event.body, 'clock') ?? ''
    const cycle = int(event.body, 'cycle') ?? 0
    if (draft.compensations.some((it) => it.breach?.clock === clock && it.breach.cycle === cycle)) return
    const state = event.body['approved'] === true ? 'approved' : 'proposed'
    addCompensation(draft, event, lists, { state, breach: { clock, cycle } })
  },
}
