import { useState } from 'react'
import { type Article, beforeNumber } from '../../../../shared/assist/article.ts'
import { fillSlots } from '../../../../shared/assist/fill-slots.ts'
import { slotNames } from '../../../../shared/assist/phrase.ts'
import { useText } from '../../../text/context.tsx'
import { useDraft, useIntake } from '../context.tsx'
import { useReading } from '../reading.tsx'
import { MissingSlots } from './MissingSlots.tsx'
import classes from './Script.module.css'
import { useSlotValues } from './useSlotValues.ts'
import { withSlots } from './withSlots.ts'

/** Answers of the knowledge base for what is being typed; they are on this machine and work offline. Source: CALL-11. */
export function Articles() {
  const { t } = useText()
  const { articles } = useReading()
  if (articles.length === 0) return null
  return (
    <section className={classes['block']} aria-label={t('script.knowledge')}>
      <h3>{t('script.knowledge')}</h3>
      {articles.map(({ article }) => (
        <ArticleItem key={article.id} article={article} />
      ))}
    </section>
  )
}

function ArticleItem({ article }: { readonly article: Article }) {
  const { t } = useText()
  const values = useSlotValues()
  const given = useDraft(({ handed }) => handed.some((one) => one.article === article.id))
  const [asking, setAsking] = useState(false)
  const hand = useHanding(article)
  const sendable = beforeNumber(article.sendable)
  const missing = slotNames(sendable).filter((name) => !Object.hasOwn(values, name))
  return (
    <details className={classes['article']}>
      <summary>{article.title}</summary>
      <p>{article.body}</p>
      <ol>
        {article.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className={classes['sendable']}>{withSlots(sendable, values)}</p>
      <button type="button" disabled={given} onClick={() => setAsking(!hand(values))}>
        {given ? t('script.handed') : t('script.hand')}
      </button>
      {asking && !given && <MissingSlots names={missing} onFill={(more) => hand({ ...values, ...more })} />}
    </details>
  )
}

/** Copies an article for the customer and keeps that it was handed over; `false` while a place in it is open: nobody is sent a blank. */
function useHanding({ id: article, ...entry }: Article) {
  const intake = useIntake()
  const { pack } = useReading()
  return (values: Readonly<Record<string, string>>): boolean => {
    const sendable = beforeNumber(entry.sendable)
    const filled = fillSlots({ text: sendable, slots: slotNames(sendable) }, values, pack?.slots ?? [])
    if (!filled.ok) return false
    const { text } = filled.value
    const { handed } = intake.active()
    intake.setFields({ handed: [...handed, { id: crypto.randomUUID(), article, text }] })
    void navigator.clipboard.writeText(text).catch(reportError)
    return true
  }
}
