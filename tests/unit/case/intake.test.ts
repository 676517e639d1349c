import { describe, expect, it } from 'vitest'
import { type CaseCommandInput, parseCommand } from '../../../shared/case/commands.ts'
import { decide } from '../../../shared/case/decide.ts'
import { channels, demandKinds } from '../../../shared/case/words.ts'
import {
  contextAt,
  deskAt,
  emptyDesk,
  hour,
  minute,
  newId,
  openDesk,
  openInput,
  parsed,
  people,
  startMs,
} from './desk.ts'

describe('CASE-1 a case as it is opened', () => {
  const full: CaseCommandInput & { type: 'open' } = {
    ...openInput,
    customer: {
      ...openInput.customer,
      account: 'E-1024',
      preferredContact: 'sms',
      language: 'zh-CN',
      email: 'zhang@example.com',
      tags: ['vip'],
    },
    issue: { ...openInput.issue, scenario: 'system_fault', impact: '无法发货', region: '华东' },
    reception: { channel: 'hotline', receivedAtMs: startMs - minute, seat: '8012', callId: 'c-1', queue: '售后' },
    classification: {
      problemType: 'product_fault',
      urgency: 'mid',
      responsibility: 'rnd',
      category: 'system.order_list',
    },
    emotion: 72,
    owner: 'li',
  }

  it('CASE-1a CASE-1b CASE-1d keeps every field apart', () => {
    const desk = emptyDesk()
    desk.act(full)
    expect(desk.state()).toMatchObject({
      customer: full.customer,
      issue: full.issue,
      reception: { ...full.reception, agent: 'li', recorder: 'li', device: 'hz-a1', recordedAtMs: startMs },
      classification: { ...full.classification, severity: 'general', by: 'agent' },
      policy: { id: 'default', version: 1 },
      team: 'service',
      owner: 'li',
      emotion: 72,
      number: { provisional: 'hza1-1' },
    })
  })

  it('CALL-1b keeps the template and the version it was taken by, whatever comes after', () => {
    const desk = emptyDesk()
    desk.act({ ...full, template: { id: 'system_fault', version: 2 } })
    desk.act({ type: 'addNote', text: '模板后来改到了第 3 版' })
    expect(desk.state().template).toEqual({ id: 'system_fault', version: 2 })
    expect(parseCommand({ ...full, template: { id: 'system_fault', version: 0 } }).ok).toBe(false)
  })

  it('CASE-1c several demands, each with its kind, wish and amount', () => {
    const demands = demandKinds.map((kind, i) => ({
      kind,
      text: `诉求 ${i}`,
      wantedByMs: startMs + hour,
      amountMinor: i * 100,
      currency: 'CNY',
    }))
    const desk = openDesk({ demands })
    expect(desk.state().demands).toMatchObject(demands)
    desk.act({ type: 'addDemand', demand: { kind: 'explain' } })
    expect(desk.state().demands.at(-1)).toMatchObject({ kind: 'explain', text: null })
    expect(new Set(desk.state().demands.map(({ id }) => id)).size).toBe(demands.length + 1)
  })

  it('thirty demands are fine', () => {
    expect(
      openDesk({ demands: Array.from({ length: 30 }, () => ({ kind: 'fix' as const })) }).state().demands,
    ).toHaveLength(30)
  })

  it('CASE-3a every channel can be the way in', () => {
    for (const channel of channels) {
      const desk = openDesk({ reception: { channel, receivedAtMs: startMs } })
      expect(desk.state().reception.channel).toBe(channel)
    }
  })

  it('CASE-3c an outside post tells the clocks when it was found', () => {
    const desk = openDesk({ reception: { channel: 'weibo', receivedAtMs: startMs, foundAtMs: startMs - 3 * hour } })
    expect(desk.state().signals).toMatchObject([
      { type: 'channel_found', atMs: startMs, claimedAtMs: startMs - 3 * hour },
      { type: 'opened', atMs: startMs },
    ])
  })

  it('a call entered later runs from when it was received', () => {
    const desk = openDesk({ reception: { channel: 'hotline', receivedAtMs: startMs - 20 * minute } })
    expect(desk.state().signals).toMatchObject([{ type: 'opened', atMs: startMs, claimedAtMs: startMs - 20 * minute }])
  })

  it('a caller without a name or number is a case all the same', () => {
    const desk = openDesk({ customer: {} })
    expect(desk.state().customer).toEqual({ name: '', phones: [] })
  })

  it('CASE-6a carries the device number at once', () => {
    const ctx = { ...contextAt(startMs, people.agent), nextNumber: () => 'hza1-77' }
    const decided = decide(null, parsed(openInput), ctx)
    expect(decided.ok && decided.value[0]?.body['number']).toBe('hza1-77')
  })

  it('free words and customer data stand in the sealed part only', () => {
    const desk = emptyDesk()
    const opened = desk.act(full)
    const open = JSON.stringify(opened.body)
    for (const secret of ['张三', '13812341234', '某电商', 'E-1024', 'zhang@', '订单列表', '无法发货', '2 小时内修复'])
      expect(open).not.toContain(secret)
    expect(JSON.stringify(opened.personal)).toContain('张三')
  })

  it.each([
    ['reception.receivedAtMs', { reception: { channel: 'hotline', receivedAtMs: startMs + 10 * minute } }],
    ['reception.foundAtMs', { reception: { channel: 'weibo', receivedAtMs: startMs, foundAtMs: startMs + hour } }],
    ['issue.occurredAtMs', { issue: { symptom: '故障', occurredAtMs: startMs + hour } }],
  ] as const)('refuses a future %s', (field, more) => {
    expect(emptyDesk().ask({ ...openInput, ...more }).refusal).toEqual({ tag: 'time.future', field })
  })

  it('is opened once, and nothing else is asked of no case', () => {
    expect(openDesk().no(openInput)).toBe('case.exists')
    expect(emptyDesk().no({ type: 'close' })).toBe('case.unknown')
  })

  it('CASE-1e everything missing or wrong is named at once', () => {
    const answer = parseCommand({
      type: 'open',
      customer: { phones: ['abc'] },
      issue: { occurredAtMs: 5 },
      demands: [{ kind: 'gold' }],
      reception: { channel: 'pigeon' },
      extra: 1,
    })
    expect(answer.ok ? [] : answer.error.map(({ tag, field }) => `${field} ${tag}`).sort()).toEqual([
      'customer.phones.0 input.malformed',
      'demands.0.kind input.not_offered',
      'extra input.unknown_field',
      'issue.occurredAtMs time.absurd',
      'issue.symptom input.missing',
      'reception.channel input.not_offered',
      'reception.receivedAtMs input.missing',
    ])
  })
})

