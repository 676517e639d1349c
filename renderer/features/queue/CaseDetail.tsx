import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type RefObject, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import type { Case } from '../../../shared/case/model.ts'
import { useBridge } from '../../app/console.tsx'
import { shownClock } from '../../state/clock.ts'
import { useDirectory } from '../../state/directory.ts'
import { timeKeeper } from '../../state/now.ts'
import type { QueueRow } from '../../state/rows.ts'
import { useNaming } from '../../text/names.ts'
import { Dot } from '../../ui/Dot.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Tag } from '../../ui/Tag.tsx'
import classes from './CaseDetail.module.css'
import { ClockTable } from './ClockTable.tsx'
import type { CaseList } from './list.ts'
import { Record } from './Record.tsx'
import { useQueue } from './store.ts'

/** A symptom of up to so many characters stands whole in the title; a longer one is told in full below. */
const shownInTitle = 54

interface CaseDetailProps {
  readonly list: CaseList
  readonly region: RefObject<HTMLElement | null>
  readonly label: string
}

/** The case under the cursor: its clocks, its facts, its record. Follows the cursor, but never holds it up. */
export function CaseDetail({ list, region, label }: CaseDetailProps) {
  const { t } = useTranslation()
  const bridge = useBridge()
  const cursorId = useDeferredValue(useQueue((state) => state.cursor?.id))
  const row = list.rows.find(({ id }) => id === cursorId)
  const { data: view } = useQuery({
    queryKey: ['cases', 'one', cursorId],
    enabled: cursorId !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bridge.client.cases.get({ id: cursorId ?? '' }, { signal }),
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: Enter brings the focus here, and a part that scrolls must be reachable
    <section ref={region} className={classes['pane']} aria-label={label} tabIndex={0}>
      {row === undefined ? (
        <p className={classes['hint']}>{t('detail.pick')}</p>
      ) : (
        <>
          <div className={classes['body']}>
            <Heading row={row} />
            {view && <ClockTable clocks={view.clocks.map(shownClock)} />}
            <Facts row={row} known={view ? (view.case as unknown as Case) : null} />
            {view && <Record entries={view.record} />}
          </div>
          {view?.chain && (
            <p className={classes['chain']} data-chain={view.chain}>
              <Icon name={view.chain === 'broken' ? 'alert' : 'chain'} size={14} />
              {t(`detail.chain.${view.chain}`)}
            </p>
          )}
        </>
      )}
    </section>
  )
}

function Heading({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation()
  const naming = useNaming()
  return (
    <>
      <div className={classes['origin']}>
        <span>{row.number}</span>
        <span>
          {naming.name('channel', row.channel)}
          <Dot />
          {t('detail.opened', { when: naming.moment(row.openedAtMs, timeKeeper.nowMs()) })}
        </span>
      </div>
      <h2>{row.symptom ?? t('intake.erased')}</h2>
      <div className={classes['tags']}>
        <Tag>{naming.name('status', row.status)}</Tag>
        <Tag tone={row.urgency === 'high' ? 'hot' : 'plain'}>
          {t('intake.urgency')} {naming.name('urgency', row.urgency)}
        </Tag>
        {row.repeat && <Tag tone="accent">{t('queue.repeat')}</Tag>}
        {row.pending && (
          <Tag>
            <Icon name="upload" size={12} />
            {t('queue.pending')}
          </Tag>
        )}
      </div>
    </>
  )
}

function Facts({ row, known }: { readonly row: QueueRow; readonly known: Case | null }) {
  const { t } = useTranslation()
  const directory = useDirectory()
  const impact = known?.issue.impact
  return (
    <dl className={classes['facts']}>
      {(row.symptom?.length ?? 0) > shownInTitle && (
        <>
          <dt>{t('intake.symptom')}</dt>
          <dd>{row.symptom}</dd>
        </>
      )}
      <dt>{t('detail.customer')}</dt>
      <dd>{row.customerName ?? t('queue.noName')}</dd>
      <dt>{t('detail.phone')}</dt>
      <dd>{row.phoneMasked ?? t('detail.noPhone')}</dd>
      {impact !== undefined && impact !== null && (
        <>
          <dt>{t('detail.impact')}</dt>
          <dd>{impact}</dd>
        </>
      )}
      <dt>{t('detail.team')}</dt>
      <dd>{directory.team(row.team)}</dd>
      <dt>{t('detail.owner')}</dt>
      <dd>{row.owner === undefined ? t('detail.nobody') : directory.person(row.owner)}</dd>
    </dl>
  )
}
