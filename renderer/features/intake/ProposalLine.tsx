import { Fragment } from 'react'
import type { Proposal, Proposed } from '../../../shared/assist/classify-rules.ts'
import { categoryPath } from '../../state/categories.ts'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './Classification.module.css'
import type { JudgedPart } from './draft.ts'
import { type OpenValues, offered } from './proposal.ts'
import { useReading } from './reading.tsx'

export interface Option {
  readonly value: string
  readonly label: string
}

/** What each field can be set to. */
export type Options = Readonly<Record<JudgedPart, readonly Option[]>>

interface ProposalLineProps {
  readonly proposal: Proposal | null
  /** All that would be taken. */
  readonly open: OpenValues
  readonly options: Options
  readonly onAccept: () => void
}

const mostEvidence = 3

/** What would be taken, what led there and how sure it is. Its place is kept free, so that nothing jumps when it comes. */
export function ProposalLine({ proposal, open, options, onAccept }: ProposalLineProps) {
  const { t } = useText()
  const nameOf = useNameOf(options)
  const parts = offered.filter((part) => open[part] !== undefined)
  const lead = leadOf(proposal, open)
  if (lead === null) return <div className={classes['proposal']} />
  const words = [...new Set(lead.evidence.map(({ text }) => text))].slice(0, mostEvidence)
  return (
    <div className={classes['proposal']} data-shown>
      <span className={classes['result']}>
        {t('intake.becomes')}{' '}
        <b>
          {parts.map((part, at) => (
            <Fragment key={part}>
              {at > 0 && <Dot />}
              {nameOf(part, open[part] ?? '')}
            </Fragment>
          ))}
        </b>
      </span>
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

function useNameOf(options: Options) {
  const { language } = useText()
  const { pack } = useReading()
  return (part: (typeof offered)[number], value: string): string =>
    part === 'category'
      ? categoryPath(value, pack?.categories ?? [], language)
      : (options[part].find((option) => option.value === value)?.label ?? value)
}

/** The words that speak for what can be taken: those of the category, which the others mostly follow. */
function leadOf(proposal: Proposal | null, open: OpenValues): Proposed<string> | null {
  const order = ['category', 'problemType', 'urgency', 'department', 'severity'] as const
  const first = order.find((part) => open[part] !== undefined)
  return first === undefined ? null : (proposal?.[first] ?? null)
}
