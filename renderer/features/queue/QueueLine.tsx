import { memo } from 'react'
import type { Urgency } from '../../../shared/case/words.ts'
import { useDirectory } from '../../state/directory.tsx'
import type { QueueRow } from '../../state/rows.ts'
import { useText } from '../../text/context.tsx'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { Bars, Icon, type IconName } from '../../ui/icons.tsx'
import { Cell, Row } from '../../ui/Row.tsx'
import type { GroupName } from './groups.ts'
import classes from './QueueLine.module.css'

export const rowId = (caseId: string): string => `case-${caseId}`
export const columns = [
  'mark',
  'due',
  'clock',
  'symptom',
  'channel',
  'number',
  'customer',
  'urgency',
  'team',
  'status',
] as const

const levels: Readonly<Record<string, 1 | 2 | 3>> = { high: 3, mid: 2, low: 1 } satisfies Record<Urgency, 1 | 2 | 3>

interface CaseLineProps {
  readonly row: QueueRow
  /** Place in the grid, 1 = the heading of the columns. */
  readonly rowIndex: number
  readonly top: number
  readonly current: boolean
  readonly selected: boolean
  readonly onPick: (id: string) => void
  readonly onToggle: (id: string) => void
}

/** One case. Rendered again only when the case itself or the cursor on it changes; its clock ticks by itself. */
export const CaseLine = memo(function CaseLine(props: CaseLineProps) {
  const { row, rowIndex, top, current, selected, onPick, onToggle } = props
  const { t, naming } = useText()
  const directory = useDirectory()
  return (
    <Row
      id={rowId(row.id)}
      rowIndex={rowIndex}
      top={top}
      current={current}
      selected={selected}
      className={classes['line']}
      onPick={() => onPick(row.id)}
    >
      <Cell className={classes['tick']}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('select.row', { number: row.number })}
          checked={selected}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onToggle(row.id)}
        />
      </Cell>
      <Cell>{row.nearest && <ClockChip clock={row.nearest} />}</Cell>
      <Cell className={classes['kind']}>{row.nearest && naming.name('clock.short', row.nearest.clock)}</Cell>
      <Cell className={classes['symptom']} title={row.symptom ?? undefined}>
        <span className={classes['cut']}>{row.symptom ?? t('intake.erased')}</span>
        {row.front?.map((reason) => (
          <Mark key={reason} icon={frontIcons[reason]}>
            {t(`queue.front.${reason}`)}
          </Mark>
        ))}
        {row.repeat && <Mark icon="link">{t('queue.repeat')}</Mark>}
        {row.pending && <Mark icon="upload">{t('queue.pending')}</Mark>}
      </Cell>
      <Cell className={classes['wide']}>{naming.name('channel', row.channel)}</Cell>
      <Cell className={classes['wide']}>{row.number}</Cell>
      <Cell className={classes['customer']}>
        <span className={classes['cut']}>{row.customerName ?? t('queue.noName')}</span>
        <i>{row.phoneMasked}</i>
      </Cell>
      <Cell className={classes['urgency']} mark={row.urgency}>
        <Bars level={levels[row.urgency] ?? 2} />
        {naming.name('urgency', row.urgency)}
      </Cell>
      <Cell className={classes['team']} mark={row.owner === undefined ? 'free' : undefined}>
        <span className={classes['cut']}>{directory.team(row.team)}</span>
        <i>{row.owner === undefined ? t('queue.unassigned') : directory.person(row.owner)}</i>
      </Cell>
      <Cell className={classes['status']}>{naming.name('status', row.status)}</Cell>
    </Row>
  )
})

function Mark({ icon, children }: { readonly icon: IconName; readonly children: string }) {
  return (
    <span className={classes['mark']}>
      <Icon name={icon} size={12} />
      {children}
    </span>
  )
}

const frontIcons = { important: 'star', angry: 'alert' } as const satisfies Record<string, IconName>

interface GroupLineProps {
  readonly group: GroupName
  readonly count: number
  readonly isWhole: boolean
  readonly hasFront: boolean
  readonly rowIndex: number
  readonly top: number
}

export const GroupLine = memo(function GroupLine(props: GroupLineProps) {
  const { group, count, isWhole, hasFront, rowIndex, top } = props
  const { t } = useText()
  return (
    <Row rowIndex={rowIndex} top={top} className={classes['group']}>
      <Cell span={columns.length} mark={group}>
        <b>{t(`queue.group.${group}`)}</b>
        {isWhole ? count : `${count}+`}
        {hasFront && <small className={classes['front']}>{t('queue.frontFirst')}</small>}
      </Cell>
    </Row>
  )
})

export function HeadLine() {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid around it holds the focus
    // biome-ignore lint/a11y/useSemanticElements: no table around it, see Row
    <div role="row" aria-rowindex={1} className={classes['head']}>
      {columns.map((column) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the order cannot be changed, so there is nothing to press
        // biome-ignore lint/a11y/useSemanticElements: no table around it, see Row
        <span
          key={column}
          role="columnheader"
          className={column === 'channel' || column === 'number' ? classes['wide'] : undefined}
          aria-sort={column === 'due' ? 'ascending' : undefined}
        >
          {column === 'mark' ? <span className="sr">{t('queue.column.mark')}</span> : t(`queue.column.${column}`)}
          {column === 'due' && <span aria-hidden="true"> ↑</span>}
        </span>
      ))}
    </div>
  )
}
