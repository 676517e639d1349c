import { useCallback } from 'react'
import { useText } from '../../text/context.tsx'
import { clockFace } from '../../text/when.ts'
import { Region } from '../../ui/Region.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './CallerBar.module.css'
import { useDraft } from './context.tsx'
import { useHistory } from './history.ts'
import { shownNumber } from './number.ts'
import { SaveBanner } from './SaveBanner.tsx'

/** Who is calling and for how long. */
export function CallerBar() {
  const { t } = useText()
  const number = useDraft((draft) => shownNumber(draft.phone))
  const startedAtMs = useDraft((draft) => draft.startedAtMs)
  const history = useHistory()
  const elapsed = useCallback(
    (nowMs: number) => clockFace(startedAtMs === null ? 0 : nowMs - startedAtMs),
    [startedAtMs],
  )
  const name = history.rows[0]?.customerName ?? null
  return (
    <Region name={t('intake.caller')} className={classes['bar']}>
      <span className={classes['number']} data-empty={number === '' || undefined}>
        {number === '' ? t('intake.unknownNumber') : number}
      </span>
      {name !== null && <b className={classes['name']}>{name}</b>}
      {history.rows.length > 0 && <Tag tone="accent">{t('intake.nthCall', { n: history.rows.length + 1 })}</Tag>}
      <SaveBanner />
      <span className={classes['label']}>{t('intake.elapsed')}</span>
      <span className={classes['elapsed']} role="timer" aria-label={t('intake.elapsed')}>
        <TickingText text={elapsed} />
      </span>
    </Region>
  )
}
