import type { CallOutcome } from '../../../shared/case/words.ts'
import type { Template } from '../../../shared/intake/template.ts'
import type { IntakeDraft } from './draft.ts'

export const outcomeFieldId = 'outcome'

type Told = Pick<IntakeDraft, 'symptom' | 'impact' | 'demands' | 'promise'>

/** Nobody told of any matter, and nothing was promised. */
const isWordless = ({ symptom, impact, demands, promise }: Told): boolean =>
  [symptom, impact, promise, ...demands.map(({ text }) => text)].every((text) => text.trim() === '')

/** Who said nothing hung up; a question is mostly answered in the call; everything else goes on after it. */
export function usualOutcome(draft: Told, template: Template | null): CallOutcome {
  if (isWordless(draft)) return 'hung_up'
  return template?.kind === 'inquiry' ? 'answered' : 'follow_up'
}

/** What goes on after these needs words about what it is. */
const goesOn: ReadonlySet<CallOutcome> = new Set(['follow_up', 'call_back'])

/**
 * What is left of a call once it has ended: a `case` to work on; nothing after a question `answered` at once; or nothing at all,
 * there being `no_matter`. Source: CALL-12.
 */
export function leftOver(draft: IntakeDraft, template: Template | null): 'case' | 'answered' | 'no_matter' {
  if (draft.endedAtMs === null) return 'case'
  const outcome = draft.outcome ?? usualOutcome(draft, template)
  if (isWordless(draft)) return goesOn.has(outcome) ? 'case' : 'no_matter'
  const isQuestion = template !== null && template.kind !== 'complaint'
  return isQuestion && outcome === 'answered' && draft.promise.trim() === '' ? 'answered' : 'case'
}
