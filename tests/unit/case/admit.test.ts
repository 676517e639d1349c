import { describe, expect, it } from 'vitest'
import { admit } from '../../../shared/case/admit.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { evolve, fold } from '../../../shared/case/evolve.ts'
import { checkPre, preOf } from '../../../shared/case/pre.ts'
import { deskAt, newId, openDesk, people } from './desk.ts'

const tagOf = (answer: ReturnType<typeof admit>): string => (answer.ok ? 'ok' : answer.error.tag)

describe('admit', () => {
  const desk = openDesk()
  const held = desk.copy().act({ type: 'hold', reason: { code: 'waiting_customer' } })
  const note = desk.copy().act({ type: 'addNote', text: '记' })

  it.each<[string, Partial<CaseEvent>]>([
    ['actor.mismatch', { actor: people.other.id }],
    ['org.mismatch', { org: 'elsewhere' as CaseEvent['org'] }],
    ['case.mismatch', { case: newId() as CaseEvent['case'] }],
    ['event.unknown', { type: 'of_tomorrow' }],
    ['event.newer', { v: 2 }],
    ['event.kind', { kind: 'fact' }],
    ['input.missing', { body: {} }],
    ['input.unknown_field', { body: { reason: 'x', force: true } }],
  ])('%s', (tag, changes) => {
    expect(tagOf(admit(desk.state(), held, people.agent))).toBe('ok')
    expect(tagOf(admit(desk.state(), { ...held, ...changes }, people.agent))).toBe(tag)
  })

  it('takes role and scope from the session, never from the event', () => {
    const closed = deskAt('followed_up')
    const close = closed.copy().act({ type: 'close' })
    expect(tagOf(admit(closed.state(), close, { ...people.agent, role: 'handler' }))).toBe('role.denied')
    expect(tagOf(admit(closed.state(), close, { ...people.agent, scopes: [] }))).toBe('scope.denied')
  })

  it('SYNC-5b a command whose condition no longer holds is refused', () => {
    const other = desk.copy()
    other.act({ type: 'withdraw', reason: { code: 'customer_withdrew' } })
    expect(admit(other.state(), held, people.agent)).toMatchObject({
      error: { tag: 'status.withdrawn', field: 'status' },
    })
  })

  it('a client may add to the condition, not take from it', () => {
    const strict = { ...held, pre: { statusIn: ['assessed'] } }
    expect(tagOf(admit(desk.state(), strict, people.agent))).toBe('status.received')
    const loose = { ...held, pre: { statusIn: ['withdrawn', 'received'] } }
    const other = desk.copy()
    other.act({ type: 'withdraw', reason: { code: 'customer_withdrew' } })
    expect(tagOf(admit(other.state(), loose, people.agent))).toBe('status.withdrawn')
    const { pre: _pre, ...bare } = held
    expect(tagOf(admit(other.state(), bare, people.agent))).toBe('status.withdrawn')
  })

  it('SYNC-5a a fact passes whatever the case has become', () => {
    for (const status of ['closed', 'withdrawn', 'merged', 'on_hold'] as const) {
      const state = deskAt(status).state()
      expect(tagOf(admit(state, { ...note, case: state.id }, people.agent))).toBe('ok')
    }
  })

  it('SYNC-5a a fact of a role that was asked to join passes after it has left, and a command does not', () => {
    for (const level of ['legal', 'brand'] as const) {
      const asked = openDesk()
      const said = (state: ReturnType<typeof asked.state>, it: CaseEvent) =>
        tagOf(admit(state, { ...it, case: state.id, actor: people[level].id }, people[level]))
      expect(said(asked.state(), note)).toBe('scope.denied')
      const escalation = String(
        asked.act({ type: 'escalate', level, reason: { code: 'angry', text: '要求升级' } }).body['id'],
      )
      asked.act({ type: 'stepDown', escalation, reason: { code: 'risk_gone' } }, people[level])
      expect([said(asked.state(), note), said(asked.state(), held)]).toEqual(['ok', 'scope.denied'])
    }
  })

  it('SYNC-5a a fact about something that is not there passes and changes nothing', () => {
    const state = desk.state()
    const kept = { ...note, type: 'promise_kept', body: { promise: newId() }, personal: null }
    expect(tagOf(admit(state, kept, people.agent))).toBe('ok')
    expect(evolve(state, kept).promises).toEqual(state.promises)
  })

  it('an opening begins a case, once', () => {
    const opened = desk.events()[0]
    if (opened === undefined) throw new Error('no opening')
    expect(tagOf(admit(null, opened, people.agent))).toBe('ok')
    expect(tagOf(admit(desk.state(), opened, people.agent))).toBe('case.exists')
    expect(tagOf(admit(null, opened, people.stranger))).toBe('actor.mismatch')
    expect(tagOf(admit(null, { ...opened, actor: people.stranger.id }, people.stranger))).toBe('scope.denied')
    expect(tagOf(admit(null, note, people.agent))).toBe('case.unknown')
  })

  it('the event it hangs on must not have been refused; one not yet known is waited for', () => {
    const after = newId() as CaseEvent['id']
    const it = { ...held, pre: { after } }
    const with_ = (accepted: boolean | undefined) =>
      tagOf(admit(desk.state(), it, people.agent, { accepted: () => accepted }))
    expect([with_(true), with_(undefined), with_(false)]).toEqual(['ok', 'ok', 'after.refused'])
    expect(tagOf(admit(desk.state(), it, people.agent))).toBe('ok')
  })
})

