import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useCommand } from '../../app/commands.tsx'
import { takesText } from '../../app/focus.ts'
import { useMinute } from '../../state/minute.ts'
import { ticker } from '../../state/now.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useZone } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { VirtualGrid } from '../../ui/VirtualGrid.tsx'
import { isMoved, type Line, linesOf } from './groups.ts'
import type { CaseList } from './list.ts'
import classes from './QueueGrid.module.css'
import { CaseLine, columns, GroupLine, HeadLine, rowId } from './QueueLine.tsx'
import { useQueue } from './store.ts'

const rowPx = { dense: 32, roomy: 40 } as const
const groupPx = 28
const headPx = 28
const headRows = 1

/** Cases by nearest clock. Only lines in sight exist; the cursor lives in the store, the focus stays on the grid. */
export function QueueGrid({
  list,
  grid,
}: {
  readonly list: CaseList
  readonly grid: RefObject<HTMLDivElement | null>
}) {
  const { t } = useText()
  const lines = useLines(list)
  const cursorId = useQueue((state) => state.cursor?.id)
  const moveTo = useQueue((state) => state.moveTo)
  const selected = useQueue((state) => state.selected)
  const toggle = useQueue((state) => state.toggle)
  const height = rowPx[usePreferences((state) => state.density)]
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => grid.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? groupPx : height),
    overscan: 12,
  })
  // Rows may come after the screen; whoever is typing the filter line meanwhile goes on typing.
  useLayoutEffect(() => {
    if (!takesText(document.activeElement)) grid.current?.focus({ preventScroll: true })
  }, [grid])
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines or heights are the reason to measure again
  useEffect(() => virtual.measure(), [virtual, height, lines])
  useCursorKeys(list, lines, (line) => keepInSight(grid.current, virtual, line))

  useHeldFromEnd(grid, list, virtual.getTotalSize())
  const shown = virtual.getVirtualItems()
  const beyond = list.from === 'start' ? lines.length - 1 - (shown.at(-1)?.index ?? 0) : (shown[0]?.index ?? 0)
  useEffect(() => {
    if (list.hasMore && beyond < 40) list.readMore()
  }, [list, beyond])

  const pick = useCallback(
    (id: string) => {
      const index = list.rows.findIndex((row) => row.id === id)
      if (index >= 0) moveTo(id, index)
    },
    [list.rows, moveTo],
  )
  const inSight = cursorId !== undefined && shown.some(({ index }) => isCase(lines[index], cursorId))
  return (
    <VirtualGrid
      grid={grid}
      name={t('queue.grid')}
      virtual={virtual}
      head={<HeadLine />}
      className={classes['grid']}
      aria-multiselectable="true"
      data-selecting={selected.size > 0 || undefined}
      aria-rowcount={list.hasMore ? -1 : lines.length + headRows}
      aria-colcount={columns.length}
      aria-activedescendant={inSight && cursorId !== undefined ? rowId(cursorId) : undefined}
    >
      {({ index, start }) => {
        const line = lines[index]
        if (line === undefined) return null
        const place = { rowIndex: index + headRows + 1, top: start }
        return line.kind === 'group' ? (
          <GroupLine key={line.group} {...lineParts(line)} {...place} />
        ) : (
          <CaseLine
            key={line.row.id}
            row={line.row}
            current={line.row.id === cursorId}
            selected={selected.has(line.row.id)}
            onPick={pick}
            onToggle={toggle}
            {...place}
          />
        )
      }}
    </VirtualGrid>
  )
}

/**
 * Scrolls just as far as the line needs, its heading included on the way up. Works from offsets the list knows already:
 * asking the page for them would make it lay everything out in the middle of a key press.
 */
function keepInSight(scroller: HTMLElement | null, virtual: Virtualizer<HTMLDivElement, Element>, line: number): void {
  const place = virtual.measurementsCache[line]
  if (scroller === null || place === undefined) return
  const top = virtual.scrollOffset ?? 0
  const height = (virtual.scrollRect?.height ?? 0) - headPx
  if (place.start - groupPx < top) scroller.scrollTop = Math.max(0, place.start - groupPx)
  else if (place.end > top + height) scroller.scrollTop = place.end - height
}

