import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.ts'
import { joinOutcomes, type Outcome, type Report, ReportSchema, readOutcome } from './outcome.ts'
import { staticChecks } from './static.ts'

export interface Stage {
  readonly name: string
  /** Seconds the stage may take on the reference machine (2 cores). */
  readonly budgetS: number
  readonly run: () => Promise<Outcome>
}

/** A stage is killed at this multiple of its budget. */
const limitFactor = 5

interface VitestPlan {
  readonly root: string
  readonly project: string
  readonly limitMs: number
  readonly echo: (text: string) => void
  /** How long vitest may take to end after its report is written. */
  readonly graceMs?: number
}

/** Runs one vitest project of `root` and reads its JSON report. */
export async function runVitest({ root, project, limitMs, echo, graceMs }: VitestPlan): Promise<Outcome> {
  const reportFile = join(root, 'out', 'test', `${project}.json`)
  rmSync(reportFile, { force: true })
  const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project]
  args.push('--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`)
  // The report is written after the last test: what is alive from then on only has to close.
  const isDone = (): boolean => existsSync(reportFile)
  const end = await runChild({
    command: process.execPath,
    args,
    cwd: root,
    limitMs,
    echo,
    isDone,
    ...(graceMs !== undefined && { graceMs }),
  })
  return readOutcome(readReport(reportFile), end, root)
}

function readReport(file: string): Report | null {
  return existsSync(file) ? ReportSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}

/** Stages in order. Budgets: integration = store kills (60) + server on both databases (120). */
export function createStages(root: string, echo: (text: string) => void): readonly Stage[] {
  const vitest = (name: string, budgetS: number): Stage => ({
    name,
    budgetS,
    run: () => runVitest({ root, project: name, limitMs: budgetS * limitFactor * 1000, echo }),
  })
  const runChecks = async (): Promise<Outcome> => {
    const outcomes: Outcome[] = []
    for (const check of staticChecks) outcomes.push(await check.run(root, echo))
    return joinOutcomes(outcomes)
  }
  return [
    { name: 'static', budgetS: 60, run: runChecks },
    vitest('unit', 150),
    vitest('integration', 180),
    ...(existsSync(join(root, 'tests', 'sim')) ? [vitest('sim', 150)] : []),
    vitest('e2e', 270),
    vitest('house', 30),
  ]
}
