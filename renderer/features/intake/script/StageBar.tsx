import { useId } from 'react'
import { useText } from '../../../text/context.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { useDraft, useIntake } from '../context.tsx'
import { useMood } from '../reading.tsx'
import classes from './Script.module.css'
import { useMayAdvance, walked } from './usePhrases.ts'

/** Where the call is. Going on is refused, with its reason, while an angry customer has not heard a buffer phrase. */
export function StageBar() {
  const { t, naming } = useText()
  const intake = useIntake()
  const group = useId()
  const stage = useDraft((draft) => draft.stage)
  const said = useDraft((draft) => draft.said)
  const mayAdvance = useMayAdvance()
  const mood = useMood()
  const at = (walked as readonly string[]).indexOf(stage)
  const due = walked.some((one) => !mayAdvance(one).ok)
  const count = (one: string) => said.filter((line) => line.stage === one).length
  return (
    <>
      <div role="radiogroup" aria-label={t('script.stages')} className={classes['stages']}>
        {walked.map((one, index) => {
          const locked = !mayAdvance(one).ok
          return (
            <label
              key={one}
              className={classes['stage']}
              data-on={one === stage || undefined}
              data-done={index < at || undefined}
            >
              <input
                className="sr"
                type="radio"
                name={group}
                aria-label={naming.name('stage', one)}
                aria-describedby={locked ? `${group}-due` : undefined}
                checked={one === stage}
                onChange={(event) => {
                  if (mayAdvance(one).ok) return intake.setFields({ stage: one })
                  // The arrow key took the focus along; what is refused must not be where the next arrow starts from.
                  const radios = event.currentTarget.closest('[role="radiogroup"]')?.querySelectorAll('input')
                  radios?.[at]?.focus()
                }}
              />
              <span>{naming.name('stage', one)}</span>
              {count(one) > 0 && <span className={classes['count']}>{t('script.count', { n: count(one) })}</span>}
              {locked && <Icon name="lock" size={12} />}
            </label>
          )
        })}
      </div>
      {due && (
        <p id={`${group}-due`} className={classes['due']} role="status">
          <Icon name="alert" size={14} />
          {t('script.bufferDue', { mood })}
        </p>
      )}
    </>
  )
}