const isCase = (line: Line | undefined, id: string): boolean => line?.kind === 'case' && line.row.id === id

type HeadingLine = Extract<Line, { kind: 'group' }>
const lineParts = ({ kind: _, ...parts }: HeadingLine) => parts

/** Read from its end, the list grows at its beginning: what is on screen stays where it is. Back at the start, it is shown from there. */
function useHeldFromEnd(grid: RefObject<HTMLDivElement | null>, { from }: CaseList, totalPx: number): void {
  const known = useRef(0)
  useLayoutEffect(() => {
    if (grid.current === null) return
    if (from === 'end') grid.current.scrollTop += totalPx - known.current
    else if (known.current > 0) grid.current.scrollTop = 0
    known.current = from === 'end' ? totalPx : 0
  }, [grid, from, totalPx])
}

/**
 * Lines with their headings; put together anew when rows change, and each minute as clocks pass from part to part. Where one has
 * passed, the list is asked for again: who comes first is decided within each part.
 */
function useLines(list: CaseList): readonly Line[] {
  const zone = useZone()
  const minute = useMinute()
  const latest = useRef(list)
  useEffect(() => {
    latest.current = list
  })
  useEffect(() => {
    const { rows, readMs, again } = latest.current
    if (Math.floor(readMs / 60_000) < minute && isMoved(rows, readMs, ticker.nowMs(), zone)) again()
  }, [minute, zone])
  const openEnd = !list.hasMore ? null : list.from === 'start' ? 'last' : 'first'
  return useMemo(() => {
    void minute
    return linesOf(list.rows, ticker.nowMs(), zone, openEnd)
  }, [list.rows, minute, zone, openEnd])
}

function useCursorKeys(list: CaseList, lines: readonly Line[], scrollTo: (line: number) => void): void {
  const moveTo = useQueue((state) => state.moveTo)
  const latest = useRef({ list, lines })
  useEffect(() => {
    latest.current = { list, lines }
  })
  const go = (pick: (at: number, last: number) => number) => {
    const { rows } = latest.current.list
    const cursor = useQueue.getState().cursor
    const found = cursor === null ? -1 : rows.findIndex(({ id }) => id === cursor.id)
    const at = found >= 0 ? found : (cursor?.index ?? -1)
    const index = Math.min(rows.length - 1, Math.max(0, pick(at, rows.length - 1)))
    const row = rows[index]
    if (row === undefined) return false
    moveTo(row.id, index)
    scrollTo(latest.current.lines.findIndex((line) => line.kind === 'case' && line.index === index))
    return true
  }
  const { toggle, select } = useQueue.getState()
  const underCursor = () => useQueue.getState().cursor?.id
  /** The cursor leaves a trail: where it was and where it comes to are selected. */
  const extend = (by: 1 | -1) => {
    const from = underCursor()
    if (!go((at) => at + by)) return false
    select([from, underCursor()].filter((id) => id !== undefined))
    return true
  }
  useCommand('queue.select', () => {
    const id = underCursor()
    return id === undefined ? false : toggle(id)
  })
  useCommand('queue.extendDown', () => extend(1))
  useCommand('queue.extendUp', () => extend(-1))
  useCommand('queue.selectAll', () =>
    takesText(document.activeElement) ? false : select(latest.current.list.rows.map(({ id }) => id)),
  )
  useCommand('queue.next', () => go((at) => at + 1))
  useCommand('queue.previous', () => go((at) => at - 1))
  useCommand('queue.pageDown', () => go((at) => at + 15))
  useCommand('queue.pageUp', () => go((at) => at - 15))
  /** To an end of the whole list: to rows that are there, else it is read from that end. */
  const goToEnd = (end: 'start' | 'end') => {
    const { list } = latest.current
    // A key pressed before the one before it was painted counts from where that one leads.
    const { from, jump } = useQueue.getState()
    const isElsewhere = list.hasMore || list.from !== from
    return from !== end && isElsewhere ? jump(end) : go((_, last) => (end === 'start' ? 0 : last))
  }
  useCommand('queue.first', () => goToEnd('start'))
  useCommand('queue.last', () => goToEnd('end'))
}
