import { describe, expect, it } from 'vitest'
import { eventOfDue } from '../../../shared/case/derived.ts'
import { fold } from '../../../shared/case/evolve.ts'
import { derivedDue } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import { at, context, local } from '../sla/fixtures.ts'
import { type Desk, emptyDesk, people } from './desk.ts'

/** D1 四, typed by its people: 10 May 2024, a Friday before a make-up Saturday. */
const script: readonly (readonly [string, (desk: Desk) => unknown])[] = [
  [
    '2024-05-10 10:22',
    (desk) =>
      desk.act({
        type: 'open',
        customer: { name: '张三', phones: ['+8613812341234'], company: '某电商' },
        issue: { occurredAtMs: at('2024-05-10 10:15'), symptom: '近 7 天订单列表无法加载', impact: '无法核对发货' },
        demands: [{ kind: 'fix', text: '2 小时内修复', wantedByMs: at('2024-05-10 12:20') }, { kind: 'compensate' }],
        reception: { channel: 'hotline', receivedAtMs: at('2024-05-10 10:20') },
      }),
  ],
  [
    '2024-05-10 10:29',
    (desk) =>
      desk.act({ type: 'logCommunication', way: 'sms', direction: 'out', purpose: 'acknowledge', text: '已受理' }),
  ],
  [
    '2024-05-10 10:31',
    (desk) => desk.act({ type: 'classify', problemType: 'product_fault', urgency: 'mid', responsibility: 'rnd' }),
  ],
  [
    '2024-05-10 10:33',
    (desk) =>
      desk.act({
        type: 'transfer',
        toTeam: 'rnd',
        toActor: 'sun',
        notifyBy: 'wecom',
        wantedByMs: at('2024-05-10 14:33'),
        reason: { code: 'their_cause' },
      }),
  ],
  [
    '2024-05-10 11:00',
    (desk) => {
      desk.act({ type: 'logCommunication', way: 'phone', direction: 'out', purpose: 'progress', text: '研发已定位' })
      const resolveDueAtMs =
        clocksAt(desk.state().signals, context, desk.nowMs()).find(({ clock }) => clock === 'resolve')?.dueAtMs ?? 0
      desk.act({ type: 'promise', text: '12:00 前修复', dueAtMs: at('2024-05-10 12:00') }, people.agent, {
        resolveDueAtMs,
      })
    },
  ],
  [
    '2024-05-10 11:55',
    (desk) =>
      desk.act(
        { type: 'answerTransfer', transfer: desk.state().transfers[0]?.id ?? '', answer: '索引已补建' },
        people.handler,
      ),
  ],
  [
    '2024-05-10 12:00',
    (desk) => {
      desk.act({ type: 'keepPromise', promise: desk.state().promises[0]?.id ?? '' })
      desk.act({
        type: 'resolve',
        causeCode: 'capacity',
        cause: '数据量增长后查询超时',
        measures: '补建索引并回归',
        plan: '发布前做性能测试',
        compensation: '赠送 1 个月高级功能',
      })
    },
  ],
  [
    '2024-05-10 12:10',
    (desk) => desk.act({ type: 'proposeCompensation', form: 'service_month', amountMinor: 9900, currency: 'CNY' }),
  ],
  [
    '2024-05-10 12:15',
    (desk) =>
      desk.act({ type: 'approveCompensation', compensation: desk.state().compensations[0]?.id ?? '' }, people.lead),
  ],
  ['2024-05-10 12:30', (desk) => desk.act({ type: 'inform', way: 'email', letter: '原因、措施、改进与补偿说明。' })],
  ['2024-05-10 15:00', (desk) => desk.act({ type: 'sendSurvey', way: 'sms' })],
  [
    '2024-05-11 09:10',
    (desk) => desk.act({ type: 'recordSurvey', survey: desk.state().surveys[0]?.id ?? '', csat: 5, text: '非常满意' }),
  ],
  ['2024-05-11 10:00', (desk) => desk.act({ type: 'followUp', satisfied: true })],
  ['2024-05-11 10:05', (desk) => desk.act({ type: 'close' })],
]

