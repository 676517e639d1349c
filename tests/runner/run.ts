import type { Prerequisite } from '../prerequisites.ts'
import { joinOutcomes, type Outcome, type Skip } from './outcome.ts'
import type { Stage } from './stages.ts'

/** How many times its budget a stage may take before it fails in CI; on a desk it only warns. */
const ciBudgetFactor = 3

export interface RunOptions {
  readonly ci: boolean
  /** Skips that are accepted; `null` accepts every prerequisite. */
  readonly allowedSkips: readonly Prerequisite[] | null
  readonly print: (line: string) => void
  readonly nowMs: () => number
}

interface Timed {
  readonly stage: Stage
  readonly seconds: number
  readonly outcome: Outcome
}

/** What a stage's time says about its budget, and whether that is a failure. */
export function judgeTime(seconds: number, budgetS: number, ci: boolean): { words: string; failed: boolean } {
  if (seconds <= budgetS) return { words: 'held', failed: false }
  const failed = ci && seconds > budgetS * ciBudgetFactor
  return { words: failed ? `over ${ciBudgetFactor} × its budget` : 'WARNING: over its budget', failed }
}

async function runStage(stage: Stage, options: RunOptions): Promise<Timed> {
  const startMs = options.nowMs()
  const outcome = await stage.run().catch((error: unknown): Outcome => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    options.print(text)
    return { passed: 0, failures: [`the stage crashed: ${text.split('\n', 1)[0]}`], skips: [], secondTries: [] }
  })
  return { stage, seconds: (options.nowMs() - startMs) / 1000, outcome }
}

function refuseSkips(outcome: Outcome, allowed: RunOptions['allowedSkips']): Outcome {
  const refused = (skip: Skip): boolean => allowed !== null && !allowed.includes(skip.prerequisite)
  return {
    ...outcome,
    failures: [
      ...outcome.failures,
      ...outcome.skips.filter(refused).map(({ test, reason }) => `${test}: skipped (${reason}), not allowed here`),
    ],
    skips: outcome.skips.filter((skip) => !refused(skip)),
  }
}

function judgeStage({ stage, seconds, outcome }: Timed, options: RunOptions): Outcome {
  const judged = refuseSkips(outcome, options.allowedSkips)
  const { passed, failures, skips, secondTries } = judged
  const time = judgeTime(seconds, stage.budgetS, options.ci)
  const taken = `${seconds.toFixed(1)} s of ${stage.budgetS} s`
  const late = time.failed ? [`${stage.name}: took ${taken}`] : []
  const counts = `${passed} passed${secondTries.length > 0 ? ` (${secondTries.length} only at the second try)` : ''}, ${failures.length} failed, ${skips.length} skipped`
  options.print(`  ${stage.name.padEnd(12)} ${taken.padEnd(18)} ${time.words}; ${counts}`)
  const named = (line: string): string => `${stage.name}: ${line}`
  return { ...judged, failures: [...failures.map(named), ...late], secondTries: secondTries.map(named) }
}

function countByReason(skips: readonly Skip[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { reason } of skips) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}

/**
 * Runs every stage, also after a failed one, and prints: time against budget per stage, each failure, each test that passed only
 * at its second try, each skip with its reason, and as the last line `N passed, N failed`. Answers the exit code: 0 only when something ran and nothing failed.
 */
export async function runStages(stages: readonly Stage[], options: RunOptions): Promise<0 | 1> {
  const { print } = options
  const timed: Timed[] = []
  for (const stage of stages) {
    print(`\n── ${stage.name} (budget ${stage.budgetS} s)`)
    timed.push(await runStage(stage, options))
  }
  print('\nTime per stage')
  const { passed, failures, skips, secondTries } = joinOutcomes(timed.map((one) => judgeStage(one, options)))
  if (failures.length > 0) print('\nFailed')
  for (const failure of failures) print(`  ✗ ${failure}`)
  if (secondTries.length > 0) print(`\nWARNING: ${secondTries.length} passed only at the second try`)
  for (const test of secondTries) print(`  ~ ${test}`)
  if (skips.length > 0) print(`\n${skips.length} skipped`)
  for (const [reason, count] of countByReason(skips)) print(`  ${count} × ${reason}`)
  for (const { test, reason } of skips) print(`  - ${test}: ${reason}`)
  print('')
  print(`${passed} passed, ${failures.length} failed`)
  return passed > 0 && failures.length === 0 ? 0 : 1
}
