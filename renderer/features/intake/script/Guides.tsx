import { type Guide, helplinesFor } from '../../../../shared/assist/guide.ts'
import type { Lang } from '../../../../shared/assist/record.ts'
import type { Situation } from '../../../../shared/assist/situation.ts'
import { CommandButton } from '../../../app/commands.tsx'
import { useText } from '../../../text/context.tsx'
import { useReading } from '../reading.tsx'
import classes from './Script.module.css'
import { useRegion } from './useRegion.ts'

/** Guides that fit what is heard, the gravest open. They guide; they never label the customer. Source: CALL-7. */
export function Guides() {
  const { pack, situations } = useReading()
  const found = situations.flatMap(
    ({ situation }) => pack?.guides.find((guide) => guide.situations.includes(situation)) ?? [],
  )
  return [...new Set(found)].map((guide) => (
    <GuideCard key={guide.id} guide={guide} open={guide.situations.some((situation) => grave.has(situation))} />
  ))
}

/** Where somebody may come to harm the guide stands open before anything else; the others wait behind their title. */
const grave: ReadonlySet<Situation> = new Set(['self_harm', 'distress', 'injury'])

function GuideCard({ guide, open }: { readonly guide: Guide; readonly open: boolean }) {
  const { t, language } = useText()
  const { handOver } = guide
  const helplines = helplinesFor(guide, useRegion())
  const who = t(`act.level.${handOver.level}`)
  return (
    <details className={classes['guide']} open={open}>
      <summary>{guide.title[language as Lang]}</summary>
      <p>{guide.aim}</p>
      <ol>
        {guide.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h3>{t('script.never')}</h3>
      <ul>
        {guide.never.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {helplines.length > 0 && (
        <p className={classes['helplines']}>
          {helplines.map(({ name, number, region }) => (
            <span key={`${region} ${number}`}>
              {name} <b>{number}</b>
            </span>
          ))}
        </p>
      )}
      <p className={classes['handOver']}>
        {handOver.withinMinutes === 0
          ? t('script.handOverNow', { who })
          : t('script.handOver', { who, n: handOver.withinMinutes })}
        <CommandButton id="act.escalate" look="line" />
      </p>
    </details>
  )
}
