import type { Virtualizer } from '@tanstack/react-virtual'
import type { ReactNode, RefObject } from 'react'
import { cx } from './cx.ts'
import classes from './LineGrid.module.css'
import { Row } from './Row.tsx'
import { VirtualGrid } from './VirtualGrid.tsx'

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

/** A list with a cursor and nothing else: a line for each item. */
export function LineGrid<Item extends { readonly id: string }>(props: LineGridProps<Item>) {
  const { grid, name, items, virtual, current, onPick, lineClass, children } = props
  return (
    <VirtualGrid
      grid={grid}
      name={name}
      virtual={virtual}
      className={classes['grid']}
      aria-rowcount={items.length}
      aria-activedescendant={current && rowId(current.id)}
    >
      {({ index, start }) => {
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
      }}
    </VirtualGrid>
  )
}
