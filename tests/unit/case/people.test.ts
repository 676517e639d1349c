import { describe, expect, it } from 'vitest'
import type { CaseCommandInput } from '../../../shared/case/commands.ts'
import type { Directory } from '../../../shared/case/event.ts'
import { scopesOf, scopesOfEvent } from '../../../shared/case/scopes.ts'
import { roles } from '../../../shared/case/words.ts'
import { deskAt, hour, newId, openDesk, openInput, people, person, startMs } from './desk.ts'

const reason = { code: 'skill' }
const toRnd = {
  type: 'transfer',
  toTeam: 'rnd',
  notifyBy: 'wecom',
  reason: { code: 'their_cause', text: '请查索引' },
} as const
const directory: Directory = {
  person: (id) =>
    id === 'gone' ? { active: false, team: 'rnd' } : id === 'sun' ? { active: true, team: 'rnd' } : undefined,
  team: (id) => (id === 'closed' ? { active: false } : undefined),
}

describe('CLS-1 classification', () => {
  it('CLS-1a sets each axis apart from the others', () => {
    const desk = openDesk()
    desk.act({ type: 'classify', problemType: 'product_fault', urgency: 'high' })
    desk.act({
      type: 'classify',
      severity: 'major',
      responsibility: 'rnd',
      category: 'system.order_list',
      department: 'rnd',
    })
    expect(desk.state().classification).toEqual({
      problemType: 'product_fault',
      urgency: 'high',
      severity: 'major',
      responsibility: 'rnd',
      category: 'system.order_list',
      department: 'rnd',
      by: 'agent',
    })
    expect(desk.state().signals.at(-1)).toMatchObject({
      type: 'classified',
      urgency: 'high',
      severity: 'major',
      problemType: 'product_fault',
    })
  })

  it('CLS-2c an accepted proposal says so, and the agent has the last word', () => {
    const desk = openDesk()
    desk.act({ type: 'acceptProposal', urgency: 'high', confidencePct: 81 })
    expect(desk.state().classification).toMatchObject({ urgency: 'high', by: 'accepted_proposal' })
    desk.act({ type: 'classify', urgency: 'low' })
    expect(desk.state().classification).toMatchObject({ urgency: 'low', by: 'agent' })
  })

  it('the first judgement counts even when it changes nothing; later ones must change something', () => {
    const desk = openDesk()
    desk.act({ type: 'classify', urgency: 'mid' })
    expect(desk.state().status).toBe('assessed')
    expect(desk.no({ type: 'classify', urgency: 'mid' })).toBe('classify.no_change')
  })

  it('an assessed case that has an owner already is in progress', () => {
    const desk = openDesk()
    desk.act({ type: 'assign', owner: 'li' })
    expect(desk.state().status).toBe('received')
    desk.act({ type: 'classify', urgency: 'high' })
    expect(desk.state().status).toBe('in_progress')
    expect(desk.state().signals.map(({ type }) => type)).toContain('work_started')
  })
})

