import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import classes from './Row.module.css'

interface RowProps {
  readonly id?: string
  readonly rowIndex: number
  /** Pixels from the list's start. */
  readonly top: number
  /** The cursor is on it. */
  readonly current?: boolean
  readonly selected?: boolean
  readonly className?: string | undefined
  readonly onPick?: () => void
  readonly children: ReactNode
}

/** A line of a virtual list: placed by its offset, the cursor drawn inside its edge. The grid around it holds the focus. */
export function Row({ id, rowIndex, top, current, selected, className, onPick, children }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid moves its cursor by keys, a row never has the focus itself
    // biome-ignore lint/a11y/useFocusableInteractive: the grid points at it by aria-activedescendant
    // biome-ignore lint/a11y/useSemanticElements: a table row cannot be placed by offset, which a virtual list needs
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      data-current={current || undefined}
      className={cx(classes['row'], className)}
      style={{ top }}
      onClick={onPick}
    >
      {children}
    </div>
  )
}

interface CellProps {
  readonly className?: string | undefined
  /** Full text where the column may cut it. */
  readonly title?: string | undefined
  readonly span?: number
  /** Marks for the style sheet of the list. */
  readonly mark?: string | undefined
  readonly children?: ReactNode
}

export function Cell({ className, title, span, mark, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: cells are read through their row
    // biome-ignore lint/a11y/useSemanticElements: no table around it, see Row
    <span role="gridcell" className={className} title={title} aria-colspan={span} data-mark={mark}>
      {children}
    </span>
  )
}
