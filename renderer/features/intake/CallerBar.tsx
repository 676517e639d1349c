import { useCallback } from 'react'
import { CommandButton } from '../../app/commands.tsx'
import { stopwatch } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { clockFace } from '../../text/when.ts'
import { Dot } from '../../ui/Dot.tsx'
import { Region } from '../../ui/Region.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './CallerBar.module.css'
import { useDraft } from './context.tsx'
import { useHistory } from './history.ts'
import { Mood } from './Mood.tsx'
import { shownNumber } from './number.ts'
import { Outcome } from './Outcome.tsx'
import { SaveBanner } from './SaveBanner.tsx'

/** Who is calling, in which mood, and for how long. */
export function CallerBar() {
  const { t } = useText()
  const number = useDraft((draft) => shownNumber(draft.phone))
  return (
    <Region name={t('intake.caller')} className={classes['bar']}>
      <span className={classes['number']} data-empty={number === '' || undefined}>
        {number === '' ? t('intake.unknownNumber') : number}
      </span>
      <Caller />
      <SaveBanner />
      <Mood />
      <CallTime />
    </Region>
  )
}

function Caller() {
  const { t } = useText()
  const typed = useDraft((draft) => draft.name)
  const { customer, rows, repeats } = useHistory()
  const name = typed.trim() || customer?.name || rows[0]?.customerName || null
  return (
    <>
      {name !== null && <b className={classes['name']}>{name}</b>}
      {customer?.company !== undefined && <span className={classes['label']}>{customer.company}</span>}
      {rows.length > 0 && <Tag tone="accent">{t('intake.nthCall', { n: rows.length + 1 })}</Tag>}
      {repeats > 0 && <Tag>{t('intake.repeats', { n: repeats })}</Tag>}
    </>
  )
}

/** The talk's own time while it lasts, then the time of the work after it. */
function CallTime() {
  const { t } = useText()
  const startedAtMs = useDraft((draft) => draft.startedAtMs)
  const endedAtMs = useDraft((draft) => draft.endedAtMs)
  const from = endedAtMs ?? startedAtMs
  const elapsed = useCallback(() => clockFace(from === null ? 0 : stopwatch.elapsedMs(from)), [from])
  const label = endedAtMs === null ? t('intake.elapsed') : t('intake.afterCall')
  return (
    <>
      <span className={classes['label']}>
        {endedAtMs !== null && startedAtMs !== null && (
          <>
            {t('intake.hungUp', { time: clockFace(endedAtMs - startedAtMs) })}
            <Dot />
          </>
        )}
        {label}
      </span>
      <span className={classes['elapsed']} role="timer" aria-label={label}>
        <TickingText text={elapsed} />
      </span>
      {endedAtMs !== null && <Outcome />}
      {startedAtMs !== null && endedAtMs === null && <CommandButton id="intake.hangUp" look="line" />}
    </>
  )
}
