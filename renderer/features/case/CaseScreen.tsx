import { type RefObject, useDeferredValue, useEffect, useRef, useState } from 'react'
import { ActButtons } from '../../actions/ActButtons.tsx'
import { subjectOf, useActs } from '../../actions/useActs.ts'
import { actFor, useFormActs } from '../../actions/useFormActs.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { usePrintCommands } from '../../app/print.tsx'
import { type CaseView, numberOf, recordPage, useCaseView, useChainMark } from '../../state/caseView.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { ScreenTitle } from '../../ui/ScreenTitle.tsx'
import { Timeline } from '../../ui/Timeline.tsx'
import { CaseActs } from './CaseActs.tsx'
import { CaseHead } from './CaseHead.tsx'
import classes from './CaseScreen.module.css'
import { Facts } from './Facts.tsx'
import { Files } from './Files.tsx'
import { useNeighbours } from './neighbours.ts'
import { useNews } from './useNews.ts'

/** One case: clocks and the one next step on top, what happened below, its facts and everything that can be done beside it. */
export function CaseScreen() {
  const { t } = useText()
  const id = useView((state) => state.caseId)
  const [read, setRead] = useState({ id, newest: recordPage })
  const newest = read.id === id ? read.newest : recordPage
  const asked = useCaseView(id, newest)
  const view = asked.id === id ? asked.view : undefined
  const sheet = useRef<HTMLElement>(null)
  useCaseKeys(id, view ?? null, sheet)
  useNews(id, view ?? null)
  if (asked.failed || view === null || view === undefined)
    return (
      <div className={classes['empty']} role="status">
        <b>{asked.failed ? t('case.failed') : view === null ? t('case.missing') : t('queue.loading')}</b>
      </div>
    )
  return (
    <article ref={sheet} className={classes['screen']} aria-label={t('case.region')}>
      <PrintedBy />
      <CaseHead view={view} />
      <div className={classes['body']}>
        <Story key={view.theCase.id} view={view} onOlder={() => setRead({ id, newest: newest + 10 * recordPage })} />
        <Beside key={`beside ${view.theCase.id}`} view={view} />
      </div>
    </article>
  )
}

/** Who has this on paper, and since when. */
function PrintedBy() {
  const { t, naming } = useText()
  const who = useSession((state) => state.session?.actor?.name) ?? ''
  return <p className={classes['printed']}>{t('case.printedBy', { who, when: naming.moment(wholeNowMs(), 0) })}</p>
}

function Story({ view, onOlder }: { readonly view: CaseView; readonly onOlder: () => void }) {
  const { t } = useText()
  const pane = useRef<HTMLDivElement>(null)
  const { newerThanThisVersion } = view.theCase
  useEffect(() => pane.current?.focus({ preventScroll: true }), [])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <div ref={pane} className={classes['story']} tabIndex={0}>
      {newerThanThisVersion && <p className={classes['note']}>{t('case.newer')}</p>}
      <Timeline entries={view.record} older={view.older} onOlder={onOlder} look="whole" />
    </div>
  )
}

function Beside({ view }: { readonly view: CaseView }) {
  const { t } = useText()
  const chain = useChainMark(view.theCase.id)
  // The case itself is on the screen a frame before what can be done to it: there are dozens of buttons.
  const isPainted = useDeferredValue(true, false)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <section className={classes['beside']} aria-label={t('case.facts')} tabIndex={0}>
      <Facts theCase={view.theCase} />
      {isPainted && (
        <>
          <Files theCase={view.theCase} />
          <CaseActs view={view} />
        </>
      )}
      {chain !== null && (
        <p className={classes['chain']} data-chain={chain}>
          <Icon name={chain === 'broken' ? 'alert' : 'chain'} size={14} />
          {t(`detail.chain.${chain}`)}
        </p>
      )}
    </section>
  )
}

/** Keys of the case: its acts, the next step, the neighbours in the queue, the way back. */
function useCaseKeys(id: string | null, view: CaseView | null, sheet: RefObject<HTMLElement | null>): void {
  const { go, home, act, openCase } = useView()
  const neighbour = useNeighbours(id)
  const subject = () => (id === null ? null : subjectOf(id))
  useActs(subject)
  useFormActs(subject)
  useCommand('case.back', () => go(home))
  const step = (by: 1 | -1) => {
    const next = neighbour(by)
    if (next === null) return false
    openCase(next)
    return true
  }
  useCommand('case.next', () => step(1))
  useCommand('case.previous', () => step(-1))
  usePrintCommands(() => (view && sheet.current ? { sheet: sheet.current, name: numberOf(view.theCase) } : null))
  useCommand('case.step', () => {
    const about = subject()
    const next = view?.nextStep?.command ? actFor(view.nextStep.command) : null
    if (about === null || next === null) return false
    act(next, about)
    return true
  })
}

export function CaseTitle() {
  const { t } = useText()
  const asked = useCaseView(useView((state) => state.caseId))
  return (
    <ScreenTitle name={t('case.region')} lead={<CommandButton id="case.back" />}>
      <span>{asked.view ? numberOf(asked.view.theCase) : ''}</span>
    </ScreenTitle>
  )
}

export function CaseBar() {
  const { t } = useText()
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <ActButtons />
      <CommandButton id="act.log" />
      <CommandButton id="act.note" />
      <CommandButton id="case.next" />
      <CommandButton id="case.previous" />
      <CommandButton id="case.print" />
      <CommandButton id="go.intake" />
    </KeyBar>
  )
}
