import { callOutcomes } from '../../../shared/case/words.ts'
import { useText } from '../../text/context.tsx'
import classes from './CallerBar.module.css'
import { useDraft, useIntake } from './context.tsx'
import { outcomeFieldId, usualOutcome } from './outcome.ts'
import { useTemplate } from './useTemplate.ts'

/** How the call ended; until the agent says it, how calls of this sort usually end. Source: CALL-12. */
export function Outcome() {
  const { t, naming } = useText()
  const intake = useIntake()
  const chosen = useDraft(({ outcome }) => outcome)
  const template = useTemplate()
  return (
    <select
      id={outcomeFieldId}
      className={classes['outcome']}
      aria-label={t('intake.outcome')}
      value={chosen ?? usualOutcome(template)}
      onChange={(event) =>
        intake.setFields({ outcome: callOutcomes.find((one) => one === event.currentTarget.value) ?? null })
      }
    >
      {callOutcomes.map((outcome) => (
        <option key={outcome} value={outcome}>
          {naming.name('callOutcome', outcome)}
        </option>
      ))}
    </select>
  )
}
