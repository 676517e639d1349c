import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useCallback, useId, useState } from 'react'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { useBridge } from '../../app/console.tsx'
import { asRefusal } from '../../state/execute.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { clockFace } from '../../text/when.ts'
import { Mark } from '../../ui/icons.tsx'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './SignIn.module.css'

interface LockedProps {
  /** When the call on screen began, so that its time is still seen; nothing else of it is. */
  readonly callSinceMs: number | null
  readonly calls: number
}

/** The console while its person is away: the call's time goes on and its draft is kept, the customer is hidden. */
export function Locked({ callSinceMs, calls }: LockedProps) {
  const { t, naming } = useText()
  const name = useSession((state) => state.session?.actor?.name ?? '')
  const [other, setOther] = useState(false)
  const { submit, busy, fault } = useUnlock()
  const faultId = useId()
  return (
    <main className={classes['screen']}>
      <form className={classes['form']} onSubmit={submit} aria-label={t('session.unlock')}>
        <span className={classes['mark']}>
          <Mark />
        </span>
        <h1>{other ? t('session.handOver') : name}</h1>
        <p className={classes['hint']}>{t('session.lockedHint')}</p>
        {callSinceMs !== null && <CallTime sinceMs={callSinceMs} calls={calls} />}
        {other && (
          <TextInput name="user" label={t('session.user')} autoComplete="off" required withAsterisk={false} autoFocus />
        )}
        <PasswordInput
          key={String(other)}
          name="password"
          label={t('session.password')}
          autoComplete="off"
          required
          withAsterisk={false}
          autoFocus={!other}
          aria-describedby={faultId}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        />
        <p id={faultId} className={classes['fault']} role="alert">
          {fault && naming.refusal(fault)}
        </p>
        <Button type="submit" disabled={busy}>
          {t('session.unlock')}
        </Button>
        <button type="button" className={classes['other']} onClick={() => setOther(!other)}>
          {other ? t('session.samePerson') : t('session.otherPerson')}
        </button>
        <span role="status" className={classes['hint']}>
          {busy && t('session.wait')}
        </span>
      </form>
    </main>
  )
}

function CallTime({ sinceMs, calls }: { readonly sinceMs: number; readonly calls: number }) {
  const { t } = useText()
  const text = useCallback((nowMs: number) => clockFace(nowMs - sinceMs), [sinceMs])
  return (
    <p className={classes['call']} role="timer" aria-label={t('intake.elapsed')}>
      <TickingText text={text} />
      <span>{t('session.keptCalls', { n: calls })}</span>
    </p>
  )
}

function useUnlock() {
  const bridge = useBridge()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Refusal | null>(null)
  const unlock = async (form: FormData) => {
    const user = String(form.get('user') ?? '')
    setBusy(true)
    setFault(null)
    try {
      const password = String(form.get('password') ?? '')
      const answer = await bridge.client.session.unlock({ password, ...(user === '' ? {} : { user }) })
      if ('refusal' in answer) setFault(asRefusal(answer.refusal))
      else useSession.setState({ session: answer })
    } catch (error) {
      setFault({ tag: 'core.away' })
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!busy) void unlock(new FormData(event.currentTarget))
  }
  return { submit, busy, fault }
}
