import { describe, expect, it } from 'vitest'
import policyData from '../../../resources/policies/default-v1.json' with { type: 'json' }
import { maxDailyDues } from '../../../shared/sla/daily.ts'
import { derivedDue } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { compilePolicy } from '../../../shared/sla/policy-compile.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import {
  allDay,
  at,
  calendarOf,
  clockAt,
  context,
  cyclesOf,
  hour,
  ladders,
  local,
  must,
  opened,
  signal,
  story,
  weekOf,
} from './fixtures.ts'

const due = (signals: readonly Signal[], time: string, use = context): string | null =>
  local(clockAt(signals, 'progress', time, use).dueAtMs)
const first = (time: string): string | null => due([opened(time)], time)

describe('SLA-4b by 17:00 each working day', () => {
  it('the first 17:00 at least 60 minutes after the start', () => {
    expect(first('2024-05-08 10:00')).toBe('2024-05-08 17:00')
    expect(first('2024-05-08 16:00')).toBe('2024-05-08 17:00')
    expect(first('2024-05-08 16:01')).toBe('2024-05-09 17:00')
    expect(first('2024-05-08 23:30')).toBe('2024-05-09 17:00')
    expect(first('2024-05-09 03:00')).toBe('2024-05-09 17:00')
  })

  it('of a working day: over the weekend, a holiday, onto a make-up Saturday', () => {
    expect(first('2024-05-17 16:30')).toBe('2024-05-20 17:00')
    expect(first('2024-05-18 10:00')).toBe('2024-05-20 17:00')
    expect(first('2024-04-30 17:00')).toBe('2024-05-06 17:00')
    expect(first('2024-05-10 16:30')).toBe('2024-05-11 17:00')
    expect(first('2024-02-28 18:00')).toBe('2024-02-29 17:00')
  })

  it('an update settles its own day, then the next working day is due, until resolved', () => {
    const signals = [
      opened('2024-05-08 10:00'),
      signal('progress', '2024-05-08 11:00'),
      signal('communicated', '2024-05-09 16:59'),
      signal('informed', '2024-05-10 09:00'),
      signal('resolved', '2024-05-11 12:00'),
    ]
    expect(story(signals, 'progress', '2024-05-20 12:00')).toEqual([
      '2024-05-08 10:00 → 2024-05-08 17:00 met',
      '2024-05-08 11:00 → 2024-05-09 17:00 met',
      '2024-05-09 16:59 → 2024-05-10 17:00 met',
      '2024-05-10 09:00 → 2024-05-11 17:00 stopped',
    ])
  })

  it('a second update on the same day earns nothing for the next one, nor one after 17:00 or at the weekend', () => {
    const twice = [
      opened('2024-05-08 10:00'),
      signal('progress', '2024-05-08 11:00'),
      signal('progress', '2024-05-08 15:00'),
    ]
    expect(due(twice, '2024-05-08 16:00')).toBe('2024-05-09 17:00')
    const evening = [...twice, signal('progress', '2024-05-08 20:00')]
    expect(due(evening, '2024-05-08 21:00')).toBe('2024-05-09 17:00')
    const weekend = [opened('2024-05-17 18:00'), signal('progress', '2024-05-18 11:00')]
    expect(due(weekend, '2024-05-18 12:00')).toBe('2024-05-20 17:00')
  })

  it('each missed day is a breach of its own; a late update settles them all', () => {
    const missed = [opened('2024-05-08 10:00')]
    const it = clockAt(missed, 'progress', '2024-05-10 12:00')
    expect([it.state, local(it.dueAtMs), it.cycle]).toEqual(['breached', '2024-05-08 17:00', 1])
    const breaches = derivedDue(foldClocks(missed, context).clocks, at('2024-05-10 12:00'))
    expect(breaches.filter(({ clock, kind }) => clock === 'progress' && kind === 'breach')).toMatchObject([
      { cycle: 1, atMs: at('2024-05-08 17:00') },
      { cycle: 2, atMs: at('2024-05-09 17:00') },
    ])
    expect(story([...missed, signal('progress', '2024-05-10 12:00')], 'progress', '2024-05-10 12:01')).toEqual([
      '2024-05-08 10:00 → 2024-05-08 17:00 breached',
      '2024-05-08 17:00 → 2024-05-09 17:00 breached',
      '2024-05-09 17:00 → 2024-05-10 17:00 met',
      '2024-05-10 12:00 → 2024-05-11 17:00 running',
    ])
  })

  it('an update at 17:00 itself is in time', () => {
    expect(
      story([opened('2024-05-08 10:00'), signal('progress', '2024-05-08 17:00')], 'progress', '2024-05-08 18:00')[0],
    ).toBe('2024-05-08 10:00 → 2024-05-08 17:00 met')
  })

  it('resolving settles what was missed as missed and the rest without a verdict', () => {
    expect(
      story([opened('2024-05-08 10:00'), signal('resolved', '2024-05-09 12:00')], 'progress', '2024-05-10 12:00'),
    ).toEqual(['2024-05-08 10:00 → 2024-05-08 17:00 breached', '2024-05-08 17:00 → 2024-05-09 17:00 stopped'])
  })

  it('is not due while the case is on hold at 17:00; one missed before the hold stays missed', () => {
    const base = opened('2024-05-08 10:00')
    const held = signal('held', '2024-05-08 11:00', { reason: 'waiting_customer' })
    const paused = clockAt([base, held], 'progress', '2024-05-09 12:00')
    expect(paused).toMatchObject({ state: 'paused', dueAtMs: null, pauseReason: 'waiting_customer' })
    expect(paused.remainingMs).toBe(5 * hour)
    expect(paused.businessRemainingMs).toBe(4 * hour)
    expect(due([base, held, signal('resumed', '2024-05-09 16:30')], '2024-05-09 16:31')).toBe('2024-05-09 17:00')
    expect(due([base, held, signal('resumed', '2024-05-09 17:00')], '2024-05-09 17:30')).toBe('2024-05-09 17:00')
    expect(due([base, held, signal('resumed', '2024-05-09 17:01')], '2024-05-09 17:30')).toBe('2024-05-10 17:00')
    const brief = [base, signal('held', '2024-05-08 16:30', { reason: 'x' }), signal('resumed', '2024-05-08 16:40')]
    expect(due(brief, '2024-05-08 16:41')).toBe('2024-05-08 17:00')
    const missed = [base, signal('held', '2024-05-08 18:00', { reason: 'x' })]
    expect(clockAt(missed, 'progress', '2024-05-09 18:00')).toMatchObject({
      state: 'breached',
      dueAtMs: at('2024-05-08 17:00'),
    })
    const kinds = derivedDue(foldClocks(missed, context).clocks, at('2024-05-12 18:00')).filter(
      ({ clock }) => clock === 'progress',
    )
    expect(kinds.filter(({ kind }) => kind === 'breach').length).toBe(1)
  })

  it('is near when 20 % of its working time is left, within working hours', () => {
    const at17 = clockAt([opened('2024-05-08 10:00')], 'progress', '2024-05-08 10:01')
    expect(local(at17.nearAtMs)).toBe('2024-05-08 15:48')
    const next = clockAt([opened('2024-05-08 18:00')], 'progress', '2024-05-08 18:01')
    expect([local(next.nearAtMs), next.targetMs]).toEqual(['2024-05-09 15:36', 7 * hour])
  })

  it('keeps 17:00 local over the change to summer time', () => {
    const berlin = calendarOf(weekOf('de', 'Europe/Berlin', [['09:00', '18:00']]))
    const use = { ...context, business: berlin }
    const before = { ...opened('2024-03-29 22:00'), atMs: Date.UTC(2024, 2, 29, 15, 30) }
    expect(clockAt([before], 'progress', '2024-03-31 12:00', use).dueAtMs).toBe(Date.UTC(2024, 3, 1, 15))
    const winter = { ...before, atMs: Date.UTC(2024, 2, 28, 17) }
    expect(clockAt([winter], 'progress', '2024-03-29 12:00', use).dueAtMs).toBe(Date.UTC(2024, 2, 29, 16))
  })

  it('comes every day where hours never stop', () => {
    const use = { ...context, business: allDay }
    expect(due([opened('2024-05-18 10:00')], '2024-05-18 10:01', use)).toBe('2024-05-18 17:00')
  })

  it('does not list more than a person can read when a case lies for years', () => {
    const clocks = cyclesOf([opened('2010-05-18 10:00')], 'progress')
    expect(clocks[0]?.later?.(at('2030-01-01 00:00')).length).toBe(maxDailyDues - 1)
  })
})

