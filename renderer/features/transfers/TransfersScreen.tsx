import { useRef } from 'react'
import { subjectOf, useActs } from '../../actions/useActs.ts'
import { useFormActs } from '../../actions/useFormActs.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { usePrint } from '../../app/print.tsx'
import { Standing } from '../../app/Standing.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { useSession } from '../../state/session.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { type TransferList, useCursor, useTransferList, type WaitingTransfer } from './list.ts'
import { type TransferView, useTransfers } from './store.ts'
import { TransferGrid } from './TransferGrid.tsx'
import { TransferPreview } from './TransferPreview.tsx'
import classes from './TransfersScreen.module.css'
import { TransferViews } from './TransferViews.tsx'

/** Shift+F9: what other departments are asked, by deadline, with all that is needed to answer. Source: issue F "Handler's view". */
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
  usePrinting(preview, current)
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

function usePrinting(sheet: React.RefObject<HTMLElement | null>, current: WaitingTransfer | undefined): void {
  const print = usePrint()
  const printAs = (as: 'paper' | 'pdf') =>
    current && sheet.current ? void print({ sheet: sheet.current, as, name: current.case.number }) : false
  useCommand('case.print', () => printAs('paper'))
  useCommand('case.pdf', () => printAs('pdf'))
}

function Nothing({ list, view }: { readonly list: TransferList; readonly view: TransferView }) {
  const { t } = useText()
  if (list.state === 'failed')
    return (
      <div className={classes['empty']} role="alert">
        <b>{t('transfers.failed')}</b>
        <button type="button" onClick={list.again}>
          {t('transfers.again')}
        </button>
      </div>
    )
  return (
    <div className={classes['empty']} role="status">
      <b>{t(list.state === 'loading' ? 'transfers.loading' : `transfers.empty.${view}`)}</b>
      {list.state === 'ready' && <p>{t('transfers.emptyHint')}</p>}
    </div>
  )
}

export function TransfersTitle() {
  const { t } = useText()
  const directory = useDirectory()
  const team = useSession((state) => state.session?.actor?.team)
  return (
    <div className={classes['title']}>
      <h1>{t('command.go.transfers')}</h1>
      <span>{team !== undefined && directory.team(team)}</span>
    </div>
  )
}

export function TransfersBar() {
  const { t } = useText()
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <CommandButton id="transfers.next" />
      <CommandButton id="transfers.previous" />
      <CommandButton id="act.answer" />
      <CommandButton id="act.sendBack" />
      <CommandButton id="act.askBack" />
      <CommandButton id="act.note" />
      <CommandButton id="transfers.open" />
      <CommandButton id="go.queue" />
    </KeyBar>
  )
}
