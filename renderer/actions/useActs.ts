import { useCommand } from '../app/commands.tsx'
import { type Act, type Subject, useView } from '../state/view.ts'

const nothingToSave = { also: [], signals: () => [], settle: () => Promise.resolve(null) }

/** The subject for a case that exists, or for several at once. */
export const subjectOf = (caseId: string, also: readonly string[] = []): Subject => ({ ...nothingToSave, caseId, also })

/**
 * Gives a screen the four acts with their keys (F7 promise, F8 escalate, F9 transfer, F10 hold). `subject` names the case they
 * are about at the moment the key is pressed; `null` while there is none.
 */
export function useActs(subject: () => Subject | null): void {
  const open = useView((state) => state.act)
  const give = (act: Act) => () => {
    const about = subject()
    if (about === null) return false
    open(act, about)
    return true
  }
  useCommand('act.promise', give('promise'))
  useCommand('act.escalate', give('escalate'))
  useCommand('act.transfer', give('transfer'))
  useCommand('act.hold', give('hold'))
}
