import { rmSync } from 'node:fs'
import { afterAll, beforeAll } from 'vitest'
import { simFolder } from './folder.ts'
import type { Plan } from './plan.ts'
import { type RunResult, runPlan } from './run.ts'
import type { Sabotage } from './sabotage.ts'
import { type Engine, openEngine } from './server/database.ts'

/** One server database and one folder for all runs of a test file. */
export function useSimulation(): (plan: Plan, sabotage?: Sabotage) => Promise<RunResult> {
  let engine: Engine
  let root: string
  beforeAll(async () => {
    root = simFolder()
    engine = await openEngine()
  })
  afterAll(async () => {
    await engine.close()
    rmSync(root, { recursive: true, force: true })
  })
  return (plan, sabotage) => runPlan(engine, root, plan, sabotage)
}

/** Which of these seeds break a promise, and how; `npm run sim -- --seed N` tells more. */
export async function brokenSeeds(
  run: (plan: Plan) => Promise<RunResult>,
  plans: readonly Plan[],
): Promise<readonly string[]> {
  const broken: string[] = []
  for (const plan of plans) {
    const { ok, what } = await run(plan)
    if (!ok) broken.push(`${plan.seed}: ${what}`)
  }
  return broken
}
