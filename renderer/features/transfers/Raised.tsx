import type { Case } from '../../../shared/case/model.ts'
import { CommandButton } from '../../app/commands.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { Asked } from './Asked.tsx'
import { clockOf, type RaisedCase } from './list.ts'
import classes from './Question.module.css'

interface RaisedProps {
  readonly row: RaisedCase
  readonly theCase: Case
}

/** Why somebody is called in, by whom, and the two ways to go on: take it up, or step down from it. Source: CALL-8. */
export function Raised({ row, theCase }: RaisedProps) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  const words = theCase.escalations.find(({ id }) => id === row.id)?.reason
  const clock = clockOf(row)
  return (
    <section className={classes['question']} aria-label={t('transfers.raised')}>
      <div className={classes['head']}>
        <b>{directory.reason('escalate', row.reason, language)}</b>
        <Asked row={row} />
        <span>{row.receiver === undefined ? naming.name('act.level', row.level) : directory.person(row.receiver)}</span>
        <span>{t(row.acknowledged ? 'transfers.takenUp' : 'transfers.notTakenUp')}</span>
        <span className={classes['due']}>{clock && <ClockChip clock={clock} />}</span>
      </div>
      <p className={classes['words']} data-none={!words || undefined}>
        {words || t('transfers.noWords')}
      </p>
      <p className={classes['ways']}>
        {!row.acknowledged && <CommandButton id="act.takeUp" look="primary" />}
        <CommandButton id="act.stepDown" />
        <CommandButton id="act.note" />
      </p>
    </section>
  )
}
