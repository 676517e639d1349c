import { standing } from '../../../shared/assist/record.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useZone } from '../../state/session.ts'
import type { WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { dayOf } from '../../text/when.ts'
import classes from './EntryDetail.module.css'

/** Who answers for the words, since when they hold, and the law they rest on. Source: TRU-5. */
export function Provenance({ item }: { readonly item: WordsEntry['item'] }) {
  const { t, naming } = useText()
  const day = dayOf(wholeNowMs(), useZone())
  const { author, reviewer, validFrom, reviewBy, lawRef } = item
  const facts = [
    t('library.author', { author: naming.name('role', author), reviewer: naming.name('role', reviewer) }),
    t('library.valid', { from: validFrom, by: reviewBy }),
    ...(standing(item, day) === 'review_due' ? [t('library.reviewDue')] : []),
    ...(lawRef === undefined ? [] : [`${t('library.law')} ${lawRef}`]),
  ]
  return <p className={classes['provenance']}>{facts.join(' · ')}</p>
}
