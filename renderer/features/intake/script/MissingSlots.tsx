import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Lang } from '../../../../shared/assist/record.ts'
import { useText } from '../../../text/context.tsx'
import { useReading } from '../reading.tsx'
import classes from './Script.module.css'

/** What a place in prepared words is called for the reader. */
export function useSlotLabel(name: string): string {
  const { language } = useText()
  return useReading().pack?.slots.find((slot) => slot.name === name)?.label[language as Lang] ?? name
}

interface MissingSlotsProps {
  readonly names: readonly string[]
  readonly onFill: (values: Readonly<Record<string, string>>) => boolean
}

/** The places the call knows nothing for; Enter uses the words with what is written there. */
export function MissingSlots({ names, onFill }: MissingSlotsProps) {
  const { t } = useText()
  const [refused, setRefused] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setRefused(!onFill(Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? '')]))))
  }
  return (
    <form className={classes['slots']} onSubmit={submit}>
      {names.map((name, index) => (
        <SlotField key={name} name={name} first={index === 0} />
      ))}
      {refused && (
        <p className={classes['fault']} role="alert">
          {t('script.slotUnclear')}
        </p>
      )}
      <button type="submit" className="sr" tabIndex={-1}>
        {t('script.say')}
      </button>
    </form>
  )
}

interface SlotFieldProps {
  readonly name: string
  readonly first: boolean
}

function SlotField({ name, first }: SlotFieldProps) {
  const label = useSlotLabel(name)
  const field = useRef<HTMLInputElement>(null)
  // The digit that asked for the phrase asked for its places.
  useEffect(() => {
    if (first) field.current?.focus()
  }, [first])
  return (
    <input
      ref={field}
      name={name}
      type="text"
      autoComplete="off"
      maxLength={60}
      aria-label={label}
      placeholder={label}
    />
  )
}