describe('CLS-6 one engineer follows one complaint', () => {
  it('CLS-6a CLS-6b taking it from somebody asks for a reason and is counted', () => {
    const desk = openDesk()
    desk.act({ type: 'assign', owner: 'li' })
    expect(desk.state()).toMatchObject({ owner: 'li', reassignments: 0 })
    expect(desk.ask({ type: 'assign', owner: 'wang' }, people.lead).refusal).toEqual({
      tag: 'assign.reason_needed',
      field: 'reason',
      detail: { owner: 'li' },
    })
    desk.act({ type: 'assign', owner: 'wang', reason }, people.lead)
    desk.act({ type: 'assign', owner: null, reason: { code: 'leave', text: '休假' } }, people.lead)
    expect(desk.state().reassignments).toBe(2)
    expect(desk.state().owner).toBeUndefined()
    desk.act({ type: 'assign', owner: 'li' })
    expect(desk.state().reassignments).toBe(2)
  })

  it('an agent takes what is free and hands on their own, but takes nothing from a colleague', () => {
    const desk = openDesk()
    desk.act({ type: 'assign', owner: 'li' })
    expect(desk.no({ type: 'assign', owner: 'wang', reason }, people.other)).toBe('assign.owned')
    desk.act({ type: 'assign', owner: 'wang', reason }, people.agent)
    expect(desk.state().owner).toBe('wang')
  })

  it('says when nothing would change', () => {
    const desk = openDesk()
    expect(desk.no({ type: 'assign', team: 'service' })).toBe('assign.no_change')
    expect(desk.no({ type: 'assign' })).toBe('assign.no_change')
  })

  it('a case moves to another team, and both hear of it', () => {
    const desk = openDesk()
    const before = desk.state()
    desk.act({ type: 'assign', team: 'product', owner: 'sun' }, people.supervisor)
    expect(scopesOf(desk.state())).toEqual(['team:product'])
    expect(scopesOfEvent(before, desk.state())).toEqual(['team:product', 'team:service'])
    expect(scopesOfEvent(null, before)).toEqual(['team:service'])
    expect(desk.no({ type: 'close' })).toBe('scope.denied')
  })

  it('SYNC-5a who held it once may still say what happened', () => {
    const desk = openDesk()
    desk.act({ type: 'assign', team: 'product' }, people.supervisor)
    desk.act({ type: 'addNote', text: '交接前客户来电' })
    expect(desk.no({ type: 'addNote', text: '陌生人' }, people.stranger)).toBe('scope.denied')
  })

  it('with helpers asked, only one of them may stay when the team changes', () => {
    const desk = openDesk()
    desk.act(toRnd)
    desk.act({ ...toRnd, toTeam: 'product' })
    expect(desk.no({ type: 'assign', team: 'legal' }, people.supervisor)).toBe('assign.too_many_teams')
    desk.act({ type: 'assign', team: 'rnd' }, people.supervisor)
    expect(scopesOf(desk.state())).toEqual(['team:rnd', 'team:product'])
  })

  it.each<[string, CaseCommandInput, string]>([
    ['person.inactive', { type: 'assign', owner: 'gone' }, 'owner'],
    ['team.inactive', { type: 'assign', team: 'closed' }, 'team'],
    ['team.inactive', { ...toRnd, toTeam: 'closed' }, 'toTeam'],
    ['person.inactive', { ...toRnd, toActor: 'gone' }, 'toActor'],
    ['person.inactive', { type: 'escalate', level: 'lead', to: 'gone', reason }, 'to'],
  ])('%s: somebody who has left receives nothing', (tag, command, field) => {
    expect(openDesk().ask(command, people.supervisor, { directory }).refusal).toEqual({ tag, field })
  })

  it('an opening for an owner who has left is refused; unknown people pass', () => {
    const desk = openDesk()
    expect(desk.ask({ type: 'assign', owner: 'newcomer' }, people.agent, { directory }).refusal).toBeUndefined()
  })
})

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

describe('TRU-2 what each role may do', () => {
  const commands: Readonly<Record<string, readonly string[]>> = {
    addNote: roles.filter((it) => it !== 'admin'),
    edit: roles.filter((it) => !['quality', 'admin', 'system'].includes(it)),
    classify: ['agent', 'senior', 'lead', 'supervisor', 'field', 'system'],
    applyPolicy: ['supervisor'],
    close: ['agent', 'senior', 'lead', 'supervisor', 'field'],
    reopen: roles.filter((it) => it !== 'admin'),
    say: roles.filter((it) => !['quality', 'admin', 'system'].includes(it)),
    approveCompensation: ['lead', 'supervisor'],
    promote: ['agent', 'senior', 'lead', 'supervisor', 'field', 'quality'],
  }
  const inputs: Readonly<Record<string, CaseCommandInput>> = {
    addNote: { type: 'addNote', text: '记' },
    edit: { type: 'edit', issue: { region: '华南' } },
    classify: { type: 'classify', urgency: 'high' },
    applyPolicy: { type: 'applyPolicy', policy: { id: 'default', version: 2 }, reason },
    close: { type: 'close' },
    reopen: { type: 'reopen', reason },
    say: { type: 'say', phraseId: 'p', stage: 'listen', text: '好的' },
    approveCompensation: { type: 'approveCompensation', compensation: newId() },
    promote: { type: 'promote' },
  }

  it.each(Object.keys(commands))('TRU-2a %s', (name) => {
    const input = inputs[name]
    if (input === undefined) throw new Error(name)
    const allowed = roles.filter((role) => deskAt('in_progress').no(input, person('x', role)) !== 'role.denied')
    expect(allowed).toEqual(roles.filter((role) => commands[name]?.includes(role)))
  })

  it('a case is opened into a team one belongs to', () => {
    const desk = openDesk()
    expect(desk.state().team).toBe('service')
    expect(() => openDesk({ team: 'product' })).toThrow('scope.denied')
    expect(() => openDesk({ team: 'service', owner: 'wang' })).not.toThrow()
    expect(openInput.type).toBe('open')
  })

  it('the server itself may act on every case, as far as its role goes', () => {
    const desk = openDesk()
    desk.act({ type: 'logCommunication', way: 'sms', direction: 'out', purpose: 'acknowledge' }, people.system)
    expect(desk.no({ type: 'close' }, people.system)).toBe('role.denied')
  })
})

describe('policy', () => {
  it('is moved by a supervisor with a reason, to another version only', () => {
    const desk = openDesk()
    const to = (version: number) => ({ type: 'applyPolicy', policy: { id: 'default', version }, reason }) as const
    expect(desk.no(to(1), people.supervisor)).toBe('policy.no_change')
    desk.act(to(2), people.supervisor)
    expect(desk.state().policy).toEqual({ id: 'default', version: 2 })
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'policy_applied', policy: { id: 'default', version: 2 } })
  })
})
