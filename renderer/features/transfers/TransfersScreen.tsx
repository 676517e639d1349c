import { useRef } from 'react'
import { subjectOf, useActs } from '../../actions/useActs.ts'
import { useFormActs } from '../../actions/useFormActs.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { OwnTeam } from '../../app/OwnTeam.tsx'
import { usePrintCommands } from '../../app/print.tsx'
import { Standing } from '../../app/Standing.tsx'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { NoRows } from '../../ui/NoRows.tsx'
import { ScreenTitle } from '../../ui/ScreenTitle.tsx'
import { type TransferList, useCursor, useTransferList } from './list.ts'
import { type TransferView, useTransfers } from './store.ts'
import { TransferGrid } from './TransferGrid.tsx'
import { TransferPreview } from './TransferPreview.tsx'
import classes from './TransfersScreen.module.css'
import { TransferViews } from './TransferViews.tsx'

/** Shift+F9: what other departments are asked, by deadline, and where they are called in, with all that is needed to answer. Source: issue F "Handler's view". */
export function TransfersScreen() {
  const view = useTransfers((state) => state.view)
  const list = useTransferList(view)
  const current = useCursor(list)
  const grid = useRef<HTMLDivElement>(null)
  const preview = useRef<HTMLElement>(null)
  const openCase = useView((state) => state.openCase)
  const subject = () => (current === undefined ? null : subjectOf(current.case.id))
  useActs(subject)
  useFormActs(subject)
  usePrintCommands(() => (current && preview.current ? { sheet: preview.current, name: current.case.number } : null))
  useCommand('transfers.open', () => (current === undefined ? false : openCase(current.case.id)))
  useCommand('transfers.back', () => {
    if (document.activeElement === grid.current) return false
    grid.current?.focus({ preventScroll: true })
    return true
  })
  return (
    <div className={classes['screen']}>
      <div className={classes['list']}>
        <TransferViews view={view} />
        <Standing />
        {list.rows.length > 0 ? (
          <TransferGrid list={list} current={current} grid={grid} />
        ) : (
          <Nothing list={list} view={view} />
        )}
      </div>
      <TransferPreview row={current} region={preview} />
    </div>
  )
}

function Nothing({ list, view }: { readonly list: TransferList; readonly view: TransferView }) {
  const { t } = useText()
  if (list.state === 'failed')
    return <NoRows text={t('transfers.failed')} again={{ text: t('transfers.again'), give: list.again }} />
  if (list.state === 'loading') return <NoRows text={t('transfers.loading')} />
  return <NoRows text={t(`transfers.empty.${view}`)} hint={t('transfers.emptyHint')} />
}

export function TransfersTitle() {
  const { t } = useText()
  return (
    <ScreenTitle name={t('command.go.transfers')}>
      <OwnTeam />
    </ScreenTitle>
  )
}

export function TransfersBar() {
  const { t } = useText()
  const isRaised = useTransfers((state) => state.view === 'raised')
  const ways = isRaised
    ? (['act.takeUp', 'act.stepDown'] as const)
    : (['act.answer', 'act.sendBack', 'act.askBack'] as const)
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <CommandButton id="transfers.next" />
      <CommandButton id="transfers.previous" />
      {ways.map((id) => (
        <CommandButton key={id} id={id} />
      ))}
      <CommandButton id="act.note" />
      <CommandButton id="transfers.open" />
      <CommandButton id="go.queue" />
    </KeyBar>
  )
}
