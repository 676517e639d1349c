import type { ReactNode } from 'react'
import { FieldRow } from '../../ui/FieldRow.tsx'
import { useDraftNow, useIntake, useIntakeState } from './context.tsx'
import { mostTyped, type textFields } from './draft.ts'
import { useFault } from './faults.ts'

export type TextName = (typeof textFields)[number]

interface TextLineProps {
  readonly name: TextName
  readonly label: string
  readonly placeholder?: string | undefined
  readonly inputMode?: 'tel' | 'email'
  /** Fact read out of the text, at the field's end. */
  readonly trailing?: ReactNode
  readonly note?: ReactNode
}

/** One line of typed text. It holds its own text, so that a key costs one store write and no rendering. */
export function TextLine({ name, label, placeholder, inputMode, trailing, note }: TextLineProps) {
  const intake = useIntake()
  const draft = useDraftNow()
  const busy = useIntakeState((state) => state.saving !== 'idle')
  return (
    <FieldRow id={name} label={label} error={useFault(name)} note={note} trailing={trailing}>
      {(field) => (
        <input
          {...field}
          type="text"
          inputMode={inputMode}
          autoComplete="off"
          maxLength={mostTyped}
          placeholder={placeholder}
          readOnly={busy}
          defaultValue={draft[name]}
          onInput={(event) => intake.setFields({ [name]: event.currentTarget.value })}
        />
      )}
    </FieldRow>
  )
}
