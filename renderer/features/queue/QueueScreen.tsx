import { useLayoutEffect, useRef } from 'react'
import { ActButtons } from '../../actions/ActButtons.tsx'
import { subjectOf, useActs } from '../../actions/useActs.ts'
import { useFormActs } from '../../actions/useFormActs.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { OwnTeam } from '../../app/OwnTeam.tsx'
import { usePrintCommands } from '../../app/print.tsx'
import { Standing } from '../../app/Standing.tsx'
import { type Subject, useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { NoRows } from '../../ui/NoRows.tsx'
import { ScreenTitle } from '../../ui/ScreenTitle.tsx'
import { CaseDetail } from './CaseDetail.tsx'
import { FilterBar } from './FilterBar.tsx'
import { type CaseList, useCaseList, useCounts } from './list.ts'
import { useNarrowing } from './narrowing.ts'
import { QueueGrid } from './QueueGrid.tsx'
import classes from './QueueScreen.module.css'
import { SelectionBar } from './SelectionBar.tsx'
import { useQueue } from './store.ts'
import { Total, ViewBar } from './ViewBar.tsx'

/** F3: every open case, the nearest clock first. */
export function QueueScreen() {
  const { t } = useText()
  const view = useQueue((state) => state.view)
  const narrowing = useNarrowing(useQueue((state) => state.query))
  const list = useCaseList(view, narrowing)
  const counts = useCounts()
  const grid = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLElement>(null)
  useCursorOnFirst(list)
  const openCase = useView((state) => state.openCase)
  useCommand('queue.open', () => {
    const { cursor } = useQueue.getState()
    return cursor === null ? false : openCase(cursor.id)
  })
  useActs(subject)
  useFormActs(subject)
  usePrintCommands(() => {
    const shown = list.rows.find(({ id }) => id === useQueue.getState().cursor?.id)
    return shown && detail.current ? { sheet: detail.current, name: shown.number } : null
  })
  useCommand('queue.back', () => {
    if (useQueue.getState().clear()) return true
    if (document.activeElement === grid.current) return false
    grid.current?.focus({ preventScroll: true })
    return true
  })
  return (
    <div className={classes['screen']}>
      <div className={classes['list']}>
        <ViewBar view={view} counts={counts} />
        <div className={classes['line']}>
          <FilterBar narrowing={narrowing} grid={grid} />
          <Total list={list} />
        </div>
        <Standing />
        {list.state === 'ready' && list.rows.length > 0 ? (
          <QueueGrid list={list} grid={grid} />
        ) : (
          <Nothing list={list} narrowed={narrowing.text !== '' || Object.keys(narrowing.filter).length > 0} />
        )}
        <SelectionBar />
      </div>
      <CaseDetail list={list} region={detail} label={t('detail.region')} />
    </div>
  )
}

/** Everything selected, with the case under the cursor alone where nothing is. */
function subject(): Subject | null {
  const { selected, cursor } = useQueue.getState()
  const [first, ...others] = selected
  if (first !== undefined) return subjectOf(first, others)
  return cursor === null ? null : subjectOf(cursor.id)
}

export function QueueTitle() {
  const { t } = useText()
  return (
    <ScreenTitle name={t('queue.title')}>
      <OwnTeam />
    </ScreenTitle>
  )
}

export function QueueBar() {
  const { t } = useText()
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <CommandButton id="queue.next" />
      <CommandButton id="queue.previous" />
      <CommandButton id="queue.open" />
      <CommandButton id="queue.select" />
      <CommandButton id="queue.extendDown" />
      <ActButtons />
      <CommandButton id="go.intake" />
    </KeyBar>
  )
}

/** The cursor stands on the first case from the start (read from the end: on the last), so that Enter and J mean something at once. */
function useCursorOnFirst({ rows, from, isBefore }: CaseList): void {
  const index = from === 'start' ? 0 : rows.length - 1
  const first = isBefore ? undefined : rows[index]?.id
  // Whether there is one is followed, not where it is: the screen must not be rendered with every J.
  const isAway = useQueue(({ cursor }) => cursor === null)
  // In the same step as the rows, so that no key can fall between.
  useLayoutEffect(() => {
    if (isAway && first !== undefined) useQueue.getState().moveTo(first, index)
  }, [isAway, first, index])
}

function Nothing({ list, narrowed }: { readonly list: CaseList; readonly narrowed: boolean }) {
  const { t } = useText()
  if (list.state === 'failed')
    return <NoRows text={t('queue.failed')} again={{ text: t('queue.again'), give: list.again }} />
  if (list.state === 'loading') return <NoRows text={t('queue.loading')} />
  if (narrowed) return <NoRows text={t('filter.none')} hint={t('filter.noneHint')} />
  return <NoRows text={t('queue.empty')} hint={t('queue.emptyHint')} />
}
