import { describe, expect, it } from 'vitest'
import { admit } from '../../../shared/case/admit.ts'
import * as derived from '../../../shared/case/derived.ts'
import type { CaseEvent, NewEvent } from '../../../shared/case/event.ts'
import { checkEvent } from '../../../shared/case/events.ts'
import { nextStep } from '../../../shared/case/next.ts'
import type { EventId } from '../../../shared/kernel/brand.ts'
import { contextAt, type Desk, hour, newId, openDesk, people, recorded, startMs } from './desk.ts'

const clock = { clock: 'resolve', cycle: 1, policyVersion: 1, dueAtMs: startMs + 2 * hour }
const rule = { form: 'voucher', amountMinor: 5000, currency: 'CNY', approveUpToMinor: 5000 }

const made = (desk: Desk, event: NewEvent, actor = people.system): CaseEvent =>
  recorded(event, contextAt(desk.nowMs(), actor), desk.id)

/** Takes a derived event as the server does: schema and admission first. */
function take(desk: Desk, event: NewEvent, actor = people.system): void {
  const it = made(desk, event, actor)
  expect(checkEvent(it)).toEqual({ ok: true, value: undefined })
  expect(admit(desk.state(), it, actor)).toEqual({ ok: true, value: undefined })
  desk.take(it)
}

