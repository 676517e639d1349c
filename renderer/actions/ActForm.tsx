import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { wholeNowMs } from '../state/now.ts'
import { type Text, useText } from '../text/context.tsx'
import { Icon } from '../ui/icons.tsx'
import { Keycap } from '../ui/Keycap.tsx'
import classes from './Act.module.css'
import type { Ahead } from './ahead.ts'
import { BulkPreview } from './BulkPreview.tsx'
import type { ActOn } from './useActOn.ts'

interface ActFormFrameProps {
  readonly on: ActOn
  readonly submit: string
  /** `false` while something has to be chosen first. */
  readonly ready: boolean
  readonly onSubmit: () => void
  readonly ahead: readonly Ahead[]
  /** What presses the button, where Enter alone begins a new line. */
  readonly keys?: readonly string[]
  readonly children: ReactNode
}

function about(on: ActOn, t: Text['t']): string {
  if (on.count > 1) return t('bulk.about', { n: on.count })
  return on.number === null ? t('act.thisCall') : t('act.about', { number: on.number })
}

/** How many of several cases would take it; `undefined` before that is known, `null` for one case. */
function willingOf({ count, preview }: ActOn): number | null | undefined {
  if (count === 1) return null
  return preview?.filter(({ refusals }) => refusals.length === 0).length
}

/** A panel's form: which case, the choices, what happens next, and the one button that Enter presses. */
export function ActForm({ on, submit, ready, onSubmit, ahead, keys = ['Enter'], children }: ActFormFrameProps) {
  const { t, naming } = useText()
  const title = useId()
  const willing = willingOf(on)
  return (
    <form
      className={classes['form']}
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSubmit()
      }}
      onKeyDown={giveOnCtrlEnter}
    >
      <p id={title} className={classes['about']}>
        {about(on, t)}
      </p>
      {children}
      <div className={classes['foot']}>
        <NextSteps ahead={ahead} />
        <p className={classes['fault']} role="alert">
          {on.refusal && (
            <>
              <Icon name="alert" size={14} />
              {naming.refusal(on.refusal)}
            </>
          )}
        </p>
        {on.preview && <BulkPreview answers={on.preview} />}
        <button
          type="submit"
          className={classes['submit']}
          disabled={on.busy || !ready || willing === 0}
          aria-keyshortcuts={keys.join('+').replace('Ctrl', 'Control')}
        >
          {willing === null ? submit : willing === undefined ? t('bulk.check') : t('bulk.go', { n: willing })}
          <Keycap keys={keys} on="accent" />
        </button>
      </div>
    </form>
  )
}

/** From every part of the form, whatever Enter alone does there; never while an input method composes. */
function giveOnCtrlEnter(event: KeyboardEvent<HTMLFormElement>): void {
  const isGiven = event.key === 'Enter' && event.ctrlKey && !event.defaultPrevented
  if (!isGiven || event.nativeEvent.isComposing || event.keyCode === 229) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

/** What follows from the act, in order of time. */
function NextSteps({ ahead }: { readonly ahead: readonly Ahead[] }) {
  const { t, naming } = useText()
  if (ahead.length === 0) return null
  const nowMs = wholeNowMs()
  return (
    <section aria-label={t('act.next')} className={classes['next']}>
      <h3>{t('act.next')}</h3>
      <ol>
        {ahead.map(({ atMs, words }) => (
          <li key={`${atMs ?? ''} ${words}`}>
            <span className={classes['when']}>{atMs === null ? t('act.now') : naming.moment(atMs, nowMs)}</span>
            <span>{words}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface SectionProps {
  readonly label: string
  readonly children: ReactNode
}

export function Section({ label, children }: SectionProps) {
  return (
    <section className={classes['section']} aria-label={label}>
      <h3>{label}</h3>
      {children}
    </section>
  )
}

interface WordsFieldProps {
  readonly label: string
  readonly value: string
  /** What is taken where nothing is written. */
  readonly usual?: string
  readonly onWrite: (text: string) => void
}

/** A line of free words. Enter gives the act, so it is one line. */
export function WordsField({ label, value, usual, onWrite }: WordsFieldProps) {
  const id = useId()
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className={classes['field']}
        autoComplete="off"
        maxLength={1000}
        placeholder={usual}
        value={value}
        onChange={(event) => onWrite(event.currentTarget.value)}
      />
    </div>
  )
}
