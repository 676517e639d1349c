import { describe, expect, it } from 'vitest'
import { type BreachEvidence, judgeBreach } from '../../../shared/sla/breach.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { viewClock } from '../../../shared/sla/view.ts'
import { at, clockAt, context, cyclesOf, hour, local, minute, opened, policy, signal, story } from './fixtures.ts'

const dueAtMs = at('2024-05-10 12:00')
const evidence = (more: Partial<BreachEvidence>): BreachEvidence => ({
  dueAtMs,
  nowMs: dueAtMs + hour,
  contacts: [
    { device: 'a', contactedUpToMs: dueAtMs + 1 },
    { device: 'b', contactedUpToMs: dueAtMs + 1 },
  ],
  confirmAfterMs: policy.confirmAfterMs,
  raised: true,
  paid: false,
  ...more,
})
const away = [
  { device: 'a', contactedUpToMs: dueAtMs + 1 },
  { device: 'b', contactedUpToMs: dueAtMs },
]

describe('SLA-9 a breach in a distributed world', () => {
  it('SLA-9c is only suspected while a device out of contact might disprove it', () => {
    expect(judgeBreach(evidence({ contacts: away }))).toEqual({ state: 'suspected', waitingFor: ['b'] })
    expect(judgeBreach(evidence({ contacts: away, nowMs: dueAtMs + 72 * hour - 1 })).state).toBe('suspected')
  })

  it('SLA-9d is confirmed when every holder has pushed past the due time, or after 72 hours', () => {
    expect(judgeBreach(evidence({}))).toEqual({ state: 'confirmed', reason: 'all_in_contact', waitingFor: [] })
    expect(judgeBreach(evidence({ contacts: away, nowMs: dueAtMs + 72 * hour }))).toEqual({
      state: 'confirmed',
      reason: 'waited_long_enough',
      waitingFor: ['b'],
    })
    expect(judgeBreach(evidence({ contacts: [] })).state).toBe('confirmed')
    expect(policy.confirmAfterMs).toBe(72 * hour)
  })

  it('is none before the due time has passed, or with evidence before anything was raised', () => {
    expect(judgeBreach(evidence({ nowMs: dueAtMs }))).toEqual({ state: 'none', waitingFor: [] })
    expect(judgeBreach(evidence({ stoppedAtMs: dueAtMs, raised: false }))).toEqual({ state: 'none', waitingFor: [] })
  })

  it('SLA-9e is voided by in-time evidence whenever it comes', () => {
    const voided = { state: 'voided', reason: 'in_time_evidence', waitingFor: [] }
    expect(judgeBreach(evidence({ stoppedAtMs: dueAtMs }))).toEqual(voided)
    expect(judgeBreach(evidence({ stoppedAtMs: dueAtMs - 1, nowMs: dueAtMs + 900 * hour }))).toEqual(voided)
    expect(judgeBreach(evidence({ stoppedAtMs: dueAtMs + 1 })).state).toBe('confirmed')
  })

  it('SLA-12c what was paid is a supervisor’s task, never recalled', () => {
    expect(judgeBreach(evidence({ stoppedAtMs: dueAtMs, paid: true }))).toMatchObject({
      state: 'voided',
      supervisor: 'recover_payment',
    })
  })

  it('evidence written down late voids nothing until a supervisor confirms it', () => {
    const backdated = { claimedAtMs: dueAtMs - hour, recordedAtMs: dueAtMs + hour, confirmed: false }
    const late = evidence({ stoppedAtMs: dueAtMs + hour, backdated, nowMs: dueAtMs + 2 * hour })
    expect(judgeBreach(late)).toMatchObject({ state: 'confirmed', supervisor: 'confirm_backdating' })
    expect(judgeBreach({ ...late, contacts: away })).toMatchObject({
      state: 'suspected',
      supervisor: 'confirm_backdating',
    })
    expect(judgeBreach({ ...late, contacts: away, nowMs: dueAtMs + 80 * hour })).toMatchObject({
      supervisor: 'confirm_backdating',
    })
    const useless = { ...backdated, claimedAtMs: dueAtMs + minute }
    expect(judgeBreach({ ...late, backdated: useless }).supervisor).toBe(undefined)
    const believed = { ...backdated, confirmed: true }
    expect(judgeBreach({ ...late, backdated: believed, stoppedAtMs: dueAtMs - hour })).toMatchObject({
      state: 'voided',
      reason: 'backdating_confirmed',
    })
    expect(judgeBreach({ ...late, backdated: believed }).supervisor).toBe(undefined)
  })
})

