import { Button, PasswordInput } from '@mantine/core'
import { type ReactNode, useCallback } from 'react'
import { useText } from '../../text/context.tsx'
import { Mark } from '../../ui/icons.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './Door.module.css'
import type { Entry, Fault } from './entry.ts'

interface DoorProps {
  readonly title: string
  readonly entry: Entry
  /** What its button does. */
  readonly submit: string
  readonly onSubmit: (form: FormData) => void
  readonly children: ReactNode
  /** Below the button: other ways in. */
  readonly foot?: ReactNode
}

/** The way in: one form, one button that Enter presses, and what came of the last try beside the field. */
export function Door({ title, entry, submit, onSubmit, children, foot }: DoorProps) {
  const { t } = useText()
  return (
    <main className={classes['screen']}>
      <form
        className={classes['form']}
        aria-label={submit}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit(new FormData(event.currentTarget))
        }}
      >
        <span className={classes['mark']}>
          <Mark />
        </span>
        <h1>{title}</h1>
        {children}
        <Button type="submit" aria-disabled={entry.busy} rightSection={<Keycap keys={['Enter']} on="accent" />}>
          {submit}
        </Button>
        <span role="status" className={classes['hint']}>
          {entry.busy && t('session.wait')}
        </span>
        {foot}
      </form>
    </main>
  )
}

export function Hint({ children }: { readonly children: ReactNode }) {
  return <p className={classes['hint']}>{children}</p>
}

interface PasswordFieldProps {
  readonly fault: Fault | null
  readonly focus?: boolean
  readonly preset?: string | undefined
}

/** Whose password is asked for; a fault about it, or about nothing in particular, stands right below. */
export function PasswordField({ fault, focus = false, preset }: PasswordFieldProps) {
  const { t, naming } = useText()
  const isHere = fault !== null && fault.refusal.field !== 'user'
  return (
    <div>
      <PasswordInput
        name="password"
        label={t('session.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus={focus}
        defaultValue={preset}
        error={isHere && naming.refusal(fault.refusal)}
        errorProps={{ role: 'alert', fz: 'sm' }}
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
      />
      {isHere && fault.refusal.detail?.['waitMs'] ? <Countdown untilMs={fault.waitUntilMs} /> : null}
    </div>
  )
}

/** Ticks for the eye; a screen reader was told how long when it began. */
function Countdown({ untilMs }: { readonly untilMs: number }) {
  const { t } = useText()
  const left = useCallback(
    (nowMs: number) => {
      const seconds = Math.ceil((untilMs - nowMs) / 1000)
      return seconds > 0 ? t('session.waitLeft', { n: seconds }) : t('session.again')
    },
    [untilMs, t],
  )
  return (
    <p className={classes['fault']}>
      <TickingText text={left} />
    </p>
  )
}
