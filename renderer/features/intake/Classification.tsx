import type { KeyboardEvent } from 'react'
import type { Lang } from '../../../shared/assist/record.ts'
import { problemTypes, severities, urgencies } from '../../../shared/case/words.ts'
import { useText } from '../../text/context.tsx'
import classes from './Classification.module.css'
import { useDraft, useIntake } from './context.tsx'
import { type JudgedPart, judgedParts } from './draft.ts'
import { type Option, type Options, ProposalLine } from './ProposalLine.tsx'
import { chosen, openValues } from './proposal.ts'
import { useReading } from './reading.tsx'
import { useTemplate } from './useTemplate.ts'

/**
 * Type, urgency, department, severity. A proposal stands as a ghost in what nobody has touched: Tab takes what the line below
 * says while one of these ghosts has the focus and stays there, the next Tab moves on; Shift+Tab and Esc take nothing.
 * Source: CLS-1, CLS-2.
 */
export function Classification() {
  const { t, naming, language } = useText()
  const intake = useIntake()
  const { proposal, pack } = useReading()
  const template = useTemplate()
  const judged = useDraft((draft) => draft.classification)
  const touched = useDraft((draft) => draft.touched)
  const open = openValues(proposal, { classification: judged, touched })
  const ghosts = { ...template?.classification, ...open }
  const accept = () => intake.setFields({ classification: { ...judged, ...open }, accepted: true })
  const onKeyDown = (part: JudgedPart) => (event: KeyboardEvent) => {
    const { key, repeat, shiftKey, ctrlKey, altKey, metaKey } = event
    if (key !== 'Tab' || repeat || shiftKey || ctrlKey || altKey || metaKey || open[part] === undefined) return
    event.preventDefault()
    accept()
  }
  const options: Options = {
    problemType: problemTypes.map((value) => ({ value, label: naming.name('problemType', value) })),
    urgency: urgencies.map((value) => ({ value, label: naming.name('urgency', value) })),
    department: pack?.departments.map(({ id, name }) => ({ value: id, label: name[language as Lang] })) ?? [],
    severity: severities.map((value) => ({ value, label: naming.name('severity', value) })),
  }
  return (
    <div className={classes['row']}>
      <span className={classes['label']}>{t('intake.classification')}</span>
      <fieldset className={classes['judges']} aria-label={t('intake.classification')}>
        {judgedParts.map((part) => (
          <Judge
            key={part}
            label={t(`intake.judge.${part}`)}
            options={options[part]}
            value={judged[part]}
            ghost={ghosts[part]}
            onChoose={(value) => intake.setFields(chosen(intake.active(), part, value))}
            onKeyDown={onKeyDown(part)}
          />
        ))}
      </fieldset>
      <ProposalLine proposal={proposal} open={open} options={options} onAccept={accept} />
    </div>
  )
}

interface JudgeProps {
  readonly label: string
  readonly options: readonly Option[]
  readonly value: string | undefined
  readonly ghost: string | undefined
  readonly onChoose: (value: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

function Judge({ label, options, value, ghost, onChoose, onKeyDown }: JudgeProps) {
  const { t } = useText()
  const proposed = value === undefined ? options.find((option) => option.value === ghost)?.label : undefined
  return (
    <select
      aria-label={label}
      data-ghost={proposed !== undefined || undefined}
      value={value ?? ''}
      onChange={(event) => onChoose(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    >
      <option value="">{proposed ?? t('intake.judge.open', { what: label })}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
