import { describe, expect, it } from 'vitest'
import { conflictsToSettle } from '../../../shared/case/change.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { fold } from '../../../shared/case/evolve.ts'
import { type Desk, newId, openDesk, people } from './desk.ts'

/** Two desks of one case that do not see each other; then both events come in, in this order. */
function apart(ours: (desk: Desk) => CaseEvent, theirs: (desk: Desk) => CaseEvent): Desk {
  const desk = openDesk()
  const other = desk.copy()
  const mine = ours(desk)
  const their = theirs(other)
  expect(mine.id).not.toBe(their.id)
  desk.take(their)
  return desk
}
const symptom =
  (text: string, actor = people.agent) =>
  (desk: Desk) =>
    desk.act({ type: 'edit', issue: { symptom: text } }, actor)
const urgency =
  (value: 'high' | 'low', actor = people.agent) =>
  (desk: Desk) =>
    desk.act({ type: 'classify', urgency: value }, actor)

describe('SYNC-2 the same field changed on both sides', () => {
  it('keeps both values visible, the later one standing', () => {
    const desk = apart(symptom('甲：列表空白'), symptom('乙：列表报错', people.other))
    expect(desk.state().issue.symptom).toBe('乙：列表报错')
    expect(desk.state().conflicts).toMatchObject([
      {
        field: 'issue.symptom',
        values: [
          { value: '甲：列表空白', by: 'li' },
          { value: '乙：列表报错', by: 'wang' },
        ],
      },
    ])
  })

  it('different fields never conflict', () => {
    const desk = apart(symptom('空白'), (it) => it.act({ type: 'edit', issue: { impact: '无法发货' } }, people.other))
    expect(desk.state().conflicts).toEqual([])
    expect(desk.state().issue).toMatchObject({ symptom: '空白', impact: '无法发货' })
  })

  it('until a person picks one', () => {
    const desk = apart(urgency('high'), urgency('low', people.other))
    const conflict = desk.state().conflicts.find(({ field }) => field === 'classification.urgency')
    const [first] = conflict?.values ?? []
    if (first === undefined) throw new Error('no conflict')
    expect(first.value).toBe('high')
    expect(desk.no({ type: 'settleConflict', field: 'issue.symptom', pick: first.event })).toBe('conflict.unknown')
    expect(desk.no({ type: 'settleConflict', field: 'classification.urgency', pick: newId() })).toBe(
      'conflict.unknown_value',
    )
    desk.act({ type: 'settleConflict', field: 'classification.urgency', pick: first.event }, people.lead)
    expect(desk.state().classification.urgency).toBe('high')
    expect(desk.state().conflicts).toEqual([])
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'classified', urgency: 'high' })
  })

  it('or sets it anew, having seen both', () => {
    const desk = apart(symptom('甲'), symptom('乙', people.other))
    symptom('甲和乙')(desk)
    expect(desk.state().conflicts).toEqual([])
    expect(desk.state().issue.symptom).toBe('甲和乙')
  })

  it('a third value joins the other two', () => {
    const desk = openDesk()
    const [second, third] = [desk.copy('b'), desk.copy('c')]
    symptom('一')(desk)
    desk.take(symptom('二', people.other)(second))
    desk.take(symptom('三', people.lead)(third))
    expect(desk.state().conflicts[0]?.values.map(({ value }) => value)).toEqual(['一', '二', '三'])
  })

  it('the value as it was recorded has its recorder', () => {
    const desk = openDesk()
    const other = desk.copy()
    const first = symptom('改')(desk)
    const { body, ...rest } = first
    const late = {
      ...rest,
      id: newId() as typeof first.id,
      body: { ...body, seen: { 'issue.symptom': newId() } },
      personal: { set: { 'issue.symptom': '另' } },
    }
    other.take(late)
    expect(other.state().conflicts[0]?.values[0]).toMatchObject({
      value: '近 7 天订单列表无法加载',
      by: 'li',
      event: other.events()[0]?.id,
    })
  })

  it('equal open values are none', () => {
    expect(apart(urgency('high'), urgency('high', people.other)).state().conflicts).toEqual([])
  })

  it('equal sealed values need nobody either, though who holds no key cannot know', () => {
    const desk = apart(symptom('一样'), symptom('一样', people.other))
    expect(conflictsToSettle(desk.state())).toEqual([])
    const without = fold(desk.events().map((event) => ({ ...event, personal: null })))
    expect(without?.conflicts.map(({ field }) => field)).toEqual(desk.state().conflicts.map(({ field }) => field))
  })

  it('a value taken back is no side any more', () => {
    const desk = openDesk()
    const [other, third] = [desk.copy(), desk.copy('c')]
    const mine = urgency('high')(desk)
    other.take(urgency('low', people.other)(third))
    other.take(mine)
    expect(other.state().conflicts.map(({ field }) => field)).toContain('classification.urgency')
    other.act({ type: 'undo', of: mine.id })
    expect(other.state().conflicts).toEqual([])
    expect(other.state().classification.urgency).toBe('low')
  })

  it('two owners given apart are both shown', () => {
    const desk = openDesk()
    const other = desk.copy()
    desk.act({ type: 'assign', owner: 'li' })
    desk.take(other.act({ type: 'assign', owner: 'wang' }, people.other))
    expect(desk.state().conflicts).toMatchObject([{ field: 'owner', values: [{ value: 'li' }, { value: 'wang' }] }])
  })
})
