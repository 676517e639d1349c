import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../../shared/sla/calendar.ts'
import { calendarOf, minute } from './fixtures.ts'
import { createRandom } from './histories.ts'

/**
 * Hours counted a second way: the machine's own calendar says the wall time of each minute, and a minute is open when the
 * wall time lies in a window. Weeks around changes of the clock, of one hour and of half an hour, and the leap day.
 */
const weeks = [
  { zone: 'America/New_York', from: Date.UTC(2024, 2, 6) },
  { zone: 'America/New_York', from: Date.UTC(2024, 9, 30) },
  { zone: 'Europe/Berlin', from: Date.UTC(2024, 2, 27) },
  { zone: 'Australia/Lord_Howe', from: Date.UTC(2024, 3, 3) },
  { zone: 'Australia/Lord_Howe', from: Date.UTC(2024, 9, 2) },
  { zone: 'Asia/Shanghai', from: Date.UTC(2024, 1, 26) },
]
const length = 8 * 1440
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

interface Wall {
  readonly weekday: number
  readonly minute: number
}

function wallTimes(zone: string, fromMs: number): readonly Wall[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return Array.from({ length }, (_, index) => {
    const parts = format.formatToParts(fromMs + index * minute)
    const part = (type: string): string => parts.find((it) => it.type === type)?.value ?? ''
    return { weekday: weekdays.indexOf(part('weekday')), minute: Number(part('hour')) * 60 + Number(part('minute')) }
  })
}

type Window = readonly [number, number]

/** Up to three windows between 3:00 and 24:00, sometimes a shift over midnight that ends before any other begins. */
function randomWindows(random: () => number): readonly Window[] {
  const edges = Array.from({ length: 6 }, () => 240 + Math.floor(random() * 78) * 15).sort((a, b) => a - b)
  const windows: Window[] = []
  for (let i = 0; i < 6; i += 2) {
    const [from = 0, to = 0] = edges.slice(i, i + 2)
    if (from < to && random() < 0.8) windows.push([from, to])
  }
  const lastEnd = windows.at(-1)?.[1] ?? 0
  return random() < 0.3 && lastEnd <= 1380 ? [...windows, [1395, 180]] : windows
}

const text = (at: number): string =>
  `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`

function isOpen(week: readonly (readonly Window[])[], { weekday, minute: at }: Wall): boolean {
  const today = week[weekday] ?? []
  const yesterday = week[(weekday + 6) % 7] ?? []
  const inside = today.some(([from, to]) => (to > from ? at >= from && at < to : at >= from))
  return inside || yesterday.some(([from, to]) => to <= from && at < to)
}

/** Compares sums and due times at random minutes of the week; says the first that differs. */
function firstDifference(
  calendar: Calendar,
  open: readonly boolean[],
  fromMs: number,
  random: () => number,
): string | null {
  for (let i = 0; i < length; i++) if (calendar.isOpen(fromMs + i * minute) !== open[i]) return `minute ${i}`
  for (let round = 0; round < 25; round++) {
    const [a, b] = [Math.floor(random() * length), Math.floor(random() * length)].sort((x, y) => x - y)
    const [start, end] = [a ?? 0, b ?? 0]
    const count = open.slice(start, end).filter(Boolean).length
    if (calendar.businessBetween(fromMs + start * minute, fromMs + end * minute) !== count * minute)
      return `sum ${start} ${end}`
    const due = calendar.addBusiness(fromMs + start * minute, count * minute)
    let left = count
    let expected = start
    while (left > 0) if (open[expected++] === true) left--
    if (due !== fromMs + expected * minute) return `due ${start} ${count}`
  }
  return null
}

describe('SLA-11b hours against the wall time of each minute', () => {
  it.each(weeks)('$zone from $from', ({ zone, from }) => {
    const walls = wallTimes(zone, from)
    const random = createRandom(from % 2 ** 31)
    for (let round = 0; round < 12; round++) {
      const week = weekdays.map(() => randomWindows(random))
      if (week.every((windows) => windows.length === 0)) continue
      const named = Object.fromEntries(
        weekdays.map((name, i) => [name.toLowerCase(), (week[i] ?? []).map((window) => window.map(text))]),
      )
      const calendar = calendarOf(
        { id: 'random', version: 1, zone, week: named, makeUp: [], exceptions: [] },
        [],
        2024,
        2024,
      )
      const open = walls.map((wall) => isOpen(week, wall))
      expect([round, named, firstDifference(calendar, open, from, random)]).toEqual([round, named, null])
    }
  })
})
