import office from '../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladderData from '../../resources/ladder/default-v1.json' with { type: 'json' }
import policyData from '../../resources/policies/default-v1.json' with { type: 'json' }
import type { Result } from '../../shared/kernel/result.ts'
import { openCalendar } from '../../shared/sla/calendar.ts'
import { type Clock, clockStateAt } from '../../shared/sla/clock.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { foldClocks } from '../../shared/sla/fold.ts'
import { parseLadders } from '../../shared/sla/ladder.ts'
import { compilePolicy } from '../../shared/sla/policy-compile.ts'
import type { Signal, SignalType } from '../../shared/sla/signal.ts'
import { clocksAt, nearestClock } from '../../shared/sla/view.ts'
import type { BenchOptions, Figure } from './figures.ts'

export const name = 'kernel'

const minute = 60_000
const day = 1440 * minute
const startMs = Date.UTC(2024, 0, 1)

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.tag)
  return result.value
}

function shippedContext(): FoldContext {
  const policy = must(compilePolicy(policyData, must(parseLadders(ladderData))))
  return { policy, business: must(openCalendar(office)) }
}

/** Middle and one in a hundred of many measurements, in the unit they came in. */
function spread(values: Float64Array): { readonly median: number; readonly p99: number } {
  const sorted = values.toSorted()
  return { median: sorted[sorted.length >> 1] ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 }
}

/** Signals of a case of the corpus: mean 8, one in a hundred 40; the mix of urgencies and steps comes from `n`. */
function caseSignals(n: number): readonly Signal[] {
  const urgency = (['high', 'mid', 'low'] as const)[n % 3] ?? 'mid'
  const severity = (['general', 'general', 'general', 'urgent', 'major'] as const)[n % 5] ?? 'general'
  const problemType = (['product_fault', 'service_attitude', 'process', 'other'] as const)[n % 4] ?? 'other'
  const openedMs = startMs + (n % 500) * day + ((n * 977) % 1440) * minute
  const at = (after: number): number => openedMs + after * minute
  const told: readonly (readonly [SignalType, number])[] = [
    ['acknowledged', 9],
    ['work_started', 12],
    ['transferred', 14],
    ['held', 60],
    ['resumed', 180],
    ['progress', 190],
    ['answered', 200],
  ]
  const steps = told.map(
    ([type, after]): Signal => ({ type, atMs: at(after), subject: 't1', reason: 'waiting_customer' }),
  )
  const updates = n % 100 === 0 ? 32 : 0
  const long = Array.from({ length: updates }, (_, i): Signal => ({ type: 'progress', atMs: at(300 + i * 240) }))
  const closing: readonly Signal[] = n % 5 < 3 ? [{ type: 'resolved', atMs: at(9000) }] : []
  return [
    { type: 'opened', atMs: openedMs, urgency, severity, problemType, channel: 'hotline' },
    ...steps,
    ...long,
    ...closing,
  ]
}

const clockNow = (): number => performance.now()

/** Everything a case shows of its clocks, from its signals, as when it is opened or saved. */
function measureCases(cases: readonly (readonly Signal[])[], use: FoldContext, rounds: number): Float64Array {
  const spent = new Float64Array(rounds)
  let seen = 0
  for (let round = 0; round < rounds; round++) {
    const signals = cases[round % cases.length] ?? []
    const nowMs = (signals[0]?.atMs ?? 0) + 4 * 60 * minute
    const before = clockNow()
    seen += clocksAt(signals, use, nowMs).length
    spent[round] = (clockNow() - before) * 1000
  }
  if (seen === 0) throw new Error('no clock was seen')
  return spent
}

/** States of a list: every clock once per pass, at a moving present. */
function measureStates(clocks: readonly Clock[], passes: number): number {
  let breached = 0
  const before = clockNow()
  for (let pass = 0; pass < passes; pass++) {
    const nowMs = startMs + pass * 7 * day
    for (const clock of clocks) if (clockStateAt(clock, nowMs) === 'breached') breached++
  }
  const seconds = (clockNow() - before) / 1000
  if (breached === 0) throw new Error('no clock was ever breached')
  return (clocks.length * passes) / seconds
}

/** Benchmarks of the clocks: all clocks of one case, states for a list, due times, the first look at the shipped hours. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const before = clockNow()
  const use = shippedContext()
  yield {
    name: 'kernel.sla.open',
    metric: 'policy, ladder and hours checked and opened',
    value: clockNow() - before,
    unit: 'ms',
  }

  const cases = Array.from({ length: Math.max(200, Math.round(2000 * scale)) }, (_, n) => caseSignals(n))
  measureCases(cases, use, 4000)
  const spent = spread(measureCases(cases, use, Math.max(4000, Math.round(40_000 * scale))))
  const all = 'all clocks of one case (mean 8 signals, p99 40)'
  yield {
    name: 'kernel.clocks',
    metric: `${all}, median`,
    value: spent.median,
    unit: 'µs',
    must: 50,
    ok: spent.median <= 50,
  }
  yield { name: 'kernel.clocks', metric: `${all}, p99`, value: spent.p99, unit: 'µs' }

  const clocks = cases.flatMap((signals) => {
    const folded = foldClocks(signals, use).clocks
    const nearest = nearestClock(folded)
    return nearest === undefined ? [] : [nearest, ...folded]
  })
  measureStates(clocks, 20)
  const rate = measureStates(clocks, Math.max(20, Math.round(200 * scale)))
  yield {
    name: 'kernel.states',
    metric: `states for a list of ${clocks.length} clocks`,
    value: rate,
    unit: '/s',
    must: 1_000_000,
    ok: rate >= 1_000_000,
  }
  yield dueTimes(use, Math.max(100_000, Math.round(1_000_000 * scale)))
}

function dueTimes({ business }: FoldContext, rounds: number): Figure {
  let sum = 0
  const before = clockNow()
  for (let round = 0; round < rounds; round++) sum += business.addBusiness(startMs + round * 61_000, 24 * 60 * minute)
  const rate = rounds / ((clockNow() - before) / 1000)
  if (!Number.isFinite(sum)) throw new Error('a due time is no number')
  return { name: 'kernel.due', metric: '3 working days over 28 compiled years', value: rate, unit: '/s' }
}
