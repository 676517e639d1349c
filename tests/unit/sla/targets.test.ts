import { describe, expect, it } from 'vitest'
import { severityMarks } from '../../../shared/sla/severity.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import { at, clockAt, context, day, local, minute, opened, signal, story } from './fixtures.ts'

const due = (signals: readonly Signal[], clock: string, time = '2024-05-10 10:21'): string | null =>
  local(clockAt(signals, clock, time).dueAtMs)
const state = (signals: readonly Signal[], clock: string, time: string): string => clockAt(signals, clock, time).state
const urgencies = ['high', 'mid', 'low'] as const
const byUrgency = (clock: string, more: readonly Signal[] = [], first: Partial<Signal> = {}): unknown =>
  urgencies.map((urgency) => due([opened('2024-05-10 10:20', { ...first, urgency }), ...more], clock))

describe('targets of the default pack', () => {
  it('SLA-1a acknowledge: 15 min, 30 min, 1 h', () => {
    expect(byUrgency('ack')).toEqual(['2024-05-10 10:35', '2024-05-10 10:50', '2024-05-10 11:20'])
  })

  it('SLA-1a low runs in business hours: rung at 20:00 on a Saturday that is no workday, due on Monday at 10:00', () => {
    expect(due([opened('2024-05-18 20:00', { urgency: 'low' })], 'ack', '2024-05-18 20:01')).toBe('2024-05-20 10:00')
  })

  it('SLA-2a resolve: 2 h, 24 h, 3 working days (over a make-up Saturday)', () => {
    expect(byUrgency('resolve')).toEqual(['2024-05-10 12:20', '2024-05-11 10:20', '2024-05-14 10:20'])
  })

  it('SLA-3a transfer: 2 h, 4 h, 1 working day', () => {
    const transferred = [signal('transferred', '2024-05-10 10:20', { subject: 't1' })]
    expect(byUrgency('transfer', transferred)).toEqual(['2024-05-10 12:20', '2024-05-10 14:20', '2024-05-11 10:20'])
  })

  it('SLA-4 progress: every 2 h, by 17:00, at 80 % of the resolve target', () => {
    expect(byUrgency('progress')).toEqual(['2024-05-10 12:20', '2024-05-10 17:00', '2024-05-13 14:32'])
  })

  it('SLA-5a SLA-5b by type: investigation 24 h, answer to a complaint about attitude 48 h', () => {
    expect(byUrgency('investigate', [], { problemType: 'product_fault' })).toEqual(Array(3).fill('2024-05-11 10:20'))
    expect(byUrgency('attitude_answer', [], { problemType: 'service_attitude' })).toEqual(
      Array(3).fill('2024-05-12 10:20'),
    )
    const clocks = (problemType: Signal['problemType']): readonly string[] =>
      clocksAt([opened('2024-05-10 10:20', { problemType })], context, at('2024-05-10 10:21')).map((it) => it.clock)
    expect(clocks('process')).toEqual(['ack', 'resolve', 'progress'])
    expect(clocks(undefined)).toEqual(['ack', 'resolve', 'progress'])
    expect(clocks('product_fault')).toContain('investigate')
    expect(clocks('product_fault')).not.toContain('attitude_answer')
  })

  it('SLA-5a the investigation that began before the type was known counts', () => {
    const signals = [
      opened('2024-05-10 10:20'),
      signal('work_started', '2024-05-10 10:30'),
      signal('classified', '2024-05-10 10:40', { problemType: 'product_fault' }),
    ]
    expect(clockAt(signals, 'investigate', '2024-05-10 11:00')).toMatchObject({
      state: 'met',
      remainingMs: day - 10 * minute,
    })
  })

  it('SLA-6a survey: 24 h after the resolution, whatever the urgency', () => {
    expect(byUrgency('survey', [signal('resolved', '2024-05-10 10:21')])).toEqual(Array(3).fill('2024-05-11 10:21'))
    const sent = [
      opened('2024-05-10 10:20'),
      signal('resolved', '2024-05-10 12:00'),
      signal('survey_sent', '2024-05-11 12:01'),
    ]
    expect(state(sent, 'survey', '2024-05-12 10:00')).toBe('breached')
  })

  it('SLA-7a channel entry: 24 h from when an outside post was found to the record, not to the claimed reception', () => {
    const found = signal('channel_found', '2024-05-11 11:00', { claimedAtMs: at('2024-05-10 10:00'), channel: 'weibo' })
    const late = opened('2024-05-11 11:00', { claimedAtMs: at('2024-05-10 10:00'), channel: 'weibo' })
    expect(story([found, late], 'channel_entry', '2024-05-11 12:00')).toEqual([
      '2024-05-10 10:00 → 2024-05-11 10:00 breached',
    ])
    expect(due([late, found], 'channel_entry', '2024-05-11 12:00')).toBe('2024-05-11 10:00')
    expect(state([{ ...found, claimedAtMs: at('2024-05-10 11:00') }, late], 'channel_entry', '2024-05-11 12:00')).toBe(
      'met',
    )
  })

  it('SLA-8 a step of a rectification is due as set, moved when set again', () => {
    const set = signal('step_set', '2024-05-10 10:20', { subject: 's1', dueAtMs: at('2024-05-20 18:00') })
    expect(due([set], 'step')).toBe('2024-05-20 18:00')
    const again = signal('step_set', '2024-05-21 09:00', { subject: 's1', dueAtMs: at('2024-05-24 18:00') })
    const moved = clockAt([set, again], 'step', '2024-05-22 09:00')
    expect([local(moved.startedAtMs), local(moved.dueAtMs), moved.state]).toEqual([
      '2024-05-10 10:20',
      '2024-05-24 18:00',
      'near',
    ])
    expect(local(moved.passedDueAtMs ?? null)).toBe('2024-05-20 18:00')
    expect(
      state([set, again, signal('step_done', '2024-05-23 10:00', { subject: 's1' })], 'step', '2024-05-24 10:00'),
    ).toBe('met')
  })

  it('CALL-6b a promise is due at the time given, kept by keeping it or by the resolution', () => {
    const promised = signal('promised', '2024-05-10 11:00', { subject: 'p1', dueAtMs: at('2024-05-10 12:00') })
    const base = [opened('2024-05-10 10:20'), promised]
    expect(due(base, 'promise', '2024-05-10 11:01')).toBe('2024-05-10 12:00')
    expect(state(base, 'promise', '2024-05-10 12:01')).toBe('breached')
    expect(
      state([...base, signal('promise_kept', '2024-05-10 11:30', { subject: 'p1' })], 'promise', '2024-05-10 13:00'),
    ).toBe('met')
    expect(
      state([...base, signal('promise_kept', '2024-05-10 11:30', { subject: 'p2' })], 'promise', '2024-05-10 11:40'),
    ).toBe('running')
    expect(state([...base, signal('resolved', '2024-05-10 12:00')], 'promise', '2024-05-10 13:00')).toBe('met')
    expect(
      state(
        [...base, signal('promise_withdrawn', '2024-05-10 11:30', { subject: 'p1' })],
        'promise',
        '2024-05-10 13:00',
      ),
    ).toBe('stopped')
  })

  it('CALL-6b a promise for the past or after the resolve clock says so', () => {
    const promise = (dueTime: string): readonly string[] => {
      const promised = signal('promised', '2024-05-10 11:00', { subject: 'p1', dueAtMs: at(dueTime) })
      return clockAt([opened('2024-05-10 10:20'), promised], 'promise', '2024-05-10 11:01').warnings.map(
        ({ key }) => key,
      )
    }
    expect(promise('2024-05-10 10:59')).toEqual(['promise.past'])
    expect(promise('2024-05-11 10:21')).toEqual(['promise.after_resolve'])
    expect(promise('2024-05-11 10:20')).toEqual([])
    const past = signal('promised', '2024-05-10 11:00', { subject: 'p1', dueAtMs: at('2024-05-10 09:00') })
    expect(clockAt([past], 'promise', '2024-05-10 11:00')).toMatchObject({ state: 'breached', targetMs: 0 })
  })

  it('LOOP-4a follow-up: 2 working days after the resolution', () => {
    expect(
      due([opened('2024-05-10 10:20'), signal('resolved', '2024-05-10 12:00')], 'follow_up', '2024-05-10 12:01'),
    ).toBe('2024-05-13 12:00')
  })

  it('an inquiry runs the lighter flow until it is promoted', () => {
    const asked = [opened('2024-05-10 10:20', { caseKind: 'inquiry' })]
    const names = (signals: readonly Signal[]): readonly string[] =>
      clocksAt(signals, context, at('2024-05-10 10:30')).map(({ clock }) => clock)
    expect(names(asked)).toEqual(['ack', 'resolve'])
    expect(names([...asked, signal('promoted', '2024-05-10 10:25', { caseKind: 'complaint' })])).toEqual([
      'ack',
      'resolve',
      'progress',
    ])
  })

  it('SLA-13 a case without urgency runs as the policy says', () => {
    expect(due([signal('opened', '2024-05-10 10:20')], 'ack')).toBe('2024-05-10 10:50')
  })
})

