import { describe, expect, it } from 'vitest'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import { at, clockAt, context, cyclesOf, hour, local, minute, opened, signal, story } from './fixtures.ts'

const due = (signals: readonly Signal[], clock: string, time = '2024-05-10 10:21'): string | null =>
  local(clockAt(signals, clock, time).dueAtMs)
const state = (signals: readonly Signal[], clock: string, time: string): string => clockAt(signals, clock, time).state

describe('SLA-11a pausing', () => {
  const base = opened('2024-05-10 10:20', { urgency: 'high' })
  const held = signal('held', '2024-05-10 11:00', { reason: 'waiting_customer' })

  it('stops resolve, transfer, progress and the clocks by type; not ack, survey, promise', () => {
    const signals = [
      { ...base, problemType: 'product_fault' as const },
      signal('transferred', '2024-05-10 10:30', { subject: 't1' }),
      signal('promised', '2024-05-10 10:40', { subject: 'p1', dueAtMs: at('2024-05-10 15:00') }),
      held,
    ]
    const paused = clocksAt(signals, context, at('2024-05-10 11:30')).filter(({ state: it }) => it === 'paused')
    expect(paused.map(({ clock }) => clock)).toEqual(['resolve', 'progress', 'investigate', 'transfer'])
    for (const it of paused)
      expect(it).toMatchObject({ dueAtMs: null, pauseReason: 'waiting_customer', pausedMs: 30 * minute })
  })

  it('shows what is left, standing still', () => {
    for (const time of ['2024-05-10 11:00', '2024-05-10 20:00', '2024-05-19 03:00'])
      expect(clockAt([base, held], 'resolve', time)).toMatchObject({
        state: 'paused',
        remainingMs: 80 * minute,
        businessRemainingMs: 80 * minute,
      })
    const low = [{ ...base, urgency: 'low' as const }, held]
    expect(clockAt(low, 'resolve', '2024-05-10 17:30')).toMatchObject({
      state: 'paused',
      businessRemainingMs: 3 * 8 * hour - 40 * minute,
      remainingMs: at('2024-05-14 16:50') - at('2024-05-10 17:30'),
    })
  })

  it('moves the due time by the pause, in the clock’s own hours', () => {
    const resumed = signal('resumed', '2024-05-10 13:30')
    expect(due([base, held, resumed], 'resolve', '2024-05-10 13:31')).toBe('2024-05-10 14:50')
    const night = signal('resumed', '2024-05-11 08:00')
    expect(due([{ ...base, urgency: 'low' }, held, night], 'ack', '2024-05-11 08:01')).toBe('2024-05-10 11:20')
    expect(due([{ ...base, urgency: 'low' }, held, night], 'resolve', '2024-05-11 08:01')).toBe('2024-05-14 17:20')
  })

  it('a second hold while held changes nothing, a second resume neither', () => {
    const signals = [
      base,
      held,
      signal('held', '2024-05-10 11:10', { reason: 'other' }),
      signal('resumed', '2024-05-10 11:30'),
      signal('resumed', '2024-05-10 11:40'),
    ]
    const it = clockAt(signals, 'resolve', '2024-05-10 11:50')
    expect([it.pausedMs, local(it.dueAtMs), it.state]).toEqual([30 * minute, '2024-05-10 12:50', 'running'])
  })

  it('a clock already breached stays breached when held, and keeps its due time', () => {
    const it = clockAt([base, signal('held', '2024-05-10 12:21', { reason: 'x' })], 'resolve', '2024-05-10 13:00')
    expect(it).toMatchObject({
      state: 'breached',
      dueAtMs: at('2024-05-10 12:20'),
      remainingMs: -40 * minute,
      pauseReason: 'x',
    })
  })

  it('a hold that begins at the due time does not stop it from passing', () => {
    const it = clockAt([base, signal('held', '2024-05-10 12:20', { reason: 'x' })], 'resolve', '2024-05-10 12:21')
    expect(it.state).toBe('breached')
  })

  it('resolving on hold ends the pause: the next cycle is not paused', () => {
    const signals = [base, held, signal('resolved', '2024-05-10 14:00'), signal('reopened', '2024-05-10 15:00')]
    expect(story(signals, 'resolve', '2024-05-10 15:01')).toEqual([
      '2024-05-10 10:20 → 2024-05-10 15:20 met',
      '2024-05-10 15:00 → 2024-05-10 17:00 running',
    ])
  })

  it('what starts during a hold starts paused', () => {
    const it = clockAt(
      [base, held, signal('transferred', '2024-05-10 12:00', { subject: 't' })],
      'transfer',
      '2024-05-10 12:30',
    )
    expect(it).toMatchObject({ state: 'paused', remainingMs: 2 * hour, pausedMs: 30 * minute })
  })

  it('a policy may name the reasons that pause', () => {
    const clocks = context.policy.policy.clocks.map((rule) =>
      rule.clock === 'resolve' ? { ...rule, pausedBy: ['waiting_parts'] } : rule,
    )
    const rule = clocks.find(({ clock }) => clock === 'resolve')
    const found = context.policy.byClock.get('resolve')
    if (rule === undefined || found === undefined) throw new Error('no resolve rule')
    const rules = context.policy.rules.map((it) => (it === found ? { ...it, rule } : it))
    const listeners = new Map(
      [...context.policy.listeners].map(([type, { start, stop, end }]) => {
        const swap = (list: typeof start): typeof start =>
          list.map((it) => rules.find((other) => other.rule.clock === it.rule.clock) ?? it)
        return [type, { start: swap(start), stop: swap(stop), end: swap(end) }] as const
      }),
    )
    const narrow = { ...context, policy: { ...context.policy, rules, listeners } }
    expect(clockAt([base, held], 'resolve', '2024-05-10 11:30', narrow).state).toBe('running')
    const parts = [base, signal('held', '2024-05-10 11:00', { reason: 'waiting_parts' })]
    expect(clockAt(parts, 'resolve', '2024-05-10 11:30', narrow).state).toBe('paused')
  })
})

