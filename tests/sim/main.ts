/**
 * `npm run sim -- [--seeds N] [--start S] [--seed S] [--state FILE] [--json]`: runs the seeds S, S + 1, … of the simulation, or the
 * one of `--seed` with its whole trace. Exit code 1 and, for each of the first failing seeds, a shrunk plan with its trace when any
 * promise of sync was broken. With `--state` a run that was ended goes on where it was.
 */
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { simFolder } from './folder.ts'
import { makePlan, type Plan } from './plan.ts'
import { type RunResult, runPlan } from './run.ts'
import { type Engine, openEngine } from './server/database.ts'
import { shrink } from './shrink.ts'
import { type RunState, readState, writeState } from './state.ts'

/** Failures beyond these are counted and named, but not shrunk. */
const maxShrunk = 3
const note = (line: string): void => void process.stderr.write(`${line}\n`)

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name} takes a whole number of at least ${least}`)
  return value
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '200' },
      start: { type: 'string', default: '1' },
      seed: { type: 'string' },
      state: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const one = values.seed === undefined ? null : whole('seed', values.seed, 0)
  return {
    one,
    start: one ?? whole('start', values.start, 0),
    seeds: one === null ? whole('seeds', values.seeds, 1) : 1,
    state: values.state,
    json: values.json,
  }
}

const root = simFolder()

async function tellFailure(engine: Engine, plan: Plan, failed: RunResult): Promise<void> {
  note(`FAILED ${plan.seed} — ${failed.what}`)
  const small = await shrink(plan, async (it) => (await runPlan(engine, root, it)).rule === failed.rule)
  const { trace, what } = await runPlan(engine, root, small)
  note(`shrunk from ${plan.steps.length} steps to ${small.steps.length}: ${what}`)
  note(JSON.stringify(small))
  for (const line of trace) note(line)
}

async function runSeed(engine: Engine, state: RunState, shows: boolean): Promise<RunState> {
  const seed = state.next
  const plan = makePlan(seed)
  const result = await runPlan(engine, root, plan)
  if (shows) for (const line of result.trace) note(line)
  if (!result.ok && state.failures.length < maxShrunk) await tellFailure(engine, plan, result)
  const failure = { seed, rule: result.rule ?? '', what: result.what ?? '' }
  return {
    next: seed + 1,
    seeds: state.seeds + 1,
    events: state.events + result.events,
    tookMs: state.tookMs + result.tookMs,
    longestHealMs: Math.max(state.longestHealMs, result.healMs),
    failures: result.ok ? state.failures : [...state.failures, failure],
  }
}

async function main(): Promise<0 | 1> {
  const options = readOptions()
  const engine = await openEngine()
  let state = readState(options.state, options.start)
  process.on('uncaughtExceptionMonitor', () => note(`seed ${state.next} ended the whole run`))
  while (state.next < options.start + options.seeds) {
    state = await runSeed(engine, state, options.one !== null)
    writeState(options.state, state)
    if (state.seeds % 100 === 0) note(`${state.seeds} of ${options.seeds}, ${state.failures.length} failed`)
  }
  await engine.close()
  rmSync(root, { recursive: true, force: true })
  tellResult(state, options.json)
  return state.failures.length === 0 ? 0 : 1
}

function tellResult({ seeds, events, tookMs, longestHealMs, failures }: RunState, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ seeds, events, tookMs, longestHealMs, failures })}\n`)
  else {
    for (const { seed, what } of failures) process.stdout.write(`seed ${seed}: ${what}\n`)
    process.stdout.write(
      `${seeds} seeds, ${failures.length} failed, ${events} events, ${Math.round(tookMs / 1000)} s, in step after at most ${longestHealMs / 1000} s of simulated time\n`,
    )
  }
}

process.exitCode = await main()
