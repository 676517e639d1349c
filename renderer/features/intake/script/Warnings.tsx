import type { LintFinding } from '../../../../shared/assist/lint-phrase.ts'
import type { LintCategory } from '../../../../shared/assist/lint-rules.ts'
import { useSpeechFindings } from '../../../state/speech.ts'
import { useText } from '../../../text/context.tsx'
import { useReading } from '../reading.tsx'
import classes from './Script.module.css'
import { useSlotValues } from './useSlotValues.ts'
import { withSlots } from './withSlots.ts'

interface WarningsProps {
  /** What is about to be said to the customer. */
  readonly text: string
  /** A kind of remark that stands elsewhere already. */
  readonly but?: LintCategory | null
}

/** What should not be said like this, why, and how it is said better. Source: CALL-6. */
export function Warnings({ text, but = null }: WarningsProps) {
  const { pack } = useReading()
  const found = useSpeechFindings(pack, text, but)
  if (found.length === 0) return null
  return (
    <ul className={classes['warnings']}>
      {found.map((finding) => (
        <Warning key={`${finding.rule} ${finding.start}`} finding={finding} />
      ))}
    </ul>
  )
}

function Warning({ finding }: { readonly finding: LintFinding }) {
  const { t } = useText()
  const values = useSlotValues()
  const better = finding.better[0]
  return (
    <li data-severity={finding.severity}>
      <s>{finding.text}</s> <span>{finding.why}</span>
      {better !== undefined && (
        <span className={classes['better']}>{t('script.better', { words: withSlots(better, values) })}</span>
      )}
    </li>
  )
}
