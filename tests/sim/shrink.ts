import type { Plan } from './plan.ts'

/** Does this plan still break the same rule? */
export type Breaks = (plan: Plan) => Promise<boolean>

/** Most runs one failure is shrunk with: a run takes some tenths of a second. */
const maxRuns = 250

/** Ways to make a plan smaller, the largest steps first. */
function* smaller(plan: Plan): Generator<Plan> {
  if (plan.processes > 1) yield { ...plan, processes: 1 }
  const { steps } = plan
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = steps.length - size; at >= 0; at -= size)
      yield { ...plan, steps: [...steps.slice(0, at), ...steps.slice(at + size)] }
  for (let boxes = 1; boxes < plan.boxes; boxes++) yield { ...plan, boxes }
  for (const [i, step] of steps.entries())
    if (step.waitMs > 0) yield { ...plan, steps: steps.with(i, { ...step, waitMs: 0 }) }
}

/** The smallest plan found that breaks the same rule: fewer steps, consoles, processes, less waiting. */
export async function shrink(plan: Plan, breaks: Breaks): Promise<Plan> {
  let best = plan
  let runs = 0
  for (let found = true; found && runs < maxRuns; ) {
    found = false
    for (const next of smaller(best)) {
      runs += 1
      if (runs > maxRuns) break
      if (!(await breaks(next))) continue
      best = next
      found = true
      break
    }
  }
  return best
}
