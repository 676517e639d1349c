import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import type { WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { Cell, Row } from '../../ui/Row.tsx'
import classes from './EntryList.module.css'
import { useJudgedCounts } from './judged.ts'
import { useLibrary } from './store.ts'

const rowPx = 52
const rowId = (id: string): string => `words-${id}`

interface EntryListProps {
  readonly entries: readonly WordsEntry[]
  readonly current: WordsEntry | undefined
  readonly list: RefObject<HTMLDivElement | null>
}

/** What was found, nearest first. Only lines in sight exist. */
export function EntryList({ entries, current, list }: EntryListProps) {
  const { t, naming } = useText()
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
    // biome-ignore lint/a11y/useSemanticElements: a table cannot place its rows by offset, which a virtual list needs
    <div
      ref={list}
      className={classes['grid']}
      role="grid"
      tabIndex={0}
      aria-label={t('library.list')}
      aria-rowcount={entries.length}
      aria-activedescendant={current && rowId(current.id)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: no table around it */}
      <div className={classes['lines']} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index]
          if (entry === undefined) return null
          const helped = counts.get(entry.id)?.helped ?? 0
          return (
            <Row
              key={entry.id}
              id={rowId(entry.id)}
              rowIndex={index + 1}
              top={start}
              current={index === at}
              className={classes['line']}
              onPick={() => moveTo(entry.id)}
            >
              <Cell className={classes['words']} title={entry.title}>
                {entry.title}
              </Cell>
              <Cell className={classes['facts']}>
                {entry.kind === 'phrase'
                  ? naming.name('stage', entry.item.stage)
                  : t(`command.library.kind.${entry.kind}`)}
                {helped > 0 && <span>{t('library.helped', { n: helped })}</span>}
              </Cell>
            </Row>
          )
        })}
      </div>
    </div>
  )
}
