import { useMemo } from 'react'
import { callBackRemarks } from '../../../../shared/assist/culture.ts'
import type { Lang } from '../../../../shared/assist/record.ts'
import { wholeNowMs } from '../../../state/now.ts'
import { useZone } from '../../../state/session.ts'
import { useText } from '../../../text/context.tsx'
import { localMoment } from '../../../text/when.ts'
import { useReading } from '../reading.tsx'
import classes from './Script.module.css'
import { useCulture } from './useCulture.ts'

/** How the caller's culture speaks, who should apologise, when not to call, what to give, what a saying means. Source: CALL-13, CALL-14. */
export function CultureNotes() {
  const { t, language } = useText()
  const { dialect } = useReading()
  const zone = useZone()
  const culture = useCulture()
  const quiet = useMemo(
    () => (culture ? callBackRemarks(culture, localMoment(wholeNowMs(), zone)) : []),
    [culture, zone],
  )
  return (
    <>
      {dialect.length > 0 && (
        <section className={classes['block']} aria-label={t('script.dialect')}>
          <h3>{t('script.dialect')}</h3>
          {dialect.map(({ text, start, entry }) => (
            <p key={start}>
              <b>{text}</b> {entry.mandarin}
            </p>
          ))}
        </section>
      )}
      {culture !== null && (
        <details className={classes['block']}>
          <summary>{t('script.culture', { name: culture.name[language as Lang] })}</summary>
          <p>{culture.contextNote}</p>
          <p>{culture.apologyNote}</p>
          {quiet.map(({ id, why }) => (
            <p key={id} className={classes['fault']}>
              {why}
            </p>
          ))}
          <p>{t('script.gifts', { words: culture.gifts.taboo.join(' · ') })}</p>
          <p>{t('script.compensation', { words: culture.compensation.fitting.join(' · ') })}</p>
          <dl>
            {culture.idioms.map(({ said, means }) => (
              <div key={said}>
                <dt>{said}</dt>
                <dd>{means}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}
