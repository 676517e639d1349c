import { describe, expect, it } from 'vitest'
import { clockLevel, clockText, type ShownClock, shareLeft, shownClock } from '../../../renderer/state/clock.ts'
import type { ClockRow } from '../../../shared/contract/console.ts'

const minute = 60_000
const hour = 60 * minute
const words = { hours: '{{h}} 时 {{m}} 分', late: '超 {{time}}' }

describe('clockText', () => {
  it.each([
    [59 * minute + 59_000, '59:59'],
    [18 * minute + 42_000, '18:42'],
    [9_000, '00:09'],
    [1, '00:01'],
    [1001, '00:02'],
    [0, '超 00:00'],
    [-1, '超 00:00'],
    [-1000, '超 00:01'],
    [-(24 * minute + 10_000), '超 24:10'],
    [-(hour + 6 * minute), '超 1 时 06 分'],
    [hour, '1 时 00 分'],
    [hour - 1, '1 时 00 分'],
    [4 * hour, '4 时 00 分'],
    [23 * hour + 48 * minute, '23 时 48 分'],
    [72 * hour, '72 时 00 分'],
  ])('SLA-10 %i ms left reads %s', (leftMs, text) => {
    expect(clockText(leftMs, words)).toBe(text)
  })
})

const clock = (more: Partial<ShownClock> = {}): ShownClock => ({
  clock: 'ack',
  cycle: 1,
  state: 'running',
  dueAtMs: 100 * minute,
  wholeMs: 100 * minute,
  ...more,
})

describe('clockLevel', () => {
  it.each([
    [0, 'calm'],
    [49.99, 'calm'],
    [50, 'warn'],
    [79.99, 'warn'],
    [80, 'hot'],
    [99.99, 'hot'],
    [100, 'breached'],
    [500, 'breached'],
  ])('SLA-10 with %f %% of the time gone it is %s', (percent, level) => {
    expect(clockLevel(clock(), percent * minute)).toBe(level)
  })

  it('SLA-10 a paused clock neither counts nor warns, whatever the time', () => {
    const paused = clock({ state: 'paused', heldMs: 3 * minute })
    expect([0, 1000 * minute].map((now) => clockLevel(paused, now))).toEqual(['paused', 'paused'])
  })

  it('SLA-10 an ended clock stands still: in time is done, too late stays breached', () => {
    expect(clockLevel(clock({ state: 'met', heldMs: 5 }), 1e12)).toBe('done')
    expect(clockLevel(clock({ state: 'late', heldMs: -5 }), 0)).toBe('breached')
  })

  it('SLA-10 a clock without any length is used up', () => {
    expect(shareLeft(clock({ wholeMs: 0 }), 0)).toBe(0)
  })
})

const row = (more: Partial<ClockRow> = {}): ClockRow => ({
  clock: 'ack',
  source: 'SLA-1',
  cycle: 1,
  startedAtMs: 0,
  dueAtMs: 30 * minute,
  nearAtMs: 25 * minute,
  state: 'running',
  remainingMs: 20 * minute,
  businessRemainingMs: 20 * minute,
  targetMs: 30 * minute,
  pausedMs: 0,
  channelProposed: [],
  warnings: [],
  ...more,
})

describe('shownClock', () => {
  it('SLA-10 two answers about an unchanged clock are equal, so that no row is rendered again', () => {
    const later = row({ remainingMs: 1, businessRemainingMs: 1, state: 'near' })
    expect(shownClock(later)).toEqual(shownClock(row()))
  })

  it('SLA-10 a pause that is over does not count into the whole', () => {
    expect(shownClock(row({ dueAtMs: 40 * minute, pausedMs: 10 * minute })).wholeMs).toBe(30 * minute)
  })

  it('SLA-10c while paused it stands at what was left and says why', () => {
    const paused = shownClock(row({ state: 'paused', dueAtMs: null, remainingMs: 7 * minute, pauseReason: 'x' }))
    expect(paused).toMatchObject({ state: 'paused', heldMs: 7 * minute, pauseReason: 'x', wholeMs: 30 * minute })
  })

  it('SLA-10 breached and ended is late for good, breached and running goes on counting', () => {
    expect(shownClock(row({ state: 'breached', endedAtMs: 31 * minute, remainingMs: -minute })).state).toBe('late')
    expect(shownClock(row({ state: 'breached' })).state).toBe('running')
  })
})
