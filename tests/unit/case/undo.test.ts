import { describe, expect, it } from 'vitest'
import { admit } from '../../../shared/case/admit.ts'
import type { CaseCommandInput } from '../../../shared/case/commands.ts'
import type { Case } from '../../../shared/case/model.ts'
import { type Desk, deskAt, newId, openDesk, people } from './desk.ts'

const reason = { code: 'skill' }

/** The case without what only counts events: what must be as before. */
function meaning(state: Case) {
  const {
    version: _v,
    lastEvent: _l,
    updatedAtMs: _u,
    fieldMarks: _m,
    undoables: _d,
    statusBy: _s,
    teamsEver: _t,
    ...rest
  } = state
  return rest
}

const reversible: readonly (readonly [string, CaseCommandInput, (desk: Desk) => void])[] = [
  [
    'classify',
    { type: 'classify', problemType: 'product_fault', urgency: 'high', responsibility: 'rnd' },
    () => undefined,
  ],
  ['accept a proposal', { type: 'acceptProposal', urgency: 'high', confidencePct: 90 }, () => undefined],
  ['assign', { type: 'assign', owner: 'wang' }, (desk) => desk.act({ type: 'classify', urgency: 'mid' })],
  ['reassign', { type: 'assign', owner: 'wang', reason }, (desk) => desk.act({ type: 'assign', owner: 'li' })],
  ['hold', { type: 'hold', reason: { code: 'waiting_customer' } }, () => undefined],
  ['link', { type: 'linkRepeat', of: newId() }, () => undefined],
  ['edit of the issue', { type: 'edit', issue: { symptom: '错字', product: null, impact: '全部' } }, () => undefined],
  [
    'edit of the customer',
    { type: 'edit', customer: { phones: ['10086'], company: null, account: 'A1' } },
    () => undefined,
  ],
]

