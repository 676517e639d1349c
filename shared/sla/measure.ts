import type { ContactWay } from '../case/words.ts'
import type { EpochMs } from '../kernel/brand.ts'
import { alwaysOpen, type Calendar } from './calendar.ts'
import type { Clock, ClockWarning, LadderDue } from './clock.ts'
import { type DailyRule, dailyDues } from './daily.ts'
import type { LadderStep } from './ladder.ts'
import type { Hours } from './policy.ts'
import { type Pause, pausedWithin, reach } from './reach.ts'
import { type ClockDraft, type Ending, effectiveUrgency, type Run } from './run.ts'
import { type ResolvedTarget, resolveTarget, type Terms } from './target.ts'

/** Where a cycle stands: all its times, or what is left while a pause keeps them unknown. */
interface Measured {
  readonly startMs: EpochMs
  readonly dueMs: EpochMs | null
  readonly nearMs: EpochMs | null
  readonly leftMs: number | null
  readonly targetMs: number
  readonly hours: Hours
  readonly calendar: Calendar
  readonly resumedDueMs?: ((nowMs: EpochMs) => EpochMs) | undefined
}

/** The present cycle of an open run, or `null` when its target asks for nothing more. */
export function openClock(run: Run, terms: Terms, pauses: readonly Pause[]): ClockDraft | null {
  const target = resolveTarget(terms, run.compiled.rule)
  if (isSatisfied(run, target)) return null
  if (target.kind !== 'daily') return build(run, terms, pauses, spanOf(run, target, terms, pauses), run.cycle)
  const rule = dailyRule(run, target, pauses)
  const first = dailyDues(rule, Number.POSITIVE_INFINITY, 1)[0]
  if (first === undefined) return build(run, terms, pauses, dailyPaused(rule), run.cycle)
  const clock = build(run, terms, pauses, dailyOf(rule, run.startMs, first, terms), run.cycle)
  clock.later = (untilMs) => laterCycles(run, terms, rule, untilMs)
  return clock
}

/** Due time of the present cycle under the terms in force, or `null` when paused or nothing is due. */
export function dueOf(run: Run, terms: Terms, pauses: readonly Pause[]): EpochMs | null {
  return openClock(run, terms, pauses)?.dueAtMs ?? null
}

/** Cycles that end with `ending`, oldest first; for a time of day also those missed before. `pauses` are cut at the end. */
export function endedClocks(run: Run, terms: Terms, pauses: readonly Pause[], ending: Ending): readonly ClockDraft[] {
  const target = resolveTarget(terms, run.compiled.rule)
  if (isSatisfied(run, target)) return []
  if (target.kind !== 'daily') return [build(run, terms, pauses, spanOf(run, target, terms, pauses), run.cycle, ending)]
  const rule = dailyRule(run, target, pauses)
  return dailyCycles(run, terms, rule, settledDues(rule, ending), ending)
}

/** One cycle after the other, each from the due time before it. */
function dailyCycles(
  run: Run,
  terms: Terms,
  rule: DailyRule,
  dues: readonly EpochMs[],
  ending?: Ending,
): readonly ClockDraft[] {
  let { startMs } = run
  return dues.map((dueMs, index) => {
    const measured = dailyOf(rule, startMs, dueMs, terms)
    startMs = dueMs
    return build(run, terms, rule.pauses, measured, run.cycle + index, ending)
  })
}

/** An update settles the due times missed before it and the one of its own day; any other end settles the next one too. */
function settledDues(rule: DailyRule, ending: Ending): readonly EpochMs[] {
  const missed = dailyDues(rule, ending.atMs - 1)
  const next = dailyDues(rule, Number.POSITIVE_INFINITY, missed.length + 1)[missed.length]
  if (next === undefined) return missed
  const { localDay } = rule.calendar
  const settles = ending.verdict === 'unjudged' || localDay(next) === localDay(ending.atMs)
  return settles ? [...missed, next] : missed
}

function isSatisfied(run: Run, target: ResolvedTarget): boolean {
  const once = target.kind === 'span' && !target.again
  return once && run.contacted && run.compiled.recurs
}

function spanOf(
  run: Run,
  target: Exclude<ResolvedTarget, { kind: 'daily' }>,
  terms: Terms,
  pauses: readonly Pause[],
): Measured {
  const calendar = target.kind === 'span' ? target.calendar : alwaysOpen
  const hours = target.kind === 'span' ? target.hours : 'always'
  const given = run.givenMs === undefined ? null : Math.max(0, calendar.businessBetween(run.startMs, run.givenMs))
  const targetMs = target.kind === 'span' ? Math.min(target.ms, given ?? target.ms) : (given ?? 0)
  const base = { startMs: run.startMs, targetMs, hours, calendar }
  if (run.givenMs !== undefined && targetMs === 0)
    return { ...base, dueMs: run.givenMs, nearMs: Math.min(run.givenMs, run.startMs), leftMs: null }
  const due = reach(calendar, run.startMs, pauses, targetMs)
  const nearMs = reach(calendar, run.startMs, pauses, Math.max(0, targetMs - nearPart(terms, targetMs))).atMs
  if (due.atMs !== null) return { ...base, dueMs: due.atMs, nearMs, leftMs: null }
  const { leftMs } = due
  const resumedDueMs = (nowMs: EpochMs): EpochMs => calendar.addBusiness(nowMs, leftMs)
  return { ...base, dueMs: null, nearMs, leftMs, resumedDueMs }
}

/** How much of a target is left when a clock gets near. Source: details.md "Near = 20 % left but ≥ 5 min". */
const nearPart = ({ compiled }: Terms, targetMs: number): number =>
  Math.max(Math.round(targetMs * compiled.policy.near.share), compiled.nearFloorMs)

