import type { Article } from '../../../../shared/assist/article.ts'
import { useText } from '../../../text/context.tsx'
import { useDraft, useIntake } from '../context.tsx'
import { useReading } from '../reading.tsx'
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
  const intake = useIntake()
  const values = useSlotValues()
  const given = useDraft(({ handed }) => handed.some((one) => one.article === article.id))
  const text = withSlots(article.sendable, values)
  const hand = async () => {
    await navigator.clipboard.writeText(text)
    const { handed } = intake.active()
    intake.setFields({ handed: [...handed, { id: crypto.randomUUID(), article: article.id, text }] })
  }
  return (
    <details className={classes['article']}>
      <summary>{article.title}</summary>
      <p>{article.body}</p>
      <ol>
        {article.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className={classes['sendable']}>{text}</p>
      <button type="button" disabled={given} onClick={() => void hand()}>
        {given ? t('script.handed') : t('script.hand')}
      </button>
    </details>
  )
}
