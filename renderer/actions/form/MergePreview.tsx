import type { Case } from '../../../shared/case/model.ts'
import { numberOf, useCaseView } from '../../state/caseView.ts'
import { useText } from '../../text/context.tsx'
import { Section } from '../ActForm.tsx'

interface MergePreviewProps {
  readonly from: Case | null
  readonly into: string
  /** Entries in the record of the case that ends. */
  readonly record: number
}

/** What a merge comes to: one case ends, the other goes on, both histories stay. Source: CASE-9. */
export function MergePreview({ from, into, record }: MergePreviewProps) {
  const { t } = useText()
  const other = useCaseView(into === '' ? null : into, 1)
  if (from === null || !other.view || other.id !== into) return null
  const { theCase, record: newest, older } = other.view
  return (
    <Section label={t('mergeView.title')}>
      <p>
        {t('mergeView.from', { number: numberOf(from) })} ({t('mergeView.events', { n: record })})
      </p>
      <p>
        {t('mergeView.into', { number: numberOf(theCase) })} ({t('mergeView.events', { n: older + newest.length })})
      </p>
      {theCase.issue.symptom !== null && <p>{theCase.issue.symptom}</p>}
    </Section>
  )
}
