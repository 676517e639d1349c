import { applySignal } from './apply.ts'
import type { Calendar } from './calendar.ts'
import type { Clock, ClockWarning } from './clock.ts'
import type { FoldContext, SlaReference } from './context.ts'
import { openClock } from './measure.ts'
import { type Placed, placeSignals, rankOf } from './order.ts'
import { applies, type ClockDraft, pausesFor, type Scene } from './run.ts'
import type { Signal } from './signal.ts'

/** All clocks of a case, all cycles, oldest first per clock; `warnings` = what is not about a single clock. */
export interface CaseClocks {
  readonly clocks: readonly Clock[]
  readonly warnings: readonly ClockWarning[]
}

/**
 * Folds the signals of one case into its clocks. Total: never throws, whatever the order; nothing but the arguments
 * decides. Rules that are not obvious:
 * - A change of urgency, severity, policy or calendar re-targets running clocks from their own start, past pauses kept; a
 *   due time that had passed before the change stays on record as `passedDueAtMs`. Ended clocks keep their verdict.
 * - `reopened` begins a new cycle of the resolve and progress clocks at that moment. The time between is neither pause nor
 *   running time; the cycle before keeps its verdict.
 * - Resolving, closing and withdrawing end a hold; so does an answer of the customer when the policy says so.
 * Source: domain.md §3, details.md "Default clocks, computable", lessons.md "Clocks".
 */
export function foldClocks(signals: readonly Signal[], context: FoldContext): CaseClocks {
  const placed = withPublished(placeSignals(signals, context.policy.toleranceMs), context)
  const scene = createScene(context)
  const lookup = createLookup(context)
  let heard = 0
  for (const item of placed) applySignal(scene, item, lookup, placed, heard++)
  return { clocks: collect(scene), warnings: scene.warnings }
}

/** A scene before the first signal. */
function createScene({ policy, business }: Pick<FoldContext, 'policy' | 'business'>): Scene {
  return {
    terms: { urgency: policy.policy.defaultUrgency, severity: 'general', compiled: policy, business },
    facts: { problemType: undefined, channel: undefined, caseKind: undefined },
    ...{ pauses: [], runs: new Map(), warnings: [] },
  }
}

function createLookup({ reference, published }: FoldContext): SlaReference {
  const fromPublished = (id: string, version: number): Calendar | undefined =>
    published?.find(({ calendar }) => calendar.id === id && calendar.version === version)?.calendar
  return {
    policyOf: (id, version) => reference?.policyOf(id, version),
    calendarOf: (id, version) => fromPublished(id, version) ?? reference?.calendarOf(id, version),
  }
}

/** Calendars are published for everybody, not in each case: they join the signals by their time, first on a tie. */
function withPublished(placed: readonly Placed[], { published }: FoldContext): readonly Placed[] {
  if (published === undefined || published.length === 0) return placed
  const added = published.map(({ atMs, calendar: { id, version } }): Placed => {
    return { signal: { type: 'calendar_published', atMs, calendar: { id, version } }, atMs, recordedAtMs: atMs }
  })
  return [...added, ...placed].sort((a, b) => rankOf(a) - rankOf(b))
}

function collect(scene: Scene): readonly Clock[] {
  const clocks: ClockDraft[] = []
  for (const run of scene.runs.values()) {
    const { rule } = run.compiled
    const always = applies(rule, scene.facts)
    const open = run.open ? openClock(run, scene.terms, pausesFor(scene, rule)) : null
    if (open !== null) run.done.push(open)
    let newest: ClockDraft | undefined
    for (const clock of run.done) {
      if (!always && clock.passedDueAtMs === undefined) continue
      newest = clock
      clocks.push(clock)
    }
    if (newest !== undefined) newest.current = true
  }
  warnPromises(clocks)
  return clocks
}

/** A promise given for the past, or for a time after the case has to be solved, says so. Source: details.md "Failures". */
function warnPromises(clocks: readonly ClockDraft[]): void {
  const resolve = clocks.find(({ clock, current }) => clock === 'resolve' && current)
  const solveByMs = resolve === undefined || resolve.endedAtMs !== undefined ? null : resolve.dueAtMs
  for (const clock of clocks) {
    if (clock.clock !== 'promise' || clock.dueAtMs === null || clock.endedAtMs !== undefined) continue
    const past = clock.dueAtMs <= clock.startedAtMs
    if (!past && (solveByMs === null || clock.dueAtMs <= solveByMs)) continue
    const key = past ? 'promise.past' : 'promise.after_resolve'
    clock.warnings = [...clock.warnings, { key, params: { dueAtMs: clock.dueAtMs } }]
  }
}
