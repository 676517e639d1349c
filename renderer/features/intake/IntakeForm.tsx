import { useEffect, useLayoutEffect, useRef } from 'react'
import { useText } from '../../text/context.tsx'
import { FieldRow } from '../../ui/FieldRow.tsx'
import { Classification } from './Classification.tsx'
import { ClockPreview } from './ClockPreview.tsx'
import { CallerMore, CustomerRow } from './CustomerRow.tsx'
import { useDraft, useDraftNow, useIntake, useIntakeState } from './context.tsx'
import { Demands } from './Demands.tsx'
import { useFault } from './faults.ts'
import classes from './IntakeForm.module.css'
import { PhoneNote } from './PhoneNote.tsx'
import { PromiseField } from './PromiseField.tsx'
import { Questions } from './Questions.tsx'
import { TemplatePicker } from './TemplatePicker.tsx'
import { TextLine } from './TextLine.tsx'
import { WhenField } from './WhenField.tsx'

/** The receiving form, one column in the order of a call. */
export function IntakeForm() {
  const { t } = useText()
  const id = useDraft((draft) => draft.id)
  return (
    <section className={classes['form']} aria-label={t('intake.form')}>
      <div className={classes['column']}>
        <Fields key={id} />
        <ClockPreview />
      </div>
    </section>
  )
}

function Fields() {
  const { t } = useText()
  const busy = useIntakeState((state) => state.saving !== 'idle')
  const root = useFirstFaultFocus()
  return (
    <div ref={root} className={classes['fields']} aria-busy={busy}>
      <TemplatePicker />
      <TextLine name="phone" label={t('intake.phone')} inputMode="tel" trailing={<PhoneNote />} />
      <CustomerRow />
      <Symptom />
      <WhenField />
      <TextLine name="impact" label={t('intake.impact')} placeholder={t('intake.impactHint')} />
      <div className={classes['pair']}>
        <TextLine name="product" label={t('intake.product')} />
        <TextLine name="region" label={t('intake.region')} />
      </div>
      <Demands />
      <Classification />
      <PromiseField />
      <Questions />
      <CallerMore />
    </div>
  )
}

function Symptom() {
  const { t } = useText()
  const intake = useIntake()
  const draft = useDraftNow()
  const busy = useIntakeState((state) => state.saving !== 'idle')
  return (
    <FieldRow id="symptom" label={t('intake.symptom')} error={useFault('symptom')}>
      {(field) => (
        <textarea
          {...field}
          className={classes['symptom']}
          placeholder={t('intake.symptomHint')}
          autoComplete="off"
          spellCheck={false}
          readOnly={busy}
          defaultValue={draft.symptom}
          onInput={(event) => intake.setFields({ symptom: event.currentTarget.value })}
        />
      )}
    </FieldRow>
  )
}

/** After a refusal the caret goes where the first thing is to be done. */
function useFirstFaultFocus() {
  const root = useRef<HTMLDivElement>(null)
  // The number is what a call begins with; a draft that comes back is gone on with at its text.
  // In the same step as the change, so that what is typed next cannot fall between.
  // Whoever opened a panel before the save was answered goes on in the panel.
  useLayoutEffect(() => {
    if (document.activeElement?.closest('aside')) return
    root.current?.querySelector<HTMLElement>('#phone')?.focus({ preventScroll: true })
  }, [])
  const faults = useIntakeState((state) => state.faults)
  useEffect(() => {
    if (Object.keys(faults).length > 0) root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [faults])
  return root
}
