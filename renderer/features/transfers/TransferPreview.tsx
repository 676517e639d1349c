import type { RefObject } from 'react'
import type { Case } from '../../../shared/case/model.ts'
import { FileLine } from '../../actions/FileLine.tsx'
import { isLongForTitle, useCaseView } from '../../state/caseView.ts'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Timeline } from '../../ui/Timeline.tsx'
import type { Waiting } from './list.ts'
import { Question } from './Question.tsx'
import { Raised } from './Raised.tsx'
import classes from './TransferPreview.module.css'

interface TransferPreviewProps {
  readonly row: Waiting | undefined
  readonly region: RefObject<HTMLElement | null>
}

/** All that is needed to answer: what was asked, what goes wrong, what the customer wants, files, what was answered before. */
export function TransferPreview({ row, region }: TransferPreviewProps) {
  const { t } = useText()
  const asked = useCaseView(row?.case.id ?? null)
  const view = asked.id === row?.case.id ? asked.view : null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <section ref={region} className={classes['pane']} aria-label={t('transfers.preview')} tabIndex={0}>
      {row === undefined ? (
        <p className={classes['hint']}>{t('transfers.pick')}</p>
      ) : (
        <>
          <Heading row={row} />
          {view && (
            <>
              {row.kind === 'transfer' ? (
                <Question row={row} theCase={view.theCase} />
              ) : (
                <Raised row={row} theCase={view.theCase} />
              )}
              <div className={classes['columns']}>
                <div>
                  <Matter theCase={view.theCase} />
                  <Files theCase={view.theCase} />
                </div>
                <Timeline entries={view.record} older={view.older} look="brief" />
              </div>
            </>
          )}
        </>
      )}
    </section>
  )
}

function Heading({ row }: { readonly row: Waiting }) {
  const { t, naming } = useText()
  const { symptom, number, channel, openedAtMs, status, urgency, pending } = row.case
  return (
    <header>
      <p className={classes['origin']}>
        {number}
        <Dot />
        {naming.name('channel', channel)}
        <Dot />
        {t('detail.opened', { when: naming.moment(openedAtMs, wholeNowMs()) })}
      </p>
      <h2>{symptom ?? t('intake.erased')}</h2>
      <p className={classes['tags']}>
        <Tag>{naming.name('status', status)}</Tag>
        <Tag tone={urgency === 'high' ? 'hot' : 'plain'}>
          {t('intake.urgency')} {naming.name('urgency', urgency)}
        </Tag>
        {pending && <Tag>{t('queue.pending')}</Tag>}
      </p>
    </header>
  )
}

/** The matter itself: in full where the heading had to be short. */
function Matter({ theCase }: { readonly theCase: Case }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const nowMs = wholeNowMs()
  const { issue, customer, demands, owner } = theCase
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ...(isLongForTitle(issue.symptom) ? [[t('intake.symptom'), issue.symptom] as const] : []),
    [t('transfers.occurred'), issue.occurredAtMs === undefined ? null : naming.moment(issue.occurredAtMs, nowMs)],
    [t('detail.impact'), issue.impact],
    [t('field.product'), issue.product],
    [t('field.region'), issue.region],
    [t('detail.customer'), [customer?.name, customer?.company].filter(Boolean).join(' · ')],
    [t('detail.owner'), owner === undefined ? t('detail.nobody') : directory.person(owner)],
  ]
  return (
    <dl className={classes['facts']}>
      {facts.flatMap(([name, value]) => (value ? [<dt key={name}>{name}</dt>, <dd key={`${name}/`}>{value}</dd>] : []))}
      <dt>{t('transfers.demands')}</dt>
      <dd>
        {demands.map(({ id, kind, text, wantedByMs }) => (
          <p key={id}>
            {[
              naming.name('demand', kind),
              ...(text ? [text] : []),
              ...(wantedByMs === undefined ? [] : [naming.due(wantedByMs, nowMs)]),
            ].join(' · ')}
          </p>
        ))}
      </dd>
    </dl>
  )
}

function Files({ theCase }: { readonly theCase: Case }) {
  const { t } = useText()
  return (
    <section aria-label={t('transfers.files')} className={classes['files']}>
      <h3>{t('transfers.files')}</h3>
      {theCase.attachments.length === 0 ? (
        <p>{t('transfers.noFiles')}</p>
      ) : (
        <ul>
          {theCase.attachments.map((file) => (
            <FileLine key={file.hash} caseId={theCase.id} file={file} />
          ))}
        </ul>
      )}
    </section>
  )
}
