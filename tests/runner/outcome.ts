import { relative } from 'node:path'
import { z } from 'zod'
import type { AllowedSkip } from '../prerequisites.ts'
import type { ChildEnd } from './child.ts'

export interface Skip extends AllowedSkip {
  readonly test: string
}

/** What a stage came to. Every failure is one line that names the test or the check. */
export interface Outcome {
  readonly passed: number
  readonly failures: readonly string[]
  readonly skips: readonly Skip[]
  /** Tests among the passed that failed first. */
  readonly secondTries: readonly string[]
}

const AllowedSkipSchema = z.object({
  prerequisite: z.enum(['electron', 'data', 'postgres']),
  reason: z.string().min(1),
})

/** The parts of vitest's JSON report that decide. */
export const ReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
          meta: z.object({ allowedSkip: AllowedSkipSchema.optional() }),
        }),
      ),
    }),
  ),
})

export type Report = z.infer<typeof ReportSchema>
type FileResult = Report['testResults'][number]

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

function readFileResult(file: FileResult, root: string): Outcome {
  const path = relative(root, file.name)
  const failures: string[] = []
  const skips: Skip[] = []
  const secondTries: string[] = []
  let passed = 0
  for (const { fullName, status, failureMessages, meta } of file.assertionResults) {
    const test = `${path} › ${fullName}`
    if (status === 'passed') {
      passed++
      if (failureMessages.length > 0) secondTries.push(`${test}: ${firstLine(failureMessages[0] ?? '')}`)
    } else if (status === 'failed') failures.push(test)
    else if (meta.allowedSkip === undefined) failures.push(`${test}: ${status} without an allowed reason`)
    else skips.push({ test, ...meta.allowedSkip })
  }
  if (file.status === 'failed' && failures.length === 0) {
    failures.push(`${path}: ${firstLine(file.message) || 'the file did not finish'}`)
  }
  return { passed, failures, skips, secondTries }
}

/** Several outcomes as one. */
export const joinOutcomes = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
  failures: outcomes.flatMap((outcome) => outcome.failures),
  skips: outcomes.flatMap((outcome) => outcome.skips),
  secondTries: outcomes.flatMap((outcome) => outcome.secondTries),
})

/**
 * The outcome of a vitest run: the report's tests, plus one failure for everything the report cannot show — no report, an
 * exit code no failed test explains (unhandled error, empty project), a run without a single test, processes left behind.
 */
export function readOutcome(report: Report | null, end: ChildEnd, root: string): Outcome {
  const seen = joinOutcomes((report?.testResults ?? []).map((file) => readFileResult(file, root)))
  const failures = [...seen.failures, ...endFailures(end)]
  if (report === null) failures.push('vitest wrote no report')
  else if (seen.passed + seen.failures.length + seen.skips.length === 0) failures.push('no test was found')
  if (end.code !== 0 && failures.length === 0) {
    failures.push(`vitest ended with ${end.code ?? 'a signal'} although no test failed: an error outside the tests`)
  }
  return { ...seen, failures }
}

/** What the way a process ended says by itself. */
export function endFailures(end: ChildEnd): readonly string[] {
  const failures: string[] = []
  if (end.timedOut) failures.push('stopped: it did not end within its limit')
  if (end.lingering !== null) {
    const alive = end.lingering.join(' · ') || 'nothing below it'
    failures.push(`stopped: all results were there, yet it did not end; still alive: ${alive}`)
  }
  if (end.leftBehind.length > 0) failures.push(`processes left behind: ${end.leftBehind.join(', ')}`)
  return failures
}
