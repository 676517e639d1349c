import type { z } from 'zod'
import { ok, type Result, refuse } from '../kernel/result.ts'
import type { LadderStep, Ladders } from './ladder.ts'
import { parseWith } from './parse.ts'
import { type ClockRule, type Policy, PolicySchema } from './policy.ts'
import type { SignalType } from './signal.ts'

/** A rule with its ladder in climbing order. `recurs` = one of its targets asks for more than one stop. */
export interface CompiledRule {
  readonly rule: ClockRule
  readonly steps: readonly LadderStep[]
  readonly recurs: boolean
}

/** Rules that hear a signal type, by what they do with it. */
export interface Listeners {
  readonly start: readonly CompiledRule[]
  readonly stop: readonly CompiledRule[]
  readonly end: readonly CompiledRule[]
}

/** A policy made ready for folding. */
export interface CompiledPolicy {
  readonly policy: Policy
  readonly rules: readonly CompiledRule[]
  readonly byClock: ReadonlyMap<string, CompiledRule>
  readonly listeners: ReadonlyMap<SignalType, Listeners>
  readonly nearFloorMs: number
  readonly toleranceMs: number
  readonly confirmAfterMs: number
}

/**
 * Checks policy data. Refuses `policy.malformed`, `policy.target_not_positive` (zero or negative time), and with the path
 * of the clock `policy.clock_twice`, `policy.unknown_clock` and `policy.share_of_share` (a part of something that has no
 * span of its own), `policy.start_stops` (the same signal starts and stops a clock).
 */
export function parsePolicy(input: unknown): Result<Policy> {
  const parsed = parseWith(PolicySchema, input, 'policy.malformed', tagOf)
  if (!parsed.ok) return parsed
  const { clocks } = parsed.value
  for (const [index, rule] of clocks.entries()) {
    const field = `clocks.${index}`
    if (clocks.findIndex((other) => other.clock === rule.clock) !== index)
      return refuse('policy.clock_twice', field, { clock: rule.clock })
    const both = rule.start.find((type) => rule.stop.includes(type))
    if (both !== undefined) return refuse('policy.start_stops', field, { clock: rule.clock, signal: both })
    const shares = checkShares(rule, clocks, field)
    if (!shares.ok) return shares
  }
  return ok(parsed.value)
}

const positive = new Set(['amount', 'share', 'factor', 'floorMinutes', 'confirmAfterHours'])
function tagOf(issue: z.core.$ZodIssue): string | null {
  return issue.code === 'too_small' && positive.has(String(issue.path.at(-1))) ? 'policy.target_not_positive' : null
}

function checkShares(rule: ClockRule, clocks: readonly ClockRule[], field: string): Result<null> {
  for (const urgency of ['high', 'mid', 'low'] as const) {
    const target = rule.targets[urgency]
    if (target.kind !== 'share') continue
    const of = clocks.find(({ clock }) => clock === target.of)
    if (of === undefined) return refuse('policy.unknown_clock', `${field}.targets.${urgency}.of`, { clock: target.of })
    const { kind } = of.targets[urgency]
    if (kind !== 'within' && kind !== 'every')
      return refuse('policy.share_of_share', `${field}.targets.${urgency}.of`, { clock: target.of })
  }
  return ok(null)
}

/** Makes a policy ready for folding. Refuses what `parsePolicy` refuses and `policy.unknown_ladder`. */
export function compilePolicy(input: unknown, ladders: Ladders): Result<CompiledPolicy> {
  const parsed = parsePolicy(input)
  if (!parsed.ok) return parsed
  const policy = parsed.value
  const rules: CompiledRule[] = []
  for (const [index, rule] of policy.clocks.entries()) {
    const steps = ladders.get(rule.ladder)
    if (steps === undefined) return refuse('policy.unknown_ladder', `clocks.${index}.ladder`, { ladder: rule.ladder })
    rules.push({
      rule,
      steps,
      recurs: Object.values(rule.targets).some(({ kind }) => kind === 'every' || kind === 'daily'),
    })
  }
  return ok({
    policy,
    rules,
    byClock: new Map(rules.map((compiled) => [compiled.rule.clock, compiled])),
    listeners: listenersOf(rules),
    nearFloorMs: policy.near.floorMinutes * 60_000,
    toleranceMs: policy.backdating.toleranceMinutes * 60_000,
    confirmAfterMs: policy.breach.confirmAfterHours * 3_600_000,
  })
}

function listenersOf(rules: readonly CompiledRule[]): ReadonlyMap<SignalType, Listeners> {
  const types = new Set(rules.flatMap(({ rule }) => [...rule.start, ...rule.stop, ...rule.end]))
  const hearing = (part: 'start' | 'stop' | 'end', type: SignalType): readonly CompiledRule[] =>
    rules.filter(({ rule }) => rule[part].includes(type))
  return new Map(
    [...types].map((type) => [
      type,
      { start: hearing('start', type), stop: hearing('stop', type), end: hearing('end', type) },
    ]),
  )
}
