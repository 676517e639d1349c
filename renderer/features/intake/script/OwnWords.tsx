import { type FormEvent, useState } from 'react'
import { timeKeeper } from '../../../state/now.ts'
import { useText } from '../../../text/context.tsx'
import { useIntake } from '../context.tsx'
import { useSettled } from '../useSettled.ts'
import classes from './Script.module.css'
import { Warnings } from './Warnings.tsx'

/** A sentence of the agent's own, checked while it is typed; Enter puts it on the record as said. Source: CALL-6. */
export function OwnWords() {
  const { t } = useText()
  const intake = useIntake()
  const [text, setText] = useState('')
  const settled = useSettled(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    const { said, stage } = intake.active()
    const line = { phraseId: 'own', stage, text: text.trim(), buffer: false, atMs: timeKeeper.nowMs() }
    intake.setFields({ said: [...said, { id: crypto.randomUUID(), ...line }] })
    setText('')
  }
  return (
    <form className={classes['own']} onSubmit={submit}>
      <label htmlFor="own-words">{t('script.own')}</label>
      <input
        id="own-words"
        type="text"
        autoComplete="off"
        maxLength={1000}
        placeholder={t('script.ownHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Warnings text={settled} />
    </form>
  )
}