describe('edits', () => {
  it('set only what changed, and say nothing when nothing did', () => {
    const desk = openDesk()
    const edited = desk.act({
      type: 'edit',
      issue: { symptom: '列表仍然空白', product: '订单系统' },
      customer: { account: 'E-9' },
    })
    expect(edited).toMatchObject({ type: 'edited', body: { sealed: ['customer.account', 'issue.symptom'] } })
    expect(edited.body).not.toHaveProperty('set')
    expect(desk.state()).toMatchObject({ issue: { symptom: '列表仍然空白' }, customer: { account: 'E-9' } })
    expect(desk.no({ type: 'edit', issue: { product: '订单系统' } })).toBe('edit.no_change')
    expect(desk.no({ type: 'edit' })).toBe('edit.no_change')
  })

  it('null empties a field that may be empty', () => {
    const desk = openDesk()
    desk.act({ type: 'edit', customer: { company: null }, issue: { product: null } })
    expect(desk.state().customer).toEqual({ name: '张三', phones: ['+8613812341234'] })
    expect(desk.state().issue).not.toHaveProperty('product')
  })

  it('what the customer says of themselves is a fact, so a closed case takes it too', () => {
    const desk = deskAt('closed')
    expect(desk.act({ type: 'edit', customer: { phones: ['+8613900001111'] } }).kind).toBe('fact')
    expect(desk.state().customer?.phones).toEqual(['+8613900001111'])
    expect(desk.no({ type: 'edit', issue: { symptom: '改写' } })).toBe('status.closed')
  })

  it('a future time is refused', () => {
    expect(openDesk().no({ type: 'edit', issue: { occurredAtMs: startMs + hour } })).toBe('time.future')
  })

  it('TRU-4 an erased customer stays erased', () => {
    const desk = emptyDesk()
    const opened = openDesk().events()[0]
    if (opened === undefined) throw new Error('no opening')
    const erased = emptyDesk()
    erased.take({ ...opened, case: erased.id, personal: null })
    expect(erased.state()).toMatchObject({ customer: null, issue: { symptom: null } })
    expect(erased.no({ type: 'edit', customer: { name: '李四' } })).toBe('customer.erased')
    const changed = { ...opened, case: erased.id, type: 'customer_changed', body: { sealed: ['customer.name'] } }
    erased.take({ ...changed, personal: { set: { 'customer.name': '李四' } } })
    expect(erased.state().customer).toBeNull()
    expect(desk.no({ type: 'addNote', text: 'x' })).toBe('case.unknown')
  })
})

