import { describe, expect, it } from 'vitest'
import ladderData from '../../../resources/ladder/default-v1.json' with { type: 'json' }
import policyData from '../../../resources/policies/default-v1.json' with { type: 'json' }
import { parseLadders } from '../../../shared/sla/ladder.ts'
import { compilePolicy, parsePolicy } from '../../../shared/sla/policy-compile.ts'
import { ladders, must } from './fixtures.ts'

type Loose = Record<string, unknown>

/** The default pack with one clock changed. */
function withClock(name: string, change: (rule: Loose) => Loose): Loose {
  const clocks = policyData.clocks.map((rule) => (rule.clock === name ? change({ ...rule }) : rule))
  return { ...policyData, clocks }
}
const withTarget = (name: string, urgency: string, target: unknown): Loose =>
  withClock(name, (rule) => ({ ...rule, targets: { ...(rule['targets'] as Loose), [urgency]: target } }))
const refusal = (policy: unknown): unknown => {
  const parsed = compilePolicy(policy, ladders)
  return parsed.ok ? null : [parsed.error.tag, parsed.error.field]
}

describe('policy data', () => {
  it('SLA-1…8 the default pack holds the numbers of the documents', () => {
    const rows = policyData.clocks.map(({ clock, source, targets: { high, mid, low } }) => {
      const say = (target: Loose): string =>
        [target['amount'] ?? target['at'] ?? target['share'] ?? target['kind'], target['unit'], target['hours']]
          .filter((part) => part !== undefined)
          .join(' ')
      return [clock, source, say(high), say(mid), say(low)]
    })
    expect(rows).toEqual([
      ['ack', 'SLA-1', '15 minute always', '30 minute always', '1 hour business'],
      ['resolve', 'SLA-2', '2 hour always', '24 hour always', '3 workday business'],
      ['transfer', 'SLA-3', '2 hour always', '4 hour always', '1 workday business'],
      ['progress', 'SLA-4', '2 hour always', '17:00', '0.8'],
      ['investigate', 'SLA-5', '24 hour always', '24 hour always', '24 hour always'],
      ['attitude_answer', 'SLA-5', '48 hour always', '48 hour always', '48 hour always'],
      ['survey', 'SLA-6', '24 hour always', '24 hour always', '24 hour always'],
      ['channel_entry', 'SLA-7', '24 hour always', '24 hour always', '24 hour always'],
      ['promise', 'CALL-6', 'given', 'given', 'given'],
      ['follow_up', 'LOOP-4', '2 workday business', '2 workday business', '2 workday business'],
      ['step', 'SLA-8', 'given', 'given', 'given'],
    ])
  })

  it('SLA-1b names the ways the documents propose by urgency', () => {
    const ack = must(parsePolicy(policyData)).clocks.find(({ clock }) => clock === 'ack')
    expect(ack?.ways).toEqual({ high: ['phone', 'sms'], mid: ['email', 'wecom'], low: ['system_notice'] })
  })

  it('is refused with target 0, a negative time, an absurd one', () => {
    const within = (amount: unknown): Loose => ({ kind: 'within', amount, unit: 'hour', hours: 'always' })
    const field = 'clocks.1.targets.high.amount'
    expect(refusal(withTarget('resolve', 'high', within(0)))).toEqual(['policy.target_not_positive', field])
    expect(refusal(withTarget('resolve', 'high', within(-2)))).toEqual(['policy.target_not_positive', field])
    expect(refusal(withTarget('resolve', 'high', within(1e9)))).toEqual(['policy.malformed', field])
    expect(refusal(withTarget('resolve', 'high', within(Number.NaN)))).toEqual(['policy.malformed', field])
    const share = { kind: 'share', of: 'resolve', share: 0 }
    expect(refusal(withTarget('progress', 'low', share))).toEqual([
      'policy.target_not_positive',
      'clocks.3.targets.low.share',
    ])
  })

  it('is refused when a part hangs in the air', () => {
    const share = (of: string): Loose => ({ kind: 'share', of, share: 0.5 })
    const field = 'clocks.3.targets.low.of'
    expect(refusal(withTarget('progress', 'low', share('nothing')))).toEqual(['policy.unknown_clock', field])
    expect(refusal(withTarget('progress', 'low', share('promise')))).toEqual(['policy.share_of_share', field])
    expect(refusal(withTarget('progress', 'low', share('progress')))).toEqual(['policy.share_of_share', field])
    expect(refusal(withTarget('progress', 'low', share('resolve')))).toBe(null)
  })

  it('is refused with doubled clocks, a signal that starts and stops, an unknown ladder', () => {
    expect(refusal(withClock('survey', (rule) => ({ ...rule, clock: 'ack' })))).toEqual([
      'policy.clock_twice',
      'clocks.6',
    ])
    expect(refusal(withClock('ack', (rule) => ({ ...rule, stop: ['opened'] })))).toEqual([
      'policy.start_stops',
      'clocks.0',
    ])
    expect(refusal(withClock('ack', (rule) => ({ ...rule, ladder: 'none' })))).toEqual([
      'policy.unknown_ladder',
      'clocks.0.ladder',
    ])
  })

  it('is refused with anything unknown, naming it', () => {
    expect(refusal(null)).toEqual(['policy.malformed', ''])
    expect(refusal({ ...policyData, version: 0 })).toEqual(['policy.malformed', 'version'])
    expect(refusal(withTarget('progress', 'mid', { kind: 'daily', at: '25:00', leadMinutes: 60 }))).toEqual([
      'policy.malformed',
      'clocks.3.targets.mid.at',
    ])
    expect(refusal({ ...policyData, colour: 'red' })).toEqual(['policy.malformed', 'colour'])
    const wild = { ...policyData, ['\u202e\u0000<b>'.repeat(100_000)]: 1 }
    expect(refusal(wild)).toEqual(['policy.malformed', '??\u003fb?'.repeat(12)])
    expect(refusal(withClock('ack', (rule) => ({ ...rule, start: ['rang'] })))).toEqual([
      'policy.malformed',
      'clocks.0.start.0',
    ])
  })
})

