import { mostBulkCases } from '../../../shared/contract/work.ts'
import { CommandButton } from '../../app/commands.tsx'
import { useText } from '../../text/context.tsx'
import classes from './SelectionBar.module.css'
import { useQueue } from './store.ts'

/** What can be done to everything selected, floating over the list's end. Source: mocks "Bulk bar". */
export function SelectionBar() {
  const { t } = useText()
  const count = useQueue((state) => state.selected.size)
  if (count === 0) return null
  return (
    <section className={classes['bar']} aria-label={t('select.bar')}>
      <b role="status">{count < mostBulkCases ? t('select.count', { n: count }) : t('select.most', { n: count })}</b>
      <CommandButton id="act.assign" />
      <CommandButton id="act.classify" />
      <CommandButton id="act.note" />
      <CommandButton id="act.merge" />
      <CommandButton id="act.escalate" />
      <CommandButton id="queue.back" />
    </section>
  )
}
