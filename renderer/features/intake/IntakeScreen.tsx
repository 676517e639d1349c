import { flushSync } from 'react-dom'
import type { Template } from '../../../shared/intake/template.ts'
import { ActButtons } from '../../actions/ActButtons.tsx'
import { subjectOf, useActs } from '../../actions/useActs.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useEveryTemplate, useTemplates } from '../../state/assist.ts'
import { stopwatch, wholeNowMs } from '../../state/now.ts'
import { useZone } from '../../state/session.ts'
import type { Subject } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { CallerBar } from './CallerBar.tsx'
import { intakePanelId } from './CallTabs.tsx'
import { useDraft, useIntake, useIntakeState } from './context.tsx'
import { isBlank, pickedTemplate } from './draft.ts'
import { templateOf } from './facts.ts'
import { IntakeForm } from './IntakeForm.tsx'
import classes from './IntakeScreen.module.css'
import { LeftColumn } from './LeftColumn.tsx'
import { outcomeFieldId } from './outcome.ts'
import { offeredAt } from './PromiseField.tsx'
import { openingSignals } from './preview.ts'
import { PreviewProvider } from './previewClocks.tsx'
import { ReadingProvider } from './reading.tsx'
import { ScriptPanel } from './script/ScriptPanel.tsx'
import type { Intake } from './store.ts'

/** F2: from ring to saved. */
export function IntakeScreen() {
  const { t } = useText()
  useIntakeCommands()
  return (
    <ReadingProvider>
      <PreviewProvider>
        <div className={classes['screen']} id={intakePanelId} role="tabpanel" aria-label={t('intake.form')}>
          <CallerBar />
          <IntakeForm />
          <LeftColumn />
          <ScriptPanel />
        </div>
      </PreviewProvider>
    </ReadingProvider>
  )
}

function useIntakeCommands(): void {
  const { t, naming } = useText()
  const intake = useIntake()
  const templates = useTemplates()
  const every = useEveryTemplate()
  const zone = useZone()
  useCommand('intake.save', () => intake.save())
  useCommand('intake.park', intake.park)
  useCommand('intake.hangUp', () => {
    const { startedAtMs, endedAtMs } = intake.active()
    if (startedAtMs === null || endedAtMs !== null) return false
    const nowEnded = startedAtMs + stopwatch.elapsedMs(startedAtMs)
    stopwatch.begin(nowEnded)
    flushSync(() => intake.setFields({ endedAtMs: nowEnded }))
    document.getElementById(outcomeFieldId)?.focus()
    return true
  })
  useCommand('intake.option', (stroke) => {
    const digit = Number(stroke.at(-1))
    const offered = offeredAt(digit, zone)
    if (offered !== null) {
      const promise = t('act.promise.sentence', { time: naming.due(offered.atMs, wholeNowMs()) })
      offered.say(promise)
      return intake.setFields({ promise })
    }
    const template = templates[digit - 1]
    return template === undefined ? false : intake.setFields(pickedTemplate(template))
  })
  useCommand('intake.previous', () => intake.step(-1))
  useCommand('intake.next', () => intake.step(1))
  useActs(() => subjectAtHand(intake, every))
}

/** The call being logged, or, once there is nothing on the form, the case that was saved last. */
function subjectAtHand(intake: Intake, templates: readonly Template[]): Subject | null {
  const draft = intake.active()
  const last = intake.store.getState().saved[0]
  if (isBlank(draft)) return last === undefined ? null : subjectOf(last.id)
  return {
    caseId: null,
    also: [],
    signals: () => openingSignals(draft, templateOf(draft, templates), wholeNowMs()),
    settle: async () => (await intake.save())?.id ?? null,
  }
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
      <CommandButton id="script.show" />
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