describe('SLA-4a SLA-4c the other progress clocks', () => {
  it('SLA-4a high: two hours from the start, then from each update, missed or not', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'high' }),
      signal('acknowledged', '2024-05-08 10:05'),
      signal('progress', '2024-05-08 11:30'),
      signal('progress', '2024-05-08 15:00'),
    ]
    expect(story(signals, 'progress', '2024-05-08 15:01')).toEqual([
      '2024-05-08 10:00 → 2024-05-08 12:00 met',
      '2024-05-08 11:30 → 2024-05-08 13:30 breached',
      '2024-05-08 15:00 → 2024-05-08 17:00 running',
    ])
  })

  it('SLA-4a a due time that passed before a change belongs to its own cycle, not to the next', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'high' }),
      signal('classified', '2024-05-08 12:30', { severity: 'major' }),
      signal('progress', '2024-05-08 13:00'),
    ]
    expect(cyclesOf(signals, 'progress').map((it) => local(it.passedDueAtMs ?? null))).toEqual([
      '2024-05-08 12:00',
      null,
    ])
  })

  it('SLA-4b only the first due time keeps its distance from the start', () => {
    const early = { kind: 'daily', at: '00:30', leadMinutes: 60 }
    const clocks = policyData.clocks.map((rule) =>
      rule.clock === 'progress' ? { ...rule, targets: { high: early, mid: early, low: early } } : rule,
    )
    const use = { ...context, policy: must(compilePolicy({ ...policyData, clocks }, ladders)) }
    expect(due([opened('2024-05-07 23:50')], '2024-05-07 23:51', use)).toBe('2024-05-09 00:30')
    const told = [opened('2024-05-07 10:00'), signal('progress', '2024-05-07 23:50')]
    expect(due(told, '2024-05-07 23:51', use)).toBe('2024-05-08 00:30')
  })

  it('SLA-4c low: once, at 80 % of the resolve target; updates after it ask for nothing', () => {
    const signals = [opened('2024-05-08 10:00', { urgency: 'low' })]
    expect(due(signals, '2024-05-08 10:01')).toBe('2024-05-10 14:12')
    const told = [...signals, signal('progress', '2024-05-09 10:00'), signal('progress', '2024-05-09 11:00')]
    expect(story(told, 'progress', '2024-05-15 10:00')).toEqual(['2024-05-08 10:00 → 2024-05-10 14:12 met'])
  })

  it('SLA-11c a change of urgency counts from the last update', () => {
    const told = [opened('2024-05-08 10:00', { urgency: 'low' }), signal('progress', '2024-05-08 11:00')]
    const high = [...told, signal('classified', '2024-05-08 12:00', { urgency: 'high' })]
    expect(story(high, 'progress', '2024-05-08 12:01')).toEqual([
      '2024-05-08 10:00 → 2024-05-10 14:12 met',
      '2024-05-08 11:00 → 2024-05-08 13:00 running',
    ])
    const mid = [...told, signal('classified', '2024-05-08 12:00', { urgency: 'mid' })]
    expect(due(mid, '2024-05-08 12:01')).toBe('2024-05-09 17:00')
    const low = [...high, signal('classified', '2024-05-08 12:30', { urgency: 'low' })]
    expect(story(low, 'progress', '2024-05-08 12:31')).toEqual(['2024-05-08 10:00 → 2024-05-10 14:12 met'])
    const untold = [
      opened('2024-05-08 10:00', { urgency: 'high' }),
      signal('classified', '2024-05-08 10:30', { urgency: 'mid' }),
    ]
    expect(due(untold, '2024-05-08 10:31')).toBe('2024-05-08 17:00')
  })

  it('begins again when the case is reopened, whatever was told before', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'low' }),
      signal('progress', '2024-05-08 11:00'),
      signal('resolved', '2024-05-08 12:00'),
      signal('reopened', '2024-05-13 10:00'),
    ]
    expect(story(signals, 'progress', '2024-05-13 10:01')).toEqual([
      '2024-05-08 10:00 → 2024-05-10 14:12 met',
      '2024-05-13 10:00 → 2024-05-15 14:12 running',
    ])
  })
})
