import { describe, expect, it } from 'vitest'
import policyData from '../../../resources/policies/default-v1.json' with { type: 'json' }
import { clockStateAt } from '../../../shared/sla/clock.ts'
import { derivedDue } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { compilePolicy } from '../../../shared/sla/policy-compile.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt, nearestClock, usedShare } from '../../../shared/sla/view.ts'
import {
  at,
  clockAt,
  context,
  cyclesOf,
  ladders,
  local,
  minute,
  must,
  opened,
  type policy,
  signal,
  story,
} from './fixtures.ts'

/** What users of other systems suffer from: one test per thread. Each names the thread it keeps from coming back. */
const due = (signals: readonly Signal[], clock: string, time: string, use = context): string | null =>
  local(clockAt(signals, clock, time, use).dueAtMs)

const held = (from: string, to: string): readonly Signal[] => [
  signal('held', from, { reason: 'waiting_customer' }),
  signal('resumed', to),
]

/** The default pack with the targets of one clock replaced for all urgencies. */
function policyWith(clock: string, target: object, version = 1): typeof policy {
  const clocks = policyData.clocks.map((rule) =>
    rule.clock === clock ? { ...rule, targets: { high: target, mid: target, low: target } } : rule,
  )
  return must(compilePolicy({ ...policyData, version, clocks }, ladders))
}

/** When somebody is told or something breaches, for one clock. */
const alarms = (signals: readonly Signal[], clock: string, until: string, use = context): readonly (string | null)[] =>
  derivedDue(foldClocks(signals, use).clocks, at(until))
    .filter((it) => it.clock === clock)
    .map(({ kind, atMs }) => `${kind} ${local(atMs)}`)

describe('SLA-10a what is shown', () => {
  it('glpi#8179 a new case shows an empty bar, not a full one', () => {
    for (const clock of foldClocks(
      [opened('2024-05-11 23:00', { urgency: 'low', problemType: 'product_fault' })],
      context,
    ).clocks)
      expect([clock.clock, usedShare(clock, at('2024-05-11 23:00'))]).toEqual([clock.clock, 0])
  })

  it('glpi#4946 an update of the case leaves the acknowledge clock and its bar alone', () => {
    const signals = [
      opened('2024-05-10 10:00'),
      signal('classified', '2024-05-10 10:05', { urgency: 'mid', problemType: 'process' }),
      signal('work_started', '2024-05-10 10:06'),
      signal('transferred', '2024-05-10 10:07', { subject: 't1' }),
    ]
    expect(clockAt(signals, 'ack', '2024-05-10 10:15')).toMatchObject({ state: 'running', remainingMs: 15 * minute })
    const ack = cyclesOf(signals, 'ack')[0]
    expect(ack === undefined ? 0 : usedShare(ack, at('2024-05-10 10:15'))).toBe(0.5)
  })

  it('glpi#22246 every clock has its bar, those between departments too', () => {
    const signals = [
      signal('channel_found', '2024-05-10 10:00', { channel: 'weibo' }),
      opened('2024-05-10 10:00', { problemType: 'product_fault', channel: 'weibo' }),
      signal('transferred', '2024-05-10 10:00', { subject: 't1' }),
      signal('promised', '2024-05-10 10:00', { subject: 'p1', dueAtMs: at('2024-05-10 12:00') }),
      signal('step_set', '2024-05-10 10:00', { subject: 's1', dueAtMs: at('2024-05-10 12:00') }),
    ]
    const running = foldClocks(signals, context).clocks.filter(({ endedAtMs }) => endedAtMs === undefined)
    expect(running.map(({ clock }) => clock)).toEqual([
      'ack',
      'resolve',
      'progress',
      'investigate',
      'transfer',
      'promise',
      'step',
    ])
    for (const clock of running) {
      const share = usedShare(clock, at('2024-05-10 10:12'))
      expect(share).toBeGreaterThan(0)
      expect(share).toBeLessThan(0.5)
    }
  })

  it('zammad#5177 a shorter update clock does not overrule the first answer: both run with their own due time', () => {
    const use = {
      ...context,
      policy: policyWith('progress', { kind: 'every', amount: 10, unit: 'minute', hours: 'always' }),
    }
    const signals = [opened('2024-05-10 10:00')]
    expect([due(signals, 'ack', '2024-05-10 10:01', use), due(signals, 'progress', '2024-05-10 10:01', use)]).toEqual([
      '2024-05-10 10:30',
      '2024-05-10 10:10',
    ])
    expect(clockAt(signals, 'ack', '2024-05-10 10:11', use).state).toBe('running')
  })

  it('zammad#3928 all clocks are told apart, not only the nearest', () => {
    const signals = [opened('2024-05-10 10:00', { problemType: 'product_fault' })]
    const views = clocksAt(signals, context, at('2024-05-10 10:40'))
    expect(views.map(({ clock, state, dueAtMs }) => `${clock} ${state} ${local(dueAtMs)}`)).toEqual([
      'ack breached 2024-05-10 10:30',
      'resolve running 2024-05-11 10:00',
      'progress running 2024-05-10 17:00',
      'investigate running 2024-05-11 10:00',
    ])
    expect(nearestClock(foldClocks(signals, context).clocks)?.clock).toBe('ack')
  })

  it('frappe/helpdesk#2544 the countdown of a list needs no second look at the case: one fold holds for every second', () => {
    const [clock] = cyclesOf([opened('2024-05-10 10:00', { urgency: 'high' })], 'ack')
    if (clock === undefined) throw new Error('no clock')
    const states = new Set<string>()
    for (let second = 0; second <= 16 * 60; second++) {
      const nowMs = at('2024-05-10 10:00') + second * 1000
      const state = clockStateAt(clock, nowMs)
      states.add(state)
      expect(state).toBe(clockAt([opened('2024-05-10 10:00', { urgency: 'high' })], 'ack', local(nowMs) ?? '').state)
    }
    expect([...states]).toEqual(['running', 'near', 'breached'])
  })

  it('Salesforce: a paused clock says so by its state, whatever else may be read', () => {
    const signals = [opened('2024-05-10 10:00'), signal('held', '2024-05-10 10:05')]
    const { state, dueAtMs, pauseReason } = clockAt(signals, 'resolve', '2024-05-10 10:10')
    expect([state, dueAtMs, pauseReason]).toEqual(['paused', null, ''])
  })
})

