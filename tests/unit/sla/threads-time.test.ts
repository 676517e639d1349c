import { describe, expect, it } from 'vitest'
import policyData from '../../../resources/policies/default-v1.json' with { type: 'json' }
import { parseDate } from '../../../shared/sla/day.ts'
import { derivedDue } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { compilePolicy } from '../../../shared/sla/policy-compile.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt, viewClock } from '../../../shared/sla/view.ts'
import {
  at,
  business,
  calendarOf,
  clockAt,
  context,
  cyclesOf,
  hour,
  ladders,
  local,
  minute,
  must,
  opened,
  policy,
  signal,
  weekOf,
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

describe('SLA-11 past pauses and changes', () => {
  it('glpi#15605 changing the priority keeps the pauses gathered so far', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'low' }),
      ...held('2024-05-08 10:30', '2024-05-10 10:30'),
      signal('classified', '2024-05-10 11:00', { urgency: 'high' }),
    ]
    expect(due(signals, 'resolve', '2024-05-10 11:01')).toBe('2024-05-10 12:00')
    expect(clockAt(signals, 'resolve', '2024-05-10 11:01').pausedMs).toBe(48 * hour)
  })

  it('glpi#6902 raising the urgency while pending does not breach, neither then nor before the hold ends', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'mid' }),
      signal('held', '2024-05-08 10:10', { reason: 'waiting_customer' }),
      signal('classified', '2024-05-08 15:00', { urgency: 'high' }),
    ]
    expect(clockAt(signals, 'resolve', '2024-05-09 15:00')).toMatchObject({
      state: 'paused',
      remainingMs: 110 * minute,
    })
    expect(due([...signals, signal('resumed', '2024-05-09 15:00')], 'resolve', '2024-05-09 15:01')).toBe(
      '2024-05-09 16:50',
    )
  })

  it('glpi#24481 nothing breaches while pending, however long, and nobody is told it did', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'high' }),
      signal('acknowledged', '2024-05-08 10:01'),
      signal('transferred', '2024-05-08 10:05', { subject: 't1', dueAtMs: at('2024-05-08 11:00') }),
      signal('held', '2024-05-08 10:10', { reason: 'waiting_customer' }),
    ]
    expect(clocksAt(signals, context, at('2024-07-01 10:00')).map(({ clock, state }) => `${clock} ${state}`)).toEqual([
      'ack met',
      'resolve paused',
      'progress paused',
      'transfer paused',
    ])
    expect(derivedDue(foldClocks(signals, context).clocks, at('2024-07-01 10:00'))).toEqual([])
  })

  it('glpi#23359 time in "solved" is no pause after reopening, and no running time either', () => {
    const signals = [
      opened('2024-05-08 10:00', { urgency: 'high' }),
      ...held('2024-05-08 10:10', '2024-05-08 10:20'),
      signal('resolved', '2024-05-08 11:00'),
      signal('reopened', '2024-05-10 09:00'),
    ]
    const [before, after] = cyclesOf(signals, 'resolve').map((it) => viewClock(it, at('2024-05-10 09:30')))
    expect(before).toMatchObject({ state: 'met', pausedMs: 10 * minute })
    expect(after).toMatchObject({ state: 'running', pausedMs: 0, cycle: 2, dueAtMs: at('2024-05-10 11:00') })
  })
})

