import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../shared/case/commands.ts'
import { deskAt, newId, openDesk, people } from './desk.ts'

const propose = {
  type: 'proposeCompensation',
  form: 'service_month',
  amountMinor: 9900,
  currency: 'CNY',
  text: '赠送 1 个月高级功能',
} as const

describe('compensation', () => {
  it('is proposed, approved by somebody else, paid', () => {
    const desk = openDesk()
    const compensation = String(desk.act(propose).body['id'])
    desk.act({ type: 'approveCompensation', compensation }, people.lead)
    desk.wait(1000).act({ type: 'payCompensation', compensation, reference: 'R-1' }, people.supervisor)
    expect(desk.state().compensations).toMatchObject([
      {
        id: compensation,
        form: 'service_month',
        amountMinor: 9900,
        currency: 'CNY',
        state: 'paid',
        reason: '赠送 1 个月高级功能',
        proposedBy: 'li',
        approvedBy: 'zhao',
        reference: 'R-1',
        paidAtMs: desk.nowMs(),
      },
    ])
    expect(desk.no({ type: 'payCompensation', compensation }, people.supervisor)).toBe('compensation.closed')
  })

  it('four eyes: nobody approves what they proposed', () => {
    const desk = openDesk()
    const compensation = String(desk.act(propose, people.lead).body['id'])
    expect(desk.no({ type: 'approveCompensation', compensation }, people.lead)).toBe('compensation.own_proposal')
    expect(desk.no({ type: 'approveCompensation', compensation })).toBe('role.denied')
    desk.act({ type: 'approveCompensation', compensation }, people.supervisor)
    expect(desk.no({ type: 'approveCompensation', compensation }, people.lead)).toBe('compensation.closed')
    expect(desk.no({ type: 'rejectCompensation', compensation, reason: { code: 'no_ground' } }, people.lead)).toBe(
      'compensation.closed',
    )
  })

  it('SLA-12b is not paid before it is approved, nor after it was rejected', () => {
    const desk = openDesk()
    const compensation = String(desk.act(propose).body['id'])
    expect(desk.no({ type: 'payCompensation', compensation }, people.supervisor)).toBe('compensation.not_approved')
    desk.act({ type: 'rejectCompensation', compensation, reason: { code: 'over_limit', text: '超限' } }, people.lead)
    expect(desk.state().compensations[0]?.state).toBe('rejected')
    expect(desk.no({ type: 'payCompensation', compensation }, people.supervisor)).toBe('compensation.closed')
    expect(desk.no({ type: 'payCompensation', compensation: newId() }, people.supervisor)).toBe('compensation.unknown')
  })

  it('LOOP-6 may still be proposed for a closed case, not for a withdrawn one', () => {
    expect(deskAt('closed').no(propose)).toBe('allowed')
    expect(deskAt('withdrawn').no(propose)).toBe('status.withdrawn')
  })

  it.each([
    ['amountMinor', -1],
    ['amountMinor', 1.5],
    ['amountMinor', 1e12],
    ['currency', 'yuan'],
    ['form', ''],
  ])('refuses %s %s', (field, value) => {
    const answer = parseCommand({ ...propose, [field]: value })
    expect(answer.ok ? null : answer.error[0]?.field).toBe(field)
  })
})
