import { useEffect, useLayoutEffect, useRef } from 'react'
import { urgencies } from '../../../shared/case/words.ts'
import { useText } from '../../text/context.tsx'
import { FieldRow, GroupRow } from '../../ui/FieldRow.tsx'
import { SegmentedChoice } from '../../ui/SegmentedChoice.tsx'
import { ClockPreview } from './ClockPreview.tsx'
import { useDraft, useIntake, useIntakeState } from './context.tsx'
import classes from './IntakeForm.module.css'
import { PhoneNote } from './PhoneNote.tsx'
import type { FaultPlace } from './state.ts'

/** The receiving form. Text fields hold their own text, so that a key costs one store write and no rendering. */
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
  const intake = useIntake()
  const draft = useRef(intake.active()).current
  const errors = useErrors()
  const busy = useIntakeState((state) => state.saving !== 'idle')
  const root = useFirstFaultFocus()
  return (
    <div ref={root} aria-busy={busy}>
      <FieldRow id="phone" label={t('intake.phone')} error={errors.phone} note={<PhoneNote />}>
        {(field) => (
          <input
            {...field}
            type="text"
            inputMode="tel"
            autoComplete="off"
            maxLength={120}
            readOnly={busy}
            defaultValue={draft.phone}
            onInput={(event) => intake.setFields({ phone: event.currentTarget.value })}
          />
        )}
      </FieldRow>
      <FieldRow id="symptom" label={t('intake.symptom')} error={errors.symptom}>
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
      <Urgency busy={busy} />
    </div>
  )
}

function Urgency({ busy }: { readonly busy: boolean }) {
  const { t } = useText()
  const intake = useIntake()
  const urgency = useDraft((draft) => draft.urgency)
  return (
    <GroupRow label={t('intake.urgency')} caps={['Alt']}>
      <SegmentedChoice
        name={t('intake.urgency')}
        choices={urgencies.map((value, index) => ({
          value,
          label: t(`urgency.${value}`),
          detail: t(`urgencyDetail.${value}`),
          digit: index + 1,
        }))}
        value={urgency}
        disabled={busy}
        onChoose={(next) => intake.setFields({ urgency: next })}
      />
    </GroupRow>
  )
}

/** Faults in words, by field. */
function useErrors(): Partial<Record<FaultPlace, string>> {
  const { naming } = useText()
  const faults = useIntakeState((state) => state.faults)
  return Object.fromEntries(Object.entries(faults).map(([place, refusal]) => [place, naming.refusal(refusal)]))
}

/** After a refusal the caret goes where the first thing is to be done. */
function useFirstFaultFocus() {
  const root = useRef<HTMLDivElement>(null)
  // The number is what a call begins with; a draft that comes back is gone on with at its text.
  // In the same step as the change, so that what is typed next cannot fall between.
  useLayoutEffect(() => root.current?.querySelector<HTMLElement>('input, textarea')?.focus({ preventScroll: true }), [])
  const faults = useIntakeState((state) => state.faults)
  useEffect(() => {
    if (Object.keys(faults).length > 0) root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [faults])
  return root
}
