import type { Case } from '../../../shared/case/model.ts'
import { CommandButton } from '../../app/commands.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { useText } from '../../text/context.tsx'
import { AskedCard } from './AskedCard.tsx'
import type { RaisedCase } from './list.ts'

interface RaisedProps {
  readonly row: RaisedCase
  readonly theCase: Case
}

/** Why somebody is called in, by whom, and the two ways to go on: take it up, or step down from it. Source: CALL-8. */
export function Raised({ row, theCase }: RaisedProps) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  return (
    <AskedCard
      row={row}
      name={t('transfers.raised')}
      reason={directory.reason('escalate', row.reason, language)}
      words={theCase.escalations.find(({ id }) => id === row.id)?.reason}
      facts={
        <>
          <span>
            {row.receiver === undefined ? naming.name('act.level', row.level) : directory.person(row.receiver)}
          </span>
          <span>{t(row.acknowledged ? 'transfers.takenUp' : 'transfers.notTakenUp')}</span>
        </>
      }
      ways={
        <>
          {!row.acknowledged && <CommandButton id="act.takeUp" look="primary" />}
          <CommandButton id="act.stepDown" />
          <CommandButton id="act.note" />
        </>
      }
    />
  )
}
