import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseKinds, channels, contactWays, problemTypes, severities, urgencies } from '../../../shared/case/words.ts'
import { clockStates } from '../../../shared/sla/clock.ts'
import { derivedDue, nextDerivedMs } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { maxEpochMs, type Signal, SignalSchema, signalTypes } from '../../../shared/sla/signal.ts'
import { clocksAt, usedShare, viewClock } from '../../../shared/sla/view.ts'
import { at, context } from './fixtures.ts'

const near = fc.integer({ min: at('2024-04-26 00:00'), max: at('2024-05-20 00:00') })
const instant = fc.oneof(
  { arbitrary: near, weight: 9 },
  { arbitrary: fc.integer({ min: 0, max: maxEpochMs }), weight: 1 },
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 })
const named = fc.record({
  id: fc.constantFrom('default', 'cn-office', 'other'),
  version: fc.integer({ min: 1, max: 3 }),
})

/** Any signal the schema lets through, sensible or not. */
const anySignal: fc.Arbitrary<Signal> = fc
  .record({
    type: fc.constantFrom(...signalTypes),
    atMs: instant,
    claimedAtMs: maybe(instant),
    id: maybe(fc.constantFrom('e1', 'e2')),
    subject: maybe(fc.constantFrom('e1', 'a', 'b')),
    dueAtMs: maybe(instant),
    urgency: maybe(fc.constantFrom(...urgencies)),
    severity: maybe(fc.constantFrom(...severities)),
    problemType: maybe(fc.constantFrom(...problemTypes)),
    channel: maybe(fc.constantFrom(...channels)),
    caseKind: maybe(fc.constantFrom(...caseKinds)),
    way: maybe(fc.constantFrom(...contactWays)),
    direction: maybe(fc.constantFrom('in' as const, 'out' as const)),
    reached: maybe(fc.boolean()),
    reason: maybe(fc.constantFrom('waiting_customer', 'x')),
    policy: maybe(named),
    calendar: maybe(named),
  })
  .map((signal) => Object.fromEntries(Object.entries(signal).filter(([, value]) => value !== undefined)) as Signal)

const runs = { numRuns: 600 }
const patience = 60_000

describe('folding is total and depends on nothing but its arguments', () => {
  it(
    'any signals in any order give clocks whose numbers are numbers',
    () => {
      fc.assert(
        fc.property(fc.array(anySignal, { maxLength: 14 }), instant, (signals, nowMs) => {
          if (!signals.every((signal) => SignalSchema.safeParse(signal).success)) throw new Error('no signal')
          const { clocks } = foldClocks(signals, context)
          for (const clock of clocks) {
            const view = viewClock(clock, nowMs)
            const numbers = [
              view.remainingMs,
              view.businessRemainingMs,
              view.pausedMs,
              view.targetMs,
              view.startedAtMs,
              usedShare(clock, nowMs),
            ]
            if (!numbers.every(Number.isFinite) || !clockStates.includes(view.state))
              throw new Error(JSON.stringify(view))
            if (view.pausedMs < 0 || view.targetMs < 0) throw new Error(JSON.stringify(view))
          }
          const due = derivedDue(clocks, nowMs)
          if (due.some(({ atMs }) => atMs > nowMs)) throw new Error('something is due in the future')
          const next = nextDerivedMs(clocks, nowMs)
          if (next !== null && next <= nowMs) throw new Error('the next moment has passed')
        }),
        runs,
      )
      expect(fc.sample(anySignal, 1).length).toBe(1)
    },
    patience,
  )

  it(
    'the same signals give the same clocks, whatever order they arrive in, when no two share a time',
    () => {
      const distinct = fc.uniqueArray(anySignal, {
        maxLength: 12,
        selector: (signal) => Math.min(signal.atMs, signal.claimedAtMs ?? signal.atMs),
      })
      const apart = distinct.filter((signals) => {
        const times = signals.flatMap(({ atMs, claimedAtMs }) =>
          claimedAtMs === undefined ? [atMs] : [atMs, claimedAtMs],
        )
        return new Set(times).size === times.length && signals.filter(({ type }) => type === 'channel_found').length < 2
      })
      fc.assert(
        fc.property(apart, fc.integer(), (signals, seed) => {
          const shuffled = [...signals].sort((a, b) => ((a.atMs * 7919 + seed) % 101) - ((b.atMs * 7919 + seed) % 101))
          const nowMs = at('2024-05-21 00:00')
          const say = (order: readonly Signal[]): string =>
            JSON.stringify(
              clocksAt(order, context, nowMs).toSorted((a, b) =>
                `${a.clock}${a.subject}` < `${b.clock}${b.subject}` ? -1 : 1,
              ),
            )
          expect(say(shuffled)).toBe(say(signals))
        }),
        { numRuns: 300 },
      )
    },
    patience,
  )

  it(
    'hearing a signal again later changes no verdict given before',
    () => {
      fc.assert(
        fc.property(fc.array(anySignal, { maxLength: 10 }), (signals) => {
          const early = signals.filter(({ atMs }) => atMs <= at('2024-05-20 00:00'))
          const known = early.filter(
            ({ type, claimedAtMs }) => type !== 'backdating_confirmed' && claimedAtMs === undefined,
          )
          const before = clocksAt(known, context, at('2024-05-20 00:00'))
          const after = clocksAt(
            [...known, { type: 'work_started', atMs: at('2024-06-01 00:00') }],
            context,
            at('2024-05-20 00:00'),
          )
          expect(after).toEqual(before)
        }),
        { numRuns: 300 },
      )
    },
    patience,
  )
})
