import { Contacts, CustomerCard } from './CustomerCard.tsx'
import { HistoryPanel } from './HistoryPanel.tsx'
import classes from './LeftColumn.module.css'
import { RecentPanel } from './RecentPanel.tsx'

/** Who is calling and what came before; below it what this window saved. */
export const LeftColumn = () => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
  <div className={classes['column']} tabIndex={0}>
    <CustomerCard />
    <HistoryPanel />
    <Contacts />
    <RecentPanel />
  </div>
)
