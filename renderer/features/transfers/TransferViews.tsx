import { ViewButton } from '../../app/ViewButton.tsx'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { useTransferCounts } from './list.ts'
import { type TransferView, useTransfers, views } from './store.ts'
import classes from './TransferViews.module.css'

/** Whose transfers are shown, with how many wait in each. */
export function TransferViews({ view }: { readonly view: TransferView }) {
  const { t } = useText()
  const counts = useTransferCounts()
  const show = useTransfers((state) => state.show)
  return (
    <nav className={classes['views']} aria-label={t('queue.views')}>
      <Keycap keys={['Alt']} />
      {views.map((one, index) => (
        <ViewButton
          key={one}
          id={`transfers.view.${one}`}
          digit={index + 1}
          current={one === view}
          show={() => show(one)}
          count={counts?.[one]}
        />
      ))}
    </nav>
  )
}
