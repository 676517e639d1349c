import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftNotices, draftToCommand } from '../../../shared/intake/draft.ts'
import type { Draft, DraftContext } from '../../../shared/intake/draft-model.ts'
import { type Template, templateSchema } from '../../../shared/intake/template.ts'
import { anyText } from '../assist/any-text.ts'

const say = (text: string) => ({ 'zh-CN': text, 'zh-TW': text, en: `${text}?` })
/** 10 May 2024 10:20 in Shanghai: the call of the worked example. */
const nowMs = Date.UTC(2024, 4, 10, 2, 20)
const context: DraftContext = { nowMs, zone: 'Asia/Shanghai', lang: 'zh-CN', currency: 'CNY' }

const template: Template = templateSchema.parse({
  id: 'system_fault',
  version: 2,
  name: say('系统故障'),
  kind: 'complaint',
  scenario: 'system_fault',
  order: 1,
  fields: [
    { field: 'phone', required: true },
    { field: 'name', required: false },
    { field: 'company', required: false },
    { field: 'email', required: false },
    { field: 'preferredContact', required: false, default: 'phone' },
    { field: 'when', required: true },
    { field: 'symptom', required: true },
    { field: 'impact', required: false },
    { field: 'product', required: false, default: '订单管理系统' },
    { field: 'demands', required: true },
  ],
  questions: [
    { id: 'others', ask: say('其他人也打不开吗？'), kind: 'yes_no', required: true },
    { id: 'orders', ask: say('压着多少单？'), kind: 'number', required: false },
    { id: 'error', ask: say('报错原话？'), kind: 'text', required: false },
    {
      id: 'reach',
      ask: say('范围？'),
      kind: 'choice',
      required: false,
      options: [
        { id: 'all', name: say('全都不行') },
        { id: 'one', name: say('只有这一台') },
      ],
    },
  ],
  demands: ['fix', 'compensate'],
  classification: { problemType: 'product_fault', urgency: 'mid', category: 'system', department: 'rnd' },
  firstPhrases: { 'zh-CN': ['a.b'], 'zh-TW': ['a.b'], en: ['a.b'] },
  articles: [],
  source: 'D1 四',
  author: 'senior',
  reviewer: 'quality',
  validFrom: '2024-01-01',
  reviewBy: '2025-01-01',
})

