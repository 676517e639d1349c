import { useEffect, useRef } from 'react'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { useSession } from '../../state/session.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { CaseDetail } from './CaseDetail.tsx'
import { type CaseList, useCaseList, useCounts } from './list.ts'
import { QueueGrid } from './QueueGrid.tsx'
import classes from './QueueScreen.module.css'
import { Standing } from './Standing.tsx'
import { useQueue } from './store.ts'
import { ViewBar } from './ViewBar.tsx'

/** F3: every open case, the nearest clock first. */
export function QueueScreen() {
  const { t } = useText()
  const view = useQueue((state) => state.view)
  const list = useCaseList(view)
  const counts = useCounts()
  const grid = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLElement>(null)
  useCursorOnFirst(list)
  useEffect(() => grid.current?.focus({ preventScroll: true }), [])
  const openCase = useView((state) => state.openCase)
  useCommand('queue.open', () => {
    const { cursor } = useQueue.getState()
    return cursor === null ? false : openCase(cursor.id)
  })
  useCommand('queue.back', () => {
    if (document.activeElement === grid.current) return false
    grid.current?.focus({ preventScroll: true })
    return true
  })
  return (
    <div className={classes['screen']}>
      <div className={classes['list']}>
        <ViewBar view={view} counts={counts} list={list} />
        <Standing />
        {list.state === 'ready' && list.rows.length > 0 ? (
          <QueueGrid list={list} grid={grid} />
        ) : (
          <NoRows list={list} />
        )}
      </div>
      <CaseDetail list={list} region={detail} label={t('detail.region')} />
    </div>
  )
}

export function QueueTitle() {
  const { t } = useText()
  const directory = useDirectory()
  const team = useSession((state) => state.session?.actor?.team)
  return (
    <div className={classes['title']}>
      <h1>{t('queue.title')}</h1>
      <span>{team !== undefined && directory.team(team)}</span>
    </div>
  )
}

export function QueueBar() {
  const { t } = useText()
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <CommandButton id="queue.next" />
      <CommandButton id="queue.previous" />
      <CommandButton id="queue.open" />
      <CommandButton id="queue.back" />
      <CommandButton id="go.intake" />
    </KeyBar>
  )
}

/** The cursor stands on the first case from the start, so that Enter and J mean something at once. */
function useCursorOnFirst(list: CaseList): void {
  const first = list.rows[0]?.id
  const view = useQueue((state) => state.view)
  useEffect(() => {
    // Another view has put the cursor away. Asked, not followed: the screen must not be rendered with every J.
    const { cursor, moveTo } = useQueue.getState()
    if (cursor === null && first !== undefined && view !== null) moveTo(first, 0)
  }, [view, first])
}

function NoRows({ list }: { readonly list: CaseList }) {
  const { t } = useText()
  if (list.state === 'failed')
    return (
      <div className={classes['empty']} role="alert">
        <b>{t('queue.failed')}</b>
        <button type="button" onClick={list.again}>
          {t('queue.again')}
        </button>
      </div>
    )
  return (
    <div className={classes['empty']} role="status">
      <b>{list.state === 'loading' ? t('queue.loading') : t('queue.empty')}</b>
      {list.state === 'ready' && <p>{t('queue.emptyHint')}</p>}
    </div>
  )
}
