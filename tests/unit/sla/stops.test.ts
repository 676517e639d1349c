import { describe, expect, it } from 'vitest'
import { foldClocks } from '../../../shared/sla/fold.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt, nearestClock, usedShare, viewClock } from '../../../shared/sla/view.ts'
import { at, clockAt, context, cyclesOf, hour, local, minute, opened, signal, story } from './fixtures.ts'

const due = (signals: readonly Signal[], clock: string, time = '2024-05-10 10:21'): string | null =>
  local(clockAt(signals, clock, time).dueAtMs)
const state = (signals: readonly Signal[], clock: string, time: string): string => clockAt(signals, clock, time).state

describe('stops', () => {
  const base = opened('2024-05-10 10:20', { urgency: 'high' })

  it('SLA-1b SLA-1c any logged outbound contact stops the acknowledgement; another way than proposed is noted', () => {
    const contact = (type: Signal['type'], way: Signal['way']): unknown => {
      const {
        state: it,
        channelUsed,
        warnings,
      } = clockAt([base, signal(type, '2024-05-10 10:30', { way })], 'ack', '2024-05-10 10:31')
      return [it, channelUsed, warnings.map(({ key, params }) => `${key} ${params['way']}`)]
    }
    expect(contact('acknowledged', 'sms')).toEqual(['met', 'sms', []])
    expect(contact('communicated', 'email')).toEqual(['met', 'email', ['contact.other_way email']])
    expect(contact('progress', 'wecom')).toEqual(['met', 'wecom', ['contact.other_way wecom']])
    expect(contact('informed', undefined)).toEqual(['met', undefined, []])
  })

  it('SLA-1b neither an attempt nor a word from the customer stops it', () => {
    expect(
      state([base, signal('communicated', '2024-05-10 10:30', { reached: false })], 'ack', '2024-05-10 10:31'),
    ).toBe('near')
    expect(
      state([base, signal('communicated', '2024-05-10 10:30', { direction: 'in' })], 'ack', '2024-05-10 10:31'),
    ).toBe('near')
  })

  it('at the due time is in time, a millisecond later is not', () => {
    const stop = { ...signal('resolved', '2024-05-10 12:20') }
    expect(state([base, stop], 'resolve', '2024-05-10 13:00')).toBe('met')
    expect(state([base, { ...stop, atMs: stop.atMs + 1 }], 'resolve', '2024-05-10 13:00')).toBe('breached')
    const it = cyclesOf([base], 'resolve')[0]
    if (it === undefined) throw new Error('no clock')
    expect([0, 1].map((more) => viewClock(it, at('2024-05-10 12:20') + more).state)).toEqual(['near', 'breached'])
  })

  it('SLA-3b each transfer runs its own clock; an answer or a return stops it, others go on', () => {
    const signals = [
      base,
      signal('transferred', '2024-05-10 10:30', { subject: 'a' }),
      signal('transferred', '2024-05-10 10:40', { subject: 'b' }),
      signal('transferred', '2024-05-10 10:50', { subject: 'c' }),
      signal('answered', '2024-05-10 11:00', { subject: 'b' }),
      signal('returned', '2024-05-10 11:10', { subject: 'c' }),
    ]
    const transfers = clocksAt(signals, context, at('2024-05-10 11:20')).filter(({ clock }) => clock === 'transfer')
    expect(transfers.map(({ subject, state: it }) => `${subject} ${it}`)).toEqual(['a running', 'b met', 'c met'])
  })

  it('SLA-3b a transfer sent again under the same name runs a new cycle', () => {
    const signals = [
      base,
      signal('transferred', '2024-05-10 10:30'),
      signal('returned', '2024-05-10 10:40'),
      signal('transferred', '2024-05-10 10:50'),
    ]
    expect(story(signals, 'transfer', '2024-05-10 11:00')).toEqual([
      '2024-05-10 10:30 → 2024-05-10 12:30 met',
      '2024-05-10 10:50 → 2024-05-10 12:50 running',
    ])
  })

  it('CALL-9 a deadline given with a transfer only tightens', () => {
    const given = (time: string, urgency: Signal['urgency'] = 'high'): string | null =>
      due(
        [
          opened('2024-05-10 10:20', { urgency }),
          signal('transferred', '2024-05-10 10:30', { subject: 'a', dueAtMs: at(time) }),
        ],
        'transfer',
        '2024-05-10 10:31',
      )
    expect(given('2024-05-10 11:00')).toBe('2024-05-10 11:00')
    expect(given('2024-05-10 20:00')).toBe('2024-05-10 12:30')
    expect(given('2024-05-10 20:00', 'low')).toBe('2024-05-10 18:00')
    expect(given('2024-05-10 10:00')).toBe('2024-05-10 10:00')
  })

  it('withdrawing stops without a verdict, but not what had been missed', () => {
    const withdrawn = (time: string): string => state([base, signal('withdrawn', time)], 'resolve', '2024-05-11 10:00')
    expect([withdrawn('2024-05-10 12:00'), withdrawn('2024-05-10 12:30')]).toEqual(['stopped', 'breached'])
  })

  it('reopening after a withdrawal begins again', () => {
    const signals = [base, signal('withdrawn', '2024-05-10 11:00'), signal('reopened', '2024-05-11 09:00')]
    expect(story(signals, 'resolve', '2024-05-11 09:30')).toEqual([
      '2024-05-10 10:20 → 2024-05-10 12:20 stopped',
      '2024-05-11 09:00 → 2024-05-11 11:00 running',
    ])
  })

  it('a promise without a time is noted and makes no clock', () => {
    const folded = foldClocks([base, signal('promised', '2024-05-10 10:30', { subject: 'p' })], context)
    expect(folded.warnings).toEqual([{ key: 'signal.incomplete', params: { type: 'promised', field: 'dueAtMs' } }])
    expect(folded.clocks.some(({ clock }) => clock === 'promise')).toBe(false)
  })
})

