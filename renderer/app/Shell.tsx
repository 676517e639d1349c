import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { flushSync } from 'react-dom'
import { OpenAct } from '../actions/ActPanel.tsx'
import { CallTabs } from '../features/intake/CallTabs.tsx'
import { useDraft, useIntake, useIntakeState } from '../features/intake/context.tsx'
import { isBlank } from '../features/intake/draft.ts'
import { IntakeBar, IntakeScreen } from '../features/intake/IntakeScreen.tsx'
import { QueueBar, QueueScreen, QueueTitle } from '../features/queue/QueueScreen.tsx'
import { Locked } from '../features/session/Locked.tsx'
import { SignIn } from '../features/session/SignIn.tsx'
import { DirectoryProvider } from '../state/directory.tsx'
import { useSession } from '../state/session.ts'
import { type Act, acts, type Panel, useView } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { Mark } from '../ui/icons.tsx'
import { StatusDot } from '../ui/StatusDot.tsx'
import { useCommand } from './commands.tsx'
import { useBridge } from './console.tsx'
import { ErrorFence } from './ErrorFence.tsx'
import { KeySheet } from './KeySheet.tsx'
import type { Keymap, Screen } from './keys.ts'
import { Rail } from './Rail.tsx'
import { SettingsPanel } from './SettingsPanel.tsx'
import classes from './Shell.module.css'
import { SyncLine } from './SyncLine.tsx'
import { TitleBar } from './TitleBar.tsx'

/** What each screen puts into the frame. */
const parts: Record<Screen, Record<'Title' | 'Body' | 'Bar', ComponentType>> = {
  intake: { Title: CallTabs, Body: IntakeScreen, Bar: IntakeBar },
  queue: { Title: QueueTitle, Body: QueueScreen, Bar: QueueBar },
}

interface ShellProps {
  readonly keymap: Keymap
  readonly report: (id: string, fault: unknown) => void
}

/** The frame around every screen; before somebody is signed in, the way in. */
export function Shell({ keymap, report }: ShellProps) {
  const state = useSession((store) => store.session?.state)
  if (state === undefined) return <Starting />
  if (state === 'signed_out') return <SignIn />
  if (state === 'locked') return <LockedConsole />
  return (
    <DirectoryProvider>
      <Frame keymap={keymap} report={report} />
    </DirectoryProvider>
  )
}

/** Locked over whatever was on screen; the calls under way stay as they are. */
function LockedConsole() {
  const calls = useIntakeState((state) => state.drafts.filter((draft) => !isBlank(draft)).length)
  const sinceMs = useDraft((draft) => draft.startedAtMs)
  return <Locked callSinceMs={sinceMs} calls={calls} />
}

function Frame({ keymap, report }: ShellProps) {
  const screen = useView((store) => store.screen)
  const panel = useView((store) => store.panel)
  const overdue = useOverdue()
  useFrameCommands()
  const { Title, Body, Bar } = parts[screen]
  return (
    <div className={classes['frame']}>
      <Rail overdue={overdue} />
      <TitleBar>
        <Title />
      </TitleBar>
      <div className={classes['sheet']}>
        <div className={classes['work']}>
          <main className={classes['main']} data-panel={panel ?? undefined}>
            <ErrorFence key={screen} report={report} newId={() => crypto.randomUUID().slice(0, 8)}>
              <Body />
            </ErrorFence>
          </main>
          {panel === 'keys' && <KeySheet keymap={keymap} />}
          {panel === 'settings' && <SettingsPanel />}
          {isAct(panel) && <OpenAct act={panel} />}
        </div>
        <Bar />
      </div>
    </div>
  )
}

const isAct = (panel: Panel | null): panel is Act => (acts as readonly unknown[]).includes(panel)

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
  useCommand('go.settings', () => toggle('settings'))
  useCommand('keys.show', () => toggle('keys'))
  useCommand('pane.close', closePanel)
  useCommand('session.lock', () => bridge.client.session.lock())
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