describe('conditions', () => {
  it('facts and derived events have none', () => {
    expect(preOf('note_added', {})).toBeUndefined()
    expect(preOf('breach_confirmed', {})).toBeUndefined()
    expect(checkPre(openDesk().state(), undefined).ok).toBe(true)
  })

  it('name what must still be open', () => {
    expect(preOf('transfer_answered', { transfer: 'x' })).toEqual({ open: 'transfer:x' })
    expect(preOf('transfer_answered', {})).toEqual({ open: 'transfer:' })
    expect(preOf('resumed', {})).toEqual({ statusIn: ['on_hold'] })
  })

  it.each(['transfer', 'weather:1', ''])('an unknown thing %j is not open', (open) => {
    const answer = checkPre(openDesk().state(), { open })
    expect(answer.ok).toBe(false)
  })
})

describe('SYNC-8 old client, new server', () => {
  const desk = openDesk()
  const note = desk.act({ type: 'addNote', text: '记' })
  const newer = {
    ...note,
    id: newId() as CaseEvent['id'],
    type: 'teleported',
    kind: 'command' as const,
    body: { to: { x: 1 } },
  }

  it('SYNC-8a an unknown event is counted, marks the case, and changes nothing else', () => {
    const before = desk.state()
    const after = evolve(before, newer)
    expect(after).toEqual({
      ...before,
      newerThanThisVersion: true,
      version: before.version + 1,
      lastEvent: { id: newer.id, actor: newer.actor, type: 'teleported', atMs: newer.atMs },
      updatedAtMs: newer.atMs,
    })
    expect(evolve(before, { ...note, v: 2 })).toMatchObject({ newerThanThisVersion: true, notes: before.notes })
  })

  it('what follows an event without its opening is an incomplete case nobody decides on', () => {
    const partial = fold([note])
    expect(partial).toMatchObject({ incomplete: true, notes: [{ text: '记' }], version: 1, team: '' })
    expect(tagOf(admit(partial, { ...note, id: newId() as CaseEvent['id'] }, people.system))).toBe('actor.mismatch')
    expect(tagOf(admit(partial, note, people.agent))).toBe('case.incomplete')
  })

  it('an opening of a newer version is kept, not guessed', () => {
    const opened = desk.events()[0]
    if (opened === undefined) throw new Error('no opening')
    expect(fold([{ ...opened, v: 2 }])).toMatchObject({ incomplete: true, newerThanThisVersion: true, customer: null })
  })

  it('an event of another case or a second opening changes nothing', () => {
    const before = desk.state()
    expect(evolve(before, { ...note, case: newId() as CaseEvent['case'] })).toBe(before)
    const opened = desk.events()[0]
    if (opened === undefined) throw new Error('no opening')
    expect(evolve(before, opened)).toBe(before)
    expect(fold([...desk.events(), opened, { ...note, case: newId() as CaseEvent['case'] }])).toEqual(before)
  })
})