describe('back-dating 补录', () => {
  const base = opened('2024-05-10 10:00', { urgency: 'high' })
  const call = (recorded: string, claimed: string): Signal =>
    signal('acknowledged', recorded, { id: 'e1', way: 'phone', claimedAtMs: at(claimed) })
  const confirmed = signal('backdating_confirmed', '2024-05-10 18:00', { subject: 'e1' })

  it('stops at the time of recording; claimed more than 5 minutes earlier is flagged', () => {
    const late = clockAt([base, call('2024-05-10 10:20', '2024-05-10 10:10')], 'ack', '2024-05-10 10:21')
    expect(late).toMatchObject({
      state: 'breached',
      endedAtMs: at('2024-05-10 10:20'),
      backdated: {
        signalId: 'e1',
        claimedAtMs: at('2024-05-10 10:10'),
        recordedAtMs: at('2024-05-10 10:20'),
        confirmed: false,
      },
      warnings: [{ key: 'backdated', params: { minutes: 10 } }],
    })
    const within = clockAt([base, call('2024-05-10 10:15', '2024-05-10 10:10')], 'ack', '2024-05-10 10:21')
    expect([within.state, within.backdated]).toEqual(['met', undefined])
    const edge = { ...call('2024-05-10 10:15', '2024-05-10 10:10'), claimedAtMs: at('2024-05-10 10:10') - 1 }
    expect(clockAt([base, edge], 'ack', '2024-05-10 10:21').backdated?.confirmed).toBe(false)
    const { id: _, ...unnamed } = call('2024-05-10 10:20', '2024-05-10 10:10')
    expect(clockAt([base, unnamed], 'ack', '2024-05-10 10:21').backdated).toEqual({
      claimedAtMs: at('2024-05-10 10:10'),
      recordedAtMs: at('2024-05-10 10:20'),
      confirmed: false,
    })
  })

  it('counts from the claimed time once a supervisor has confirmed that one', () => {
    const signals = [base, call('2024-05-10 10:20', '2024-05-10 10:10'), confirmed]
    expect(clockAt(signals, 'ack', '2024-05-10 18:01')).toMatchObject({ state: 'met', backdated: { confirmed: true } })
    const other = { ...confirmed, subject: 'e2' }
    expect(clockAt([base, call('2024-05-10 10:20', '2024-05-10 10:10'), other], 'ack', '2024-05-10 18:01').state).toBe(
      'breached',
    )
    const { subject: _, ...nothing } = confirmed
    expect(
      clockAt([base, call('2024-05-10 10:20', '2024-05-10 10:10'), nothing], 'ack', '2024-05-10 18:01').state,
    ).toBe('breached')
  })

  it('a claimed time after the recording is worth nothing', () => {
    const ahead = signal('acknowledged', '2024-05-10 10:10', { claimedAtMs: at('2024-05-10 10:12') })
    expect(clockAt([base, ahead], 'ack', '2024-05-10 10:21')).toMatchObject({
      state: 'met',
      endedAtMs: at('2024-05-10 10:10'),
    })
  })

  it('starts count from the earlier, claimed time: a call entered late is late', () => {
    const late = opened('2024-05-10 10:40', { urgency: 'high', claimedAtMs: at('2024-05-10 10:20') })
    expect(story([late], 'ack', '2024-05-10 10:40')).toEqual(['2024-05-10 10:20 → 2024-05-10 10:35 breached'])
  })

  it('late evidence of an update repairs the cycle it belongs to', () => {
    const signals = [base, signal('progress', '2024-05-10 13:00'), signal('progress', '2024-05-10 11:30')]
    expect(story(signals, 'progress', '2024-05-10 13:01')).toEqual([
      '2024-05-10 10:00 → 2024-05-10 12:00 met',
      '2024-05-10 11:30 → 2024-05-10 13:30 met',
      '2024-05-10 13:00 → 2024-05-10 15:00 running',
    ])
  })
})

describe('any order of anything', () => {
  it('folds without throwing and without a clock where nothing was opened', () => {
    const types = [
      'resolved',
      'closed',
      'reopened',
      'held',
      'resumed',
      'answered',
      'progress',
      'policy_applied',
      'calendar_published',
    ] as const
    const signals = types.map((type) => signal(type, '2024-05-10 10:00'))
    const { clocks } = foldClocks(signals, context)
    const open = clocks.filter(({ endedAtMs }) => endedAtMs === undefined)
    expect(open.map(({ clock }) => clock)).toEqual(['resolve', 'progress'])
    expect(foldClocks([...signals].reverse(), context).clocks.length).toBeGreaterThan(0)
    expect(foldClocks([], context)).toEqual({ clocks: [], warnings: [] })
  })

  it('a second opening changes nothing', () => {
    const twice = [opened('2024-05-10 10:00'), opened('2024-05-10 11:00')]
    expect(story(twice, 'resolve', '2024-05-10 11:01')).toEqual(['2024-05-10 10:00 → 2024-05-11 10:00 running'])
  })

  it('absurd times give absurd clocks, but clocks', () => {
    for (const atMs of [0, 253_402_300_799_999]) {
      const { clocks } = foldClocks([{ type: 'opened', atMs, urgency: 'low' }], context)
      expect(clocks.map((it) => viewClock(it, atMs).state)).toEqual(['running', 'running', 'running'])
      expect(clocks.flatMap(({ warnings }) => warnings).length).toBeGreaterThan(0)
    }
    const forever = [opened('2024-05-10 10:00'), { type: 'progress' as const, atMs: 253_402_300_799_999 }]
    expect(cyclesOf(forever, 'progress').length).toBeLessThan(500)
    expect(local(cyclesOf(forever, 'progress')[0]?.dueAtMs ?? null)).toBe('2024-05-10 17:00')
  })
})
