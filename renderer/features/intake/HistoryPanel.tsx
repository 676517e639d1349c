import { useCommand, useKeysOf } from '../../app/commands.tsx'
import { timeKeeper } from '../../state/now.ts'
import type { QueueRow } from '../../state/rows.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { useDraft, useIntake } from './context.tsx'
import { useHistory } from './history.ts'
import classes from './Side.module.css'
import { CaseButton, Side } from './Side.tsx'

const isOpen = (row: QueueRow): boolean => !['closed', 'withdrawn', 'merged'].includes(row.status)

/** Earlier cases of the caller: open ones first, since those are what most second calls are about. Source: CASE-4. */
export function HistoryPanel() {
  const { t } = useText()
  const { phone, rows, heard, failed } = useHistory()
  const ordered = [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))]
  const openCase = useView((state) => state.openCase)
  // Until this very number is answered the list is still that of the number before: there is nothing to open unseen.
  const [first] = heard ? ordered : []
  useCommand('intake.earlier', () => (first === undefined ? false : openCase(first.id)))
  const unknown = heard ? t('intake.historyNone') : failed ? t('intake.historyFailed') : t('intake.historyWaiting')
  const hint = phone === null ? t('intake.historyHint') : unknown
  return (
    <Side
      name={t('intake.history')}
      count={rows.length > 0 ? t('intake.historyCount', { n: rows.length }) : undefined}
      hint={rows.length === 0 ? hint : undefined}
    >
      {ordered.map((row) => (
        <HistoryItem key={row.id} row={row} hasKey={row === first} />
      ))}
    </Side>
  )
}

function HistoryItem({ row, hasKey }: { readonly row: QueueRow; readonly hasKey: boolean }) {
  const { t, naming } = useText()
  const open = isOpen(row)
  const { caps } = useKeysOf('intake.earlier')
  return (
    <li className={classes['item']} data-open={open || undefined}>
      <div className={classes['first']}>
        <CaseButton id={row.id} hasKey={hasKey}>
          {row.symptom ?? t('intake.erased')}
        </CaseButton>
        {open && row.nearest && <ClockChip clock={row.nearest} />}
      </div>
      <div className={classes['second']}>
        <span>{naming.day(row.openedAtMs, timeKeeper.nowMs())}</span>
        <span>
          {naming.name('status', row.status)}
          <Dot />
          {row.number}
        </span>
        {hasKey && <Keycap keys={caps} />}
        <Satisfied id={row.id} />
        <RepeatMark id={row.id} />
      </div>
    </li>
  )
}

/** How content the customer was with it in the end. */
function Satisfied({ id }: { readonly id: string }) {
  const { t } = useText()
  const answer = useHistory().satisfaction.find((one) => one.case === id)
  return answer === undefined ? null : <span>{t('intake.satisfied', { n: answer.csat })}</span>
}

/** Says that this call is about the same matter once more. Source: CASE-9. */
function RepeatMark({ id }: { readonly id: string }) {
  const { t } = useText()
  const intake = useIntake()
  const marked = useDraft(({ repeatOf }) => repeatOf === id)
  return (
    <button
      type="button"
      className={classes['repeat']}
      aria-pressed={marked}
      onClick={() => intake.setFields({ repeatOf: marked ? null : id })}
    >
      {marked ? t('intake.repeatOn') : t('intake.repeat')}
    </button>
  )
}
