import { useId, useState } from 'react'
import { useBridge } from '../../app/console.tsx'
import { useText } from '../../text/context.tsx'
import classes from './Door.module.css'
import { Door, Hint, PasswordField } from './Door.tsx'
import { useEntry } from './entry.ts'
import { Other } from './Other.tsx'
import { SignIn } from './SignIn.tsx'

/** The file of this machine waits for the password of one of its people. */
export function UnlockScreen({ users }: { readonly users: readonly string[] }) {
  const { t } = useText()
  const { client } = useBridge()
  const entry = useEntry()
  const [isNew, setNew] = useState(users.length === 0)
  if (isNew)
    return (
      <SignIn
        foot={users.length > 0 && <Other label={t('session.back')} stroke="Escape" onPress={() => setNew(false)} />}
      />
    )
  const submit = (form: FormData) => {
    const user = String(form.get('user') ?? '')
    const password = String(form.get('password') ?? '')
    entry.enter(() => client.session.unlock({ user, password }))
  }
  return (
    <Door
      title={t('session.sealedTitle')}
      entry={entry}
      submit={t('session.unlock')}
      onSubmit={submit}
      foot={<Other label={t('session.newcomer')} stroke="F2" onPress={() => setNew(true)} />}
    >
      <Hint>{t('session.sealedNote')}</Hint>
      <UserField users={users} />
      <PasswordField fault={entry.fault} focus />
    </Door>
  )
}

function UserField({ users }: { readonly users: readonly string[] }) {
  const { t } = useText()
  const id = useId()
  return (
    <div className={classes['field']}>
      <label htmlFor={id}>{t('session.user')}</label>
      <select id={id} name="user" autoComplete="username">
        {users.map((user) => (
          <option key={user}>{user}</option>
        ))}
      </select>
    </div>
  )
}
