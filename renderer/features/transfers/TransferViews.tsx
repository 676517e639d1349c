import { useCommand, useGive, useKeysOf } from '../../app/commands.tsx'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { useTransferCounts } from './list.ts'
import { type TransferView, useTransfers, views } from './store.ts'
import classes from './TransferViews.module.css'

/** Whose transfers are shown, with how many wait in each. */
export function TransferViews({ view }: { readonly view: TransferView }) {
  const { t } = useText()
  const counts = useTransferCounts()
  return (
    <nav className={classes['views']} aria-label={t('queue.views')}>
      <Keycap keys={['Alt']} />
      {views.map((one, index) => (
        <ViewButton key={one} view={one} digit={index + 1} current={one === view} count={counts?.[one]} />
      ))}
    </nav>
  )
}

interface ViewButtonProps {
  readonly view: TransferView
  readonly digit: number
  readonly current: boolean
  readonly count: { readonly value: number; readonly exact: boolean } | undefined
}

function ViewButton({ view, digit, current, count }: ViewButtonProps) {
  const { t, language } = useText()
  const { aria } = useKeysOf(`transfers.view.${view}`)
  const give = useGive()
  const show = useTransfers((state) => state.show)
  useCommand(`transfers.view.${view}`, () => show(view))
  return (
    <button
      type="button"
      className={classes['view']}
      aria-current={current || undefined}
      aria-keyshortcuts={aria}
      onClick={() => give(`transfers.view.${view}`)}
    >
      <i aria-hidden="true">{digit}</i>
      {t(`command.transfers.view.${view}`)}
      {count !== undefined && (
        <span className={classes['count']}>
          {count.value.toLocaleString(language)}
          {!count.exact && '+'}
        </span>
      )}
    </button>
  )
}
