import type { ReactNode } from 'react'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { Asked } from './Asked.tsx'
import classes from './AskedCard.module.css'
import { clockOf, type Waiting } from './list.ts'

interface AskedCardProps {
  readonly row: Waiting
  readonly name: string
  readonly reason: string
  /** What else is to be known beside who asked. */
  readonly facts: ReactNode
  /** What was written with it. */
  readonly words: string | null | undefined
  /** The buttons to go on with. */
  readonly ways: ReactNode
  readonly children?: ReactNode
}

/** What somebody asks of this person: why, who, until when, in their words, and the ways to go on with it. */
export function AskedCard({ row, name, reason, facts, words, ways, children }: AskedCardProps) {
  const { t } = useText()
  const clock = clockOf(row)
  return (
    <section className={classes['card']} aria-label={name}>
      <div className={classes['head']}>
        <b>{reason}</b>
        <Asked row={row} />
        {facts}
        <span className={classes['due']}>{clock && <ClockChip clock={clock} />}</span>
      </div>
      <p className={classes['words']} data-none={!words || undefined}>
        {words || t('transfers.noWords')}
      </p>
      <p className={classes['ways']}>{ways}</p>
      {children}
    </section>
  )
}
