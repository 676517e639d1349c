import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ComponentType, useEffect, useLayoutEffect } from 'react'
import { flushSync } from 'react-dom'
import { useShallow } from 'zustand/react/shallow'
import type { Role } from '../../shared/case/words.ts'
import { OpenAct } from '../actions/ActPanel.tsx'
import { CaseBar, CaseScreen, CaseTitle } from '../features/case/CaseScreen.tsx'
import { CallTabs } from '../features/intake/CallTabs.tsx'
import { useIntake, useIntakeState } from '../features/intake/context.tsx'
import { IntakeBar, IntakeScreen } from '../features/intake/IntakeScreen.tsx'
import { LibraryBar, LibraryScreen, LibraryTitle } from '../features/library/LibraryScreen.tsx'
import { useLibrary } from '../features/library/store.ts'
import { Palette } from '../features/palette/Palette.tsx'
import { readAhead } from '../features/queue/list.ts'
import { QueueBar, QueueScreen, QueueTitle } from '../features/queue/QueueScreen.tsx'
import { useQueue } from '../features/queue/store.ts'
import { RefusedPanel } from '../features/refused/RefusedPanel.tsx'
import { LeavePanel } from '../features/session/LeavePanel.tsx'
import { LockScreen } from '../features/session/LockScreen.tsx'
import { SignIn } from '../features/session/SignIn.tsx'
import { UnlockScreen } from '../features/session/UnlockScreen.tsx'
import { SettingsBar, SettingsScreen, SettingsTitle } from '../features/settings/SettingsScreen.tsx'
import { useTransferCounts } from '../features/transfers/list.ts'
import { useTransfers } from '../features/transfers/store.ts'
import { TransfersBar, TransfersScreen, TransfersTitle } from '../features/transfers/TransfersScreen.tsx'
import { DirectoryProvider } from '../state/directory.tsx'
import { lock } from '../state/lock.ts'
import { useSession } from '../state/session.ts'
import { type Act, acts, formActs, type Panel, useView } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { Curtain } from '../ui/Curtain.tsx'
import { Mark } from '../ui/icons.tsx'
import { StatusDot } from '../ui/StatusDot.tsx'
import { useCommand } from './commands.tsx'
import { useBridge } from './console.tsx'
import { ErrorFence } from './ErrorFence.tsx'
import { KeySheet } from './KeySheet.tsx'
import type { Keymap, Screen } from './keys.ts'
import { Notices } from './Notices.tsx'
import { Rail } from './Rail.tsx'
import classes from './Shell.module.css'
import { SyncLine } from './SyncLine.tsx'
import { TitleBar } from './TitleBar.tsx'
import { useUndo } from './undo.ts'

/** What each screen puts into the frame. */
const parts: Record<Screen, Record<'Title' | 'Body' | 'Bar', ComponentType>> = {
  intake: { Title: CallTabs, Body: IntakeScreen, Bar: IntakeBar },
  queue: { Title: QueueTitle, Body: QueueScreen, Bar: QueueBar },
  transfers: { Title: TransfersTitle, Body: TransfersScreen, Bar: TransfersBar },
  library: { Title: LibraryTitle, Body: LibraryScreen, Bar: LibraryBar },
  case: { Title: CaseTitle, Body: CaseScreen, Bar: CaseBar },
  settings: { Title: SettingsTitle, Body: SettingsScreen, Bar: SettingsBar },
}

interface ShellProps {
  readonly keymap: Keymap
  readonly report: (id: string, fault: unknown) => void
}

/** The frame around every screen; while its person is not before it, the way in. */
export function Shell({ keymap, report }: ShellProps) {
  const state = useSession((store) => store.session?.state)
  const isSomeones = useSession((store) => typeof store.person === 'string')
  if (state === undefined) return <Starting />
  return (
    <>
      {isSomeones && (
        <Curtain open={state === 'open'}>
          <DirectoryProvider>
            <Frame keymap={keymap} report={report} />
          </DirectoryProvider>
        </Curtain>
      )}
      {state === 'sealed' && <Sealed />}
      {state === 'signed_out' && <SignIn />}
      {state === 'locked' && <Locked />}
    </>
  )
}

function Sealed() {
  const users = useSession((store) => store.session?.users)
  return <UnlockScreen users={users ?? []} />
}

/** Calls go on behind the lock; when each began is all that is told of them. */
function Locked() {
  const calls = useIntakeState(
    useShallow(({ drafts, activeId }) =>
      [...drafts]
        .sort((a, b) => Number(b.id === activeId) - Number(a.id === activeId))
        .flatMap(({ startedAtMs }) => startedAtMs ?? []),
    ),
  )
  return <LockScreen calls={calls} />
}

