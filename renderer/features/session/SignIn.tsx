import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { useBridge } from '../../app/console.tsx'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { Mark } from '../../ui/icons.tsx'
import classes from './SignIn.module.css'

/** Who is at work. The first time on a machine the server has to be asked; later the machine knows. */
export function SignIn() {
  const { t, naming } = useText()
  const { submit, busy, fault } = useSignIn()
  const faultId = useId()
  return (
    <main className={classes['screen']}>
      <form className={classes['form']} onSubmit={submit} aria-label={t('session.signIn')}>
        <span className={classes['mark']}>
          <Mark />
        </span>
        <h1>{t('session.title')}</h1>
        <p className={classes['hint']}>{t('session.signInHint')}</p>
        <TextInput
          name="org"
          label={t('session.organisation')}
          autoComplete="off"
          required
          withAsterisk={false}
          autoFocus
        />
        <TextInput name="user" label={t('session.user')} autoComplete="username" required withAsterisk={false} />
        <PasswordInput
          name="password"
          label={t('session.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          aria-describedby={faultId}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        />
        <p id={faultId} className={classes['fault']} role="alert">
          {fault && naming.refusal(fault)}
        </p>
        <Button type="submit" disabled={busy}>
          {t('session.signIn')}
        </Button>
        <span role="status" className={classes['hint']}>
          {busy && t('session.wait')}
        </span>
      </form>
    </main>
  )
}

function useSignIn() {
  const bridge = useBridge()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Refusal | null>(null)
  const signIn = async (form: FormData) => {
    const value = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    setFault(null)
    try {
      const who = { org: value('org'), user: value('user'), password: value('password') }
      const answer = await bridge.client.session.signIn(who)
      if ('refusal' in answer) setFault(asRefusal(answer.refusal))
      else useSession.setState({ session: answer })
    } catch (error) {
      setFault({ tag: 'sign_in.no_server' })
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!busy) void signIn(new FormData(event.currentTarget))
  }
  return { submit, busy, fault }
}

/** The wire may carry a field that is there but undefined; the kernel's refusal has it or has it not. */
const asRefusal = ({ tag, detail }: { tag: string; detail?: Refusal['detail'] | undefined }): Refusal =>
  detail === undefined ? { tag } : { tag, detail }