describe('SLA-11b calendars', () => {
  it('glpi PR#22678 a warning before a deadline that rolls into the next day comes in working hours, not at 00:00', () => {
    const monday = calendarOf(weekOf('tto', 'Asia/Shanghai', [['08:00', '18:00']]))
    const use = {
      policy: policyWith('ack', { kind: 'within', amount: 4, unit: 'hour', hours: 'business' }),
      business: monday,
    }
    const signals = [opened('2024-05-06 17:00')]
    expect(due(signals, 'ack', '2024-05-06 17:01', use)).toBe('2024-05-07 11:00')
    expect(alarms(signals, 'ack', '2024-05-08 00:00', use)[0]).toBe('near 2024-05-07 10:12')
    const split = calendarOf(
      weekOf('split', 'Asia/Shanghai', [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ]),
    )
    expect(alarms(signals, 'ack', '2024-05-08 00:00', { ...use, business: split })).toEqual([
      'near 2024-05-07 10:12',
      'ladder:owner 2024-05-07 10:12',
      'breach 2024-05-07 11:00',
      'ladder:lead 2024-05-07 11:00',
      'ladder:manager 2024-05-07 15:00',
    ])
  })

  it('glpi#15429 calendars other than 24×7 work: no breach at the moment of creation', () => {
    const low = [opened('2024-05-18 23:00', { urgency: 'low' })]
    const views = clocksAt(low, context, at('2024-05-18 23:00'))
    expect(views.map(({ clock, state }) => `${clock} ${state}`)).toEqual([
      'ack running',
      'resolve running',
      'progress running',
    ])
    expect(alarms(low, 'ack', '2024-05-20 09:47')).toEqual([])
  })

  it('zammad#390 only official days are days off: no Women’s Day, Youth Day, Double Ninth or Christmas', () => {
    for (const date of ['2024-03-08', '2023-05-04', '2024-10-11', '2024-12-25', '2024-02-09'])
      expect([date, business.isWorkday(parseDate(date) ?? 0)]).toEqual([date, true])
  })

  it('zammad#4432 nobody is alarmed at midnight or at the weekend about a clock of business hours', () => {
    const open = (atMs: number): boolean => business.isOpen(atMs) || business.isOpen(atMs - 1)
    for (let start = 0; start < 14 * 24; start++) {
      const signals = [
        { ...opened('2024-04-26 00:30', { urgency: 'low' }), atMs: at('2024-04-26 00:30') + start * hour },
      ]
      const told = derivedDue(foldClocks(signals, context).clocks, at('2024-06-10 00:00'))
      expect(told.length).toBeGreaterThan(9)
      expect(told.filter(({ atMs }) => !open(atMs))).toEqual([])
    }
  })

  it('chatwoot PR#13392 a deadline in business hours is no wall clock: Friday 16:30 plus an hour is Monday 9:30', () => {
    const office = calendarOf(weekOf('frt', 'Asia/Shanghai', [['09:00', '17:00']]))
    expect(
      due([opened('2024-05-17 16:30', { urgency: 'low' })], 'ack', '2024-05-17 16:31', { policy, business: office }),
    ).toBe('2024-05-20 09:30')
  })

  it('chatwoot#14009 two periods a day: a complaint in the break counts from the second', () => {
    const break2 = calendarOf(
      weekOf('two', 'Asia/Shanghai', [
        ['08:00', '12:00'],
        ['13:30', '18:00'],
      ]),
    )
    expect(
      due([opened('2024-05-09 12:30', { urgency: 'low' })], 'ack', '2024-05-09 12:31', { policy, business: break2 }),
    ).toBe('2024-05-09 14:30')
  })

  it('frappe/helpdesk#2212 clocks stand still over lunch', () => {
    const lunch = clockAt([opened('2024-05-09 11:30', { urgency: 'low' })], 'ack', '2024-05-09 12:00')
    const later = clockAt([opened('2024-05-09 11:30', { urgency: 'low' })], 'ack', '2024-05-09 12:59')
    expect([lunch.businessRemainingMs, later.businessRemainingMs]).toEqual([30 * minute, 30 * minute])
    expect([lunch.state, local(lunch.dueAtMs)]).toEqual(['running', '2024-05-09 13:30'])
  })

  it('Zendesk: a target in business hours shows what is left of it in business hours', () => {
    const weekend = clockAt([opened('2024-05-17 17:30', { urgency: 'low' })], 'ack', '2024-05-17 18:00')
    expect([weekend.businessRemainingMs, weekend.remainingMs]).toEqual([30 * minute, 63.5 * hour])
  })

  it('Amazon Connect Cases: several kinds of clock, pause, calendar, 17:00 every day, make-up workdays', () => {
    const signals = [opened('2024-05-10 16:30'), signal('acknowledged', '2024-05-10 16:40')]
    expect(due(signals, 'progress', '2024-05-10 16:41')).toBe('2024-05-11 17:00')
  })
})
