import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { eventKinds } from '../../../shared/case/event-types.ts'
import { checkEvent } from '../../../shared/case/events.ts'
import { evolve, fold, foldedTypes } from '../../../shared/case/evolve.ts'
import type { Case } from '../../../shared/case/model.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { newId } from './desk.ts'
import { play, wishLimits } from './random.ts'

const nat = (max: number) => fc.integer({ min: 0, max })
const wish = fc.record({
  command: nat(wishLimits.command),
  actor: nat(wishLimits.actor),
  thing: nat(wishLimits.thing),
  waitMs: nat(wishLimits.waitMs),
})
const wishes = fc.array(wish, { maxLength: 80, size: 'max' })

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

describe('random lives of a case', () => {
  it('SYNC-2b LIFE-1a decide and admit agree, and replay is the projection', () => {
    // `play` itself fails when something decided is not admitted.
    fc.assert(
      fc.property(wishes, (list) => {
        const desk = play(list)
        for (const event of desk.events()) {
          expect(checkEvent(event)).toEqual({ ok: true, value: undefined })
        }
        const folded = fold(desk.events())
        expect(folded).toEqual(desk.state())
        expect(canonicalJson(folded as unknown as Json)).toBe(canonicalJson(desk.state() as unknown as Json))
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('and the lives were full ones: every fact and command occurred', () => {
    const lives = fc.sample(wishes, { numRuns: 400, seed: 11 })
    const seen = new Set(
      lives.flatMap((list) =>
        play(list)
          .events()
          .map(({ type }) => type),
      ),
    )
    const missing = Object.entries(eventKinds).filter(([type, kind]) => kind !== 'derived' && !seen.has(type))
    // The other side of a merge belongs to another case; conflicts come from two desks.
    expect(missing.map(([type]) => type)).toEqual(['conflict_settled', 'absorbed'])
  }, 60_000)

  it('LIFE-1d whatever happens, only classify, assign, hold, link and edits can ever be taken back', () => {
    const reversible = [
      'classified',
      'proposal_accepted',
      'assigned',
      'held',
      'linked_repeat',
      'edited',
      'customer_changed',
    ]
    const seen = new Set<string>()
    for (const list of fc.sample(wishes, { numRuns: 200, seed: 5 })) {
      let state: Case | null = null
      for (const event of play(list).events()) {
        state = evolve(state, event)
        for (const { type } of state.undoables) seen.add(type)
      }
    }
    expect([...seen].sort()).toEqual(reversible.sort())
  }, 60_000)

  it('SYNC-2a an event read back from its canonical bytes folds as the one just decided', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const desk = play(list)
        const reread = desk.events().map((event) => JSON.parse(canonicalJson(event as unknown as Json)) as CaseEvent)
        expect(canonicalJson(fold(reread) as unknown as Json)).toBe(canonicalJson(desk.state() as unknown as Json))
      }),
      { numRuns: 100 },
    )
  }, 60_000)

  it('SYNC-2a a case read back from storage folds on as the one in memory', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        let [state, stored]: [Case | null, Case | null] = [null, null]
        for (const event of play(list).events()) {
          state = evolve(state, event)
          stored = JSON.parse(JSON.stringify(evolve(stored, event))) as Case
        }
        expect(stored).toEqual(JSON.parse(JSON.stringify(state)))
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('evolve never alters the case it is given', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        let state: Case | null = null
        for (const event of play(list).events()) state = freeze(evolve(state, freeze(event)))
        expect(state).not.toBeNull()
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})

const garbage: readonly Json[] = [
  null,
  0,
  -1,
  1e308,
  '',
  '__proto__',
  'x',
  true,
  [],
  [null],
  {},
  { id: 1 },
  [{ kind: 'fix' }],
]

/** Events as they should be, and the same with every value of body and sealed part replaced by garbage. */
function poolOf(): readonly CaseEvent[] {
  const good = fc.sample(wishes, { numRuns: 40, seed: 7 }).flatMap((list) => play(list).events())
  const byType = [...new Map(good.map((event) => [event.type, event])).values()]
  const caseId = byType[0]?.case ?? (newId() as CaseEvent['case'])
  const same = byType.map((event) => ({ ...event, case: caseId }))
  const derived = foldedTypes
    .filter((type) => !byType.some((it) => it.type === type))
    .map((type) => ({
      ...(same[0] as CaseEvent),
      id: newId() as CaseEvent['id'],
      type,
      kind: 'derived' as const,
      body: {
        clock: 'resolve',
        cycle: 1,
        policyVersion: 1,
        dueAtMs: 1,
        step: 'lead',
        reason: 'x',
        number: '20240510-000001',
        of: newId(),
        from: newId(),
        field: 'owner',
        pick: newId(),
      },
    }))
  const whole = [...same, ...derived]
  const broken = whole.flatMap((event) => garbage.flatMap((value, i) => mutants(event, value, i)))
  return freeze([...whole, ...broken])
}

function mutants(event: CaseEvent, value: Json, i: number): readonly CaseEvent[] {
  const spoil = (block: CaseEvent['body']) =>
    Object.fromEntries(Object.keys(block).map((key, at) => [key, (at + i) % 2 === 0 ? value : (block[key] ?? null)]))
  const id = newId() as CaseEvent['id']
  return [
    { ...event, id, body: spoil(event.body) },
    { ...event, id, personal: event.personal === null ? null : spoil(event.personal) },
    { ...event, id, body: {}, personal: null },
    ...(i === 0
      ? [
          { ...event, id, v: 2 },
          { ...event, id, type: 'of_tomorrow' },
          { ...event, id, type: '__proto__' },
          { ...event, id, case: newId() as CaseEvent['case'] },
        ]
      : []),
  ]
}

describe('evolve is total', () => {
  const pool = poolOf()

  it('SYNC-8a never throws on 100,000 random event orders, well-formed or not', () => {
    const orders = fc.array(nat(pool.length - 1), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(orders, (order) => {
        let state: Case | null = null
        for (const at of order) state = evolve(state, pool[at] as CaseEvent)
        return state !== null && state.version <= order.length
      }),
      { numRuns: 100_000 },
    )
    expect(pool.length).toBeGreaterThan(1000)
  }, 60_000)

  it('and the whole fold gives the same case as the steps, whatever the order', () => {
    const orders = fc.array(nat(pool.length - 1), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(orders, (order) => {
        const events = order.map((at) => pool[at] as CaseEvent)
        const stepwise = events.reduce<Case | null>((state, event) => evolve(state, event), null)
        expect(fold(events)).toEqual(stepwise)
        expect(() => JSON.stringify(stepwise)).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('knows every event of the table, and no other', () => {
    expect([...foldedTypes].sort()).toEqual(Object.keys(eventKinds).sort())
    expect(fold([])).toBeNull()
  })
})
