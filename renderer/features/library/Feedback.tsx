import { type FormEvent, useId, useState } from 'react'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useView } from '../../state/view.ts'
import type { WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './Feedback.module.css'
import { useJudgedCounts, useTold } from './judged.ts'
import type { Using } from './use.ts'

interface FeedbackProps {
  readonly entry: WordsEntry
  readonly judge: Using['judge']
}

/** A word to whoever wrote the entry, and what others told them. It lies in the case it came from, and travels with it. */
export function Feedback({ entry, judge }: FeedbackProps) {
  const { t } = useText()
  const id = useId()
  const [text, setText] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && (await judge(false, text.trim()))) setText('')
  }
  return (
    <form className={classes['feedback']} onSubmit={(event) => void submit(event)}>
      <label htmlFor={id}>{t('library.feedback')}</label>
      <textarea
        id={id}
        autoComplete="off"
        maxLength={1000}
        placeholder={t('library.feedbackHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey || event.nativeEvent.isComposing || event.keyCode === 229) return
          event.preventDefault()
          event.currentTarget.form?.requestSubmit()
        }}
      />
      {text.trim() !== '' && (
        <button type="submit" aria-keyshortcuts="Control+Enter">
          {t('library.feedbackSend')}
          <Keycap keys={['Ctrl', 'Enter']} />
        </button>
      )}
      <Told words={entry.id} />
    </form>
  )
}

function Told({ words }: { readonly words: string }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const openCase = useView((state) => state.openCase)
  const told = useTold(words, (useJudgedCounts().get(words)?.told ?? 0) > 0)
  if (told.length === 0) return null
  return (
    <section aria-label={t('library.toldBefore')} className={classes['told']}>
      <h3>{t('library.toldBefore')}</h3>
      <ul>
        {told.map(({ case: id, number, actor, atMs, helped, text }) => (
          <li key={`${id} ${actor}`}>
            <p>{text ?? t('intake.erased')}</p>
            <small>
              {directory.person(actor)} {naming.moment(atMs, wholeNowMs())} {t(helped ? 'library.yes' : 'library.no')}{' '}
              <button type="button" onClick={() => openCase(id)}>
                {number}
              </button>
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
