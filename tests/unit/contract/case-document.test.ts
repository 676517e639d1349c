import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../shared/case/commands.ts'
import type { Case } from '../../../shared/case/model.ts'
import {
  beyondDocument,
  type CaseDocument,
  CaseDocumentSchema,
  documentOf,
  openCommandOf,
} from '../../../shared/contract/case-document.ts'
import { deskAt, openDesk } from '../case/desk.ts'

const received = '2024-05-10T10:20:00+08:00'
const receivedAtMs = Date.parse(received)
const minute = 60_000
const least = { receivedAt: received, customer: { phones: ['13812341234'] }, issue: { symptom: '列表打不开' } }
const read = (more: object = {}): CaseDocument => CaseDocumentSchema.parse({ ...least, ...more })
const faults = (more: object): readonly string[] => {
  const answer = CaseDocumentSchema.safeParse({ ...least, ...more })
  return answer.success ? [] : answer.error.issues.map(({ path }) => path.join('.'))
}
const demandsOf = (...demands: readonly object[]): unknown =>
  (openCommandOf(read({ demands })) as { demands: unknown }).demands
const desired = { kind: 'fix', text: '修好' }

describe('a case as a document', () => {
  it.each([
    [{ receivedAt: '2024-05-10 10:20' }, 'receivedAt'],
    [{ receivedAt: '2024-05-10T10:20' }, 'receivedAt'],
    [{ issue: { symptom: '慢', occurredAt: 'yesterday' } }, 'issue.occurredAt'],
    [{ demands: [{ kind: 'fix', within: '2 hours' }] }, 'demands.0.within'],
    [{ demands: [{ kind: 'fix', wantedBy: '12:00' }] }, 'demands.0.wantedBy'],
    [{ demands: [{ kind: 'fix', amount: -1 }] }, 'demands.0.amount'],
    [{ notes: Array.from({ length: 101 }, () => '记') }, 'notes'],
    [{ customer: {}, issue: {} }, 'issue.symptom'],
  ])('a wrong part is named: %j', (more, field) => {
    expect(faults(more)).toEqual([field])
  })

  it('a part nobody knows is refused, not dropped', () => {
    expect(faults({ colour: 'red' })).toHaveLength(1)
    expect(faults({ customer: { phones: [], shoeSize: 42 } })).toHaveLength(1)
  })

  it('takes the shortest case: channel, phones and demands have defaults', () => {
    expect(openCommandOf(read({ customer: {} }))).toEqual({
      type: 'open',
      customer: { phones: [] },
      issue: { symptom: '列表打不开' },
      demands: [],
      reception: { channel: 'hotline', receivedAtMs },
    })
  })

  it('times become instants; a span counts from the reception, days and months by the calendar', () => {
    expect(
      demandsOf({ ...desired, within: 'PT2H' }, { ...desired, within: 'P1M' }, { ...desired, wantedBy: received }),
    ).toEqual([
      { ...desired, wantedByMs: receivedAtMs + 120 * minute },
      { ...desired, wantedByMs: Date.parse('2024-06-10T10:20:00+08:00') },
      { ...desired, wantedByMs: receivedAtMs },
    ])
    expect(openCommandOf(read({ foundAt: '2024-05-10T01:00:00Z' }))).toMatchObject({
      reception: { foundAtMs: Date.parse('2024-05-10T09:00:00+08:00') },
    })
  })

  it('money becomes minor units of its currency, yuan when none is named; without an amount there is none', () => {
    expect(
      demandsOf(
        { ...desired, amount: 19.99 },
        { ...desired, amount: 5, currency: 'USD' },
        { ...desired, currency: 'USD' },
      ),
    ).toEqual([
      { ...desired, amountMinor: 1999, currency: 'CNY' },
      { ...desired, amountMinor: 500, currency: 'USD' },
      { ...desired, currency: 'USD' },
    ])
    expect(demandsOf({ ...desired, amount: 0 })).toEqual([{ ...desired, amountMinor: 0, currency: 'CNY' }])
  })

  it('every phone goes through the reader it is given', () => {
    const command = openCommandOf(read(), (text) => `+86${text}`)
    expect(command).toMatchObject({ customer: { phones: ['+8613812341234'] } })
  })

  it('what it makes is a command the kernel takes, and what the kernel does not know it names', () => {
    expect(parseCommand(openCommandOf(read({ classification: { urgency: 'high' } }), (text) => `+86${text}`)).ok).toBe(
      true,
    )
    const bad = parseCommand(openCommandOf(read({ channel: 'pigeon', classification: { urgency: 'soon' } })))
    expect(bad.ok ? [] : bad.error.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['reception.channel', 'classification.urgency']),
    )
  })
})

