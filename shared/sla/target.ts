import type { Severity, Urgency } from '../case/words.ts'
import { alwaysOpen, type Calendar } from './calendar.ts'
import type { Hours, Target } from './policy.ts'
import type { CompiledPolicy, CompiledRule } from './policy-compile.ts'

/** What decides a target besides the rule; changes mid-flight re-target running clocks from their own start. */
export interface Terms {
  readonly urgency: Urgency
  readonly severity: Severity
  readonly compiled: CompiledPolicy
  readonly business: Calendar
}

/**
 * A rule's target under given terms: `span` = so many ms of `calendar`, once or again after each stop; `daily` = a local
 * minute of each working day; `given` = the due time came with the signal.
 */
export type ResolvedTarget =
  | {
      readonly kind: 'span'
      readonly again: boolean
      readonly ms: number
      readonly hours: Hours
      readonly calendar: Calendar
    }
  | { readonly kind: 'daily'; readonly minute: number; readonly leadMs: number; readonly calendar: Calendar }
  | { readonly kind: 'given' }

/**
 * Major takes the targets of the urgency the policy names, urgent multiplies spans; a time of day is not a span and
 * stays. Source: details.md "Severity urgent", CLS-1.
 */
export function resolveTarget(terms: Terms, rule: CompiledRule['rule']): ResolvedTarget {
  const { severity: marks } = terms.compiled.policy
  const major = rule.severity && terms.severity === 'major'
  const urgency = major ? marks.major.targetsOf : terms.urgency
  const factor = rule.severity && terms.severity === 'urgent' ? marks.urgent.factor : 1
  return resolve(terms, rule.targets[urgency], urgency, factor)
}

function resolve(terms: Terms, target: Target, urgency: Urgency, factor: number): ResolvedTarget {
  if (target.kind === 'given') return { kind: 'given' }
  if (target.kind === 'daily') {
    const minute = Number(target.at.slice(0, 2)) * 60 + Number(target.at.slice(3))
    return { kind: 'daily', minute, leadMs: target.leadMinutes * 60_000, calendar: terms.business }
  }
  if (target.kind === 'share') return shareOf(terms, target, urgency, factor)
  const calendar = target.hours === 'always' ? alwaysOpen : terms.business
  const ms = Math.max(1, Math.round(target.amount * unitMs(target.unit, calendar) * factor))
  return { kind: 'span', again: target.kind === 'every', ms, hours: target.hours, calendar }
}

/** A part of another clock's span, asked for once; `parsePolicy` lets through only shares of spans. */
function shareOf(
  terms: Terms,
  target: Extract<Target, { kind: 'share' }>,
  urgency: Urgency,
  factor: number,
): ResolvedTarget {
  const of = terms.compiled.byClock.get(target.of)?.rule.targets[urgency]
  if (of === undefined) throw new Error(`policy ${terms.compiled.policy.id}: share of unknown clock ${target.of}`)
  return { ...resolve(terms, of, urgency, factor * target.share), again: false } as ResolvedTarget
}

function unitMs(unit: 'minute' | 'hour' | 'workday', calendar: Calendar): number {
  if (unit === 'workday') return calendar.workdayMs
  return unit === 'hour' ? 3_600_000 : 60_000
}
