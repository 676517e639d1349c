import { describe, expect, it } from 'vitest'
import { chosen, openValues } from '../../../renderer/features/intake/proposal.ts'
import { categoryPath } from '../../../renderer/state/categories.ts'
import type { Category } from '../../../shared/assist/catalog.ts'
import type { Proposal } from '../../../shared/assist/classify-rules.ts'

const proposed = <T>(value: T) => ({ value, confidence: 0.8, evidence: [] })
const proposal: Proposal = {
  category: proposed('system.order_list'),
  problemType: proposed('product_fault'),
  department: proposed('rnd'),
  responsibility: proposed('rnd'),
  urgency: proposed('mid'),
  severity: null,
}
const untouched = { classification: {}, touched: [] }

describe('what can be taken of a proposal', () => {
  it('CLS-2b all that is shown of it, and nothing that is not', () => {
    expect(openValues(proposal, untouched)).toEqual({
      problemType: 'product_fault',
      category: 'system.order_list',
      urgency: 'mid',
      department: 'rnd',
    })
    expect(openValues(null, untouched)).toEqual({})
  })

  it('CLS-2c never a field that was touched, set or empty', () => {
    const set = chosen(untouched, 'urgency', 'high')
    expect(set).toEqual({ classification: { urgency: 'high' }, touched: ['urgency'], accepted: false })
    expect(openValues(proposal, set)).not.toHaveProperty('urgency')
    const emptied = chosen(set, 'urgency', '')
    expect(emptied).toEqual({ classification: {}, touched: ['urgency'], accepted: false })
    expect(openValues(proposal, emptied)).not.toHaveProperty('urgency')
  })

  it('CLS-2c a category goes with its type, and never with another', () => {
    const same = chosen(untouched, 'problemType', 'product_fault')
    expect(openValues(proposal, same)).toHaveProperty('category', 'system.order_list')
    const other = chosen(untouched, 'problemType', 'process')
    expect(openValues(proposal, other)).toEqual({ urgency: 'mid', department: 'rnd' })
    const taken = { classification: openValues(proposal, untouched), touched: [] }
    expect(chosen(taken, 'problemType', 'process').classification).not.toHaveProperty('category')
    expect(chosen(taken, 'urgency', 'high').classification).toHaveProperty('category', 'system.order_list')
  })

  it('CLS-2b a category alone is not offered: no field could take it', () => {
    const filled = { problemType: 'product_fault', urgency: 'low', department: 'rnd' } as const
    expect(openValues(proposal, { classification: filled, touched: [] })).toEqual({})
  })
})

describe('the path of a category', () => {
  const name = (text: string) => ({ 'zh-CN': text, 'zh-TW': text, en: text })
  const usual = { problemType: 'product_fault', urgency: 'mid', severity: 'general', department: 'rnd' } as const
  const all: readonly Category[] = [
    { id: 'system', name: name('系统故障'), ...usual, joins: [] },
    { id: 'system.order_list', parent: 'system', name: name('订单列表打不开'), ...usual, joins: [] },
  ]
  it('CLS-2a is read from the branch down; one that is not known stands by its id', () => {
    expect(categoryPath('system.order_list', all, 'zh-CN')).toBe('系统故障 › 订单列表打不开')
    expect(categoryPath('system', all, 'en')).toBe('系统故障')
    expect(categoryPath('gone', all, 'en')).toBe('gone')
  })
})
