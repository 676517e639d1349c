import type { ListResponse } from '../../../shared/contract/console.ts'
import { useCommand, useGive, useKeysOf } from '../../app/commands.tsx'
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
  return (
    <div className={classes['bar']}>
      <nav className={classes['views']} aria-label={t('queue.views')}>
        <span className={classes['alt']}>
          <Keycap keys={['Alt']} />
        </span>
        {views.map((view, index) => (
          <ViewButton
            key={view}
            view={view}
            digit={index + 1}
            current={view === props.view && own === null}
            count={props.counts[view]}
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

interface ViewButtonProps {
  readonly view: View
  readonly digit: number
  readonly current: boolean
  readonly count: Count | undefined
}

function ViewButton({ view, digit, current, count }: ViewButtonProps) {
  const { t, language } = useText()
  const { aria } = useKeysOf(`queue.view.${view}`)
  const give = useGive()
  const show = useQueue((state) => state.show)
  useCommand(`queue.view.${view}`, () => show(view))
  return (
    <button
      type="button"
      className={classes['view']}
      aria-current={current || undefined}
      aria-keyshortcuts={aria}
      onClick={() => give(`queue.view.${view}`)}
    >
      <i aria-hidden="true">{digit}</i>
      {t(`command.queue.view.${view}`)}
      {count !== undefined && (
        <span className={classes['count']} data-late={(view === 'breached' && count.value > 0) || undefined}>
          {count.value.toLocaleString(language)}
          {!count.exact && '+'}
        </span>
      )}
    </button>
  )
}

function useCountWords(): (count: Count) => string {
  const { t, language } = useText()
  return ({ value, exact }) => {
    const n = value.toLocaleString(language)
    return exact ? t('queue.count', { n }) : t('queue.atLeast', { n })
  }
}
