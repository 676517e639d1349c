import type { ListResponse } from '../../../shared/contract/console.ts'
import { ViewButton } from '../../app/ViewButton.tsx'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import type { CaseList } from './list.ts'
import { OwnViews, SaveView } from './OwnViews.tsx'
import { useQueue, type View, views } from './store.ts'
import classes from './ViewBar.module.css'

type Count = NonNullable<ListResponse['count']>

/** The views of the queue with what each holds, and the lists a person keeps. */
export function ViewBar(props: { readonly view: View; readonly counts: Readonly<Record<string, Count>> }) {
  const { t } = useText()
  const own = useQueue((state) => state.own)
  const show = useQueue((state) => state.show)
  return (
    <div className={classes['bar']}>
      <nav className={classes['views']} aria-label={t('queue.views')}>
        <span className={classes['alt']}>
          <Keycap keys={['Alt']} />
        </span>
        {views.map((view, index) => (
          <ViewButton
            key={view}
            id={`queue.view.${view}`}
            digit={index + 1}
            current={view === props.view && own === null}
            show={() => show(view)}
            count={props.counts[view]}
            late={view === 'breached'}
          />
        ))}
        <OwnViews />
      </nav>
      <SaveView />
    </div>
  )
}

/** How much the list on screen holds, and how fast it was there. */
export function Total({ list: { count, tookMs } }: { readonly list: CaseList }) {
  const { t } = useText()
  const words = useCountWords()
  if (count === null) return null
  return (
    <span className={classes['total']}>
      {t('queue.took', { amount: words(count), ms: Math.max(1, Math.round(tookMs ?? 0)) })}
    </span>
  )
}

function useCountWords(): (count: Count) => string {
  const { t, language } = useText()
  return ({ value, exact }) => {
    const n = value.toLocaleString(language)
    return exact ? t('queue.count', { n }) : t('queue.atLeast', { n })
  }
}
