import { describe, expect, it } from 'vitest'
import { readAmount } from '../../../shared/intake/amount.ts'
import { templateSchema } from '../../../shared/intake/template.ts'

const say = { 'zh-CN': '问', 'zh-TW': '問', en: 'Ask' }
const good = {
  id: 'billing',
  version: 1,
  name: say,
  kind: 'complaint',
  scenario: 'billing',
  order: 2,
  fields: [{ field: 'symptom', required: true }],
  questions: [{ id: 'q', ask: say, kind: 'text', required: false }],
  demands: ['refund'],
  classification: { problemType: 'process' },
  firstPhrases: { 'zh-CN': ['a.b'], 'zh-TW': ['a.b'], en: ['a.b'] },
  articles: [],
  source: 'house',
  author: 'senior',
  reviewer: 'quality',
  validFrom: '2026-01-01',
  reviewBy: '2027-01-01',
}
const accepts = (over: object) => templateSchema.safeParse({ ...good, ...over }).success
const option = (id: string) => ({ id, name: say })

describe('CALL-1 template schema', () => {
  it('CALL-1 takes a good template', () => {
    expect(accepts({})).toBe(true)
  })

  it.each([
    ['version nought', { version: 0 }],
    ['a field twice', { fields: [...good.fields, ...good.fields] }],
    ['no symptom', { fields: [{ field: 'phone', required: true }] }],
    ['a symptom that may be empty', { fields: [{ field: 'symptom', required: false }] }],
    ['an unknown field', { fields: [...good.fields, { field: 'shoe_size', required: false }] }],
    ['a question twice', { questions: [...good.questions, ...good.questions] }],
    ['a choice of one', { questions: [{ ...good.questions[0], kind: 'choice', options: [option('a')] }] }],
    ['options on a text question', { questions: [{ ...good.questions[0], options: [option('a'), option('b')] }] }],
    ['an unknown urgency', { classification: { urgency: 'soon' } }],
    ['no first words in one language', { firstPhrases: { ...good.firstPhrases, en: [] } }],
    ['a missing language', { name: { 'zh-CN': '问', 'zh-TW': '問' } }],
    ['the author as reviewer', { reviewer: 'senior' }],
    ['an impossible day', { reviewBy: '2027-02-30' }],
    ['something unknown', { colour: 'red' }],
  ])('CALL-1 refuses %s', (_what, over) => {
    expect(accepts(over)).toBe(false)
  })
})

describe('CASE-1 amounts', () => {
  it.each([
    ['128', 12_800, 'CNY'],
    ['￥1,280.50', 128_050, 'CNY'],
    ['１２８元', 12_800, 'CNY'],
    ['三百块', 30_000, 'CNY'],
    ['三千', 300_000, 'CNY'],
    ['1.2万元', 1_200_000, 'CNY'],
    ['2k', 200_000, 'CNY'],
    ['NT$ 500', 50_000, 'TWD'],
    ['HK$88', 8_800, 'HKD'],
    ['$9.99', 999, 'USD'],
    ['£42', 4_200, 'GBP'],
    ['€ 7', 700, 'EUR'],
    ['5000日元', 5_000, 'JPY'],
    ['300迪拉姆', 30_000, 'AED'],
    ['人民币 20', 2_000, 'CNY'],
    ['0', 0, 'CNY'],
  ])('CASE-1 reads %s', (text, amountMinor, currency) => {
    expect(readAmount(text, 'CNY')).toEqual({ ok: true, value: { amountMinor, currency } })
  })

  it.each([
    ['很多', 'amount.unreadable'],
    ['', 'amount.unreadable'],
    ['-5', 'amount.negative'],
    ['1.005', 'amount.too_fine'],
    ['5.5日元', 'amount.too_fine'],
    ['1000000000', 'amount.too_large'],
    ['1e9', 'amount.unreadable'],
    ['9'.repeat(1_000_000), 'amount.unreadable'],
  ])('CASE-1 refuses %s', (text, tag) => {
    expect(readAmount(text, 'CNY')).toMatchObject({ ok: false, error: { tag, field: 'amount' } })
  })
})
