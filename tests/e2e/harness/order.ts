import type { CaseRow, ClockRow } from '../../../shared/contract/console.ts'
import type { CaseFilter } from '../../../shared/contract/work.ts'

/** The core's time: what somebody does to the window's own clock is nothing to it. */
export const nowMs = (): number => Math.round(performance.timeOrigin + performance.now())

/** As much of the filter as screens are looked at with. */
export function narrowed(rows: readonly CaseRow[], filter: CaseFilter = {}, text = ''): readonly CaseRow[] {
  const lists = (['status', 'urgency', 'team', 'channel'] as const).flatMap((field) => {
    const wanted = filter[field]
    return wanted === undefined ? [] : [(row: CaseRow) => wanted.includes(row[field])]
  })
  const tests = [...lists, (row: CaseRow) => (row.symptom ?? '').includes(text)]
  return text === '' && lists.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
}

const ordered = new WeakMap<readonly CaseRow[], { readonly length: number; readonly rows: readonly CaseRow[] }>()

/** Sorted by nearest clock; a hundred thousand rows are sorted once, not at every question. */
export function byDue(rows: readonly CaseRow[]): readonly CaseRow[] {
  const known = ordered.get(rows)
  if (known?.length === rows.length) return known.rows
  const sorted = [...rows].sort((a, b) => dueOf(a) - dueOf(b))
  ordered.set(rows, { length: rows.length, rows: sorted })
  return sorted
}

/** Under each heading those in front first, as the real core sorts; a list without any stays as it is. */
export function frontFirst(rows: readonly CaseRow[], headings: readonly number[] | undefined): readonly CaseRow[] {
  if (headings === undefined || rows.length > 1000) return rows
  const partOf = (row: CaseRow) => headings.filter((border) => dueOf(row) >= border).length
  return rows.toSorted((a, b) => partOf(a) - partOf(b) || Number(b.front !== undefined) - Number(a.front !== undefined))
}

const dueOf = (row: CaseRow): number => {
  const clock: ClockRow | undefined = row.nearest
  if (clock === undefined) return Number.POSITIVE_INFINITY
  return clock.dueAtMs ?? nowMs() + clock.remainingMs
}
