import { describe, expect, it } from 'vitest'
import { type CaseCommandInput, parseCommand } from '../../../shared/case/commands.ts'
import type { Directory } from '../../../shared/case/event.ts'
import { scopesOf, scopesOfEvent } from '../../../shared/case/scopes.ts'
import { roles } from '../../../shared/case/words.ts'
import { deskAt, newId, openDesk, openInput, people, person } from './desk.ts'

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

  it.each(['problemType', 'urgency', 'severity', 'responsibility'] as const)(
    'CLS-1c an unknown %s is refused by its name, in a classification and in an opening',
    (axis) => {
      const asked = parseCommand({ type: 'classify', [axis]: 'purple' })
      const opened = parseCommand({ ...openInput, classification: { urgency: 'low', [axis]: 'purple' } })
      const fields = [asked, opened].map((answer) => (answer.ok ? [] : answer.error.map(({ field }) => field)))
      expect(fields).toEqual([[axis], [`classification.${axis}`]])
    },
  )

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

describe('TRU-2 what each role may do', () => {
  const commands: Readonly<Record<string, readonly string[]>> = {
    addNote: roles.filter((it) => it !== 'admin'),
    edit: roles.filter((it) => !['quality', 'admin', 'system'].includes(it)),
    classify: ['agent', 'senior', 'lead', 'supervisor', 'field', 'system'],
    applyPolicy: ['supervisor'],
    revealField: roles.filter((it) => !['admin', 'system'].includes(it)),
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
    revealField: { type: 'revealField', field: 'customer.phones', reason: { code: 'call_back', text: '回电' } },
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
