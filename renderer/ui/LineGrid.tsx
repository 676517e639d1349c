import type { Virtualizer } from '@tanstack/react-virtual'
import type { ReactNode, RefObject } from 'react'
import { cx } from './cx.ts'
import classes from './LineGrid.module.css'
import { Row } from './Row.tsx'

interface LineGridProps<Item extends { readonly id: string }> {
  readonly grid: RefObject<HTMLDivElement | null>
  readonly name: string
  readonly items: readonly Item[]
  readonly virtual: Virtualizer<HTMLDivElement, Element>
  readonly current: Item | undefined
  readonly onPick: (item: Item, index: number) => void
  /** Sets `--row` (height), columns and gap of a line. */
  readonly lineClass: string | undefined
  readonly children: (item: Item) => ReactNode
}

const rowId = (id: string): string => `line-${id}`

/** A list of which only the lines in sight exist. The focus stays on the grid, the cursor is drawn on a line. */
export function LineGrid<Item extends { readonly id: string }>(props: LineGridProps<Item>) {
  const { grid, name, items, virtual, current, onPick, lineClass, children } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot place its rows by offset, which a virtual list needs
    <div
      ref={grid}
      className={classes['grid']}
      role="grid"
      tabIndex={0}
      aria-label={name}
      aria-rowcount={items.length}
      aria-activedescendant={current && rowId(current.id)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: no table around it */}
      <div className={classes['lines']} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          return (
            item && (
              <Row
                key={item.id}
                id={rowId(item.id)}
                rowIndex={index + 1}
                top={start}
                current={item.id === current?.id}
                className={cx(classes['line'], lineClass)}
                onPick={() => onPick(item, index)}
              >
                {children(item)}
              </Row>
            )
          )
        })}
      </div>
    </div>
  )
}
