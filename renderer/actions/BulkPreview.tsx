import { asRefusal } from '../state/execute.ts'
import { useText } from '../text/context.tsx'
import classes from './Act.module.css'
import type { Preview } from './useBulk.ts'

/** As many refusals are told one by one; the rest are in the figure. */
const mostTold = 8

/** What a bulk command would come to: how many cases take it, and which do not and why. */
export function BulkPreview({ answers }: { readonly answers: Preview }) {
  const { t, naming } = useText()
  const refused = answers.filter(({ refusals }) => refusals.length > 0)
  return (
    <section className={classes['preview']} aria-label={t('bulk.preview')} aria-live="polite">
      <p>{t('bulk.will', { n: answers.length - refused.length })}</p>
      {refused.length > 0 && <p>{t('bulk.wont', { n: refused.length })}</p>}
      <ul>
        {refused.slice(0, mostTold).map(({ case: id, number, refusals: [first] }) => (
          <li key={id}>{t('bulk.reason', { number, words: first ? naming.refusal(asRefusal(first)) : '' })}</li>
        ))}
      </ul>
    </section>
  )
}