describe('a document nobody checked', () => {
  it('makes a command that the kernel refuses for its time of reception, never a guess', () => {
    const unchecked: CaseDocument = { ...read(), receivedAt: 'yesterday', foundAt: 'never' }
    const parsed = parseCommand(openCommandOf(unchecked, (text) => `+86${text}`))
    expect(parsed.ok ? [] : parsed.error).toMatchObject([{ tag: 'time.absurd', field: 'reception.receivedAtMs' }])
  })

  it('leaves out a span that is none', () => {
    const demands = [{ kind: 'fix', within: 'two hours' }]
    expect(openCommandOf({ ...read(), demands })).toMatchObject({ demands: [{ kind: 'fix' }] })
  })
})

describe('the document of a case', () => {
  const documentIn = (theCase: Case): CaseDocument => {
    const document = documentOf(theCase)
    if (document === null) throw new Error('the customer is there')
    return document
  }

  it('comes back the same when a case is made of it', () => {
    const desk = openDesk({
      demands: [{ kind: 'refund', amountMinor: 1999, currency: 'CNY' }, { kind: 'fix' }],
      classification: { urgency: 'high', category: 'system.order_list' },
    })
    desk.act({ type: 'addNote', text: '客户在线等' })
    const document = documentIn(desk.state())
    expect(CaseDocumentSchema.parse(document)).toEqual(document)
    expect(document).toMatchObject({
      customer: { name: '张三', phones: ['+8613812341234'], company: '某电商' },
      issue: { occurredAt: '2024-05-10T02:15:00.000Z', product: '订单系统' },
      demands: [{ kind: 'refund', amount: 19.99, currency: 'CNY' }, { kind: 'fix' }],
      notes: ['客户在线等'],
    })
    const parsed = parseCommand(openCommandOf(document))
    if (!parsed.ok || parsed.value.type !== 'open') throw new Error(JSON.stringify(parsed))
    const again = openDesk(parsed.value)
    again.act({ type: 'addNote', text: '客户在线等' })
    expect(documentIn(again.state())).toEqual(document)
  })

  it('leaves out what is empty', () => {
    const document = documentIn(openDesk({ customer: { phones: ['+8613812341234'], tags: [] } }).state())
    expect(Object.keys(document.customer)).toEqual(['phones'])
    expect(document).not.toHaveProperty('notes')
  })

  it('TRU-4a leaves out the notes whose words were erased', () => {
    const desk = openDesk()
    for (const text of ['一', '二']) desk.act({ type: 'addNote', text })
    const state = desk.state()
    const notes = state.notes.map((note, i) => (i === 0 ? { ...note, text: null } : note))
    expect(documentIn({ ...state, notes }).notes).toEqual(['二'])
  })

  it('TRU-4a an erased customer has none', () => {
    const state = openDesk().state()
    expect(documentOf({ ...state, customer: null })).toBeNull()
    expect(documentOf({ ...state, issue: { ...state.issue, symptom: null } })).toBeNull()
  })

  it('names what a document does not carry, and nothing for a fresh case', () => {
    expect(beyondDocument(openDesk().state())).toEqual([])
    expect(beyondDocument(deskAt('assessed').state())).toEqual([])
    expect(beyondDocument(deskAt('in_progress').state())).toEqual(['status'])
    const closed = deskAt('closed')
    expect(beyondDocument(closed.state())).toEqual(['status', 'informs', 'followUps'])
    closed.act({ type: 'reopen', reason: { code: 'not_solved' } })
    expect(beyondDocument(closed.state())).toEqual(['status', 'reopenings', 'informs', 'followUps'])
  })
})
