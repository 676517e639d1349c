import type { KeyboardEvent } from 'react'
import type { Proposal } from '../../../shared/assist/classify-rules.ts'
import type { Lang } from '../../../shared/assist/record.ts'
import { problemTypes, severities, urgencies } from '../../../shared/case/words.ts'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './Classification.module.css'
import { useDraft, useIntake } from './context.tsx'
import type { IntakeDraft } from './draft.ts'
import { useReading } from './reading.tsx'
import { useTemplate } from './useTemplate.ts'

type Judged = IntakeDraft['classification']
type Part = 'problemType' | 'urgency' | 'department' | 'severity'

/** The values of a proposal, without what it does not say. */
function proposedValues(proposal: Proposal | null): Judged {
  const parts = ['problemType', 'urgency', 'severity', 'responsibility', 'category', 'department'] as const
  const entries = parts.flatMap((part) => {
    const proposed = proposal?.[part]
    return proposed ? [[part, proposed.value] as const] : []
  })
  return Object.fromEntries(entries)
}

/**
 * Type, urgency, department, severity. A proposal stands as a ghost in what nobody has touched: Tab takes it while one of these
 * has the focus and stays there, the next Tab moves on; Shift+Tab and Esc take nothing. Source: CLS-1, CLS-2.
 */
export function Classification() {
  const { t, naming, language } = useText()
  const intake = useIntake()
  const { proposal, pack } = useReading()
  const template = useTemplate()
  const judged = useDraft((draft) => draft.classification)
  const ghosts: Judged = { ...template?.classification, ...proposedValues(proposal) }
  const choose = (part: Part) => (value: string) => {
    const { [part]: _old, ...rest } = judged
    intake.setFields({ classification: value === '' ? rest : { ...rest, [part]: value }, accepted: false })
  }
  const accept = () => intake.setFields({ classification: { ...ghosts, ...judged }, accepted: true })
  const onKeyDown = (part: Part) => (event: KeyboardEvent) => {
    const open = judged[part] === undefined && proposal?.[part]
    if (event.key !== 'Tab' || event.shiftKey || event.ctrlKey || event.altKey || !open) return
    event.preventDefault()
    accept()
  }
  const departments = pack?.departments.map(({ id, name }) => ({ value: id, label: name[language as Lang] })) ?? []
  const field = (part: Part, options: readonly { readonly value: string; readonly label: string }[]) => (
    <Judge
      key={part}
      label={t(`intake.judge.${part}`)}
      options={options}
      value={judged[part]}
      ghost={ghosts[part]}
      onChoose={choose(part)}
      onKeyDown={onKeyDown(part)}
    />
  )
  const types = problemTypes.map((value) => ({ value, label: naming.name('problemType', value) }))
  const degrees = urgencies.map((value) => ({ value, label: naming.name('urgency', value) }))
  const grades = severities.map((value) => ({ value, label: naming.name('severity', value) }))
  return (
    <div className={classes['row']}>
      <span className={classes['label']}>{t('intake.classification')}</span>
      <fieldset className={classes['judges']} aria-label={t('intake.classification')}>
        {field('problemType', types)}
        {field('urgency', degrees)}
        {field('department', departments)}
        {field('severity', grades)}
      </fieldset>
      <ProposalLine proposal={proposal} taken={Object.keys(judged).length > 0} onAccept={accept} />
    </div>
  )
}

interface JudgeProps {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly value: string | undefined
  readonly ghost: string | undefined
  readonly onChoose: (value: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

function Judge({ label, options, value, ghost, onChoose, onKeyDown }: JudgeProps) {
  const { t } = useText()
  const proposed = options.find((option) => option.value === ghost)?.label
  return (
    <select
      aria-label={label}
      data-ghost={(value === undefined && proposed !== undefined) || undefined}
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

interface ProposalLineProps {
  readonly proposal: Proposal | null
  readonly taken: boolean
  readonly onAccept: () => void
}

const mostEvidence = 3

/** What led to the proposal and how sure it is. Its place is kept free, so that nothing jumps when it comes. */
function ProposalLine({ proposal, taken, onAccept }: ProposalLineProps) {
  const { t } = useText()
  const lead = proposal?.category ?? proposal?.urgency ?? proposal?.severity
  if (taken || lead === null || lead === undefined) return <div className={classes['proposal']} />
  const words = [...new Set(lead.evidence.map(({ text }) => text))].slice(0, mostEvidence)
  return (
    <div className={classes['proposal']} data-shown>
      <span>{t('intake.because')}</span>
      {words.map((word) => (
        <q key={word}>{word}</q>
      ))}
      <span>{t('intake.confidence', { n: Math.round(lead.confidence * 100) })}</span>
      <button type="button" tabIndex={-1} onClick={onAccept}>
        {t('intake.accept')}
        <Keycap keys={['Tab']} />
      </button>
    </div>
  )
}
