import { describe, expect, it } from 'vitest'
import cn2026 from '../../../resources/calendars/cn-2026.json' with { type: 'json' }
import policyData from '../../../resources/policies/default-v1.json' with { type: 'json' }
import type { Calendar } from '../../../shared/sla/calendar.ts'
import type { FoldContext } from '../../../shared/sla/context.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { compilePolicy } from '../../../shared/sla/policy-compile.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import {
  at,
  calendarOf,
  clockAt,
  context,
  hour,
  ladders,
  local,
  must,
  opened,
  policy,
  signal,
  story,
  weekOf,
} from './fixtures.ts'

const windows = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
] as const
const cn = { ...weekOf('cn-office', 'Asia/Shanghai', windows), region: 'cn' }
/** What the next announcement may look like: 1 to 3 January off, Sunday 27 December worked. */
const cn2027 = {
  ...cn2026,
  year: 2027,
  holidays: { '2027-01-01': '元旦', '2027-01-02': '元旦', '2027-01-04': '元旦' },
  workdays: { '2027-01-10': '元旦' },
}
const before = calendarOf(cn, [cn2026], 2025, 2029)
const after = calendarOf({ ...cn, version: 2 }, [cn2026, cn2027], 2025, 2029)
const use: FoldContext = { policy, business: before }
const first = opened('2026-12-30 10:00', { urgency: 'low' })

describe('SLA-11d SLA-11e a year that is not published yet', () => {
  it('SLA-11d says 2027 on every clock that runs into it, and on no other', () => {
    const warned = clocksAt([{ ...first, problemType: 'product_fault' }], use, first.atMs).map(
      ({ clock, warnings, dueAtMs }) => [
        clock,
        local(dueAtMs),
        warnings.map(({ key, params }) => `${key} ${params['year']}`).join(),
      ],
    )
    expect(warned).toEqual([
      ['ack', '2026-12-30 11:00', ''],
      ['resolve', '2027-01-04 10:00', 'calendar.unknown_year 2027'],
      ['progress', '2027-01-01 14:12', 'calendar.unknown_year 2027'],
      ['investigate', '2026-12-31 10:00', ''],
    ])
  })

  it('SLA-11d warns for a make-up day and a daily update too', () => {
    const daily = clockAt([opened('2026-12-31 18:00')], 'progress', '2026-12-31 18:01', use)
    expect([local(daily.dueAtMs), daily.warnings.length]).toEqual(['2027-01-01 17:00', 1])
  })

  it('SLA-11e publishing re-targets running clocks from their own start and the warning goes', () => {
    const published = [{ atMs: at('2026-12-30 12:00'), calendar: after }]
    const it = clockAt([first], 'resolve', '2026-12-30 12:01', { ...use, published })
    expect([local(it.startedAtMs), local(it.dueAtMs), it.warnings]).toEqual([
      '2026-12-30 10:00',
      '2027-01-06 10:00',
      [],
    ])
    const signalled = [
      first,
      signal('calendar_published', '2026-12-30 12:00', { calendar: { id: 'cn-office', version: 2 } }),
    ]
    const reference = {
      policyOf: () => undefined,
      calendarOf: (_: string, version: number) => (version === 2 ? after : undefined),
    }
    expect(clockAt(signalled, 'resolve', '2026-12-30 12:01', { ...use, reference }).dueAtMs).toBe(it.dueAtMs)
  })

  it('SLA-11e holiday published after clocks started: ended clocks keep their verdict, a passed due time stays on record', () => {
    const opens = opened('2026-12-30 10:00', { urgency: 'low' })
    const resolved = signal('resolved', '2027-01-04 11:00')
    const published = (time: string): FoldContext => ({ ...use, published: [{ atMs: at(time), calendar: after }] })
    expect(clockAt([opens, resolved], 'resolve', '2027-01-05 10:00', published('2027-01-04 12:00')).state).toBe(
      'breached',
    )
    expect(clockAt([opens, resolved], 'resolve', '2027-01-05 10:00', published('2027-01-04 10:30')).state).toBe('met')
    const moved = clockAt([opens], 'resolve', '2027-01-05 10:00', published('2027-01-04 10:30'))
    expect([moved.state, local(moved.dueAtMs), local(moved.passedDueAtMs ?? null)]).toEqual([
      'running',
      '2027-01-06 10:00',
      '2027-01-04 10:00',
    ])
  })

  it('a case opened after the publication starts under it; other calendars are none of its business', () => {
    const other = calendarOf({ ...weekOf('ny', 'America/New_York', windows), version: 9 })
    const published = [
      { atMs: at('2026-12-01 12:00'), calendar: after },
      { atMs: at('2026-12-02 12:00'), calendar: other },
    ]
    expect(local(clockAt([first], 'resolve', '2026-12-30 12:01', { ...use, published }).dueAtMs)).toBe(
      '2027-01-06 10:00',
    )
    expect(local(clockAt([first], 'resolve', '2026-12-30 12:01', { ...use, published: [] }).dueAtMs)).toBe(
      '2027-01-04 10:00',
    )
    const found = signal('channel_found', '2026-12-30 09:00', { claimedAtMs: at('2026-12-30 08:00'), channel: 'weibo' })
    expect(clockAt([found, first], 'channel_entry', '2026-12-30 12:00', { ...use, published }).state).toBe('met')
  })

  it('a version nobody holds is said, not guessed', () => {
    const unknown = [
      first,
      signal('calendar_published', '2026-12-30 12:00', { calendar: { id: 'cn-office', version: 7 } }),
    ]
    expect(foldClocks(unknown, use).warnings).toEqual([
      { key: 'calendar.unknown_version', params: { id: 'cn-office', version: 7 } },
    ])
  })
})

