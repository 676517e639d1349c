import { describe, expect, it } from 'vitest'
import { derivedDue } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt, signalsUntil } from '../../../shared/sla/view.ts'
import { at, context, local, minute, opened, signal } from './fixtures.ts'

/** D1 四: 10 May 2024, a Friday before a make-up Saturday; product fault, mid, R&D. */
const signals: readonly Signal[] = [
  opened('2024-05-10 10:22', { claimedAtMs: at('2024-05-10 10:20') }),
  signal('acknowledged', '2024-05-10 10:29', { way: 'sms' }),
  signal('classified', '2024-05-10 10:31', { urgency: 'mid', severity: 'general', problemType: 'product_fault' }),
  signal('transferred', '2024-05-10 10:33', { subject: 't1', dueAtMs: at('2024-05-10 14:33') }),
  signal('work_started', '2024-05-10 10:34'),
  signal('progress', '2024-05-10 11:00', { way: 'phone' }),
  signal('promised', '2024-05-10 11:00', { subject: 'p1', dueAtMs: at('2024-05-10 12:00') }),
  signal('answered', '2024-05-10 11:55', { subject: 't1' }),
  signal('resolved', '2024-05-10 12:00'),
  signal('informed', '2024-05-10 12:30', { way: 'email' }),
  signal('survey_sent', '2024-05-10 15:00'),
  signal('survey_answered', '2024-05-11 09:10'),
  signal('followed_up', '2024-05-11 10:00'),
  signal('closed', '2024-05-11 10:05'),
]

const says = (time: string): readonly string[] =>
  clocksAt(signals, context, at(time)).map(
    ({ clock, state, dueAtMs }) => `${clock} ${state} ${local(dueAtMs)?.slice(5) ?? '—'}`,
  )

describe('the worked example, every clock checked', () => {
  it.each([
    ['2024-05-10 10:22', ['ack running 05-10 10:50', 'resolve running 05-11 10:20', 'progress running 05-10 17:00']],
    ['2024-05-10 10:29', ['ack met 05-10 10:50', 'resolve running 05-11 10:20', 'progress running 05-10 17:00']],
    [
      '2024-05-10 10:33',
      [
        'ack met 05-10 10:50',
        'resolve running 05-11 10:20',
        'progress running 05-10 17:00',
        'investigate running 05-11 10:20',
        'transfer running 05-10 14:33',
      ],
    ],
    [
      '2024-05-10 11:00',
      [
        'ack met 05-10 10:50',
        'resolve running 05-11 10:20',
        'progress running 05-11 17:00',
        'investigate met 05-11 10:20',
        'transfer running 05-10 14:33',
        'promise running 05-10 12:00',
      ],
    ],
    [
      '2024-05-10 11:56',
      [
        'ack met 05-10 10:50',
        'resolve running 05-11 10:20',
        'progress running 05-11 17:00',
        'investigate met 05-11 10:20',
        'transfer met 05-10 14:33',
        'promise near 05-10 12:00',
      ],
    ],
    [
      '2024-05-10 12:30',
      [
        'ack met 05-10 10:50',
        'resolve met 05-11 10:20',
        'progress stopped 05-11 17:00',
        'investigate met 05-11 10:20',
        'transfer met 05-10 14:33',
        'promise met 05-10 12:00',
        'survey running 05-11 12:00',
        'follow_up running 05-13 12:00',
      ],
    ],
    [
      '2024-05-11 10:05',
      [
        'ack met 05-10 10:50',
        'resolve met 05-11 10:20',
        'progress stopped 05-11 17:00',
        'investigate met 05-11 10:20',
        'transfer met 05-10 14:33',
        'promise met 05-10 12:00',
        'survey met 05-11 12:00',
        'follow_up met 05-13 12:00',
      ],
    ],
  ])('at %s', (time, expected) => {
    expect(says(time)).toEqual(expected)
  })

  it('minute by minute: no clock is ever breached, no due time moves without a signal, time left falls by the minute', () => {
    let previous = new Map<
      string,
      { readonly dueAtMs: number | null; readonly remainingMs: number; readonly state: string }
    >()
    for (let now = at('2024-05-10 10:22'); now <= at('2024-05-11 10:05'); now += minute) {
      const heard = signals.some(({ atMs }) => atMs > now - minute && atMs <= now)
      const views = clocksAt(signals, context, now)
      for (const { clock, dueAtMs, remainingMs, state } of views) {
        expect(['running', 'near', 'met', 'stopped']).toContain(state)
        const before = previous.get(clock)
        if (before === undefined || heard) continue
        expect(dueAtMs).toBe(before.dueAtMs)
        expect(before.remainingMs - remainingMs).toBe(state === 'met' || state === 'stopped' ? 0 : minute)
      }
      previous = new Map(views.map((view) => [view.clock, view]))
    }
    expect(previous.size).toBe(8)
  })

  it('the only alarm on the way is the promise coming near; the SMS instead of an e-mail is noted', () => {
    const { clocks } = foldClocks(signalsUntil(signals, at('2024-05-11 10:05')), context)
    const alarms = derivedDue(clocks, at('2024-05-11 10:05'))
    expect(alarms.map(({ clock, kind, atMs }) => `${clock} ${kind} ${local(atMs)}`)).toEqual([
      'promise near 2024-05-10 11:48',
      'promise ladder:owner 2024-05-10 11:48',
    ])
    const ack = clocks.find(({ clock }) => clock === 'ack')
    expect(ack?.warnings).toEqual([{ key: 'contact.other_way', params: { way: 'sms' } }])
  })

  it('weeks later nothing more has come', () => {
    expect(says('2024-06-11 10:05')).toEqual(says('2024-05-11 10:05'))
    expect(derivedDue(foldClocks(signals, context).clocks, at('2024-07-01 00:00')).length).toBe(2)
  })
})
