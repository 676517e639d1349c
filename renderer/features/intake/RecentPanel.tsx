import { useQuery } from '@tanstack/react-query'
import type { Case } from '../../../shared/case/model.ts'
import { useBridge } from '../../app/console.tsx'
import { shownClock } from '../../state/clock.ts'
import { timeKeeper } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useDraft, useIntakeState } from './context.tsx'
import { isBlank } from './draft.ts'
import classes from './Side.module.css'
import { CaseButton, Side } from './Side.tsx'
import type { SavedCase } from './state.ts'

/** What this window has saved, and whether each has reached the server. */
export function RecentPanel() {
  const { t } = useText()
  const saved = useIntakeState((state) => state.saved)
  const busy = useDraft((draft) => !isBlank(draft))
  // While a call is on, its own customer matters more than what was saved before.
  if (busy) return null
  return (
    <Side
      name={t('intake.recent')}
      count={saved.length > 0 ? t('intake.historyCount', { n: saved.length }) : undefined}
      hint={saved.length === 0 ? t('intake.recentHint') : undefined}
    >
      {saved.map((item) => (
        <RecentItem key={item.id} item={item} />
      ))}
    </Side>
  )
}

function RecentItem({ item }: { readonly item: SavedCase }) {
  const { t, naming } = useText()
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'one', item.id],
    queryFn: ({ signal }) => bridge.client.cases.get({ id: item.id }, { signal }),
  })
  const theCase = data?.case as Pick<Case, 'number' | 'status' | 'reception'> | undefined
  const official = theCase?.number.official
  const outcome = theCase?.status === 'closed' ? theCase.reception.outcome : undefined
  const nearest = data?.clocks.find(({ endedAtMs }) => endedAtMs === undefined)
  return (
    <li className={classes['item']}>
      <div className={classes['first']}>
        <CaseButton id={item.id}>
          <b>{official ?? item.number}</b>
        </CaseButton>
        {nearest && <ClockChip clock={shownClock(nearest)} />}
      </div>
      <div className={classes['second']}>
        <span>{naming.moment(item.savedAtMs, timeKeeper.nowMs())}</span>
        {official !== undefined && <span>{item.number}</span>}
        {nearest && <span>{naming.name('clock.names', nearest.clock)}</span>}
        {outcome && <span>{naming.name('callOutcome', outcome)}</span>}
        {data && (
          <span className={classes['upload']} data-waiting={data.pending || undefined}>
            <Icon name={data.pending ? 'upload' : 'check'} size={12} />
            {data.pending ? t('intake.waitingUpload') : t('intake.uploaded')}
          </span>
        )}
      </div>
    </li>
  )
}