describe('SLA-9f derived events', () => {
  it('ten devices make one: same id, same body', () => {
    const desk = openDesk()
    const all = Array.from({ length: 10 }, () => derived.breachSuspectedEvent(desk.state(), { ...clock }))
    expect(new Set(all.map((it) => JSON.stringify(it))).size).toBe(1)
    desk.wait(hour).act({ type: 'addNote', text: '别的事件' })
    expect(derived.breachSuspectedEvent(desk.state(), clock)).toEqual(all[0])
  })

  it('another case, clock, policy version, cycle, subject, kind or level is another event', () => {
    const [desk, other] = [openDesk(), openDesk()]
    const ids = [
      derived.breachSuspectedEvent(desk.state(), clock),
      derived.breachSuspectedEvent(other.state(), clock),
      derived.breachSuspectedEvent(desk.state(), { ...clock, clock: 'ack' }),
      derived.breachSuspectedEvent(desk.state(), { ...clock, policyVersion: 2 }),
      derived.breachSuspectedEvent(desk.state(), { ...clock, cycle: 2 }),
      derived.breachSuspectedEvent(desk.state(), { ...clock, subject: newId() }),
      derived.breachConfirmedEvent(desk.state(), clock),
      derived.nearBreachedEvent(desk.state(), clock),
      derived.ladderNotifiedEvent(desk.state(), clock, 'lead', 'lead'),
      derived.ladderNotifiedEvent(desk.state(), clock, 'manager', 'manager'),
      derived.numberGivenEvent(desk.state(), '20240510-000001'),
    ].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('a forged id is refused', () => {
    const desk = openDesk()
    const event = { ...made(desk, derived.breachConfirmedEvent(desk.state(), clock)), id: newId() as EventId }
    expect(admit(desk.state(), event, people.system)).toEqual({
      ok: false,
      error: { tag: 'derived.forged', field: 'id' },
    })
  })

  it('SLA-9c a device may suspect a breach; confirming, voiding and paying are the server’s words', () => {
    const desk = openDesk()
    const of = desk.state()
    const roleOf = (event: NewEvent) => admit(of, made(desk, event, people.agent), people.agent)
    expect(roleOf(derived.breachSuspectedEvent(of, clock)).ok).toBe(true)
    expect(roleOf(derived.nearBreachedEvent(of, clock)).ok).toBe(true)
    expect(roleOf(derived.ladderNotifiedEvent(of, clock, 'lead', 'lead')).ok).toBe(true)
    const stranger = made(desk, derived.breachSuspectedEvent(of, clock), people.stranger)
    expect(admit(of, stranger, people.stranger)).toMatchObject({ error: { tag: 'scope.denied' } })
    for (const event of [
      derived.breachConfirmedEvent(of, clock),
      derived.breachVoidedEvent(of, clock, 'in_time_evidence'),
      derived.breachCompensatedEvent(of, clock, rule),
      derived.numberGivenEvent(of, '20240510-000001'),
    ])
      expect(roleOf(event)).toMatchObject({ error: { tag: 'role.denied' } })
  })
})

describe('what the clocks find due', () => {
  const due = {
    clock: 'transfer',
    source: 'SLA-3',
    subject: newId(),
    cycle: 2,
    policy: { id: 'default', version: 3 },
    atMs: startMs,
    dueAtMs: startMs + hour,
  } as const
  const about = { clock: 'transfer', cycle: 2, policyVersion: 3, dueAtMs: startMs + hour, subject: due.subject }

  it('SLA-9a becomes an event of its own kind', () => {
    const of = openDesk().state()
    expect(derived.eventOfDue(of, { ...due, kind: 'near' })).toEqual(derived.nearBreachedEvent(of, about))
    expect(derived.eventOfDue(of, { ...due, kind: 'breach' })).toEqual(derived.breachSuspectedEvent(of, about))
    expect(derived.eventOfDue(of, { ...due, kind: 'ladder:lead', tell: 'lead' })).toEqual(
      derived.ladderNotifiedEvent(of, about, 'lead', 'lead'),
    )
    expect(derived.eventOfDue(of, { ...due, kind: 'ladder:first' }).body).toMatchObject({
      level: 'first',
      tell: 'owner',
    })
  })
})

describe('breaches on a case', () => {
  it('SLA-9e harden from suspected to confirmed, and are voided with a reason; never back', () => {
    const desk = openDesk()
    const of = desk.state()
    take(desk, derived.breachSuspectedEvent(of, clock))
    expect(desk.state().breaches).toEqual([{ clock: 'resolve', cycle: 1, dueAtMs: clock.dueAtMs, state: 'suspected' }])
    take(desk, derived.breachConfirmedEvent(of, clock))
    take(desk, derived.breachSuspectedEvent(of, clock))
    expect(desk.state().breaches).toMatchObject([{ state: 'confirmed' }])
    take(desk, derived.breachVoidedEvent(of, clock, 'in_time_evidence'))
    take(desk, derived.breachConfirmedEvent(of, clock))
    expect(desk.state().breaches).toEqual([
      { clock: 'resolve', cycle: 1, dueAtMs: clock.dueAtMs, state: 'voided', reason: 'in_time_evidence' },
    ])
  })

  it('of several transfers stand apart', () => {
    const desk = openDesk()
    for (const subject of [newId(), newId()])
      take(desk, derived.breachSuspectedEvent(desk.state(), { ...clock, clock: 'transfer', subject }))
    expect(desk.state().breaches).toHaveLength(2)
  })

  it('SLA-9a each step of the ladder is told once', () => {
    const desk = openDesk()
    const of = desk.state()
    for (const level of ['owner', 'lead', 'manager', 'lead'] as const)
      take(desk, derived.ladderNotifiedEvent(of, clock, level, level))
    take(desk, derived.nearBreachedEvent(of, { ...clock, subject: 't1' }))
    expect(desk.state().ladder.map(({ level, tell }) => [level, tell])).toEqual([
      ['owner', 'owner'],
      ['lead', 'lead'],
      ['manager', 'manager'],
      ['near', undefined],
    ])
  })

  it('CASE-6 the official number is given once', () => {
    const desk = openDesk()
    take(desk, derived.numberGivenEvent(desk.state(), '20240510-000001'))
    take(desk, derived.numberGivenEvent(desk.state(), '20240510-000002'))
    expect(desk.state().number).toEqual({ provisional: 'hza1-1', official: '20240510-000001' })
  })
})

describe('SLA-12 compensation on a breach', () => {
  it('SLA-12a comes exactly once, as a line of its own that names its breach', () => {
    const desk = openDesk()
    const event = derived.breachCompensatedEvent(desk.state(), clock, rule)
    take(desk, event)
    take(desk, event)
    expect(desk.state().compensations).toMatchObject([
      { id: event.id, form: 'voucher', amountMinor: 5000, currency: 'CNY', breach: { clock: 'resolve', cycle: 1 } },
    ])
  })

  it('SLA-12b above the limit it waits for a person', () => {
    const stateOf = (amountMinor: number) => {
      const desk = openDesk()
      take(desk, derived.breachCompensatedEvent(desk.state(), clock, { ...rule, amountMinor }))
      return desk.state().compensations[0]?.state
    }
    expect(stateOf(5000)).toBe('approved')
    expect(stateOf(5001)).toBe('proposed')
  })

  it('SLA-12c what is paid stays paid when the breach is voided; a supervisor is asked to look', () => {
    const desk = openDesk()
    const of = desk.state()
    take(desk, derived.breachConfirmedEvent(of, clock))
    const event = derived.breachCompensatedEvent(of, clock, rule)
    take(desk, event)
    desk.act({ type: 'payCompensation', compensation: String(event.id) }, people.supervisor)
    take(desk, derived.breachVoidedEvent(of, clock, 'backdating_confirmed'))
    expect(desk.state().compensations[0]?.state).toBe('paid')
    expect(nextStep(desk.state(), desk.nowMs())).toEqual({
      key: 'review_paid',
      command: null,
      params: { compensation: event.id },
    })
  })
})
