import { type RefObject, useEffect, useState } from 'react'
import type { Case } from '../../../shared/case/model.ts'
import { isLongForTitle, useCaseView, useChainMark } from '../../state/caseView.ts'
import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import type { QueueRow } from '../../state/rows.ts'
import { useText } from '../../text/context.tsx'
import { ClockTable } from '../../ui/ClockTable.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Timeline } from '../../ui/Timeline.tsx'
import classes from './CaseDetail.module.css'
import type { CaseList } from './list.ts'
import { useQueue } from './store.ts'

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
  const chain = useChainMark(view ? (id ?? null) : null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: Enter brings the focus here, and a part that scrolls must be reachable
    <section ref={region} className={classes['pane']} aria-label={label} tabIndex={0}>
      {row === undefined ? (
        <p className={classes['hint']}>{t('detail.pick')}</p>
      ) : (
        <>
          <div className={classes['body']}>
            <Heading row={row} />
            {view && <ClockTable clocks={view.clocks} look="brief" />}
            <Facts row={row} known={view?.theCase ?? null} />
            {view && <Timeline entries={view.record.slice(-briefRecord)} older={0} look="brief" />}
          </div>
          {chain !== null && (
            <p className={classes['chain']} data-chain={chain}>
              <Icon name={chain === 'broken' ? 'alert' : 'chain'} size={14} />
              {t(`detail.chain.${chain}`)}
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** As much of the record as the pane has room for. */
const briefRecord = 20

/**
 * The case to show. While another one is being read the last one stays whole, so that no heading ever stands over
 * somebody else's clocks; when reading fails only what the list knows is shown.
 */
function useShownCase() {
  const cursorId = useSettled(
    useQueue((state) => state.cursor?.id),
    settleMs,
  )
  // Asked as the case screen asks, so that Enter finds it there.
  const asked = useCaseView(cursorId ?? null)
  return asked.failed || asked.id === null ? { id: cursorId, view: null } : { id: asked.id, view: asked.view }
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
        {row.front?.map((reason) => (
          <Tag key={reason} tone="warn">
            {t(`queue.front.${reason}`)}
          </Tag>
        ))}
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
      {isLongForTitle(row.symptom) && (
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
