import { describe, expect, it } from 'vitest'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import { business, context } from './fixtures.ts'
import { createRandom, randomHistory } from './histories.ts'
import { type Fact, isOpenMinute, msOf, oracle, type Verdict } from './oracle.ts'

const histories = 10_000

function toSignal({ minute, due, claimed, ...rest }: Fact): Signal {
  const times = {
    ...(due === undefined ? {} : { dueAtMs: msOf(due) }),
    ...(claimed === undefined ? {} : { claimedAtMs: msOf(claimed) }),
  }
  return { ...rest, ...times, atMs: msOf(minute) } as Signal
}

const toMinute = (ms: number): number => (ms - msOf(0)) / 60_000
const byName = (a: Verdict, b: Verdict): number => (a.clock < b.clock ? -1 : 1)

function kernel(facts: readonly Fact[], now: number): readonly Verdict[] {
  const views = clocksAt(facts.map(toSignal), context, msOf(now))
  return views.map((view) => ({
    clock: view.subject === undefined ? view.clock : `${view.clock}:${view.subject}`,
    cycle: view.cycle,
    start: toMinute(view.startedAtMs),
    due: view.dueAtMs === null ? null : toMinute(view.dueAtMs),
    state: view.state,
    remaining: view.remainingMs / 60_000,
    businessRemaining: view.businessRemainingMs / 60_000,
    paused: view.pausedMs / 60_000,
  }))
}

describe('the clocks against a minute-by-minute oracle', () => {
  it('agrees with it on which minutes are open', () => {
    for (let minute = 0; minute < 50 * 1440; minute++)
      if (business.isOpen(msOf(minute)) !== isOpenMinute(minute)) throw new Error(`minute ${minute}`)
    expect(business.isOpen(msOf(9 * 60))).toBe(true)
  })

  it(`SLA-1 SLA-2 SLA-3 SLA-4 SLA-5 SLA-6 SLA-11 says the same of ${histories} random histories, at two moments each`, () => {
    const random = createRandom(20240510)
    const states = new Map<string, number>()
    for (let seed = 0; seed < histories; seed++) {
      const spanMinutes = random() < 0.1 ? 6000 : 1500
      const start = 200 + Math.floor(random() * 24 * 1440)
      const facts = randomHistory(random, start, spanMinutes)
      for (const share of [random() * 0.3, random() * 1.1]) {
        const now = start + Math.floor(share * spanMinutes)
        const [said, expected] = [[...kernel(facts, now)].sort(byName), [...oracle(facts, now)].sort(byName)]
        for (const { state } of said) states.set(state, (states.get(state) ?? 0) + 1)
        if (!agree(said, expected)) expect({ seed, now, facts, said }).toEqual({ seed, now, facts, said: expected })
      }
    }
    expect([...states.keys()].sort()).toEqual(['breached', 'met', 'near', 'paused', 'running', 'stopped'])
    for (const count of states.values()) expect(count).toBeGreaterThan(1000)
  }, 300_000)
})

function agree(said: readonly Verdict[], expected: readonly Verdict[]): boolean {
  return said.length === expected.length && said.every((one, index) => same(one, expected[index]))
}

/** Fractions of minutes may differ in their last bit: the oracle counts them up, the kernel subtracts. */
function same(a: Verdict, b: Verdict | undefined): boolean {
  if (b === undefined || a.clock !== b.clock || a.cycle !== b.cycle || a.state !== b.state || a.start !== b.start)
    return false
  if ((a.due === null) !== (b.due === null)) return false
  const close = (x: number, y: number): boolean => Math.abs(x - y) < 1e-6
  return (
    close(a.due ?? 0, b.due ?? 0) &&
    close(a.remaining, b.remaining) &&
    close(a.businessRemaining, b.businessRemaining) &&
    close(a.paused, b.paused)
  )
}
