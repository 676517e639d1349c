import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { noDueMs } from './case-row.ts'
import type { Where } from './filters.ts'

/** In which order a list is read, and from which of its ends. */
export interface ListOrder {
  /**
   * Due times at which the screen begins a new heading, ascending. Under each heading important and angry customers stand first,
   * all by their nearest clock; left out, the nearest clock alone decides.
   */
  readonly headings?: readonly EpochMs[]
  /** Read from the last row towards the first; a page is answered in list order all the same. */
  readonly backward?: boolean
}

/** A stretch of the list that one index gives in order: due from `fromMs` until before `beforeMs`. */
export interface Run {
  readonly fromMs: number
  readonly beforeMs: number
  /** Only those in front, or only the others; `null` = both. */
  readonly front: boolean | null
}

const endOfTime = Number.MAX_SAFE_INTEGER
const wholeList: readonly Run[] = [{ fromMs: 0, beforeMs: endOfTime, front: null }]

/** The stretches of a list, first to last. */
export function runsOf({ headings }: ListOrder): readonly Run[] {
  if (headings === undefined) return wholeList
  const borders = [0, ...headings, noDueMs, endOfTime]
  return borders.slice(1).flatMap((beforeMs, i): readonly Run[] => {
    const fromMs = borders[i] ?? 0
    return [
      { fromMs, beforeMs, front: true },
      { fromMs, beforeMs, front: false },
    ]
  })
}

/** What of a row decides where it stands. */
interface Standing {
  readonly due_ms: number
  readonly ref: number
  readonly front: number
}

const isIn = ({ due_ms: dueMs, front }: Standing, run: Run): boolean =>
  dueMs >= run.fromMs && dueMs < run.beforeMs && (run.front === null || run.front === front > 0)

/** A place in the list: after this row, or before it where the list is read backward. */
export interface Place {
  readonly run: number
  readonly dueMs: number
  readonly ref: number
}

export const cursorAt = (row: Standing, runs: readonly Run[]): string =>
  `${row.due_ms}.${row.ref}.${runs.findIndex((run) => isIn(row, run))}`

/** The place a cursor names; whatever else is in it is none. */
export function placeOf(cursor: string | undefined, runs: readonly Run[]): Place | null {
  const parts = (cursor ?? '').split('.').map(Number)
  const [dueMs = -1, ref = -1, run = -1] = parts
  const isPlace = parts.length === 3 && parts.every((part) => Number.isSafeInteger(part) && part >= 0)
  return isPlace && run < runs.length ? { dueMs, ref, run } : null
}

/** The rest of a run after (backward: before) a place in it; the whole run where there is none. */
export function runWhere(run: Run, place: Place | null, isBackward: boolean): Where[] {
  const front = run.front === null ? [] : [{ sql: run.front ? 'c.front > 0' : 'c.front = 0', values: [] }]
  // A place in the run replaces its border on that side, so that the index is entered right there.
  const after =
    place === null || isBackward ? [] : [{ sql: '(c.due_ms, c.ref) > (?, ?)', values: [place.dueMs, place.ref] }]
  const before =
    place === null || !isBackward ? [] : [{ sql: '(c.due_ms, c.ref) < (?, ?)', values: [place.dueMs, place.ref] }]
  const from = after.length > 0 || run.fromMs === 0 ? after : [{ sql: 'c.due_ms >= ?', values: [run.fromMs] }]
  const until =
    before.length > 0 || run.beforeMs === endOfTime ? before : [{ sql: 'c.due_ms < ?', values: [run.beforeMs] }]
  return [...front, ...from, ...until]
}
