import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import type { Case } from '../../../shared/case/model.ts'
import { useBridge } from '../../app/console.tsx'
import type { ConsoleClient } from '../../bridge.ts'
import { shownClock } from '../../state/clock.ts'
import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import type { QueueRow } from '../../state/rows.ts'
import { useText } from '../../text/context.tsx'
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
  const { t } = useText()
  const { id, view } = useShownCase()
  const row = list.rows.find((other) => other.id === id)
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

type CaseView = Awaited<ReturnType<ConsoleClient['cases']['get']>>

/**
 * The case to show. While another one is being read the last one stays whole, so that no heading ever stands over
 * somebody else's clocks; when reading fails only what the list knows is shown.
 */
function useShownCase(): { readonly id: string | undefined; readonly view: CaseView } {
  const bridge = useBridge()
  const cursorId = useSettled(
    useQueue((state) => state.cursor?.id),
    settleMs,
  )
  const { data, isError } = useQuery({
    queryKey: ['cases', 'shown', cursorId],
    enabled: cursorId !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => ({
      id: cursorId,
      view: await bridge.client.cases.get({ id: cursorId ?? '' }, { signal }),
    }),
  })
  return isError || data === undefined ? { id: cursorId, view: null } : data
}

/** A held J runs past cases nobody looks at; one press is looked at before an eye has moved. */
const settleMs = 50

function useSettled<Value>(value: Value, delayMs: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return settled
}

function Heading({ row }: { readonly row: QueueRow }) {
  const { t, naming } = useText()
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
  const { t } = useText()
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
