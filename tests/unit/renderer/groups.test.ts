import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../renderer/features/queue/groups.ts'
import type { ShownClock } from '../../../renderer/state/clock.ts'
import type { QueueRow } from '../../../renderer/state/rows.ts'

const zone = 'Asia/Shanghai'
const now = Date.parse('2024-05-10T02:00:00Z') // 10:00 there
const minute = 60_000

const row = (id: string, leftMinutes: number | null, more: Partial<ShownClock> = {}): QueueRow => ({
  id,
  number: id,
  status: 'received',
  kind: 'complaint',
  urgency: 'mid',
  severity: 'general',
  symptom: null,
  customerName: null,
  phoneMasked: null,
  channel: 'hotline',
  team: 't',
  openedAtMs: 0,
  updatedAtMs: 0,
  pending: false,
  repeat: false,
  ...(leftMinutes === null
    ? {}
    : {
        nearest: {
          clock: 'ack',
          cycle: 1,
          state: 'running',
          dueAtMs: now + leftMinutes * minute,
          wholeMs: 60 * minute,
          ...more,
        },
      }),
})

const shape = (rows: readonly QueueRow[]) =>
  linesOf(rows, now, zone).map((line) => (line.kind === 'group' ? `${line.group}:${line.count}` : line.row.id))

describe('linesOf', () => {
  it('SUP-1 groups cases sorted by nearest clock, each group with its count', () => {
    const rows = [
      row('a', -5),
      row('b', -1),
      row('c', 4),
      row('d', 60),
      row('e', 61),
      row('f', 15 * 60),
      row('g', null),
    ]
    expect(shape(rows)).toEqual([
      ...['late:2', 'a', 'b'],
      ...['hour:2', 'c', 'd'],
      ...['today:1', 'e'],
      ...['later:1', 'f'],
      ...['none:1', 'g'],
    ])
  })

  it('SUP-1 no heading comes twice when a clock passes a border between two answers', () => {
    expect(shape([row('a', 61), row('b', 30), row('c', 62)])).toEqual(['today:3', 'a', 'b', 'c'])
  })

  it('SUP-1 a paused clock counts by what it has left', () => {
    expect(shape([row('a', 0, { state: 'paused', heldMs: 44 * minute })])).toEqual(['hour:1', 'a'])
  })

  it('SUP-1 cases keep their place in the list and nothing makes no line', () => {
    expect(linesOf([], now, zone)).toEqual([])
    const places = linesOf([row('a', 1), row('b', 700)], now, zone).flatMap((line) =>
      line.kind === 'case' ? [line.index] : [],
    )
    expect(places).toEqual([0, 1])
  })
})
