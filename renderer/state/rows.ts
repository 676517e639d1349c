import type { CaseRow } from '../../shared/contract/console.ts'
import { type ShownClock, shownClock } from './clock.ts'

/** A list line as screens hold it: the core's, with its clock made free of figures that change by themselves. */
export interface QueueRow extends Omit<CaseRow, 'nearest'> {
  readonly nearest?: ShownClock
}

export function queueRow({ nearest, ...row }: CaseRow): QueueRow {
  const named = { ...row, customerName: row.customerName === '' ? null : row.customerName }
  return nearest === undefined ? named : { ...named, nearest: shownClock(nearest) }
}