/** Version 2: resolve in 8 hours for all, no progress clock, a clock for the first look. */
const look = {
  ...policyData.clocks[1],
  clock: 'look',
  start: ['opened'],
  stop: ['work_started'],
  pausedBy: 'any',
  again: false,
}
const eight = { kind: 'within', amount: 8, unit: 'hour', hours: 'always' }
const version2 = {
  ...policyData,
  version: 2,
  clocks: policyData.clocks
    .filter(({ clock }) => clock !== 'progress')
    .map((rule) => (rule.clock === 'resolve' ? { ...rule, targets: { high: eight, mid: eight, low: eight } } : rule))
    .concat([look as never]),
}
const second = must(compilePolicy(version2, ladders))
const reference = {
  policyOf: (id: string, version: number) => (id === 'default' && version === 2 ? second : undefined),
  calendarOf: (id: string): Calendar | undefined => (id === 'cn-office' ? after : undefined),
}
const applied = (time: string): Signal => signal('policy_applied', time, { policy: { id: 'default', version: 2 } })
const both = { ...context, reference }

describe('SLA-11f policy versions', () => {
  const base = opened('2024-05-10 10:00', { urgency: 'high' })

  it('a case runs on under the version it started with until another is applied', () => {
    expect(clockAt([base], 'resolve', '2024-05-10 11:00', both).dueAtMs).toBe(at('2024-05-10 12:00'))
    const it = clockAt([base, applied('2024-05-10 11:00')], 'resolve', '2024-05-10 11:01', both)
    expect([local(it.startedAtMs), local(it.dueAtMs)]).toEqual(['2024-05-10 10:00', '2024-05-10 18:00'])
    const [clock] = foldClocks([base, applied('2024-05-10 11:00')], both).clocks.filter(
      (one) => one.clock === 'resolve',
    )
    expect(clock?.policy).toEqual({ id: 'default', version: 2 })
  })

  it('keeps past pauses, verdicts and due times that had passed', () => {
    const signals = [
      base,
      signal('acknowledged', '2024-05-10 10:20'),
      signal('held', '2024-05-10 10:30', { reason: 'x' }),
      signal('resumed', '2024-05-10 11:30'),
      applied('2024-05-10 13:30'),
    ]
    const it = clockAt(signals, 'resolve', '2024-05-10 13:31', both)
    expect([local(it.dueAtMs), it.pausedMs, local(it.passedDueAtMs ?? null)]).toEqual([
      '2024-05-10 19:00',
      hour,
      '2024-05-10 13:00',
    ])
    expect(clockAt(signals, 'ack', '2024-05-10 13:31', both)).toMatchObject({ state: 'breached' })
  })

  it('ends clocks the new version does not have and starts those it adds from their own start', () => {
    const signals = [
      base,
      signal('held', '2024-05-10 10:10', { reason: 'x' }),
      signal('resumed', '2024-05-10 10:40'),
      applied('2024-05-10 11:00'),
    ]
    expect(story(signals, 'progress', '2024-05-10 13:00', both)).toEqual([
      '2024-05-10 10:00 → 2024-05-10 12:30 stopped',
    ])
    expect(story(signals, 'look', '2024-05-10 11:01', both)).toEqual(['2024-05-10 10:00 → 2024-05-10 12:30 running'])
    const pausedLook = [...signals.slice(0, 3), signal('work_started', '2024-05-10 10:50'), applied('2024-05-10 11:00')]
    expect(story(pausedLook, 'look', '2024-05-10 11:01', both)).toEqual(['2024-05-10 10:00 → 2024-05-10 12:30 met'])
    expect(clockAt(pausedLook, 'look', '2024-05-10 11:01', both).pausedMs).toBe(hour / 2)
    const looked = [base, signal('work_started', '2024-05-10 10:05'), applied('2024-05-10 11:00')]
    expect(story(looked, 'look', '2024-05-10 11:01', both)).toEqual(['2024-05-10 10:00 → 2024-05-10 12:00 met'])
    expect(
      foldClocks([base, signal('resolved', '2024-05-10 10:30'), applied('2024-05-10 11:00')], both).clocks.length,
    ).toBe(6)
  })

  it('does not say again what a customer answered before', () => {
    const signals = [
      base,
      signal('held', '2024-05-10 10:10', { reason: 'waiting_customer' }),
      signal('communicated', '2024-05-10 10:20', { direction: 'in' }),
      applied('2024-05-10 11:00'),
    ]
    expect(foldClocks(signals, both).warnings.length).toBe(1)
  })

  it('starts under the version the opening names, and says so when nobody holds it', () => {
    const named = { ...base, policy: { id: 'default', version: 2 }, calendar: { id: 'cn-office', version: 2 } }
    expect(local(clockAt([named], 'resolve', '2024-05-10 10:01', both).dueAtMs)).toBe('2024-05-10 18:00')
    const same = { ...base, policy: { id: 'default', version: 1 } }
    expect(foldClocks([same], both).warnings).toEqual([])
    const unknown = { ...base, policy: { id: 'default', version: 3 } }
    expect(foldClocks([unknown], both).warnings).toEqual([
      { key: 'policy.unknown_version', params: { id: 'default', version: 3 } },
    ])
    expect(local(clockAt([unknown], 'resolve', '2024-05-10 10:01', context).dueAtMs)).toBe('2024-05-10 12:00')
  })
})
