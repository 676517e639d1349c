import { useId } from 'react'
import type { Article } from '../../../shared/assist/article.ts'
import type { Guide } from '../../../shared/assist/guide.ts'
import { type Phrase, slotPattern } from '../../../shared/assist/phrase.ts'
import type { Lang } from '../../../shared/assist/record.ts'
import { useAssist } from '../../state/assist.ts'
import { useText } from '../../text/context.tsx'
import classes from './EntryDetail.module.css'
import type { Using } from './use.ts'

export function PhraseBody({ phrase, using }: { readonly phrase: Phrase; readonly using: Using }) {
  return <Words text={phrase.text} using={using} />
}

export function ArticleBody({ article, using }: { readonly article: Article; readonly using: Using }) {
  const { t } = useText()
  return (
    <>
      <p className={classes['body']}>{article.body}</p>
      <Lines title={t('library.steps')} lines={article.steps} numbered />
      <h3>{t('library.sendable')}</h3>
      <Words text={article.sendable} using={using} />
    </>
  )
}

export function GuideBody({ guide }: { readonly guide: Guide }) {
  const { t } = useText()
  const { handOver, helplines } = guide
  const who = t(`act.level.${handOver.level}`)
  return (
    <>
      <p className={classes['body']}>{guide.aim}</p>
      <p className={classes['handOver']}>
        <b>
          {handOver.withinMinutes === 0
            ? t('library.handOverNow', { who })
            : t('library.handOver', { who, n: handOver.withinMinutes })}
        </b>{' '}
        {handOver.how}
      </p>
      {helplines.map(({ name, number, region }) => (
        <p key={`${region} ${number}`}>
          {name} <b>{number}</b> ({region})
        </p>
      ))}
      <Lines title={t('library.signs')} lines={guide.signs} />
      <Lines title={t('library.steps')} lines={guide.steps} numbered />
      <Lines title={t('library.never')} lines={guide.never} />
      <Lines title={t('library.record')} lines={guide.record} />
      <Lines title={t('library.afterwards')} lines={[guide.afterwards]} />
    </>
  )
}

interface LinesProps {
  readonly title: string
  readonly lines: readonly string[]
  readonly numbered?: boolean
}

function Lines({ title, lines, numbered = false }: LinesProps) {
  const items = lines.map((line) => <li key={line}>{line}</li>)
  return (
    <>
      <h3>{title}</h3>
      {numbered ? <ol className={classes['lines']}>{items}</ol> : <ul className={classes['lines']}>{items}</ul>}
    </>
  )
}

/** Words for the customer with their blanks filled; what nothing is known for is asked for below. */
function Words({ text, using }: { readonly text: string; readonly using: Using }) {
  const { t } = useText()
  const label = useSlotLabel()
  const { values, missing, fill } = using
  return (
    <>
      <p className={classes['said']}>
        {text.split(slotPattern).map((piece, index) =>
          // Every second piece is the name of a blank: that is how a split by a group comes out.
          index % 2 === 0 ? piece : <mark key={piece}>{values[piece] || `[${label(piece)}]`}</mark>,
        )}
      </p>
      {missing.length > 0 && (
        <fieldset className={classes['blanks']}>
          <legend>{t('library.fill')}</legend>
          {missing.map((name) => (
            <Blank key={name} label={label(name)} value={values[name] ?? ''} onFill={(value) => fill(name, value)} />
          ))}
        </fieldset>
      )}
    </>
  )
}

interface BlankProps {
  readonly label: string
  readonly value: string
  readonly onFill: (value: string) => void
}

/** Enter leads on: to the next blank, then back to the list, where it says or sends. */
function Blank({ label, value, onFill }: BlankProps) {
  const id = useId()
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-blank
        autoComplete="off"
        maxLength={60}
        placeholder=" "
        value={value}
        onChange={(event) => onFill(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return
          event.preventDefault()
          const blanks = [...(event.currentTarget.form ?? document).querySelectorAll<HTMLElement>('input[data-blank]')]
          const next = blanks[blanks.indexOf(event.currentTarget) + 1]
          if (next) next.focus()
          else document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true })
        }}
      />
    </p>
  )
}

function useSlotLabel(): (name: string) => string {
  const { language } = useText()
  const pack = useAssist()
  return (name) => pack?.slots.find((slot) => slot.name === name)?.label[language as Lang] ?? name
}
