import { useState } from 'react'
import type { Role } from '../../../shared/case/words.ts'
import type { ActorId, ScopeId } from '../../../shared/kernel/brand.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useSession, useZone } from '../../state/session.ts'
import type { FormAct } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import classes from '../Act.module.css'
import { ActForm } from '../ActForm.tsx'
import { type ActFormProps, useActOn } from '../useActOn.ts'
import { FieldView } from './FieldView.tsx'
import { forms } from './forms.ts'
import { HeldReply, useUnreadReply } from './HeldReply.tsx'
import { useKeptValues } from './keptValues.ts'
import { MergePreview } from './MergePreview.tsx'
import { type Form, type FormWords, isOptional, type Values } from './types.ts'
import { useReveal } from './useReveal.ts'

interface CommandFormProps extends ActFormProps {
  readonly act: FormAct
}

/** Any command of the kernel as a form made of data. What is typed is kept until the command is given. */
export function CommandForm({ act, subject, onDone }: CommandFormProps) {
  const { t } = useText()
  const form: Form = forms[act]
  const words = useFormWords()
  const isBulk = subject.also.length > 0
  const kept = useKeptValues(isBulk || subject.caseId === null ? null : `act:${act}:${subject.caseId}`)
  const done = () => {
    kept.drop()
    onDone()
  }
  const on = useActOn({ subject, onDone: done })
  const reveal = useReveal(subject.caseId, done)
  const [unreadable, setUnreadable] = useState<Refusal | null>(null)
  const start = on.theCase !== null && !isBulk ? (form.start?.(on.theCase, words) ?? {}) : {}
  const values: Values = { ...start, ...kept.typed }
  const unread = useUnreadReply(form.answers === true ? on.record : null)
  const refusal = unreadable ?? reveal.refusal ?? on.refusal
  const missing = form.fields.some(
    (field) => !isOptional(field, isBulk ? null : on.theCase, words.me) && (values[field.name] ?? '').trim() === '',
  )
  const submit = () => {
    const made = form.make(values, words, isBulk ? null : on.theCase)
    setUnreadable(made.ok ? null : made.error)
    if (!made.ok || unread.holds()) return
    if (form.byHand && values['letter']) navigator.clipboard.writeText(values['letter']).catch(reportError)
    if (act === 'reveal') void reveal.show(values)
    else void on.give(made.value, (number) => t(`form.${act}.done`, { number }))
  }
  const set = (name: string, value: string) => {
    setUnreadable(null)
    kept.set(name, value)
  }
  return (
    <ActForm
      on={{ ...on, refusal: placeOf(form, refusal) === null ? refusal : null }}
      submit={unread.held === null ? t(`form.${act}.submit`) : t('held.send')}
      ready={!missing}
      onSubmit={submit}
      ahead={[]}
      keys={form.fields.some(({ look }) => look === 'lines' || look === 'letter') ? ['Ctrl', 'Enter'] : ['Enter']}
    >
      {form.fields.map((field) => (
        <FieldView
          key={field.name}
          field={field}
          optional={isOptional(field, on.theCase, words.me)}
          value={values[field.name] ?? ''}
          fault={placeOf(form, refusal) === field.name ? refusal : null}
          theCase={on.theCase}
          words={words}
          onChange={(value) => set(field.name, value)}
        />
      ))}
      {form.byHand && <p className={classes['about']}>{t('field.byHand')}</p>}
      {act === 'merge' && <MergePreview from={on.theCase} into={values['case'] ?? ''} record={on.record.length} />}
      {unread.held !== null && (
        <HeldReply reply={unread.held} mine={values['letter'] ?? values['answer'] ?? values['text'] ?? ''} />
      )}
    </ActForm>
  )
}

function useFormWords(): FormWords {
  const text = useText()
  const { id = '', role = '', team = '' } = useSession((state) => state.session?.actor) ?? {}
  // The core says what else somebody may see; here it is enough to know whose desk this is.
  const actor = { id: id as ActorId, role: role as Role, scopes: [`team:${team}` as ScopeId] }
  return { ...text, directory: useDirectory(), nowMs: wholeNowMs(), zone: useZone(), me: id, actor }
}

/** The field a refusal is about: the last part of its path that the form has (`customer.tags.0`); `null` when it has none. */
function placeOf(form: Form, refusal: Refusal | null): string | null {
  const parts = refusal?.field?.split('.').reverse() ?? []
  return parts.find((part) => form.fields.some(({ name }) => name === part)) ?? null
}
