import { useCallback, useEffect, useRef, useState } from 'react'
import { useBridge } from '../../app/console.tsx'
import { stopwatch } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { clockFace } from '../../text/when.ts'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './Door.module.css'
import { Door, Hint, PasswordField } from './Door.tsx'
import { useEntry } from './entry.ts'
import { Other } from './Other.tsx'
import { SignIn } from './SignIn.tsx'

interface LockScreenProps {
  /** When each call under way began, the one on screen first. */
  readonly calls: readonly number[]
}

/** The person went away: the time of the call is here and nothing else of it. */
export function LockScreen({ calls }: LockScreenProps) {
  const { t, naming } = useText()
  const { client } = useBridge()
  const session = useSession((state) => state.session)
  const leaseOver = useSession((state) => state.sync?.leaseOver === true)
  const entry = useEntry()
  const [isOther, setOther] = useState(false)
  useLockedTitle(t('session.lockedTitle'))
  if (isOther)
    return <SignIn foot={<Other label={t('session.back')} stroke="Escape" onPress={() => setOther(false)} />} />
  const isDemo = session?.demo === true
  const submit = (form: FormData) =>
    entry.enter(() => client.session.unlock(isDemo ? {} : { password: String(form.get('password') ?? '') }))
  return (
    <Door
      title={t('session.locked')}
      entry={entry}
      submit={t('session.unlock')}
      onSubmit={submit}
      foot={<Other label={t('session.other')} stroke="F2" onPress={() => setOther(true)} />}
    >
      {session?.actor && <b>{`${session.actor.name} · ${naming.name('role', session.actor.role)}`}</b>}
      <Hint>{t(isDemo ? 'session.lockedDemo' : 'session.lockedNote')}</Hint>
      {calls[0] !== undefined && <CallTime startedAtMs={calls[0]} more={calls.length - 1} />}
      {leaseOver && <Hint>{t('session.leaseOver')}</Hint>}
      {isDemo ? <AnyPlace /> : <PasswordField fault={entry.fault} focus />}
    </Door>
  )
}

function CallTime({ startedAtMs, more }: { readonly startedAtMs: number; readonly more: number }) {
  const { t } = useText()
  const elapsed = useCallback(() => clockFace(stopwatch.elapsedMs(startedAtMs)), [startedAtMs])
  return (
    <div className={classes['call']}>
      <span>{t('intake.elapsed')}</span>
      {more > 0 && <span>{t('session.more', { n: more })}</span>}
      <span className={classes['elapsed']} role="timer" aria-label={t('intake.elapsed')}>
        <TickingText text={elapsed} />
      </span>
    </div>
  )
}

/** Enter unlocks wherever the focus was left. */
function AnyPlace() {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const button = mark.current?.closest('form')?.querySelector<HTMLElement>('button[type="submit"]')
    button?.focus()
    const back = () => {
      if (document.activeElement === document.body) button?.focus()
    }
    addEventListener('keydown', back)
    return () => removeEventListener('keydown', back)
  }, [])
  return <span ref={mark} hidden />
}

/** The window's own name says no more than the screen does. */
function useLockedTitle(title: string): void {
  useEffect(() => {
    const before = document.title
    document.title = title
    return () => {
      document.title = before
    }
  }, [title])
}
