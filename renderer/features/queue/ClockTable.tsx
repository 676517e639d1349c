import type { ShownClock } from '../../state/clock.ts'
import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import classes from './ClockTable.module.css'

const standing = { running: 0, paused: 1, late: 2, met: 2, stopped: 2 } as const

/** What runs comes first, the nearest at the top; then what is paused, then what is over. */
const byUrgency = (a: ShownClock, b: ShownClock): number =>
  standing[a.state] - standing[b.state] || a.dueAtMs - b.dueAtMs

/** Every clock of a case, not only the nearest: name, time left, when it is due or why it stands still. */
export function ClockTable({ clocks }: { readonly clocks: readonly ShownClock[] }) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  return (
    <section className={classes['clocks']} aria-label={t('detail.clocks')}>
      {clocks.length === 0 && <p className={classes['none']}>{t('detail.noClocks')}</p>}
      {[...clocks].sort(byUrgency).map((clock) => (
        <div key={`${clock.clock}/${clock.subject ?? ''}/${clock.cycle}`} className={classes['clock']}>
          <span>{naming.name('clock.names', clock.clock)}</span>
          <span className={classes['chip']}>
            <ClockChip clock={clock} />
          </span>
          <span className={classes['due']}>
            {clock.state === 'paused' ? t('clock.pausedPlain') : naming.due(clock.dueAtMs, timeKeeper.nowMs())}
          </span>
          {clock.pauseReason !== undefined && (
            <span className={classes['why']}>
              {t('clock.paused', { reason: directory.reason('hold', clock.pauseReason, language) })}
            </span>
          )}
        </div>
      ))}
    </section>
  )
}
