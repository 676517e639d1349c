import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { LineGrid } from '../../ui/LineGrid.tsx'
import { Cell } from '../../ui/Row.tsx'
import classes from './EntryList.module.css'
import { useJudgedCounts } from './judged.ts'
import { useLibrary } from './store.ts'

const rowPx = 52

interface EntryListProps {
  readonly entries: readonly WordsEntry[]
  readonly current: WordsEntry | undefined
  readonly list: RefObject<HTMLDivElement | null>
}

/** What was found, nearest first. Only lines in sight exist. */
export function EntryList({ entries, current, list }: EntryListProps) {
  const { t } = useText()
  const moveTo = useLibrary((state) => state.moveTo)
  const counts = useJudgedCounts()
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowPx,
    overscan: 8,
  })
  const at = current === undefined ? -1 : entries.indexOf(current)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [virtual, at])
  return (
    <LineGrid
      grid={list}
      name={t('library.list')}
      items={entries}
      virtual={virtual}
      current={current}
      onPick={({ id }) => moveTo(id)}
      lineClass={classes['line']}
    >
      {(entry) => <Line entry={entry} helped={counts.get(entry.id)?.helped ?? 0} />}
    </LineGrid>
  )
}

function Line({ entry, helped }: { readonly entry: WordsEntry; readonly helped: number }) {
  const { t, naming } = useText()
  return (
    <>
      <Cell className={classes['words']} title={entry.title}>
        {entry.title}
      </Cell>
      <Cell className={classes['facts']}>
        {entry.kind === 'phrase' ? naming.name('stage', entry.item.stage) : t(`command.library.kind.${entry.kind}`)}
        {helped > 0 && <span>{t('library.helped', { n: helped })}</span>}
      </Cell>
    </>
  )
}