describe('SLA-2b severity', () => {
  const severe = (severity: Signal['severity'], urgency: Signal['urgency'], clock: string): string | null =>
    due(
      [opened('2024-05-10 10:20', { severity, urgency }), signal('transferred', '2024-05-10 10:20', { subject: 't' })],
      clock,
    )

  it('urgent halves spans, leaves the time of day', () => {
    expect(severe('urgent', 'high', 'resolve')).toBe('2024-05-10 11:20')
    expect(severe('urgent', 'mid', 'resolve')).toBe('2024-05-10 22:20')
    expect(severe('urgent', 'low', 'resolve')).toBe('2024-05-11 15:20')
    expect(severe('urgent', 'high', 'ack')).toBe('2024-05-10 10:27:30')
    expect(severe('urgent', 'mid', 'transfer')).toBe('2024-05-10 12:20')
    expect(severe('urgent', 'high', 'progress')).toBe('2024-05-10 11:20')
    expect(severe('urgent', 'mid', 'progress')).toBe('2024-05-10 17:00')
  })

  it('major takes the high targets, their ways and no half', () => {
    for (const urgency of urgencies) expect(severe('major', urgency, 'resolve')).toBe('2024-05-10 12:20')
    expect(severe('major', 'low', 'progress')).toBe('2024-05-10 12:20')
    const ack = clockAt([opened('2024-05-10 10:20', { severity: 'major', urgency: 'low' })], 'ack', '2024-05-10 10:21')
    expect(ack).toMatchObject({ channelProposed: ['phone', 'sms'], urgency: 'high' })
  })

  it('tells the supervisor of an urgent case, makes the manager the owner of a major one', () => {
    expect(severityMarks(context.policy, 'general')).toEqual({ tell: [] })
    expect(severityMarks(context.policy, 'urgent')).toEqual({ tell: ['supervisor'] })
    expect(severityMarks(context.policy, 'major')).toEqual({ tell: ['manager'], owner: 'manager' })
  })

  it('changes neither survey nor promise', () => {
    const signals = [opened('2024-05-10 10:20', { severity: 'urgent' }), signal('resolved', '2024-05-10 12:00')]
    expect(due(signals, 'survey', '2024-05-10 12:01')).toBe('2024-05-11 12:00')
  })
})
