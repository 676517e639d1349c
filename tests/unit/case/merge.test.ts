import { describe, expect, it } from 'vitest'
import { admit } from '../../../shared/case/admit.ts'
import type { Actor, CaseEvent } from '../../../shared/case/event.ts'
import { evolve } from '../../../shared/case/evolve.ts'
import type { Case } from '../../../shared/case/model.ts'
import { type Desk, openDesk, people } from './desk.ts'

/** A server's table of cases: takes events one by one as `admit` says, knowing what it accepted. */
function serverOf(...desks: readonly Desk[]) {
  const cases = new Map<string, Case>(desks.map((desk) => [desk.id, desk.state()]))
  const verdicts = new Map<string, boolean>()
  const push = (events: readonly CaseEvent[], actor: Actor): readonly string[] =>
    events.map((event) => {
      const current = cases.get(event.case) ?? null
      const answer = admit(current, event, actor, { accepted: (id) => verdicts.get(id) })
      verdicts.set(event.id, answer.ok)
      if (answer.ok) cases.set(event.case, evolve(current, event))
      return answer.ok ? 'accepted' : answer.error.tag
    })
  return { cases, push }
}

const merged = (from: Desk, into: Desk, actor: Actor = people.agent): readonly CaseEvent[] => {
  const { events, refusal } = from.ask({ type: 'merge', into: into.id }, actor, { other: into.state() })
  if (events === undefined) throw new Error(refusal.tag)
  return events
}

describe('CASE-9b merging', () => {
  it('ends one case and names it on the other; both histories stay', () => {
    const [a, b] = [openDesk(), openDesk()]
    a.act({ type: 'addNote', text: '甲的记录' })
    const server = serverOf(a, b)
    expect(server.push(merged(a, b), people.agent)).toEqual(['accepted', 'accepted'])
    expect(server.cases.get(a.id)).toMatchObject({ status: 'merged', mergedInto: b.id, notes: [{ text: '甲的记录' }] })
    expect(server.cases.get(b.id)).toMatchObject({ status: 'received', mergedFrom: [a.id] })
  })

  it('a case is not merged into itself, nor into one that is merged', () => {
    const [a, b, c] = [openDesk(), openDesk(), openDesk()]
    expect(a.no({ type: 'merge', into: a.id })).toBe('merge.self')
    merged(b, c)
    expect(a.ask({ type: 'merge', into: b.id }, people.agent, { other: b.state() }).refusal).toMatchObject({
      tag: 'status.merged',
      detail: { into: c.id },
    })
  })

  it('both sides must be in reach', () => {
    const [a, b] = [openDesk(), openDesk()]
    b.act({ type: 'assign', team: 'product' }, people.supervisor)
    expect(a.no({ type: 'merge', into: b.id }, people.agent, { other: b.state() })).toBe('scope.denied')
  })
})

describe('CASE-9c merging two cases into each other offline', () => {
  it('ends in one open case: the second merge and its other side are refused', () => {
    const [a, b] = [openDesk(), openDesk()]
    const server = serverOf(a, b)
    const [aCopy, bCopy] = [a.copy(), b.copy()]
    const first = merged(a, b)
    const second = merged(bCopy, aCopy, people.other)
    expect(server.push(first, people.agent)).toEqual(['accepted', 'accepted'])
    expect(server.push(second, people.other)).toEqual(['merge.reverse', 'after.refused'])
    expect([...server.cases.values()].map(({ status }) => status)).toEqual(['merged', 'received'])
    expect(server.cases.get(a.id)?.mergedFrom).toEqual([])
  })

  it('whatever comes first, there is one open case', () => {
    const [a, b] = [openDesk(), openDesk()]
    const server = serverOf(a, b)
    const [aCopy, bCopy] = [a.copy(), b.copy()]
    const first = merged(a, b)
    const second = merged(bCopy, aCopy, people.other)
    server.push(second, people.other)
    server.push(first, people.agent)
    expect([...server.cases.values()].map(({ status }) => status)).toEqual(['received', 'merged'])
  })

  it('the other side of a merge that was refused says nothing', () => {
    const [a, b, c] = [openDesk(), openDesk(), openDesk()]
    const server = serverOf(a, b, c)
    const copy = a.copy()
    server.push(merged(a, c), people.agent)
    expect(server.push(merged(copy, b, people.other), people.other)).toEqual(['status.merged', 'after.refused'])
    expect(server.cases.get(b.id)?.mergedFrom).toEqual([])
  })

  it('closing offline a case that was merged elsewhere is refused with where it went', () => {
    const [a, b] = [openDesk(), openDesk()]
    const server = serverOf(a, b)
    const copy = a.copy()
    copy.act({ type: 'resolve', causeCode: 'release', cause: '原因', measures: '措施' })
    const resolved = copy.events().slice(-1)
    server.push(merged(a, b), people.agent)
    expect(server.push(resolved, people.agent)).toEqual(['status.merged'])
  })

  it('SYNC-5a a note written meanwhile stays in the history of the case it was written on', () => {
    const [a, b] = [openDesk(), openDesk()]
    const server = serverOf(a, b)
    const note = a.copy().act({ type: 'addNote', text: '离线记录' }, people.other)
    server.push(merged(a, b), people.agent)
    expect(server.push([note], people.other)).toEqual(['accepted'])
    expect(server.cases.get(a.id)?.notes).toHaveLength(1)
  })
})