function Frame({ keymap, report }: ShellProps) {
  const screen = useView((store) => store.screen)
  const panel = useView((store) => store.panel)
  const openCase = useView((store) => store.openCase)
  const openCustomer = useCustomerCases()
  const overdue = useOverdue()
  const counts = useTransferCounts()
  const waiting = (counts?.mine.value ?? 0) + (counts?.raised.value ?? 0)
  useLanding()
  useFrameCommands()
  useReadAhead()
  const { Title, Body, Bar } = parts[screen]
  return (
    <div className={classes['frame']}>
      <Rail overdue={overdue} waiting={waiting} />
      <TitleBar
        search={<Palette keymap={keymap} openCase={openCase} openWords={openWords} openCustomer={openCustomer} />}
      >
        <Title />
      </TitleBar>
      <div className={classes['sheet']}>
        <Notices />
        <div className={classes['work']}>
          <main className={classes['main']} data-panel={panel ?? undefined}>
            <ErrorFence key={screen} report={report} newId={() => crypto.randomUUID().slice(0, 8)}>
              <Body />
            </ErrorFence>
          </main>
          {panel === 'keys' && <KeySheet keymap={keymap} />}
          {isAct(panel) && <OpenAct act={panel} />}
          {panel === 'refused' && <RefusedPanel />}
          {panel === 'leave' && <LeavePanel />}
        </div>
        <Bar />
      </div>
    </div>
  )
}

const isAct = (panel: Panel | null): panel is Act => ([...acts, ...formActs] as readonly unknown[]).includes(panel)

function useFrameCommands(): void {
  const { go, toggle, closePanel } = useView()
  const intake = useIntake()
  const bridge = useBridge()
  useCommand('go.intake', () => {
    // From another screen F2 returns to the call under way; on the intake itself it begins another one.
    // Painted and focused before the next key arrives: what is typed right after F2 must not get lost.
    flushSync(() => {
      if (useView.getState().screen === 'intake') intake.newCall()
      go('intake')
    })
    document.getElementById('phone')?.focus()
  })
  useCommand('go.queue', () => go('queue'))
  useCommand('go.transfers', () => go('transfers'))
  useCommand('go.library', browseFromHere)
  useCommand('library.here', browseFromHere)
  useUndo()
  useCommand('go.refused', () => toggle('refused'))
  useCommand('go.settings', () => go('settings'))
  useCommand('keys.show', () => toggle('keys'))
  // Hidden before the next key arrives: what is typed right after must not reach the form.
  useCommand('session.lock', () => flushSync(() => void lock(bridge).catch(reportError)))
  useCommand('session.leave', () => toggle('leave'))
  useCommand('pane.close', closePanel)
}

/** The library is browsed for the case at hand, on the intake for the call; from there the same key goes on with either. */
function browseFromHere(): void {
  const { screen, caseId, aboutId, browse } = useView.getState()
  const here: Partial<Record<Screen, string | null | undefined>> = {
    queue: useQueue.getState().cursor?.id,
    transfers: useTransfers.getState().cursor?.caseId,
    case: caseId,
    library: aboutId,
  }
  browse(here[screen] ?? null)
}

function openWords(id: string): void {
  useLibrary.getState().open(id)
  browseFromHere()
}

/** All cases of a customer: the queue narrowed by the name, in the words of its own filter line. */
function useCustomerCases(): (name: string) => void {
  const { t } = useText()
  const [field = ''] = t('filter.field.customer').split(' ')
  return (name) => {
    useQueue.getState().show('all', `${field}:"${name}"`)
    useView.getState().go('queue')
  }
}

const answering: ReadonlySet<string> = new Set(['handler', 'legal', 'brand'] satisfies Role[])
const joining: ReadonlySet<string> = new Set(['legal', 'brand'] satisfies Role[])

/** Who is there to answer transfers begins with them, and who joins by role with the cases they are called in on. */
function useLanding(): void {
  const role = useSession((store) => store.session?.actor?.role)
  useLayoutEffect(() => {
    if (role === undefined || !answering.has(role)) return
    if (joining.has(role)) useTransfers.getState().show('raised')
    useView.getState().go('transfers')
  }, [role])
}

/** The queue's first page is read while the first call is being taken. */
function useReadAhead(): void {
  const bridge = useBridge()
  const queries = useQueryClient()
  useEffect(() => {
    const idle = requestIdleCallback(() => void readAhead(queries, bridge), { timeout: 1000 })
    return () => cancelIdleCallback(idle)
  }, [bridge, queries])
}

/** Cases past their due time, for the rail. */
function useOverdue(): number {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'counts'],
    queryFn: ({ signal }) => bridge.client.cases.counts(undefined, { signal }),
  })
  return data?.['breached']?.value ?? 0
}

/** The moment before the core has said who is here. */
function Starting() {
  const { t } = useText()
  const lost = useSession((store) => store.reach.state === 'lost')
  return (
    <main className={classes['starting']}>
      <span className={classes['mark']}>
        <Mark />
      </span>
      <h1>{t('product')}</h1>
      {lost ? <SyncLine /> : <StatusDot tone="busy">{t('sync.starting')}</StatusDot>}
      {lost && <p>{t('sync.lostHint')}</p>}
    </main>
  )
}
