import type { RankedPhrase } from '../../../../shared/assist/choose-phrases.ts'
import { slotPattern } from '../../../../shared/assist/phrase.ts'
import { useText } from '../../../text/context.tsx'
import { Keycap } from '../../../ui/Keycap.tsx'
import { MissingSlots, useSlotLabel } from './MissingSlots.tsx'
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
