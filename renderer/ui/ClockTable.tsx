import type { ClockRow } from '../../shared/contract/console.ts'
import { type ShownClock, shownClock } from '../state/clock.ts'
import { useDirectory } from '../state/directory.tsx'
import { timeKeeper } from '../state/now.ts'
import { useText } from '../text/context.tsx'
import { ClockChip } from './ClockChip.tsx'
import classes from './ClockTable.module.css'
import { ClockWarnings } from './ClockWarnings.tsx'

const standing = { running: 0, paused: 1, late: 2, met: 2, stopped: 2 } as const

/** What runs comes first, the nearest at the top; then what is paused, then what is over. */
const byUrgency = (a: ShownClock, b: ShownClock): number =>
  standing[a.state] - standing[b.state] || a.dueAtMs - b.dueAtMs

interface ClockTableProps {
  readonly clocks: readonly ClockRow[]
  /** With what is left of business hours and how long it stood still, or the time alone. */
  readonly look: 'whole' | 'brief'
}

/** Every clock of a case, not only the nearest: name, time left, when it is due or why it stands still. */
export function ClockTable({ clocks, look }: ClockTableProps) {
  const { t, naming } = useText()
  const shown = clocks.map((row) => ({ row, clock: shownClock(row) })).sort((a, b) => byUrgency(a.clock, b.clock))
  return (
    <section className={classes['clocks']} aria-label={t('detail.clocks')} data-look={look}>
      {clocks.length === 0 && <p className={classes['none']}>{t('detail.noClocks')}</p>}
      {shown.map(({ row, clock }) => (
        <div key={`${clock.clock}/${clock.subject ?? ''}/${clock.cycle}`} className={classes['clock']}>
          <span>{naming.name('clock.names', clock.clock)}</span>
          <span className={classes['chip']}>
            <ClockChip clock={clock} />
          </span>
          <span className={classes['due']}>
            {clock.state === 'paused' ? t('clock.pausedPlain') : naming.due(clock.dueAtMs, timeKeeper.nowMs())}
          </span>
          <More row={row} clock={clock} look={look} />
          <ClockWarnings warnings={row.warnings} />
        </div>
      ))}
    </section>
  )
}

interface MoreProps {
  readonly row: ClockRow
  readonly clock: ShownClock
  readonly look: ClockTableProps['look']
}

/** Why it stands still; and for one that runs, what is left of business hours and by the calendar, where they differ. */
function More({ row, clock, look }: MoreProps) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  const paused = clock.pauseReason
  const isOpen = clock.state === 'running' || clock.state === 'paused'
  const facts = [
    ...(paused === undefined ? [] : [t('clock.paused', { reason: directory.reason('hold', paused, language) })]),
    ...(look === 'whole' && isOpen && row.remainingMs > 0
      ? [
          t('case.business', { time: naming.span(row.businessRemainingMs) }),
          t('case.calendar', { time: naming.span(row.remainingMs) }),
        ]
      : []),
    ...(look === 'whole' && row.pausedMs > 0 ? [t('case.pausedFor', { time: naming.span(row.pausedMs) })] : []),
    ...(look === 'whole' && row.endedAtMs !== undefined
      ? [t('case.atTime', { time: naming.moment(row.endedAtMs, timeKeeper.nowMs()) })]
      : []),
  ]
  return facts.length === 0 ? null : <span className={classes['why']}>{facts.join(' · ')}</span>
}
