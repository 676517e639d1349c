import { useText } from '../text/context.tsx'
import classes from './ViewTab.module.css'

interface ViewTabProps {
  readonly name: string
  /** Its key together with Alt. */
  readonly digit?: number | undefined
  readonly keys?: string | undefined
  readonly current: boolean
  readonly onPress: () => void
  /** How much it holds, as far as it is told exactly. */
  readonly count?: { readonly value: number; readonly exact: boolean } | undefined
  /** What it holds is overdue. */
  readonly late?: boolean | undefined
}

/** One of the views a list can be looked at in. */
export function ViewTab({ name, digit, keys, current, onPress, count, late }: ViewTabProps) {
  const { language } = useText()
  return (
    <button
      type="button"
      className={classes['view']}
      aria-current={current || undefined}
      aria-keyshortcuts={keys}
      onClick={onPress}
    >
      {digit !== undefined && <i aria-hidden="true">{digit}</i>}
      {name}
      {count !== undefined && (
        <span className={classes['count']} data-late={(late && count.value > 0) || undefined}>
          {count.value.toLocaleString(language)}
          {!count.exact && '+'}
        </span>
      )}
    </button>
  )
}
