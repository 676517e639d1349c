import { describe, expect, it } from 'vitest'
import { nextStep } from '../../../shared/case/next.ts'
import { scopesOf } from '../../../shared/case/scopes.ts'
import { hour, newId, openDesk, people, startMs } from './desk.ts'

const toRnd = {
  type: 'transfer',
  toTeam: 'rnd',
  notifyBy: 'wecom',
  reason: { code: 'their_cause', text: '请查索引' },
} as const
describe('CALL-9 transfer', () => {
  it('CALL-9a names receiver, deadline and way of notice, and starts a clock of its own', () => {
    const desk = openDesk()
    const sent = desk.act({ ...toRnd, toActor: 'sun', wantedByMs: startMs + hour })
    expect(desk.state()).toMatchObject({ status: 'in_progress', assists: ['rnd'], team: 'service' })
    expect(desk.state().transfers).toMatchObject([
      {
        toTeam: 'rnd',
        toActor: 'sun',
        notifyBy: 'wecom',
        wantedByMs: startMs + hour,
        reasonCode: 'their_cause',
        reason: '请查索引',
        state: 'waiting',
        by: 'li',
      },
    ])
    expect(desk.state().signals.at(-1)).toMatchObject({
      type: 'transferred',
      subject: sent.body['id'],
      dueAtMs: startMs + hour,
    })
  })

  it('a deadline that is over already is refused', () => {
    expect(openDesk().ask({ ...toRnd, wantedByMs: startMs }).refusal).toEqual({ tag: 'time.past', field: 'wantedByMs' })
  })

  it('CALL-9c the receiver answers or returns with a reason, once', () => {
    for (const [end, state, signal] of [
      [{ type: 'answerTransfer', answer: '12:00 前修复' }, 'answered', 'answered'],
      [{ type: 'returnTransfer', reason: { code: 'not_ours', text: '属于产品' } }, 'returned', 'returned'],
    ] as const) {
      const desk = openDesk()
      const transfer = String(desk.act(toRnd).body['id'])
      expect(desk.no({ ...end, transfer })).toBe('transfer.not_receiver')
      desk.wait(hour).act({ ...end, transfer }, people.handler)
      expect(desk.state().transfers).toMatchObject([{ state, answeredAtMs: startMs + hour }])
      expect(desk.state().signals.at(-1)).toMatchObject({ type: signal, subject: transfer })
      expect(desk.no({ ...end, transfer }, people.supervisor)).toBe('transfer.closed')
    }
  })

  it('CALL-9c the receiver asks back: the sender answers a question of its own, and the transfer goes on waiting', () => {
    const desk = openDesk()
    const transfer = String(desk.act({ ...toRnd, toActor: 'sun' }).body['id'])
    const next = (reader: (typeof people)['agent']) => nextStep(desk.state(), desk.nowMs(), reader)?.key
    expect(next(people.handler)).toBe('answer_transfer')
    const back = { type: 'transfer', toTeam: 'service', toActor: 'li', notifyBy: 'system_notice' } as const
    const question = desk.act({ ...back, reason: { code: 'facts_wanted', text: '哪个账号？' } }, people.handler).body[
      'id'
    ]
    expect([next(people.agent), next(people.other)]).toEqual(['answer_transfer', 'acknowledge'])
    expect(desk.state()).toMatchObject({ team: 'service', assists: ['rnd'] })
    desk.act({ type: 'answerTransfer', transfer: String(question), answer: '尾号 26 的账号' })
    expect(desk.state().transfers.map((it) => it.state)).toEqual(['waiting', 'answered'])
    expect([next(people.agent), next(people.handler)]).toEqual(['acknowledge', 'answer_transfer'])
    desk.act({ type: 'logCommunication', way: 'phone', direction: 'out', purpose: 'acknowledge' })
    expect(next(people.agent)).toBe('await_transfer')
    desk.act({ type: 'answerTransfer', transfer, answer: '已修复' }, people.handler)
    expect([next(people.agent), next(people.handler)]).toEqual(['resolve', 'resolve'])
  })

  it('CALL-9b the manager steps in when nobody answers', () => {
    const desk = openDesk()
    const transfer = String(desk.act(toRnd).body['id'])
    desk.act({ type: 'answerTransfer', transfer, answer: '已协调' }, people.supervisor)
    expect(desk.state().transfers[0]?.state).toBe('answered')
  })

  it('an answer keeps the team on the case; a return or withdrawal lets it go', () => {
    const desk = openDesk()
    const first = String(desk.act(toRnd).body['id'])
    desk.act({ type: 'answerTransfer', transfer: first, answer: '处理中' }, people.handler)
    expect(desk.state().assists).toEqual(['rnd'])
    desk.act({ type: 'withdrawTransfer', transfer: first })
    expect(desk.state().assists).toEqual([])
    const second = String(desk.act(toRnd).body['id'])
    const third = String(desk.act({ ...toRnd, toActor: 'sun' }).body['id'])
    desk.act({ type: 'returnTransfer', transfer: second, reason: { code: 'facts_missing' } }, people.handler)
    expect(desk.state().assists).toEqual(['rnd'])
    desk.act({ type: 'withdrawTransfer', transfer: third, reason: { code: 'sent_by_mistake' } })
    expect(desk.state().assists).toEqual([])
  })

  it('is taken back by who sent it, who owns the case, or a lead', () => {
    const desk = openDesk()
    const transfer = String(desk.act(toRnd).body['id'])
    expect(desk.no({ type: 'withdrawTransfer', transfer }, people.other)).toBe('transfer.not_sender')
    desk.act({ type: 'assign', owner: 'wang' }, people.lead)
    desk.act({ type: 'withdrawTransfer', transfer }, people.other)
    const again = String(desk.act(toRnd).body['id'])
    desk.act({ type: 'withdrawTransfer', transfer: again }, people.lead)
    expect(desk.state().transfers.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
  })

  it('is not sent twice while the first one waits, nor to more teams than a case can have', () => {
    const desk = openDesk()
    desk.act(toRnd)
    expect(desk.no(toRnd)).toBe('transfer.already_waiting')
    desk.act({ ...toRnd, toTeam: 'product' })
    expect(desk.no({ ...toRnd, toTeam: 'finance' })).toBe('transfer.too_many_teams')
    expect(desk.no({ type: 'answerTransfer', transfer: newId(), answer: '?' })).toBe('transfer.unknown')
  })

  it('to a person of the own team it needs no further team', () => {
    const desk = openDesk()
    desk.act({ ...toRnd, toTeam: 'service', toActor: 'wang' })
    expect(desk.state().assists).toEqual([])
  })
})

describe('CALL-8 escalation', () => {
  const up = (level: 'lead' | 'manager' | 'legal' | 'brand' | 'executive') =>
    ({ type: 'escalate', level, reason: { code: 'angry', text: '要求升级' } }) as const

  it('CALL-8c is acknowledged and stepped down by who receives it', () => {
    const desk = openDesk()
    const escalation = String(desk.act(up('lead')).body['id'])
    expect(desk.no({ type: 'acknowledgeEscalation', escalation })).toBe('escalation.not_receiver')
    desk.wait(1000).act({ type: 'acknowledgeEscalation', escalation }, people.lead)
    expect(desk.state().escalations).toMatchObject([
      { state: 'acknowledged', acknowledgedAtMs: startMs + 1000, reasonCode: 'angry', reason: '要求升级' },
    ])
    expect(desk.no({ type: 'acknowledgeEscalation', escalation }, people.lead)).toBe('escalation.closed')
    desk.act({ type: 'stepDown', escalation, reason: { code: 'agreed' } }, people.lead)
    expect(desk.no({ type: 'stepDown', escalation, reason: { code: 'agreed' } }, people.lead)).toBe('escalation.closed')
    expect(desk.no({ type: 'stepDown', escalation: newId(), reason: { code: 'agreed' } }, people.lead)).toBe(
      'escalation.unknown',
    )
  })

  it('the person it names receives it too, and who raised it may take it back', () => {
    const desk = openDesk()
    const named = String(desk.act({ ...up('manager'), to: 'wang' }).body['id'])
    desk.act({ type: 'acknowledgeEscalation', escalation: named }, people.other)
    const own = String(desk.act(up('lead')).body['id'])
    desk.act({ type: 'stepDown', escalation: own, reason: { code: 'mistaken' } })
    expect(desk.state().escalations.map(({ state }) => state)).toEqual(['acknowledged', 'stepped_down'])
  })

  it('one of a level at a time', () => {
    const desk = openDesk()
    desk.act(up('lead'))
    expect(desk.ask(up('lead')).refusal).toEqual({
      tag: 'escalation.already_open',
      field: 'level',
      detail: { level: 'lead' },
    })
  })

  it('CALL-8d legal and brand join the case, and leave it when it is stepped down', () => {
    for (const level of ['legal', 'brand'] as const) {
      const desk = openDesk()
      expect(desk.no({ type: 'addNote', text: '?' }, people[level])).toBe('scope.denied')
      const escalation = String(desk.act(up(level)).body['id'])
      expect(scopesOf(desk.state())).toEqual(['team:service', `role:${level}`])
      desk.act({ type: 'acknowledgeEscalation', escalation }, people[level])
      desk.act({ type: 'stepDown', escalation, reason: { code: 'risk_gone' } }, people[level])
      expect(scopesOf(desk.state())).toEqual(['team:service'])
    }
  })

  it('no more than two may join besides the own team', () => {
    const desk = openDesk()
    desk.act(toRnd)
    desk.act({ ...toRnd, toTeam: 'product' })
    expect(desk.no(up('legal'))).toBe('escalation.too_many_teams')
    expect(desk.no(up('manager'))).toBe('allowed')
  })
})