function dailyRule(run: Run, target: Extract<ResolvedTarget, { kind: 'daily' }>, pauses: readonly Pause[]): DailyRule {
  const { calendar, minute } = target
  const leadMs = run.afterDay === null ? target.leadMs : 0
  return { calendar, minute, leadMs, startMs: run.startMs, afterDay: run.afterDay, pauses }
}

function dailyOf({ calendar }: DailyRule, startMs: EpochMs, dueMs: EpochMs, terms: Terms): Measured {
  const targetMs = calendar.businessBetween(startMs, dueMs)
  const nearMs = Math.max(startMs, calendar.addBusiness(dueMs, -nearPart(terms, targetMs)))
  return { startMs, dueMs, nearMs, leftMs: null, targetMs, hours: 'business', calendar }
}

function dailyPaused(rule: DailyRule): Measured {
  const { calendar, startMs } = rule
  const pausedMs = rule.pauses.at(-1)?.fromMs ?? startMs
  const over = rule.pauses.slice(0, -1)
  const resumedDueMs = (nowMs: EpochMs): EpochMs => {
    const pauses = [...over, { fromMs: pausedMs, toMs: Math.max(nowMs, pausedMs), reason: '' }]
    return dailyDues({ ...rule, pauses }, Number.POSITIVE_INFINITY, 1)[0] ?? nowMs
  }
  const dueMs = resumedDueMs(pausedMs)
  const leftMs = calendar.businessBetween(pausedMs, dueMs)
  const targetMs = calendar.businessBetween(startMs, dueMs)
  return { startMs, dueMs: null, nearMs: null, leftMs, targetMs, hours: 'business', calendar, resumedDueMs }
}

/** The cycles after the present one. */
function laterCycles(run: Run, terms: Terms, rule: DailyRule, untilMs: EpochMs): readonly Clock[] {
  return dailyCycles(run, terms, rule, dailyDues(rule, untilMs)).slice(1)
}

/** One object of one shape for every clock: a list holds hundreds of thousands of them. */
function build(
  run: Run,
  terms: Terms,
  pauses: readonly Pause[],
  measured: Measured,
  cycle: number,
  ending?: Ending,
): ClockDraft {
  const { rule, steps } = run.compiled
  const { policy } = terms.compiled
  const urgency = effectiveUrgency(terms, rule)
  const { calendar, startMs, dueMs } = measured
  const last = pauses.at(-1)
  const openPause = last !== undefined && last.toMs === null ? last : undefined
  const channelProposed = rule.ways?.[urgency] ?? noWays
  return {
    clock: rule.clock,
    source: rule.source,
    subject: run.subject,
    cycle,
    current: false,
    policy: { id: policy.id, version: policy.version },
    urgency,
    hours: measured.hours,
    calendar,
    startedAtMs: startMs,
    targetMs: measured.targetMs,
    dueAtMs: dueMs,
    nearAtMs: measured.nearMs,
    leftMs: measured.leftMs,
    passedDueAtMs: cycle === run.cycle ? run.passedDueMs : undefined,
    endedAtMs: ending?.atMs,
    endedBy: ending?.by,
    verdict: ending?.verdict,
    pausedMs: pausedWithin(pauses, startMs, ending?.atMs ?? last?.toMs ?? last?.fromMs ?? startMs),
    pausedSinceMs: openPause === undefined ? undefined : Math.max(openPause.fromMs, startMs),
    pauseReason: openPause?.reason,
    channelProposed,
    channelUsed: ending?.way,
    backdated: ending?.backdated,
    ladder: rungs(steps, measured, pauses),
    resumedDueMs: measured.resumedDueMs,
    later: undefined,
    warnings: warningsOf(calendar, startMs, dueMs ?? startMs, channelProposed, ending),
  }
}
const noWays: readonly ContactWay[] = []

function rungs(steps: readonly LadderStep[], measured: Measured, pauses: readonly Pause[]): readonly LadderDue[] {
  const { calendar, dueMs, nearMs, targetMs } = measured
  const rungs: LadderDue[] = []
  for (const { level, tell, at, plusShare } of steps) {
    const fromMs = at === 'near' ? nearMs : dueMs
    if (fromMs === null) continue
    const { atMs } =
      plusShare === 0 ? { atMs: fromMs } : reach(calendar, fromMs, pauses, Math.round(targetMs * plusShare))
    if (atMs !== null) rungs.push({ level, tell, atMs })
  }
  return rungs
}

function warningsOf(
  calendar: Calendar,
  fromMs: EpochMs,
  toMs: EpochMs,
  proposed: readonly ContactWay[],
  ending: Ending | undefined,
): readonly ClockWarning[] {
  const years = calendar.always ? [] : calendar.unknownYears(fromMs, toMs)
  const way = ending?.way
  const otherWay = way !== undefined && proposed.length > 0 && !proposed.includes(way) ? way : undefined
  const backdated = ending?.backdated
  if (years.length === 0 && otherWay === undefined && backdated === undefined) return noWarnings
  const warnings: ClockWarning[] = years.map((year) => ({ key: 'calendar.unknown_year', params: { year } }))
  if (otherWay !== undefined) warnings.push({ key: 'contact.other_way', params: { way: otherWay } })
  if (backdated === undefined) return warnings
  const minutes = Math.round((backdated.recordedAtMs - backdated.claimedAtMs) / 60_000)
  return [...warnings, { key: 'backdated', params: { minutes } }]
}
const noWarnings: readonly ClockWarning[] = []