describe('CASE-5c one field shown unmasked', () => {
  it('needs a reason and leaves an event', () => {
    const desk = openDesk()
    desk.act({ type: 'revealField', field: 'customer.phones', reason: { code: 'call_back', text: '回拨客户' } })
    expect(desk.state().reveals).toMatchObject([
      { field: 'customer.phones', reasonCode: 'call_back', reason: '回拨客户', by: 'li' },
    ])
    expect(parseCommand({ type: 'revealField', field: 'customer.phones' }).ok).toBe(false)
  })

  it('knows only covered fields', () => {
    expect(openDesk().no({ type: 'revealField', field: 'team', reason: { code: 'audit' } })).toBe(
      'reveal.unknown_field',
    )
  })
})

describe('CASE-7 attachments', () => {
  const file = (i: number) =>
    ({
      type: 'attach',
      hash: String(i).padStart(64, '0'),
      name: `图 ${i}.png`,
      mediaType: 'image/png',
      bytes: 100,
    }) as const

  it('are kept by hash, once each, twenty at most', () => {
    const desk = openDesk()
    for (let i = 0; i < 20; i++) desk.act(file(i))
    expect(desk.state().attachments).toHaveLength(20)
    expect(desk.no(file(3))).toBe('attach.already_there')
    expect(desk.ask(file(20)).refusal).toEqual({ tag: 'attach.too_many', detail: { max: 20 } })
  })

  it.each([0, 25 * 1024 * 1024 + 1, 1.5])('CASE-7c %d bytes are refused', (bytes) => {
    expect(parseCommand({ ...file(1), bytes }).ok).toBe(false)
  })
})

describe('CASE-9a repeats', () => {
  it('are linked once, at opening or later, never to themselves', () => {
    const of = newId()
    const desk = openDesk({ repeatOf: of })
    expect(desk.state().repeatOf).toEqual([of])
    expect(desk.no({ type: 'linkRepeat', of })).toBe('link.already_there')
    expect(desk.no({ type: 'linkRepeat', of: desk.id })).toBe('link.self')
    const second = newId()
    desk.act({ type: 'linkRepeat', of: second })
    expect(desk.state().repeatOf).toEqual([of, second])
  })
})

describe('CLS-5 emotion', () => {
  it('CLS-5a is rated 0 to 100', () => {
    const desk = openDesk()
    desk.act({ type: 'rateEmotion', emotion: 100 })
    expect(desk.state().emotion).toBe(100)
    expect(parseCommand({ type: 'rateEmotion', emotion: 101 }).ok).toBe(false)
  })
})
