import { describe, expect, it } from 'vitest'
import { evolve } from '../../../shared/case/evolve.ts'
import {
  caseSeenBy,
  type FieldTag,
  mayRead,
  recordSeenBy,
  taggedWords,
  withoutTagged,
} from '../../../shared/case/field-tags.ts'
import type { Case } from '../../../shared/case/model.ts'
import { recordOf } from '../../../shared/case/view.ts'
import { roles } from '../../../shared/case/words.ts'
import { openDesk, openInput, people, person } from './desk.ts'

/** One line of every tag, written by the agent Li and the lead Zhao. */
function fullDesk() {
  const desk = openDesk({
    demands: [{ kind: 'refund', text: '退还货款', amountMinor: 39_900, currency: 'CNY' }],
  })
  desk.act({ type: 'escalate', level: 'legal', reason: { code: 'legal_threat', text: '客户称将起诉' } })
  desk.act({ type: 'revealField', field: 'customer.phones', reason: { code: 'call_back', text: '回电' } })
  desk.act({ type: 'proposeCompensation', form: 'coupon', amountMinor: 9_900, currency: 'CNY', text: '优惠券' })
  desk.act({ type: 'assign', owner: 'li' })
  const resolution = { causeCode: 'capacity', cause: '索引缺失', measures: '已补建索引', compensation: '退还 99 元' }
  desk.act({ type: 'resolve', ...resolution })
  return desk
}

const desk = fullDesk()
const others = roles.filter((role) => role !== 'admin').map((role) => person('huang', role))

/** What somebody sees of each tag, in the case and in its record. */
function seen(role: (typeof roles)[number], id = 'huang') {
  const actor = person(id, role)
  const theCase = caseSeenBy(desk.state(), actor)
  const record = recordSeenBy(recordOf(desk.events()), actor)
  const line = (type: string) => record.find((it) => it.type === type)
  return {
    money: [
      theCase.demands[0]?.amountMinor,
      theCase.compensations[0]?.amountMinor,
      theCase.resolution?.compensation,
      line('compensation_proposed')?.params['amountMinor'],
      line('resolved')?.texts['compensation'],
    ],
    legal: [theCase.escalations[0]?.reason ?? undefined, line('escalated')?.texts['reason']],
    staff: [theCase.reveals[0]?.field, line('field_revealed')?.params['field']],
    personal: [theCase.customer?.name, theCase.issue.symptom, theCase.resolution?.cause],
    lines: record.map(({ event, actor: by, type }) => [event, by, type]),
  }
}

const money = [39_900, 9_900, '退还 99 元', 9_900, '退还 99 元']
const full: Readonly<Record<Exclude<FieldTag, 'public' | 'personal'>, readonly unknown[]>> = {
  money,
  legal: ['客户称将起诉', '客户称将起诉'],
  staff: ['customer.phones', 'customer.phones'],
}

describe('what a role reads of the cases it holds', () => {
  it('TRU-2c each role by each tag', () => {
    const table = roles.map((role) => [
      role,
      ...(['money', 'legal', 'staff'] as const).map((tag) => mayRead(role, tag)),
    ])
    expect(Object.fromEntries(table.map(([role, ...may]) => [role, may]))).toEqual({
      agent: [true, false, false],
      senior: [true, false, false],
      lead: [true, true, true],
      handler: [true, false, false],
      supervisor: [true, true, true],
      quality: [true, false, true],
      legal: [true, true, false],
      brand: [false, false, false],
      admin: [false, false, false],
      field: [true, false, false],
      system: [true, true, true],
    })
  })

  it.each(others)('TRU-2c $role reads in case and record what it needs, and of the rest nothing', ({ role }) => {
    const it = seen(role)
    for (const tag of ['money', 'legal', 'staff'] as const)
      expect(it[tag], tag).toEqual(mayRead(role, tag) ? full[tag] : full[tag].map(() => undefined))
    expect(it.personal).toEqual([openInput.customer.name, openInput.issue.symptom, '索引缺失'])
  })

  it.each(others)('TRU-2c $role reads the same whether or not the keys of what it may not read are there', (reader) => {
    const opened = desk.events().map((event) => {
      const words = taggedWords(event)
      return words !== null && mayRead(reader.role, words.tag) ? event : withoutTagged(event)
    })
    expect(recordSeenBy(recordOf(opened), reader)).toEqual(recordSeenBy(recordOf(desk.events()), reader))
    const folded = opened.reduce<Case | null>((state, event) => evolve(state, event), null)
    expect(folded && caseSeenBy(folded, reader)).toEqual(caseSeenBy(desk.state(), reader))
  })

  it('TRU-2c what everybody reads of these events has none of their tagged words, and all the others', () => {
    const told = JSON.stringify(desk.events().map((event) => withoutTagged(event).personal))
    const tagged = ['客户称将起诉', '回电', '优惠券', '退还 99 元']
    expect(tagged.filter((text) => told.includes(text))).toEqual([])
    expect(['退还货款', '索引缺失', '已补建索引'].filter((text) => !told.includes(text))).toEqual([])
  })

  it('TRU-2c no line of the record goes missing, whoever looks', () => {
    for (const { role } of others) expect(seen(role).lines).toEqual(seen('system').lines)
  })

  it('TRU-2c what one wrote oneself stays readable', () => {
    expect(seen('agent', people.agent.id)).toMatchObject({ money, legal: full.legal, staff: full.staff })
  })
})