describe('SLA-9 starts, stops and alarms', () => {
  it('zammad#1322 the customer’s answer, in whatever form it was logged, ends the waiting and the clock runs again', () => {
    for (const way of ['email', 'wecom', 'phone', undefined] as const) {
      const signals = [
        opened('2024-05-10 10:00', { urgency: 'high' }),
        signal('held', '2024-05-10 10:30', { reason: 'waiting_customer' }),
        signal('communicated', '2024-05-10 12:00', { direction: 'in', way }),
      ]
      expect(due(signals, 'resolve', '2024-05-10 12:01')).toBe('2024-05-10 13:30')
      expect(foldClocks(signals, context).warnings.map(({ key }) => key)).toEqual(['hold.customer_answered'])
    }
    const parts = [
      opened('2024-05-10 10:00', { urgency: 'high' }),
      signal('held', '2024-05-10 10:30', { reason: 'waiting_parts' }),
      signal('communicated', '2024-05-10 12:00', { direction: 'in' }),
    ]
    expect(clockAt(parts, 'resolve', '2024-05-10 12:01').state).toBe('paused')
  })

  it('chatwoot#10178 no clock waits for an answer after the resolution, whoever wrote last; the policy can be changed', () => {
    const signals = [
      opened('2024-05-10 10:00', { urgency: 'high' }),
      signal('progress', '2024-05-10 10:10'),
      signal('resolved', '2024-05-10 11:00'),
      signal('communicated', '2024-05-10 11:30', { direction: 'in' }),
    ]
    const views = clocksAt(signals, context, at('2024-05-10 20:00'))
    expect(views.filter(({ state }) => state !== 'met' && state !== 'stopped').map(({ clock }) => clock)).toEqual([
      'survey',
      'follow_up',
    ])
    const next = policyWith('resolve', { kind: 'within', amount: 8, unit: 'hour', hours: 'always' }, 2)
    const reference = {
      policyOf: (_: string, version: number) => (version === 2 ? next : undefined),
      calendarOf: () => undefined,
    }
    const applied = signal('policy_applied', '2024-05-10 10:30', { policy: { id: 'default', version: 2 } })
    expect(
      due([opened('2024-05-10 10:00', { urgency: 'high' }), applied], 'resolve', '2024-05-10 10:31', {
        ...context,
        reference,
      }),
    ).toBe('2024-05-10 18:00')
  })

  it('frappe/helpdesk#2405 due times follow the numbers that were set, for any mix of urgency and severity', () => {
    const target = { kind: 'within', amount: 77, unit: 'minute', hours: 'business' }
    const use = { ...context, policy: policyWith('resolve', target) }
    for (const urgency of ['high', 'mid', 'low'] as const)
      expect(due([opened('2024-05-10 17:30', { urgency })], 'resolve', '2024-05-10 17:31', use)).toBe(
        '2024-05-11 09:47',
      )
    const urgent = [opened('2024-05-10 17:30', { urgency: 'low', severity: 'urgent' })]
    expect(due(urgent, 'resolve', '2024-05-10 17:31', use)).toBe('2024-05-11 09:08:30')
  })

  it('osTicket#3648 a case an agent opens runs the clocks of its own type and urgency, from the reception', () => {
    const byAgent = opened('2024-05-10 10:40', {
      claimedAtMs: at('2024-05-10 10:20'),
      urgency: 'high',
      problemType: 'product_fault',
    })
    const byCustomer = opened('2024-05-10 10:20', {
      channel: 'web_form',
      urgency: 'high',
      problemType: 'product_fault',
    })
    const says = (first: Signal): unknown =>
      clocksAt([first], context, at('2024-05-10 10:41')).map(({ clock, startedAtMs, dueAtMs }) => [
        clock,
        startedAtMs,
        dueAtMs,
      ])
    expect(says(byAgent)).toEqual(says(byCustomer))
  })

  it('osTicket#3979 choosing the category in an open case changes its clocks at once', () => {
    const signals = [
      opened('2024-05-10 10:20'),
      signal('classified', '2024-05-10 10:21', { problemType: 'service_attitude', urgency: 'high' }),
    ]
    expect(
      clocksAt(signals, context, at('2024-05-10 10:21')).map(({ clock, dueAtMs }) => `${clock} ${local(dueAtMs)}`),
    ).toEqual([
      'ack 2024-05-10 10:35',
      'resolve 2024-05-10 12:20',
      'progress 2024-05-10 12:20',
      'attitude_answer 2024-05-12 10:20',
    ])
  })

  it('osTicket#3034 a hold pauses', () => {
    const signals = [opened('2024-05-10 10:00', { urgency: 'high' }), ...held('2024-05-10 10:30', '2024-05-12 10:30')]
    expect(story(signals, 'resolve', '2024-05-12 10:31')).toEqual(['2024-05-10 10:00 → 2024-05-12 12:00 running'])
  })

  it('Zendesk: alarms come to the minute, and a breach tells somebody', () => {
    expect(alarms([opened('2024-05-10 10:07', { urgency: 'high' })], 'ack', '2024-05-10 10:40')).toEqual([
      'near 2024-05-10 10:17',
      'ladder:owner 2024-05-10 10:17',
      'breach 2024-05-10 10:22',
      'ladder:lead 2024-05-10 10:22',
      'ladder:manager 2024-05-10 10:29:30',
    ])
  })

  it('ServiceNow: nothing stored needs a job or a repair: what was closed offline counts from when it was', () => {
    const late = [opened('2024-05-10 10:00', { urgency: 'high' }), signal('progress', '2024-05-10 12:30')]
    const resolvedOffline = signal('resolved', '2024-05-10 11:50')
    expect(clockAt(late, 'resolve', '2024-05-10 13:00').state).toBe('breached')
    expect(clockAt([...late, resolvedOffline], 'resolve', '2024-05-10 13:00').state).toBe('met')
  })
})
