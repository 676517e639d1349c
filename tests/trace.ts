/**
 * `npm run trace`: docs/REQUIREMENTS.md → the tests that name each claim, how they ended in the last `npm test`, and the
 * claims without a test. `--json` prints it as one object, `--step A` keeps the claims of one step of the build, `--check`
 * exits with 1 when a test names an id that does not exist.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readRequirements } from './house/requirements.ts'
import { isTest } from './house/tests-rules.ts'
import { readTitles } from './house/titles.ts'
import { type Ran, ranIn, type Trace, type TracedClaim, type TracedRow, traceTests } from './house/tracing.ts'
import { listFiles, readTexts } from './house/tree.ts'
import { ReportSchema } from './runner/outcome.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

function readRan(): readonly Ran[] {
  const folder = join(root, 'out', 'test')
  if (!existsSync(folder)) return []
  const reports = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return reports.flatMap((name) => ranIn(ReportSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))))
}

function readTrace(): Trace {
  const rows = readRequirements(readFileSync(join(root, 'docs', 'REQUIREMENTS.md'), 'utf8'))
  const tests = readTexts(listFiles(root).filter(isTest), root).flatMap(readTitles)
  return traceTests(rows, tests, readRan())
}

/** The rows with the claims of one step only. */
const ofStep = (rows: readonly TracedRow[], step: string | undefined): readonly TracedRow[] =>
  step === undefined
    ? rows
    : rows
        .map((row) => ({ ...row, claims: row.claims.filter(({ steps }) => steps.includes(step)) }))
        .filter(({ claims }) => claims.length > 0)

const marks = { passed: '✓', failed: '✗', unknown: '·' } as const

function printClaim({ id, text, steps, tests, proof }: TracedClaim): void {
  print(`  ${tests.length === 0 ? '–' : marks[proof]} ${id.padEnd(8)} [${steps.join(' ')}] ${text}`)
  for (const { path, line, title } of tests) print(`      ${path}:${line} ${title}`)
}

function printTrace(rows: readonly TracedRow[], strays: Trace['strays']): void {
  for (const { id, text, tests, claims } of rows) {
    print(`${id} ${text} (${tests.length} tests)`)
    for (const claim of claims) printClaim(claim)
  }
  const claims = rows.flatMap((row) => row.claims)
  const without = claims.filter(({ tests }) => tests.length === 0)
  print('\n✓ passed, ✗ failed, · not in the last run, – no test')
  print(`\nClaims without a test: ${without.map(({ id }) => id).join(' ') || 'none'}`)
  print(
    `Rows without a test: ${
      rows
        .filter(({ tests }) => tests.length === 0)
        .map(({ id }) => id)
        .join(' ') || 'none'
    }`,
  )
  for (const { id, test } of strays) print(`Unknown id ${id}: ${test.path}:${test.line} ${test.title}`)
  print(
    `${claims.length - without.length} of ${claims.length} claims and ${rows.filter(({ tests }) => tests.length > 0).length} of ${rows.length} rows have a test`,
  )
}

function main(): 0 | 1 {
  const options = { json: { type: 'boolean' }, check: { type: 'boolean' }, step: { type: 'string' } } as const
  const { json, check, step } = parseArgs({ options }).values
  const { rows, strays } = readTrace()
  const kept = ofStep(rows, step)
  if (json === true) print(JSON.stringify({ rows: kept, strays }))
  else printTrace(kept, strays)
  return check === true && strays.length > 0 ? 1 : 0
}

process.exitCode = main()