/** What the documents say of every clock: from when in which state, and due when. Written down apart from any code. */
const clocks: Readonly<Record<string, readonly (readonly [from: string, state: string, due: string])[]>> = {
  ack: [
    ['2024-05-10 10:22', 'running', '2024-05-10 10:50'],
    ['2024-05-10 10:29', 'met', '2024-05-10 10:50'],
  ],
  resolve: [
    ['2024-05-10 10:22', 'running', '2024-05-11 10:20'],
    ['2024-05-10 12:00', 'met', '2024-05-11 10:20'],
  ],
  progress: [
    ['2024-05-10 10:22', 'running', '2024-05-10 17:00'],
    ['2024-05-10 11:00', 'running', '2024-05-11 17:00'],
    ['2024-05-10 12:00', 'stopped', '2024-05-11 17:00'],
  ],
  investigate: [
    ['2024-05-10 10:31', 'running', '2024-05-11 10:20'],
    ['2024-05-10 10:33', 'met', '2024-05-11 10:20'],
  ],
  transfer: [
    ['2024-05-10 10:33', 'running', '2024-05-10 14:33'],
    ['2024-05-10 11:55', 'met', '2024-05-10 14:33'],
  ],
  promise: [
    ['2024-05-10 11:00', 'running', '2024-05-10 12:00'],
    ['2024-05-10 11:48', 'near', '2024-05-10 12:00'],
    ['2024-05-10 12:00', 'met', '2024-05-10 12:00'],
  ],
  survey: [
    ['2024-05-10 12:00', 'running', '2024-05-11 12:00'],
    ['2024-05-10 15:00', 'met', '2024-05-11 12:00'],
  ],
  follow_up: [
    ['2024-05-10 12:00', 'running', '2024-05-13 12:00'],
    ['2024-05-11 10:00', 'met', '2024-05-13 12:00'],
  ],
}

/** The life of the case, likewise. */
const statuses: readonly (readonly [string, string])[] = [
  ['2024-05-10 10:22', 'received'],
  ['2024-05-10 10:31', 'assessed'],
  ['2024-05-10 10:33', 'in_progress'],
  ['2024-05-10 12:00', 'resolved'],
  ['2024-05-10 12:30', 'informed'],
  ['2024-05-11 10:00', 'followed_up'],
  ['2024-05-11 10:05', 'closed'],
]

const latest = <T extends readonly [string, ...string[]]>(spans: readonly T[], nowMs: number): T | undefined =>
  spans.findLast(([from]) => at(from) <= nowMs)

const expectedAt = (nowMs: number): readonly string[] =>
  Object.entries(clocks)
    .flatMap(([clock, spans]) => {
      const span = latest(spans, nowMs)
      return span === undefined ? [] : [`${clock} ${span[1]} ${span[2]}`]
    })
    .sort()

const [firstMs, lastMs] = [at('2024-05-10 10:22'), at('2024-05-11 10:05')]

describe('the worked example through the kernel', () => {
  it('SLA-1 SLA-2 SLA-3 SLA-4 SLA-5 SLA-6 LIFE-1a minute by minute, every clock as the documents have it', () => {
    const desk = emptyDesk(firstMs)
    const steps = [...script]
    for (let nowMs = firstMs; nowMs <= lastMs; nowMs += 60_000) {
      desk.wait(nowMs - desk.nowMs())
      while (steps[0] !== undefined && at(steps[0][0]) <= nowMs) steps.shift()?.[1](desk)
      const says = clocksAt(desk.state().signals, context, nowMs).map(
        ({ clock, state, dueAtMs }) => `${clock} ${state} ${local(dueAtMs)}`,
      )
      expect([...says].sort(), local(nowMs) ?? '').toEqual(expectedAt(nowMs))
      expect(desk.state().status).toBe(latest(statuses, nowMs)?.[1])
    }
    expect(steps).toEqual([])
    expect(desk.state()).toMatchObject({
      compensations: [{ state: 'approved', form: 'service_month' }],
      surveys: [{ csat: 5, reason: '非常满意' }],
      closure: { by: 'li' },
      breaches: [],
    })
    expect(fold(desk.events())).toEqual(desk.state())
  })

  it('SLA-9a the only alarm on the way is the promise coming near, told to the owner', () => {
    const desk = emptyDesk(firstMs)
    for (const [time, act] of script) act(desk.wait(at(time) - desk.nowMs()))
    const due = derivedDue(foldClocks(desk.state().signals, context).clocks, lastMs)
    const events = due.map((it) => eventOfDue(desk.state(), it))
    expect(events.map(({ type, body }) => [type, body['clock'], body['tell']])).toEqual([
      ['near_breached', 'promise', undefined],
      ['ladder_notified', 'promise', 'owner'],
    ])
  })
})
