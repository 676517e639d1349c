import { ActButtons } from '../../actions/ActButtons.tsx'
import { subjectOf, useActs } from '../../actions/useActs.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { CallerBar } from './CallerBar.tsx'
import { intakePanelId } from './CallTabs.tsx'
import { useDraft, useIntake, useIntakeState } from './context.tsx'
import { isBlank } from './draft.ts'
import { HistoryPanel } from './HistoryPanel.tsx'
import { IntakeForm } from './IntakeForm.tsx'
import classes from './IntakeScreen.module.css'
import { RecentPanel } from './RecentPanel.tsx'

/** F2: from ring to saved. */
export function IntakeScreen() {
  const intake = useIntake()
  useCommand('intake.save', () => intake.save())
  useCommand('intake.park', intake.park)
  useCommand('intake.high', () => intake.setFields({ urgency: 'high' }))
  useCommand('intake.mid', () => intake.setFields({ urgency: 'mid' }))
  useCommand('intake.low', () => intake.setFields({ urgency: 'low' }))
  useCommand('intake.previous', () => intake.step(-1))
  useCommand('intake.next', () => intake.step(1))
  useActs(() => {
    const last = intake.store.getState().saved[0]
    return last === undefined ? null : subjectOf(last.id)
  })
  return (
    <div className={classes['screen']} id={intakePanelId} role="tabpanel" aria-label={useText().t('intake.form')}>
      <CallerBar />
      <IntakeForm />
      <HistoryPanel />
      <RecentPanel />
    </div>
  )
}

export function IntakeBar() {
  const { t } = useText()
  const several = useIntakeState((state) => state.drafts.length > 1)
  return (
    <KeyBar
      name={t('shell.keyBar')}
      end={
        <>
          <Keeping />
          <CommandButton id="keys.show" />
        </>
      }
    >
      <CommandButton id="intake.save" look="primary" />
      <ActButtons />
      <CommandButton id="intake.park" />
      {several && <CommandButton id="intake.previous" />}
      {several && <CommandButton id="intake.next" />}
      <CommandButton id="go.intake" />
    </KeyBar>
  )
}

/** Whether what is typed would survive a power cut now. */
function Keeping() {
  const { t } = useText()
  const keeping = useIntakeState((state) => state.keeping)
  const blank = useDraft(isBlank)
  const calls = useIntakeState((state) => state.drafts.filter((draft) => !isBlank(draft)).length)
  if (blank && calls === 0) return null
  const words = { kept: 'intake.draftKept', pending: 'intake.draftPending', failed: 'intake.draftUnkept' } as const
  return (
    <span>
      {t(words[keeping])}
      {calls > 1 && (
        <>
          <Dot />
          {t('intake.historyCount', { n: calls })}
        </>
      )}
    </span>
  )
}
