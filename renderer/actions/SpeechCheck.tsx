import { useDeferredValue } from 'react'
import { useAssist } from '../state/assist.ts'
import { useSpeechFindings } from '../state/speech.ts'
import { useText } from '../text/context.tsx'
import classes from './Act.module.css'

/** Words for the customer, checked while they are typed: what not to say, why, and how it is said better. Source: CALL-6. */
export function SpeechCheck({ text }: { readonly text: string }) {
  const { t } = useText()
  // The time stands in its own field, so a sentence without one is not vague here.
  const found = useSpeechFindings(useAssist(), useDeferredValue(text), 'vague_promise')
  if (found.length === 0) return null
  return (
    <ul className={classes['speech']} aria-label={t('act.promise.checked')}>
      {found.map(({ rule, start, severity, text: said, why, better }) => (
        <li key={`${rule} ${start}`} data-severity={severity}>
          <s>{said}</s> <span>{why}</span>
          {better[0] !== undefined && !better[0].includes('{{') && (
            <span className={classes['better']}>{t('script.better', { words: better[0] })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
