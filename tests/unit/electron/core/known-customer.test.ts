import { describe, expect, it } from 'vitest'
import { withKnownCustomer } from '../../../../electron/core/api/known-customer.ts'
import type { Store } from '../../../../electron/core/store/store.ts'
import type { CaseCommand } from '../../../../shared/case/commands.ts'

const known = {
  id: 'c-1',
  name: '张三',
  phones: ['+8613812341234'],
  account: 'EC-1001',
  email: 'zhang@example.com',
  company: 'XX电商',
  preferredContact: 'wecom',
  tags: ['vip'],
}

const asked: object[] = []
const readOf = (customer: object | null) =>
  ({
    customer: async (ask: object) => {
      asked.push(ask)
      return { customer }
    },
  }) as unknown as Store['read']

const open = (customer: object, customerId?: string) =>
  ({ type: 'open', customer, ...(customerId === undefined ? {} : { customerId }) }) as unknown as CaseCommand
const madeOf = async (command: CaseCommand, customer: object | null = known) => {
  const made = await withKnownCustomer(command, readOf(customer), ['team:hotline'])
  return (made as CaseCommand & { readonly customer?: object }).customer
}

describe('a case opened for a customer known here', () => {
  it('CASE-4 CASE-5 takes over what the screen sees only covered, and not the id as a fact of theirs', async () => {
    const made = await madeOf(open({ phones: ['+8613812341234'] }, 'c-1'))
    const { id: _id, ...facts } = known
    expect(made).toEqual(facts)
    expect(made).not.toHaveProperty('id')
    expect(asked.at(-1)).toEqual({ customer: 'c-1', scopes: ['team:hotline'], limit: 1 })
  })

  it('CASE-4 what was said in this call stands', async () => {
    const made = await madeOf(open({ phones: [], name: '张三丰', account: 'EC-2' }, 'c-1'))
    expect(made).toMatchObject({ name: '张三丰', account: 'EC-2', email: 'zhang@example.com' })
  })

  it('CASE-4 a number is added to those on file, each once, the newest first, ten at most', async () => {
    const phones = Array.from({ length: 10 }, (_, at) => `+86139000000${at}0`)
    const made = await madeOf(open({ phones: ['+8613812341234', phones[0]] }, 'c-1'), { ...known, phones })
    expect(made).toMatchObject({ phones: ['+8613812341234', ...phones.slice(0, 9)] })
  })

  it.each([
    ['for somebody new', open({ phones: ['+8613900000001'] }), known],
    ['for one this device does not hold', open({ phones: ['+8613900000001'] }, 'c-9'), null],
    ['for another command', { type: 'resume' } as unknown as CaseCommand, known],
  ])('CASE-5 stays as it is %s', async (_what, command, customer) => {
    expect(await withKnownCustomer(command, readOf(customer), [])).toBe(command)
  })
})
