import type { Case } from '../../../shared/case/model.ts'
import { CommandButton } from '../../app/commands.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { AskedCard } from './AskedCard.tsx'
import type { WaitingTransfer } from './list.ts'
import classes from './Question.module.css'

interface QuestionProps {
  readonly row: WaitingTransfer
  readonly theCase: Case
}

/** What was asked, until when, and the three ways to go on with it; below, what was asked and answered before. Source: CALL-9. */
export function Question({ row, theCase }: QuestionProps) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  const me = useSession((state) => state.session?.actor?.id)
  const asked = theCase.transfers.find(({ id }) => id === row.id)
  const others = theCase.transfers.filter(({ id }) => id !== row.id)
  return (
    <AskedCard
      row={row}
      name={t('transfers.asks')}
      reason={directory.reason('transfer', row.reason, language)}
      words={asked?.reason}
      facts={
        <>
          {row.sender !== me && <span>{t(row.receiver === me ? 'transfers.toYou' : 'transfers.anybody')}</span>}
          {asked?.wantedByMs !== undefined && (
            <span>{t('transfers.wanted', { when: naming.due(asked.wantedByMs, wholeNowMs()) })}</span>
          )}
        </>
      }
      ways={
        row.sender === me ? (
          <CommandButton id="act.callBack" />
        ) : (
          <>
            <CommandButton id="act.answer" look="primary" />
            <CommandButton id="act.sendBack" />
            <CommandButton id="act.askBack" />
          </>
        )
      }
    >
      <Before transfers={others} />
    </AskedCard>
  )
}

/** Earlier answers of anybody, and questions of one's own: nobody asks twice what was answered. */
function Before({ transfers }: { readonly transfers: Case['transfers'] }) {
  const { t } = useText()
  if (transfers.length === 0) return null
  return (
    <section aria-label={t('transfers.answers')} className={classes['before']}>
      <h3>{t('transfers.answers')}</h3>
      <ol>
        {transfers.map((it) => (
          <Exchange key={it.id} it={it} />
        ))}
      </ol>
    </section>
  )
}

function Exchange({ it }: { readonly it: Case['transfers'][number] }) {
  const { naming, language } = useText()
  const directory = useDirectory()
  const nowMs = wholeNowMs()
  const to = it.toActor === undefined ? directory.team(it.toTeam) : directory.person(it.toActor)
  const { answeredAtMs = it.atMs } = it
  return (
    <li>
      <p>
        <b>
          {directory.person(it.by)} → {to}
        </b>{' '}
        <time>{naming.moment(it.atMs, nowMs)}</time>
      </p>
      <p>{it.reason ?? directory.reason('transfer', it.reasonCode, language)}</p>
      <p className={classes['answer']}>
        <b>{naming.name('transferState', it.state)}</b>
        {it.state !== 'waiting' && (
          <>
            {' '}
            <time>{naming.moment(answeredAtMs, nowMs)}</time> {it.answer}
          </>
        )}
      </p>
    </li>
  )
}