describe('SLA-11c changes mid-flight', () => {
  it('re-target each clock from its own start', () => {
    const signals = [
      opened('2024-05-10 10:20', { urgency: 'low' }),
      signal('transferred', '2024-05-10 11:00', { subject: 't1' }),
      signal('classified', '2024-05-10 11:30', { urgency: 'high' }),
    ]
    expect(due(signals, 'resolve', '2024-05-10 11:31')).toBe('2024-05-10 12:20')
    expect(due(signals, 'transfer', '2024-05-10 11:31')).toBe('2024-05-10 13:00')
    expect(due(signals, 'ack', '2024-05-10 11:31')).toBe('2024-05-10 10:35')
    expect(state(signals, 'ack', '2024-05-10 11:31')).toBe('breached')
  })

  it('a due time that had passed stays on record when the urgency is lowered', () => {
    const signals = [
      opened('2024-05-10 10:20', { urgency: 'high' }),
      signal('classified', '2024-05-10 13:00', { urgency: 'low' }),
    ]
    const it = clockAt(signals, 'resolve', '2024-05-10 13:01')
    expect([it.state, local(it.dueAtMs), local(it.passedDueAtMs ?? null)]).toEqual([
      'running',
      '2024-05-14 10:20',
      '2024-05-10 12:20',
    ])
    const again = [
      ...signals,
      signal('classified', '2024-05-10 14:00', { urgency: 'high' }),
      signal('classified', '2024-05-10 15:00', { urgency: 'low' }),
    ]
    expect(local(clockAt(again, 'resolve', '2024-05-10 15:01').passedDueAtMs ?? null)).toBe('2024-05-10 12:20')
  })

  it('a clock that no longer applies is gone unless its due time had passed', () => {
    const first = opened('2024-05-10 10:20', { problemType: 'product_fault' })
    const other = (time: string): Signal => signal('classified', time, { problemType: 'process' })
    expect(cyclesOf([first, other('2024-05-10 12:00')], 'investigate')).toEqual([])
    expect(cyclesOf([first, other('2024-05-12 12:00')], 'investigate')).toMatchObject([
      { passedDueAtMs: at('2024-05-11 10:20') },
    ])
    const late = signal('work_started', '2024-05-12 11:00')
    expect(cyclesOf([first, late, other('2024-05-12 12:00')], 'investigate')).toMatchObject([
      { passedDueAtMs: at('2024-05-11 10:20') },
    ])
  })

  it('ended clocks keep their verdict', () => {
    const signals = [
      opened('2024-05-10 10:20', { urgency: 'mid' }),
      signal('acknowledged', '2024-05-10 10:40'),
      signal('classified', '2024-05-10 10:45', { urgency: 'high' }),
    ]
    expect(clockAt(signals, 'ack', '2024-05-10 11:00')).toMatchObject({
      state: 'met',
      urgency: 'mid',
      dueAtMs: at('2024-05-10 10:50'),
    })
  })
})
