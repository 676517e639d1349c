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
  const template = useTemplate()
  const outcome = useDraft((draft) => draft.outcome ?? usualOutcome(draft, template))
  return (
    <select
      id={outcomeFieldId}
      className={classes['outcome']}
      aria-label={t('intake.outcome')}
      value={outcome}
      onChange={(event) =>
        intake.setFields({ outcome: callOutcomes.find((one) => one === event.currentTarget.value) ?? null })
      }
    >
      {callOutcomes.map((one) => (
        <option key={one} value={one}>
          {naming.name('callOutcome', one)}
        </option>
      ))}
    </select>
  )
}
