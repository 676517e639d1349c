import { clockLevel, remainingMs } from '../../state/clock.ts'
import type { QueueRow } from '../../state/rows.ts'
import { dayEndMs } from '../../text/when.ts'

/** Parts of the list by how soon the nearest clock is due, in list order. */
export const groupNames = ['late', 'hour', 'today', 'later', 'none'] as const
export type GroupName = (typeof groupNames)[number]

/** One line of the grid: a group's heading or a case. */
export type Line =
  | { readonly kind: 'group'; readonly group: GroupName; readonly count: number }
  | { readonly kind: 'case'; readonly row: QueueRow; readonly index: number }

const hourMs = 60 * 60 * 1000

/** Where a case stands by its nearest clock. A paused clock counts by what it has left. `endOfDayMs` ends today. */
function groupOf(row: QueueRow, nowMs: number, endOfDayMs: number): GroupName {
  const clock = row.nearest
  if (clock === undefined || clock.state === 'met' || clock.state === 'stopped') return 'none'
  if (clockLevel(clock, nowMs) === 'breached') return 'late'
  const leftMs = remainingMs(clock, nowMs)
  if (leftMs <= hourMs) return 'hour'
  return nowMs + leftMs < endOfDayMs ? 'today' : 'later'
}

/**
 * Puts headings between cases that come sorted by nearest clock. A case never goes under an earlier heading than the
 * one before it, so that a clock passing a border between two answers of the core cannot make a heading twice.
 */
export function linesOf(rows: readonly QueueRow[], nowMs: number, zone: string): readonly Line[] {
  const endOfDayMs = dayEndMs(nowMs, zone)
  const lines: Line[] = []
  let at = -1
  let from = 0
  const close = () => {
    const group = groupNames[at]
    const count = lines.length - from - 1
    if (group !== undefined) lines[from] = { kind: 'group', group, count }
  }
  for (const [index, row] of rows.entries()) {
    const place = Math.max(at, groupNames.indexOf(groupOf(row, nowMs, endOfDayMs)))
    if (place > at) {
      close()
      at = place
      from = lines.length
      lines.push({ kind: 'group', group: 'none', count: 0 })
    }
    lines.push({ kind: 'case', row, index })
  }
  close()
  return lines
}
