import type { ProblemType, Urgency } from '../case/words.ts'
import type { EpochMs } from '../kernel/brand.ts'
import type { Backdated, Clock, ClockWarning } from './clock.ts'
import type { CompiledRule } from './policy-compile.ts'
import type { Pause } from './reach.ts'
import type { Signal, SignalType } from './signal.ts'
import type { Terms } from './target.ts'

/** One clock of one case (and subject) while it is folded: where its present cycle began and what came before. */
export interface Run {
  compiled: CompiledRule
  readonly subject: string | undefined
  cycle: number
  startMs: EpochMs
  open: boolean
  /** Due time that came with the signal. */
  givenMs: EpochMs | undefined
  /** A stop was heard since the clock (not the cycle) began: enough for a target that asks for one. */
  contacted: boolean
  /** Local day that already had its update. */
  afterDay: number | null
  passedDueMs: EpochMs | undefined
  readonly done: ClockDraft[]
}

/** A clock while it is folded: what a later signal may still say about it can be written. */
export type ClockDraft = { -readonly [Key in keyof Clock]: Clock[Key] }

/** How a cycle ended. */
export interface Ending {
  readonly atMs: EpochMs
  readonly by: SignalType
  readonly verdict: 'judged' | 'unjudged'
  readonly way?: Signal['way'] | undefined
  readonly backdated?: Backdated | undefined
}

/** What the case is now, as far as clocks care. */
export interface Facts {
  readonly problemType: ProblemType | undefined
  readonly channel: Signal['channel']
  readonly caseKind: Signal['caseKind']
}

/** Everything that holds at one point of the fold. */
export interface Scene {
  terms: Terms
  facts: Facts
  readonly pauses: Pause[]
  readonly runs: Map<string, Run>
  readonly warnings: ClockWarning[]
}

/** The urgency whose targets hold: major cases take those the policy names. */
export function effectiveUrgency({ severity, urgency, compiled }: Terms, rule: CompiledRule['rule']): Urgency {
  return rule.severity && severity === 'major' ? compiled.policy.severity.major.targetsOf : urgency
}

/** Pauses that stop this rule's clocks; an open one is cut at `cutMs` when given. */
export function pausesFor(scene: Scene, rule: CompiledRule['rule'], cutMs?: EpochMs): readonly Pause[] {
  const { pausedBy } = rule
  if (pausedBy !== 'any' && pausedBy.length === 0) return none
  const mine = pausedBy === 'any' ? scene.pauses : scene.pauses.filter(({ reason }) => pausedBy.includes(reason))
  const last = mine.at(-1)
  if (cutMs === undefined || last === undefined || last.toMs !== null) return mine
  return [...mine.slice(0, -1), { ...last, toMs: Math.max(cutMs, last.fromMs) }]
}
const none: readonly Pause[] = []

/** Whether a rule is about this case at all. A case of unknown kind counts as a complaint. */
export function applies({ when }: CompiledRule['rule'], { problemType, channel, caseKind }: Facts): boolean {
  if (when === undefined) return true
  if (when.problemTypes !== undefined && (problemType === undefined || !when.problemTypes.includes(problemType)))
    return false
  if (when.channels !== undefined && (channel === undefined || !when.channels.includes(channel))) return false
  return when.caseKinds === undefined || when.caseKinds.includes(caseKind ?? 'complaint')
}
