import { useMemo } from 'react'
import type { ClockView } from '../../../shared/sla/clock.ts'
import type { ShownClock } from '../../state/clock.ts'
import { ticker } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { ClockWarnings } from '../../ui/ClockWarnings.tsx'
import classes from './ClockPreview.module.css'
import { useDraft } from './context.tsx'
import { usePreviewClocks } from './previewClocks.tsx'

/** Every clock the case will have, counted by the kernel while the call is still on. */
export function ClockPreview() {
  const { t } = useText()
  const clocks = usePreviewClocks()
  const startedAtMs = useDraft((draft) => draft.startedAtMs)
  if (clocks.length === 0) return null
  return (
    <section className={classes['preview']} aria-label={t('intake.preview')}>
      <div className={classes['clocks']}>
        {clocks.map((clock) => (
          <Preview key={`${clock.clock}/${clock.cycle}`} clock={clock} started={startedAtMs !== null} />
        ))}
      </div>
      <ClockWarnings warnings={clocks.flatMap(({ warnings }) => warnings)} />
    </section>
  )
}

function Preview({ clock, started }: { readonly clock: ClockView; readonly started: boolean }) {
  const { naming } = useText()
  const shown = useMemo(() => shownPreview(clock), [clock])
  const ways = clock.channelProposed.map((way) => naming.name('way', way)).join(' / ')
  const nowMs = ticker.nowMs()
  return (
    <div className={classes['clock']}>
      <div className={classes['name']}>{naming.name('clock.names', clock.clock)}</div>
      <div className={classes['chip']}>
        <ClockChip clock={shown} mode={started ? 'ticking' : 'still'} />
      </div>
      <div className={classes['due']}>
        {naming.due(clock.dueAtMs ?? nowMs, nowMs)}
        {ways !== '' && <span>{ways}</span>}
      </div>
    </div>
  )
}

/** A fresh clock runs, whatever its hours. */
const shownPreview = ({ clock, cycle, dueAtMs, startedAtMs }: ClockView): ShownClock => ({
  clock,
  cycle,
  state: 'running',
  dueAtMs: dueAtMs ?? startedAtMs,
  wholeMs: Math.max(0, (dueAtMs ?? startedAtMs) - startedAtMs),
})
