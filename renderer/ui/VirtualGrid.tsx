import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual'
import type { ComponentProps, ReactNode, RefObject } from 'react'
import { cx } from './cx.ts'
import classes from './VirtualGrid.module.css'

interface VirtualGridProps extends Omit<ComponentProps<'div'>, 'ref' | 'role' | 'tabIndex' | 'children'> {
  readonly grid: RefObject<HTMLDivElement | null>
  readonly name: string
  readonly virtual: Virtualizer<HTMLDivElement, Element>
  /** Above the lines, scrolled with them. */
  readonly head?: ReactNode
  readonly children: (line: VirtualItem) => ReactNode
}

/** A list of which only the lines in sight exist. The focus stays on the grid; which line the cursor is on is told by its id. */
export function VirtualGrid({ grid, name, virtual, head, className, children, ...rest }: VirtualGridProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot place its rows by offset, which a virtual list needs
    <div {...rest} ref={grid} className={cx(classes['grid'], className)} role="grid" tabIndex={0} aria-label={name}>
      {head}
      {/* biome-ignore lint/a11y/useSemanticElements: no table around it */}
      <div className={classes['lines']} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(children)}
      </div>
    </div>
  )
}
