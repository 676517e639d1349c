import { useDeferredValue } from 'react'
import { useDirectory } from '../state/directory.tsx'
import { wholeNowMs } from '../state/now.ts'
import type { Entry } from '../state/record.ts'
import { useSession } from '../state/session.ts'
import { useText } from '../text/context.tsx'
import { entryDetails } from '../text/entryDetails.ts'
import type { FormText } from '../text/formText.ts'
import { Dot } from './Dot.tsx'
import { Icon } from './icons.tsx'
import { OutlinedButton } from './OutlinedButton.tsx'
import classes from './Timeline.module.css'

interface TimelineProps {
  /** Oldest first. */
  readonly entries: readonly Entry[]
  /** How many came before them. */
  readonly older: number
  readonly onOlder?: () => void
  /** Everything of each entry, or what a glance needs. */
  readonly look: 'whole' | 'brief'
}

/** Entries that fit the tallest screen. */
const inSight = 16

/** What happened to a case, newest first: what and to whom, what was said, who, on which device, and its place in the chain. */
export function Timeline({ entries, older, onOlder, look }: TimelineProps) {
  const { t } = useText()
  // What is in sight is on the screen a frame before the rest of a long record.
  const shown = useDeferredValue(entries, entries.slice(-inSight))
  return (
    <section aria-label={t('detail.record')} className={classes['part']} data-look={look}>
      <h3 className={classes['title']}>{t('detail.record')}</h3>
      <ol className={classes['record']}>
        {shown.toReversed().map((entry) => (
          <Line key={entry.id} entry={entry} look={look} />
        ))}
      </ol>
      {older > 0 && onOlder !== undefined && <OutlinedButton label={t('case.older', { n: older })} onPress={onOlder} />}
    </section>
  )
}

function Line({ entry, look }: { readonly entry: Entry; readonly look: TimelineProps['look'] }) {
  const text = useText()
  const { naming } = text
  const words: FormText = { ...text, directory: useDirectory(), nowMs: wholeNowMs() }
  const details = entryDetails(entry, words)
  return (
    <li>
      <time>{naming.moment(entry.atMs, words.nowMs)}</time>
      <div>
        <span className={classes['what']}>
          {naming.name('event', entry.type)}
          {details.length > 0 && <span className={classes['details']}>{details.join(' · ')}</span>}
        </span>
        {look === 'whole' && <Words texts={entry.texts} />}
        <Origin entry={entry} words={words} look={look} />
      </div>
    </li>
  )
}

function Words({ texts }: { readonly texts: Entry['texts'] }) {
  const { t } = useText()
  return Object.entries(texts).map(([name, text]) => (
    <p key={name} className={classes['words']}>
      {text ?? t('intake.erased')}
    </p>
  ))
}

interface OriginProps {
  readonly entry: Entry
  readonly words: FormText
  readonly look: TimelineProps['look']
}

function Origin({ entry, words: { t, naming, directory, nowMs }, look }: OriginProps) {
  const place = usePlace(entry.device)
  return (
    <small>
      {entry.actor !== 'server' && (
        <>
          {directory.person(entry.actor)}
          <Dot />
        </>
      )}
      {place}
      {entry.claimedAtMs !== undefined && (
        <>
          <Dot />
          {t('case.backdated', { when: naming.moment(entry.claimedAtMs, nowMs) })}
        </>
      )}
      {look === 'whole' && (
        <span className={classes['chain']} data-waits={entry.caseV === undefined || undefined}>
          <Icon name={entry.caseV === undefined ? 'upload' : 'chain'} size={12} />
          {entry.caseV === undefined ? t('case.chainWaits') : t('case.chainMark', { n: entry.caseV })}
        </span>
      )}
    </small>
  )
}

function usePlace(device: string): string {
  const { t } = useText()
  const own = useSession((state) => state.session?.device)
  if (device === own) return t('detail.thisDevice')
  return device.startsWith('server:') ? t('detail.server') : t('detail.device', { end: device.slice(-4) })
}
