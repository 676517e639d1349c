import { clockLevel, remainingMs } from '../../state/clock.ts'
import type { QueueRow } from '../../state/rows.ts'
import { dayEndMs } from '../../text/when.ts'

/** Parts of the list by how soon the nearest clock is due, in list order. */
export const groupNames = ['late', 'hour', 'today', 'later', 'none'] as const
export type GroupName = (typeof groupNames)[number]

/** One line of the grid: a group's heading or a case. */
export type Line =
  | {
      readonly kind: 'group'
      readonly group: GroupName
      readonly count: number
      /** All of it is read; else there are at least so many. */
      readonly isWhole: boolean
      /** Somebody in it stands before others that are due earlier. */
      readonly hasFront: boolean
    }
  | { readonly kind: 'case'; readonly row: QueueRow; readonly index: number }

const hourMs = 60 * 60 * 1000

/** Due times at which a new heading begins, for the core to sort by: what is due now is late, an hour from now is still within it. */
export const headingsAt = (nowMs: number, zone: string): readonly number[] => {
  const now = Math.floor(nowMs)
  return [now + 1, now + hourMs + 1, dayEndMs(now, zone)].sort((a, b) => a - b)
}

/** Where a case stands by its nearest clock. A paused clock counts by what it has left. `endOfDayMs` ends today. */
function groupOf(row: QueueRow, nowMs: number, endOfDayMs: number): GroupName {
  const clock = row.nearest
  if (clock === undefined || clock.state === 'met' || clock.state === 'stopped') return 'none'
  if (clockLevel(clock, nowMs) === 'breached') return 'late'
  const leftMs = remainingMs(clock, nowMs)
  if (leftMs <= hourMs) return 'hour'
  return nowMs + leftMs < endOfDayMs ? 'today' : 'later'
}

/** The end of the list at which more can be read. */
export type OpenEnd = 'first' | 'last' | null

/**
 * Puts headings between cases that come sorted by nearest clock, part by part. A case never goes under an earlier heading than
 * the one before it, so that a clock passing a border between two answers of the core cannot make a heading twice.
 */
export function linesOf(
  rows: readonly QueueRow[],
  nowMs: number,
  zone: string,
  openEnd: OpenEnd = null,
): readonly Line[] {
  const endOfDayMs = dayEndMs(nowMs, zone)
  const groups: { readonly at: number; readonly rows: QueueRow[] }[] = []
  for (const row of rows) {
    const at = Math.max(groups.at(-1)?.at ?? 0, groupNames.indexOf(groupOf(row, nowMs, endOfDayMs)))
    if (groups.at(-1)?.at === at) groups.at(-1)?.rows.push(row)
    else groups.push({ at, rows: [row] })
  }
  const openGroup = openEnd === null ? undefined : groups.at(openEnd === 'first' ? 0 : -1)
  let index = 0
  return groups.flatMap((group): Line[] => [
    {
      kind: 'group',
      group: groupNames[group.at] ?? 'none',
      count: group.rows.length,
      isWhole: group !== openGroup,
      hasFront: group.rows.some(({ front }) => front !== undefined),
    },
    ...group.rows.map((row): Line => ({ kind: 'case', row, index: index++ })),
  ])
}

/** A clock has passed a border since the list was read: its part of the list is another one now. */
export function isMoved(rows: readonly QueueRow[], readMs: number, nowMs: number, zone: string): boolean {
  const [then, now] = [dayEndMs(readMs, zone), dayEndMs(nowMs, zone)]
  return rows.some((row) => groupOf(row, readMs, then) !== groupOf(row, nowMs, now))
}