describe('SLA-10a near and nearest', () => {
  it('near = 20 % left but at least 5 minutes', () => {
    const near = (urgency: Signal['urgency'], clock: string): string | null => {
      const { nearAtMs } = clockAt([opened('2024-05-10 10:20', { urgency })], clock, '2024-05-10 10:21')
      return local(nearAtMs)
    }
    expect(near('high', 'resolve')).toBe('2024-05-10 11:56')
    expect(near('high', 'ack')).toBe('2024-05-10 10:30')
    expect(near('mid', 'ack')).toBe('2024-05-10 10:44')
    expect(near('low', 'resolve')).toBe('2024-05-13 14:32')
    const brief = clockAt(
      [opened('2024-05-10 10:20', { urgency: 'high', severity: 'urgent' })],
      'ack',
      '2024-05-10 10:22',
    )
    expect([local(brief.nearAtMs), brief.state]).toEqual(['2024-05-10 10:22:30', 'running'])
    const promise = signal('promised', '2024-05-10 10:20', { subject: 'p', dueAtMs: at('2024-05-10 10:24') })
    expect(clockAt([promise], 'promise', '2024-05-10 10:20')).toMatchObject({ state: 'near' })
  })

  it('SLA-5c the tighter of two rules leads, all run on', () => {
    const signals = [
      opened('2024-05-10 10:20', { urgency: 'low', problemType: 'product_fault' }),
      signal('acknowledged', '2024-05-10 10:21'),
    ]
    const { clocks } = foldClocks(signals, context)
    expect(nearestClock(clocks)?.clock).toBe('investigate')
    expect(clocks.filter(({ endedAtMs }) => endedAtMs === undefined).map(({ clock }) => clock)).toEqual([
      'resolve',
      'progress',
      'investigate',
    ])
    const high = foldClocks([{ ...signals[0], urgency: 'high' } as Signal, signals[1] as Signal], context)
    expect(nearestClock(high.clocks)?.clock).toBe('resolve')
  })

  it('a paused clock stands behind running ones; the one with least left first', () => {
    const signals = [
      opened('2024-05-10 10:20', { urgency: 'high' }),
      signal('held', '2024-05-10 10:22', { reason: 'x' }),
    ]
    expect(nearestClock(foldClocks(signals, context).clocks)?.clock).toBe('ack')
    const known = [
      ...signals,
      signal('acknowledged', '2024-05-10 10:23'),
      signal('transferred', '2024-05-10 10:24', { subject: 't' }),
    ]
    const clocks = foldClocks(known, context).clocks
    expect(nearestClock(clocks)?.clock).toBe('resolve')
    expect(nearestClock([...clocks].reverse())?.leftMs).toBe(118 * minute)
  })

  it('no clock is nearest when all have ended', () => {
    const signals = [opened('2024-05-10 10:20'), signal('withdrawn', '2024-05-10 10:22')]
    expect(nearestClock(foldClocks(signals, context).clocks)).toBe(undefined)
    expect(nearestClock([])).toBe(undefined)
  })

  it('tells calendar time and time in its own hours apart', () => {
    const it = clockAt([opened('2024-05-10 17:00', { urgency: 'low' })], 'resolve', '2024-05-10 20:00')
    expect(it).toMatchObject({
      businessRemainingMs: 23 * hour,
      remainingMs: at('2024-05-14 17:00') - at('2024-05-10 20:00'),
    })
    const late = clockAt([opened('2024-05-10 17:00', { urgency: 'low' })], 'resolve', '2024-05-14 18:00')
    expect(late).toMatchObject({ state: 'breached', businessRemainingMs: -hour, remainingMs: -hour })
  })

  it('used share: 0 at the start, 1 at the due time, still while paused and after the end', () => {
    const base = opened('2024-05-10 10:20', { urgency: 'high' })
    const share = (signals: readonly Signal[], time: string): number => {
      const clock = cyclesOf(signals, 'resolve').at(-1)
      return clock === undefined ? Number.NaN : usedShare(clock, at(time))
    }
    expect([
      share([base], '2024-05-10 10:20'),
      share([base], '2024-05-10 11:20'),
      share([base], '2024-05-10 15:00'),
    ]).toEqual([0, 0.5, 1])
    const held = [base, signal('held', '2024-05-10 10:50', { reason: 'x' })]
    expect(share(held, '2024-05-10 18:00')).toBe(0.25)
    expect(share([base, signal('resolved', '2024-05-10 10:50')], '2024-05-10 18:00')).toBe(0.25)
    const zero = cyclesOf([signal('promised', '2024-05-10 10:20', { dueAtMs: at('2024-05-10 10:00') })], 'promise')[0]
    expect(zero === undefined ? 0 : usedShare(zero, at('2024-05-10 10:20'))).toBe(1)
  })
})
