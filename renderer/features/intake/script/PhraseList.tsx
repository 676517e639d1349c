import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { RankedPhrase } from '../../../../shared/assist/choose-phrases.ts'
import { slotPattern } from '../../../../shared/assist/phrase.ts'
import type { Lang } from '../../../../shared/assist/record.ts'
import { useText } from '../../../text/context.tsx'
import { Keycap } from '../../../ui/Keycap.tsx'
import { useReading } from '../reading.tsx'
import classes from './Script.module.css'
import type { Saying } from './say.ts'

interface PhraseListProps extends Saying {
  readonly phrases: readonly RankedPhrase[]
  readonly values: Readonly<Record<string, string>>
}

/** Phrases for this moment, each with the digit that says it. */
export function PhraseList({ phrases, values, pending, say }: PhraseListProps) {
  const { t } = useText()
  if (phrases.length === 0) return <p className={classes['quiet']}>{t('script.none')}</p>
  return (
    <ol className={classes['phrases']} aria-label={t('script.phrases')}>
      {phrases.map((ranked, index) => (
        <PhraseItem
          key={ranked.phrase.id}
          ranked={ranked}
          digit={index + 1}
          values={values}
          pending={pending}
          say={say}
        />
      ))}
    </ol>
  )
}

interface PhraseItemProps extends Omit<PhraseListProps, 'phrases'> {
  readonly ranked: RankedPhrase
  readonly digit: number
}

function PhraseItem({ ranked: { phrase, said }, digit, values, pending, say }: PhraseItemProps) {
  const { t } = useText()
  const missing = phrase.slots.filter((name) => !Object.hasOwn(values, name))
  return (
    <li className={classes['phrase']} data-next={(digit === 1 && !said) || undefined} data-said={said || undefined}>
      <Keycap keys={[String(digit)]} />
      <button type="button" tabIndex={-1} aria-keyshortcuts={String(digit)} onClick={() => say(phrase, values)}>
        {phrase.buffer && <span className={classes['buffer']}>{t('script.buffer')}</span>}
        {phrase.text.split(slotPattern).map((piece, index) =>
          // Every second piece is the name of a place: that is how a split by a group comes out.
          index % 2 === 0 ? piece : <Slot key={piece} name={piece} value={values[piece]} />,
        )}
      </button>
      {missing.length > 0 && pending === phrase.id && (
        <MissingSlots names={missing} onFill={(more) => say(phrase, { ...values, ...more })} />
      )}
    </li>
  )
}

function Slot({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  const label = useSlotLabel(name)
  return <span className={classes['slot']}>{value ?? `[${label}]`}</span>
}

function useSlotLabel(name: string): string {
  const { language } = useText()
  return useReading().pack?.slots.find((slot) => slot.name === name)?.label[language as Lang] ?? name
}

interface MissingSlotsProps {
  readonly names: readonly string[]
  readonly onFill: (values: Readonly<Record<string, string>>) => boolean
}

/** The places the call knows nothing for; Enter says the phrase with what is written. */
function MissingSlots({ names, onFill }: MissingSlotsProps) {
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
