import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect } from 'react'
import { useCommand } from '../../app/commands.tsx'
import { takesText } from '../../app/focus.ts'
import { useDirectory } from '../../state/directory.tsx'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { LineGrid } from '../../ui/LineGrid.tsx'
import { Cell } from '../../ui/Row.tsx'
import { Asked } from './Asked.tsx'
import { clockOf, type TransferList, type Waiting } from './list.ts'
import { useTransfers } from './store.ts'
import classes from './TransferGrid.module.css'

const rowPx = 72

interface TransferGridProps {
  readonly list: TransferList
  readonly current: Waiting | undefined
  readonly grid: RefObject<HTMLDivElement | null>
}

/** Transfers by deadline, cases called in on with those nobody has taken up first. Only lines in sight exist; the focus stays on the grid. */
export function TransferGrid({ list, current, grid }: TransferGridProps) {
  const { t } = useText()
  const { rows } = list
  const moveTo = useTransfers((state) => state.moveTo)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowPx,
    overscan: 6,
  })
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0
  useLayoutEffect(() => {
    if (!takesText(document.activeElement)) grid.current?.focus({ preventScroll: true })
  }, [grid])
  useEffect(() => {
    if (lastShown >= rows.length - 10) list.readMore()
  }, [list, lastShown, rows.length])
  useGridKeys(list, current, (index) => virtual.scrollToIndex(index))
  return (
    <LineGrid
      grid={grid}
      name={t('transfers.list')}
      items={rows}
      virtual={virtual}
      current={current}
      onPick={moveTo}
      lineClass={classes['line']}
    >
      {(row) => <Line row={row} />}
    </LineGrid>
  )
}

function Line({ row }: { readonly row: Waiting }) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  const clock = clockOf(row)
  return (
    <>
      <Cell className={classes['symptom']} title={row.case.symptom ?? undefined}>
        {row.case.symptom ?? t('intake.erased')}
      </Cell>
      <Cell className={classes['clock']}>{clock && <ClockChip clock={clock} />}</Cell>
      <Cell className={classes['asked']}>
        <Asked row={row} />
      </Cell>
      <Cell className={classes['reason']}>
        {directory.reason(row.kind === 'transfer' ? 'transfer' : 'escalate', row.reason, language)}
        <span>{naming.name('urgency', row.case.urgency)}</span>
        {row.kind === 'escalation' && <span>{t(row.acknowledged ? 'transfers.takenUp' : 'transfers.notTakenUp')}</span>}
      </Cell>
    </>
  )
}

function useGridKeys({ rows }: TransferList, current: Waiting | undefined, scrollTo: (index: number) => void): void {
  const moveTo = useTransfers((state) => state.moveTo)
  const go = (wanted: number) => {
    const index = Math.min(rows.length - 1, Math.max(0, wanted))
    const row = rows[index]
    if (row === undefined) return false
    moveTo(row, index)
    scrollTo(index)
    return true
  }
  const at = current === undefined ? 0 : rows.indexOf(current)
  useCommand('transfers.next', () => go(at + 1))
  useCommand('transfers.previous', () => go(at - 1))
  useCommand('transfers.first', () => go(0))
  useCommand('transfers.last', () => go(rows.length - 1))
}
