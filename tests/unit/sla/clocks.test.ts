import { describe, expect, it } from 'vitest'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { severityMarks } from '../../../shared/sla/severity.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt, nearestClock, usedShare, viewClock } from '../../../shared/sla/view.ts'
import { at, clockAt, context, cyclesOf, day, hour, local, minute, opened, signal, story } from './fixtures.ts'

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

  it('LOOP-4 follow-up: 2 working days after the resolution', () => {
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
