import { createHash } from 'node:crypto'
import { act } from './acts/act.ts'
import { BrokenError } from './checks/broken.ts'
import { checkEqual } from './checks/final-check.ts'
import { checkServer } from './checks/server-check.ts'
import { heal } from './heal.ts'
import type { Plan } from './plan.ts'
import type { Sabotage } from './sabotage.ts'
import type { Engine } from './server/database.ts'
import { createWorld, type World } from './world.ts'

export interface RunResult {
  readonly ok: boolean
  /** The broken rule and what broke it. */
  readonly rule?: string
  readonly what?: string
  readonly trace: readonly string[]
  /** Hash of everything that happened: equal for equal plans. */
  readonly print: string
  /** Virtual time from the end of all faults to everybody in step. */
  readonly healMs: number
  readonly events: number
  readonly tookMs: number
}

/** One run of a plan, from an empty server to everybody in step, or to the first broken promise. */
export async function runPlan(engine: Engine, root: string, plan: Plan, sabotage?: Sabotage): Promise<RunResult> {
  const startedMs = performance.now()
  const world = await createWorld({ engine, root, plan, ...(sabotage ? { sabotage } : {}) })
  let healMs = 0
  let failure: { rule: string; what: string } | null = null
  let events = 0
  try {
    for (const step of plan.steps) {
      await world.pass(step.waitMs)
      world.say(`${JSON.stringify(step)} → ${await act(world, step)}`)
      await world.check(false)
    }
    healMs = await heal(world)
    await world.check(true)
    const server = await checkServer(engine)
    events = [...server.cases.values()].reduce((sum, { events: list }) => sum + list.length, 0)
    checkEqual(world.boxes, server, world.ledger)
    world.say(
      `equal: ${[...server.heads]
        .sort()
        .map(([scope, { head, digest }]) => `${scope} ${head} ${digest}`)
        .join(', ')}`,
    )
  } catch (error) {
    failure = failureOf(error)
  } finally {
    await world.end()
  }
  return { ...resultOf(world, failure), healMs, events, tookMs: performance.now() - startedMs }
}

function failureOf(error: unknown): { rule: string; what: string } {
  if (error instanceof BrokenError) return { rule: error.rule, what: error.message }
  return { rule: 'crash', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function resultOf(world: World, failure: { rule: string; what: string } | null) {
  const print = createHash('sha256').update(world.trace.join('\n')).digest('hex')
  return { ok: failure === null, ...(failure ?? {}), trace: world.trace, print }
}