const draft = (over: Partial<Draft> = {}): Draft => ({
  template: { id: 'system_fault', version: 2 },
  fields: {
    phone: '１３８　１２３４－５６７８',
    name: '测试客户',
    company: '测试电商有限公司',
    when: '今天上午十点一刻',
    symptom: '近 7 天的订单列表加载失败',
    impact: '无法核对库存，影响发货',
  },
  demands: [
    { kind: 'fix', text: '', within: '两小时内', amount: '' },
    { kind: 'compensate', text: '误工损失', within: '', amount: '１,２８０.５元' },
  ],
  answers: { others: '是' },
  classification: {},
  reception: { channel: 'hotline', receivedAtMs: nowMs, seat: 'A', callId: 'call-1', queue: 'main' },
  ...over,
})
const fields = (over: Partial<Draft['fields']>): Draft => draft({ fields: { ...draft().fields, ...over } })
const open = (one: Draft, over: Partial<DraftContext> = {}) => {
  const result = draftToCommand(one, template, { ...context, ...over })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const faults = (one: Draft) => {
  const result = draftToCommand(one, template, context)
  return result.ok ? [] : result.error.map((fault) => `${fault.tag} ${fault.field}`)
}

describe('CALL-1 draft → command', () => {
  it('CALL-1 CASE-1 the worked example as an agent types it opens the case', () => {
    expect(open(draft())).toEqual({
      type: 'open',
      kind: 'complaint',
      customer: {
        phones: ['+8613812345678'],
        name: '测试客户',
        company: '测试电商有限公司',
        preferredContact: 'phone',
      },
      issue: {
        occurredAtMs: Date.UTC(2024, 4, 10, 2, 15),
        scenario: 'system_fault',
        product: '订单管理系统',
        symptom: '近 7 天的订单列表加载失败\n其他人也打不开吗？ 是',
        impact: '无法核对库存，影响发货',
      },
      demands: [
        { kind: 'fix', wantedByMs: nowMs + 2 * 3_600_000 },
        { kind: 'compensate', text: '误工损失', amountMinor: 128_050, currency: 'CNY' },
      ],
      reception: { channel: 'hotline', receivedAtMs: nowMs, seat: 'A', callId: 'call-1', queue: 'main' },
      classification: {
        problemType: 'product_fault',
        urgency: 'mid',
        category: 'system',
        department: 'rnd',
        by: 'default',
      },
      template: { id: 'system_fault', version: 2 },
    })
  })

  it('CALL-1 names every missing and every bad field at once, each once', () => {
    const broken = draft({
      fields: { phone: '12', when: '明天三点', symptom: '  ', email: 'not-a-mail', preferredContact: 'pigeon' },
      demands: [{ kind: 'fix', text: '', within: '尽快', amount: '很多' }],
      answers: { orders: '好多', reach: 'moon' },
      reception: { channel: 'hotline', receivedAtMs: 5 },
      emotion: 300,
      owner: 'x y',
    })
    const found = faults(broken)
    expect([...found].sort()).toEqual([
      'amount.unreadable demands.0.amount',
      'draft.bad_answer answers.orders',
      'draft.bad_answer answers.reach',
      'draft.missing answers.others',
      'draft.missing symptom',
      'input.malformed email',
      'input.malformed owner',
      'input.not_offered preferredContact',
      'input.too_large emotion',
      'phone.too_short phone',
      'time.absurd reception.receivedAtMs',
      'when.future when',
      'when.vague demands.0.within',
    ])
    expect(new Set(found.map((f) => f.split(' ')[1])).size).toBe(found.length)
  })

  it('CALL-1 an empty form names what the template wants, in its order', () => {
    const empty = draft({ fields: {}, demands: [], answers: {} })
    expect(faults(empty)).toEqual([
      'draft.missing phone',
      'draft.missing when',
      'draft.missing symptom',
      'draft.missing demands',
      'draft.missing answers.others',
    ])
  })

  it('CALL-1 keeps the answers with the symptom in the words they were asked in', () => {
    const answered = draft({ answers: { others: 'yes', orders: '四十', error: '加载失败', reach: 'one' } })
    expect(open(answered).issue.symptom.split('\n').slice(1)).toEqual([
      '其他人也打不开吗？ yes',
      '压着多少单？ 四十',
      '报错原话？ 加载失败',
      '范围？ 只有这一台',
    ])
    expect(open(answered, { lang: 'en' }).issue.symptom).toContain('范围？? 只有这一台?')
  })

  it('CALL-3 reads several numbers, a withheld one, and a local one with the area code', () => {
    expect(open(fields({ phone: '13812345678 / 010-62345678' })).customer.phones).toEqual([
      '+8613812345678',
      '+861062345678',
    ])
    expect(open(fields({ phone: '未显示号码' })).customer.phones).toEqual([])
    expect(open(fields({ phone: '62345678' }), { areaCode: '010' }).customer.phones).toEqual(['+861062345678'])
    expect(faults(fields({ phone: '62345678' }))).toEqual(['phone.area_code_missing phone'])
  })

  it('CLS-1 what the agent judged stands above the template, and says so', () => {
    const judged = draft({ classification: { urgency: 'high' } })
    expect(open(judged).classification).toMatchObject({ urgency: 'high', category: 'system', by: 'agent' })
    const accepted = draft({ classification: { urgency: 'high', by: 'accepted_proposal' } })
    expect(open(accepted).classification?.by).toBe('accepted_proposal')
    expect(open(draft({ classification: { by: 'agent' } })).classification?.by).toBe('default')
  })

  it('CASE-2 carries kind, customer, language, tags, team, owner, heat and repeat as they are', () => {
    const id = '01890000-0000-7000-8000-000000000001'
    const full = draft({
      kind: 'inquiry',
      customerId: id,
      language: 'zh-TW',
      customerTags: ['vip'],
      team: 't1',
      owner: 'u1',
      emotion: 72,
      repeatOf: id,
    })
    expect(open(full)).toMatchObject({
      kind: 'inquiry',
      customerId: id,
      team: 't1',
      owner: 'u1',
      emotion: 72,
      repeatOf: id,
      customer: { language: 'zh-TW', tags: ['vip'] },
    })
  })

  it('CALL-1 hostile text is refused or neutralised, never thrown', () => {
    expect(faults(fields({ name: '{{name}}' }))).toEqual(['text.unfilled_slot name'])
    expect(faults(fields({ symptom: '坏'.repeat(1_000_000) }))).toEqual(['text.too_long symptom'])
    expect(faults(fields({ phone: '1'.repeat(1_000_000), when: '昨'.repeat(1_000_000) }))).toEqual([
      'text.too_long phone',
      'text.too_long when',
    ])
    expect(open(fields({ symptom: '坏\u202e了\u0000' })).issue.symptom).toBe('坏了\n其他人也打不开吗？ 是')
    expect(faults(draft({ answers: JSON.parse('{"__proto__":{"others":"是"}}') }))).toEqual([
      'draft.missing answers.others',
    ])
    fc.assert(
      fc.property(anyText(60), (text) => {
        const hostile = draft({
          fields: { phone: text, name: text, when: text, symptom: text, impact: text },
          answers: { others: text },
          demands: [{ kind: 'fix', text, within: text, amount: text }],
        })
        const result = draftToCommand(hostile, template, context)
        return result.ok || result.error.every((fault) => typeof fault.field === 'string')
      }),
      { numRuns: 60 },
    )
  })

  it('CALL-1 thirty demands are kept, fifty-one are refused', () => {
    const many = (count: number) =>
      draft({
        demands: Array.from({ length: count }, () => ({ kind: 'fix' as const, text: '', within: '', amount: '' })),
      })
    expect(open(many(30)).demands).toHaveLength(30)
    expect(faults(many(51))).toEqual(['input.too_large demands'])
  })
})

describe('TRU-5 notices of a draft', () => {
  it('TRU-5 a template withdrawn or replaced while the call runs is said, and stops nobody', () => {
    const gone: Template = { ...template, withdrawn: { on: '2024-05-01', reason: '改版' } }
    expect(draftNotices(draft(), gone, '2024-05-10').map((n) => n.tag)).toEqual(['draft.template_withdrawn'])
    expect(draftToCommand(draft(), gone, context).ok).toBe(true)
    const old = draft({ template: { id: 'system_fault', version: 1 } })
    expect(draftNotices(old, template, '2025-06-01').map((n) => n.tag)).toEqual([
      'draft.template_review_due',
      'draft.template_newer',
    ])
    expect(draftNotices(draft(), template, '2024-05-10')).toEqual([])
  })
})
