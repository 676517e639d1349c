import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { visibleSets } from './counts.ts'
import type { ReadDb, SqlValue } from './database.ts'

/** A condition on `cases c` with its values. */
export interface Where {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

/** All of these hold. */
export const allOf = (parts: readonly Where[]): Where => ({
  sql: parts.map(({ sql }) => sql).join(' AND '),
  values: parts.flatMap(({ values }) => values),
})

/** What a list or a search is narrowed to; parts left out do not narrow. Source: ux.md "Queue". */
export interface CaseFilter {
  readonly status?: readonly string[]
  readonly kind?: readonly string[]
  readonly urgency?: readonly string[]
  readonly severity?: readonly string[]
  readonly problemType?: readonly string[]
  readonly channel?: readonly string[]
  readonly team?: readonly string[]
  readonly owner?: readonly string[]
  /** `false` = nobody's. */
  readonly owned?: boolean
  /** Opened in this span, epoch ms, both ends included. */
  readonly openedFromMs?: EpochMs
  readonly openedToMs?: EpochMs
  /** Nearest clock with less (or more) than this left, ms. */
  readonly leftUnderMs?: number
  readonly leftOverMs?: number
  /** Name of the customer: Chinese, pinyin or initials. Answered by the search. */
  readonly customer?: string
  readonly repeat?: boolean
  /** Somebody was called in and has not stepped down. */
  readonly escalated?: boolean
  readonly pending?: boolean
}

const columns = {
  status: 'c.status',
  kind: 'c.kind',
  urgency: 'c.urgency',
  severity: 'c.severity',
  problemType: 'c.problem_type',
  channel: 'c.channel',
  team: 'c.team',
  owner: 'c.owner',
} as const

export function filterParts(filter: CaseFilter | undefined, nowMs: EpochMs): Where[] {
  if (filter === undefined) return []
  const parts: Where[] = []
  for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
    const wanted = filter[name]
    if (wanted !== undefined)
      parts.push({ sql: `${columns[name]} IN (${wanted.map(() => '?').join(', ')})`, values: wanted })
  }
  const add = (sql: string, value: SqlValue | undefined): void => {
    if (value !== undefined) parts.push({ sql, values: [value] })
  }
  const flag = (value: boolean | undefined): number | undefined => (value === undefined ? undefined : Number(value))
  add('c.opened_ms >= ?', filter.openedFromMs)
  add('c.opened_ms <= ?', filter.openedToMs)
  add('c.due_ms < ?', filter.leftUnderMs === undefined ? undefined : nowMs + filter.leftUnderMs)
  add('c.due_ms > ?', filter.leftOverMs === undefined ? undefined : nowMs + filter.leftOverMs)
  add('(c.owner IS NOT NULL) = ?', flag(filter.owned))
  add('c.repeat = ?', flag(filter.repeat))
  add('EXISTS (SELECT 1 FROM escalations e WHERE e.ref = c.ref) = ?', flag(filter.escalated))
  add('(c.pending > 0) = ?', flag(filter.pending))
  return parts
}

/** What the session may see: no condition where it sees everything held here. */
export function seenFilter(db: ReadDb, scopes: readonly string[] | null): Where {
  if (scopes === null) return { sql: '1', values: [] }
  const visible = visibleSets(db, scopes)
  const isAll = visible.size === visibleSets(db, null).size
  if (isAll) return { sql: '1', values: [] }
  return { sql: `c.seen IN (${[...visible].map(() => '?').join(', ')})`, values: [...visible] }
}