describe('escalation ladder', () => {
  const level = (tell: string, at: string, plusShare: number, next: string | null): Loose => ({
    tell,
    at,
    plusShare,
    next,
  })
  const refused = (levels: Loose, first = 'a'): unknown => {
    const parsed = parseLadders({ version: 1, ladders: { x: { first, levels } } })
    return parsed.ok ? null : [parsed.error.tag, parsed.error.field]
  }

  it('SLA-9 default: owner at near, lead at due, manager at half the target later; for transfers manager at due', () => {
    const said = (name: string): unknown =>
      must(parseLadders(ladderData))
        .get(name)
        ?.map(({ tell, at, plusShare }) => `${tell} ${at}+${plusShare}`)
    expect(said('default')).toEqual(['owner near+0', 'lead due+0', 'manager due+0.5'])
    expect(said('transfer')).toEqual(['owner near+0', 'lead due+0', 'manager due+0'])
  })

  it('is refused when it goes round', () => {
    expect(refused({ a: level('owner', 'near', 0, 'b'), b: level('lead', 'due', 0, 'a') })).toEqual([
      'ladder.cyclic',
      'ladders.x.levels.a',
    ])
    expect(refused({ a: level('owner', 'near', 0, 'a') })).toEqual(['ladder.cyclic', 'ladders.x.levels.a'])
  })

  it('is refused with missing, unreachable or backward levels', () => {
    expect(refused({ a: level('owner', 'near', 0, 'b') })).toEqual(['ladder.unknown_level', 'ladders.x.levels.b'])
    expect(refused({}, 'a')).toEqual(['ladder.unknown_level', 'ladders.x.levels.a'])
    expect(refused({ a: level('owner', 'near', 0, null), b: level('lead', 'due', 0, null) })).toEqual([
      'ladder.unreachable_level',
      'ladders.x.levels.b',
    ])
    expect(refused({ a: level('owner', 'due', 0, 'b'), b: level('lead', 'near', 0, null) })).toEqual([
      'ladder.out_of_order',
      'ladders.x.levels.b',
    ])
    expect(refused({ a: level('nobody', 'due', 0, null) })).toEqual(['ladder.malformed', 'ladders.x.levels.a.tell'])
    expect(refused({ a: level('owner', 'due', -1, null) })).toEqual([
      'ladder.malformed',
      'ladders.x.levels.a.plusShare',
    ])
  })
})
