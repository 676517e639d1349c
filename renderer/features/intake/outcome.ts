import type { CallOutcome } from '../../../shared/case/words.ts'
import type { Template } from '../../../shared/intake/template.ts'

export const outcomeFieldId = 'outcome'

/** A question is mostly answered in the call; everything else goes on after it. */
export const usualOutcome = (template: Template | null): CallOutcome =>
  template?.kind === 'inquiry' ? 'answered' : 'follow_up'