describe('LIFE-1d undo', () => {
  it.each(reversible)('takes back: %s', (_name, command, prepare) => {
    const desk = openDesk()
    prepare(desk)
    const before = desk.wait(60_000).state()
    const done = desk.act(command)
    expect(meaning(desk.state())).not.toEqual(meaning(before))
    desk.wait(10_000).act({ type: 'undo', of: done.id })
    expect(meaning(desk.state())).toEqual(meaning(before))
    expect(desk.state().undoables.map(({ event }) => event)).not.toContain(done.id)
  })

  it('is one more event; nothing is rewritten', () => {
    const desk = openDesk()
    const done = desk.act({ type: 'classify', urgency: 'high' })
    const undone = desk.act({ type: 'undo', of: done.id })
    expect(undone).toMatchObject({ type: 'undone', body: { of: done.id, what: 'classified' } })
    expect(desk.events().map(({ type }) => type)).toEqual(['opened', 'classified', 'undone'])
  })

  it('not after ten seconds', () => {
    const desk = openDesk()
    const done = desk.act({ type: 'classify', urgency: 'high' })
    expect(desk.wait(10_001).ask({ type: 'undo', of: done.id }).refusal).toEqual({
      tag: 'undo.too_late',
      field: 'of',
      detail: { seconds: 10 },
    })
  })

  it('not once another person has acted, but a derived event is nobody', () => {
    const desk = openDesk()
    const first = desk.act({ type: 'classify', urgency: 'high' })
    desk.act({ type: 'addNote', text: '同事的记录' }, people.other)
    expect(desk.no({ type: 'undo', of: first.id })).toBe('undo.followed_by_other')
    const second = desk.act({ type: 'classify', urgency: 'low' })
    const { id, n, type: _t, kind: _k, body: _b, ...rest } = second
    desk.take({ ...rest, id, n, type: 'number_given', kind: 'derived', body: { number: '20240510-000001' } })
    desk.act({ type: 'undo', of: second.id })
    expect(desk.state().classification.urgency).toBe('high')
  })

  it('not by somebody else', () => {
    const desk = openDesk()
    const done = desk.act({ type: 'classify', urgency: 'high' })
    expect(desk.no({ type: 'undo', of: done.id }, people.lead)).toMatch(/^undo\./)
    expect(
      admit(
        desk.state(),
        { ...done, type: 'undone', body: { of: done.id, what: 'classified' }, actor: people.lead.id },
        people.lead,
      ),
    ).toMatchObject({
      error: { tag: 'undo.not_yours' },
    })
  })

  it('not twice', () => {
    const desk = openDesk()
    const done = desk.act({ type: 'classify', urgency: 'high' })
    desk.act({ type: 'undo', of: done.id })
    expect(desk.no({ type: 'undo', of: done.id })).toBe('undo.not_possible')
  })

  it.each<[string, CaseCommandInput]>([
    ['said', { type: 'say', phraseId: 'p', stage: 'listen', text: '好的' }],
    ['sent', { type: 'logCommunication', way: 'sms', direction: 'out', purpose: 'progress' }],
    ['revealed', { type: 'revealField', field: 'customer.phones', reason: { code: 'audit' } }],
    ['promised', { type: 'promise', text: '明天答复', dueAtMs: 1_800_000_000_000 }],
    ['proposed money', { type: 'proposeCompensation', form: 'cash', amountMinor: 1, currency: 'CNY' }],
    ['transferred', { type: 'transfer', toTeam: 'rnd', notifyBy: 'wecom', reason }],
    ['escalated', { type: 'escalate', level: 'lead', reason }],
    ['resolved', { type: 'resolve', causeCode: 'release', cause: '原因', measures: '措施' }],
  ])('never what was %s', (_name, command) => {
    const desk = openDesk()
    const done = desk.act(command)
    expect(desk.no({ type: 'undo', of: done.id })).toBe('undo.not_possible')
  })

  it('not when the author went on from it', () => {
    const desk = openDesk()
    const classified = desk.act({ type: 'classify', urgency: 'high' })
    desk.act({ type: 'resolve', causeCode: 'release', cause: '原因', measures: '措施' })
    expect(desk.no({ type: 'undo', of: classified.id })).toBe('undo.changed_since')
    const other = openDesk()
    const first = other.act({ type: 'edit', issue: { region: '华东' } })
    other.act({ type: 'edit', issue: { region: '华南' } })
    expect(other.no({ type: 'undo', of: first.id })).toBe('undo.changed_since')
  })

  it('of several, each in turn', () => {
    const desk = openDesk()
    const before = desk.state()
    const region = desk.act({ type: 'edit', issue: { region: '华东' } })
    const link = desk.act({ type: 'linkRepeat', of: newId() })
    desk.act({ type: 'undo', of: region.id })
    desk.act({ type: 'undo', of: link.id })
    expect(meaning(desk.state())).toEqual(meaning(before))
  })

  it('SLA-10 the clocks never hear of what was taken back', () => {
    const desk = deskAt('assessed')
    const before = desk.state().signals
    const held = desk.act({ type: 'hold', reason: { code: 'waiting_customer' } })
    desk.wait(5000).act({ type: 'undo', of: held.id })
    const assigned = desk.act({ type: 'assign', owner: 'li' })
    desk.act({ type: 'undo', of: assigned.id })
    expect(desk.state().signals).toEqual(before)
  })

  it('the server allows a little more, because its measure of a clock moves', () => {
    const desk = openDesk()
    const done = desk.act({ type: 'classify', urgency: 'high' })
    const undone = { ...done, id: newId() as typeof done.id, type: 'undone', body: { of: done.id, what: 'classified' } }
    expect(admit(desk.state(), { ...undone, atMs: done.atMs + 15_000 }, people.agent).ok).toBe(true)
    expect(admit(desk.state(), { ...undone, atMs: done.atMs + 15_001 }, people.agent)).toMatchObject({
      error: { tag: 'undo.too_late' },
    })
  })

  it('an undone event that takes back nothing changes nothing', () => {
    const desk = openDesk()
    const before = desk.state()
    const { body: _b, ...note } = desk.act({ type: 'addNote', text: 'x' })
    desk.take({ ...note, type: 'undone', body: { of: newId(), what: 'classified' } })
    expect(desk.state().classification).toEqual(before.classification)
  })
})
