import { useId } from 'react'
import type { Lang } from '../../../shared/assist/record.ts'
import type { Question } from '../../../shared/intake/template.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useDraft, useDraftNow, useIntake, useIntakeState } from './context.tsx'
import { mostTyped } from './draft.ts'
import { useFault } from './faults.ts'
import classes from './Questions.module.css'
import { useTemplate } from './useTemplate.ts'

/** What the template says should still be asked; the answers stand below the symptom in the words of the question. */
export function Questions() {
  const { t } = useText()
  const template = useTemplate()
  if (template === null || template.questions.length === 0) return null
  return (
    <section className={classes['row']} aria-label={t('intake.questions')}>
      <span className={classes['label']}>{t('intake.questions')}</span>
      <div className={classes['questions']}>
        {template.questions.map((question) => (
          <Asked key={question.id} question={question} />
        ))}
      </div>
    </section>
  )
}

function Asked({ question }: { readonly question: Question }) {
  const { t, language } = useText()
  const id = useId()
  const fault = useFault(`answers.${question.id}`)
  return (
    <div className={classes['question']} data-invalid={fault === undefined ? undefined : true}>
      <label htmlFor={id}>
        {question.ask[language as Lang]}
        {question.required && <span className={classes['required']}>{t('intake.required')}</span>}
      </label>
      <Answer id={id} question={question} />
      {fault !== undefined && (
        <p id={`${id}-error`} className={classes['error']} role="alert">
          <Icon name="alert" size={14} />
          {fault}
        </p>
      )}
    </div>
  )
}

function Answer({ id, question }: { readonly id: string; readonly question: Question }) {
  const { t, language } = useText()
  const intake = useIntake()
  const draft = useDraftNow()
  const busy = useIntakeState((state) => state.saving !== 'idle')
  const invalid = useIntakeState((state) => state.faults[`answers.${question.id}`] !== undefined)
  const answer = useDraft(({ answers }) => answers[question.id] ?? '')
  const put = (text: string) => intake.setFields({ answers: { ...intake.active().answers, [question.id]: text } })
  const common = { id, 'aria-invalid': invalid || undefined, 'aria-describedby': invalid ? `${id}-error` : undefined }
  const yesNo = [
    { value: 'yes', label: t('intake.yes') },
    { value: 'no', label: t('intake.no') },
  ]
  const options = question.options?.map((option) => ({ value: option.id, label: option.name[language as Lang] }))
  if (question.kind === 'text' || question.kind === 'number')
    return (
      <input
        {...common}
        type="text"
        autoComplete="off"
        maxLength={mostTyped}
        readOnly={busy}
        defaultValue={draft.answers[question.id]}
        onInput={(event) => put(event.currentTarget.value)}
      />
    )
  return (
    <select {...common} value={answer} onChange={(event) => put(event.currentTarget.value)}>
      <option value="">{t('intake.notSaid')}</option>
      {(options ?? yesNo).map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}
