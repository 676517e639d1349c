import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { demoOrg, demoPassword } from '../../../shared/contract/demo.ts'
import { useBridge } from '../../app/console.tsx'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { Door, Hint, PasswordField } from './Door.tsx'
import { useEntry } from './entry.ts'

/** Who is at work. The first time on a machine the server has to be asked; later the machine knows. */
export function SignIn({ foot }: { readonly foot?: ReactNode }) {
  const { t, naming } = useText()
  const { client } = useBridge()
  const session = useSession((state) => state.session)
  const isDemo = session?.demo === true
  const entry = useEntry()
  const userFault = entry.fault?.refusal.field === 'user' ? naming.refusal(entry.fault.refusal) : undefined
  const submit = (form: FormData) => {
    const value = (name: string) => String(form.get(name) ?? '').trim()
    const who = { org: value('org'), user: value('user'), password: String(form.get('password') ?? '') }
    entry.enter(() => client.session.signIn(who))
  }
  return (
    <Door title={t('session.title')} entry={entry} submit={t('session.signIn')} onSubmit={submit} foot={foot}>
      <Hint>{t(isDemo ? 'session.demoHint' : 'session.signInHint')}</Hint>
      <TextInput
        name="org"
        label={t('session.organisation')}
        defaultValue={isDemo ? demoOrg.id : session?.org?.id}
        autoComplete="off"
        required
        withAsterisk={false}
        autoFocus={!isDemo && session?.org === undefined}
      />
      <TextInput
        name="user"
        label={t('session.user')}
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus={isDemo || session?.org !== undefined}
        error={userFault}
        errorProps={{ role: 'alert', fz: 'sm' }}
      />
      <PasswordField fault={entry.fault} preset={isDemo ? demoPassword : undefined} />
    </Door>
  )
}
