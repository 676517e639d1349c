import { describe, expect, it } from 'vitest'
import { headingsAt, isMoved, linesOf } from '../../../renderer/features/queue/groups.ts'
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

  it('SUP-1 a part that is not read to its end says that there are more, and which one it is', () => {
    const rows = [row('a', -5), row('b', 4), row('c', 61)]
    const whole = (openEnd: 'first' | 'last' | null) =>
      linesOf(rows, now, zone, openEnd).flatMap((line) => (line.kind === 'group' ? [line.isWhole] : []))
    expect(whole(null)).toEqual([true, true, true])
    expect(whole('last')).toEqual([true, true, false])
    expect(whole('first')).toEqual([false, true, true])
  })
})

describe('the parts the core sorts by', () => {
  it('CLS-5b are those under the headings, to the millisecond', () => {
    const borders = headingsAt(now, zone)
    for (const [at, border] of borders.entries()) {
      const dueIn = (ms: number) => row('x', 0, { dueAtMs: border + ms })
      const nameOf = (one: QueueRow) => linesOf([one], now, zone).map((line) => line.kind === 'group' && line.group)[0]
      const names = ['late', 'hour', 'today', 'later']
      expect([nameOf(dueIn(-1)), nameOf(dueIn(0))]).toEqual([names[at], names[at + 1]])
    }
  })

  it('CLS-5b are asked for again when a clock has passed from one to the next', () => {
    const rows = [row('a', 90), row('b', 5)]
    expect(isMoved(rows, now, now + 4 * minute, zone)).toBe(false)
    expect(isMoved(rows, now, now + 5 * minute, zone)).toBe(true)
  })
})
