import type { Proposal } from '../../../shared/assist/classify-rules.ts'
import type { IntakeDraft, JudgedPart } from './draft.ts'

type Judged = IntakeDraft['classification']

/** What is shown of a proposal, in the order the fields stand in; the rest of it is nobody's to take here. */
export const offered = ['problemType', 'category', 'urgency', 'department', 'severity'] as const
type Offered = (typeof offered)[number]
export type OpenValues = Pick<Judged, Offered>

/** Values that can still be taken: none for a field that holds one or was touched, whatever it holds now. Source: CLS-2. */
export function openValues(
  proposal: Proposal | null,
  { classification: judged, touched }: Pick<IntakeDraft, 'classification' | 'touched'>,
): OpenValues {
  if (proposal === null) return {}
  const isOpen = (part: Offered): boolean => {
    if (judged[part] !== undefined) return false
    if (part !== 'category') return !touched.includes(part)
    // No field of its own: it goes with the type it belongs to, and never against another.
    return isOpen('problemType') || judged.problemType === proposal.problemType?.value
  }
  const entries = offered.flatMap((part) => {
    const value = proposal[part]?.value
    return value !== undefined && isOpen(part) ? [[part, value] as const] : []
  })
  // A category alone stands in no field, so no key could take it.
  return entries.every(([part]) => part === 'category') ? {} : Object.fromEntries(entries)
}

/** A field set by hand, or emptied: touched from now on. A category that was taken along goes when the type is another. */
export function chosen(
  { classification: judged, touched }: Pick<IntakeDraft, 'classification' | 'touched'>,
  part: JudgedPart,
  value: string,
): Pick<IntakeDraft, 'classification' | 'touched' | 'accepted'> {
  const { [part]: _old, ...others } = judged
  const { category: _lost, ...apart } = others
  const rest = part === 'problemType' ? apart : others
  return {
    classification: value === '' ? rest : { ...rest, [part]: value },
    touched: touched.includes(part) ? touched : [...touched, part],
    accepted: false,
  }
}
