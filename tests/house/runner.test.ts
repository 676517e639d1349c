import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Outcome, type Report, readOutcome } from '../runner/outcome.ts'
import { judgeTime, runStages } from '../runner/run.ts'
import { runVitest, type Stage } from '../runner/stages.ts'
import { createPlot, writeFiles } from './plant.ts'
import { root } from './tree.ts'

const ended = { code: 0, timedOut: false, lingering: null, stdout: '', output: '', leftBehind: [] }
const nothing: Outcome = { passed: 0, failures: [], skips: [], secondTries: [] }
const report = (
  assertions: readonly { fullName: string; status: string; meta?: object; failureMessages?: string[] }[],
  status = 'passed',
): Report => ({
  testResults: [
    {
      name: join(root, 'tests/unit/a.test.ts'),
      status,
      message: 'boom\nstack',
      assertionResults: assertions.map((one) => ({ meta: {}, failureMessages: [], ...one })),
    },
  ],
})
const read = (given: Report | null, code: number | null = 0): Outcome => readOutcome(given, { ...ended, code }, root)
const electronSkip = { allowedSkip: { prerequisite: 'electron', reason: 'not here' } }

describe('reading a report', () => {
  it('counts what passed', () => {
    expect(read(report([{ fullName: 'a', status: 'passed' }]))).toEqual({ ...nothing, passed: 1 })
  })

  it('names what passed only at its second try, with what was wrong at the first', () => {
    const again = { fullName: 'a', status: 'passed', failureMessages: ['Error: too late\n    at x.ts:1'] }
    expect(read(report([again, { fullName: 'b', status: 'passed' }]))).toEqual({
      ...nothing,
      passed: 2,
      secondTries: ['tests/unit/a.test.ts › a: Error: too late'],
    })
  })

  it('names what failed', () => {
    expect(read(report([{ fullName: 'a', status: 'failed' }], 'failed'), 1).failures).toEqual([
      'tests/unit/a.test.ts › a',
    ])
  })

  it('keeps a reasoned skip and refuses one without a reason', () => {
    const kept = read(report([{ fullName: 'a', status: 'skipped', meta: electronSkip }]))
    expect(kept).toEqual({
      ...nothing,
      skips: [{ test: 'tests/unit/a.test.ts › a', prerequisite: 'electron', reason: 'not here' }],
    })
    for (const status of ['skipped', 'todo', 'pending'])
      expect(read(report([{ fullName: 'a', status }])).failures).toHaveLength(1)
  })

  it.each([
    ['no report', null, 0],
    ['an empty report', { testResults: [] }, 0],
    ['a file that failed to load', report([], 'failed'), 1],
    ['a file that failed although its tests passed', report([{ fullName: 'a', status: 'passed' }], 'failed'), 1],
    ['an exit code no test explains', report([{ fullName: 'a', status: 'passed' }]), 1],
    ['a signal', report([{ fullName: 'a', status: 'passed' }]), null],
  ] as const)('%s is a failure', (_name, given, code) => {
    expect(read(given as Report | null, code).failures).toHaveLength(1)
  })

  it('a run stopped for its time or leaving processes behind is a failure', () => {
    const end = { ...ended, timedOut: true, leftBehind: ['chromium'] }
    expect(readOutcome(report([{ fullName: 'a', status: 'passed' }]), end, root).failures).toHaveLength(2)
  })

  it('a run that had all results and did not end is one failure, which names what was alive', () => {
    const passed = report([{ fullName: 'a', status: 'passed' }])
    const stopped = (lingering: readonly string[]) => readOutcome(passed, { ...ended, code: null, lingering }, root)
    const head = 'stopped: all results were there, yet it did not end; still alive: '
    expect(stopped(['postgres -D x', 'node y'])).toEqual({
      ...nothing,
      passed: 1,
      failures: [`${head}postgres -D x · node y`],
    })
    expect(stopped([]).failures).toEqual([`${head}nothing below it`])
  })
})

const stage = (name: string, outcome: Partial<Outcome>): Stage => ({
  name,
  budgetS: 10,
  run: async () => ({ ...nothing, ...outcome }),
})

async function lastLine(
  stages: readonly Stage[],
  more: { ci?: boolean; allowed?: readonly 'electron'[]; stepMs?: number } = {},
) {
  const lines: string[] = []
  let nowMs = 0
  const code = await runStages(stages, {
    ci: more.ci ?? false,
    allowedSkips: more.allowed ?? null,
    print: (line) => lines.push(line),
    nowMs: () => (nowMs += more.stepMs ?? 1),
  })
  return { code, last: lines.at(-1), text: lines.join('\n') }
}

describe('running the stages', () => {
  it('adds up and ends with exactly one line of figures', async () => {
    const { code, last } = await lastLine([stage('a', { passed: 2 }), stage('b', { passed: 3 })])
    expect([code, last]).toEqual([0, '5 passed, 0 failed'])
  })

  it('goes on after a failure and after a crash', async () => {
    const crash: Stage = { name: 'crash', budgetS: 10, run: () => Promise.reject(new Error('the roof fell in')) }
    const { code, last, text } = await lastLine([stage('a', { failures: ['x'] }), crash, stage('b', { passed: 3 })])
    expect([code, last]).toEqual([1, '3 passed, 2 failed'])
    expect(text).toContain('✗ crash: the stage crashed: Error: the roof fell in')
  })

  it('a run in which nothing ran does not pass', async () => {
    expect(await lastLine([stage('a', {})])).toMatchObject({ code: 1, last: '0 passed, 0 failed' })
  })

  it('prints and counts each skip with its reason, and refuses those not allowed', async () => {
    const skips = [
      { test: 'x', prerequisite: 'electron', reason: 'no Electron' },
      { test: 'y', prerequisite: 'data', reason: 'no data' },
    ] as const
    const everywhere = await lastLine([stage('a', { passed: 1, skips })])
    expect(everywhere).toMatchObject({ code: 0, last: '1 passed, 0 failed' })
    expect(everywhere.text).toContain('2 skipped\n  1 × no Electron\n  1 × no data\n  - x: no Electron\n  - y: no data')
    const strict = await lastLine([stage('a', { passed: 1, skips })], { allowed: ['electron'] })
    expect(strict).toMatchObject({ code: 1, last: '1 passed, 1 failed' })
    expect(strict.text).toContain('y: skipped (no data), not allowed here')
  })

  it('says openly what passed only at its second try, by stage and by name, and passes', async () => {
    const { code, last, text } = await lastLine([
      stage('a', { passed: 3, secondTries: ['x: too late'] }),
      stage('b', { passed: 1 }),
    ])
    expect([code, last]).toEqual([0, '4 passed, 0 failed'])
    expect(text).toMatch(/ a .*held; 3 passed \(1 only at the second try\), 0 failed, 0 skipped/)
    expect(text).toMatch(/ b .*held; 1 passed, 0 failed, 0 skipped/)
    expect(text).toContain('\nWARNING: 1 passed only at the second try\n  ~ a: x: too late\n')
    expect((await lastLine([stage('a', { passed: 3 })])).text).not.toContain('second try')
  })

  it('a stage over its budget warns at a desk and fails in CI beyond three times of it', async () => {
    expect(judgeTime(10, 10, true)).toEqual({ words: 'held', failed: false })
    expect(judgeTime(30, 10, true)).toEqual({ words: 'WARNING: over its budget', failed: false })
    expect(judgeTime(31, 10, false).failed).toBe(false)
    expect(judgeTime(31, 10, true).failed).toBe(true)
    expect(await lastLine([stage('a', { passed: 1 })], { ci: true, stepMs: 31_000 })).toMatchObject({
      code: 1,
      last: '1 passed, 1 failed',
    })
    expect(await lastLine([stage('a', { passed: 1 })], { stepMs: 31_000 })).toMatchObject({
      code: 0,
      last: '1 passed, 0 failed',
    })
  })
})

describe('a real vitest run', () => {
  const config = `import { defineConfig } from 'vitest/config'
const project = (name) => ({ test: { name, include: [name + '/*.test.ts'], expect: { requireAssertions: true } } })
const stuck = { test: { name: 'stuck', include: ['stuck/*.test.ts'], globalSetup: 'stuck/setup.mjs' } }
const again = { test: { name: 'again', include: ['again/*.test.ts'], retry: 1 } }
const projects = [...['mixed', 'loose', 'empty'].map(project), stuck, again]
export default defineConfig({ test: { teardownTimeout: 60_000, projects } })`
  const head = "import { expect, it } from 'vitest'\nimport { describeWith, itWith } from '../tests/skip.ts'\n"
  const mixed = `${head}it('good', () => { expect(1).toBe(1) })
it('bad', () => { expect(1).toBe(2) })
it('proves nothing', () => { Math.max(1) })
it.skip('off', () => { expect(1).toBe(1) })
it('says so', (c) => { c.skip('because') })
describeWith('${'electron'}', 'window', () => { it('inside', () => { expect(1).toBe(1) }) })
itWith('data', 'reads', () => { expect(1).toBe(1) })`
  const loose = `${head}it('good', () => { Promise.reject(new Error('loose')); expect(1).toBe(1) })`
  const again = `${head}let tries = 0
it('late', () => { expect(++tries).toBe(2) })
it('never', () => { expect(1).toBe(2) })
it('good', () => { expect(1).toBe(1) })`
  const good = `${head}it('good', () => { expect(1).toBe(1) })`
  /** Leaves a program running and never finishes closing. */
  const stuckSetup = `import { spawn } from 'node:child_process'
export default () => {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'left-over'], { stdio: 'ignore', detached: true })
  return () => new Promise(() => {})
}`

  const run = async (project: string): Promise<Outcome> => {
    const plot = createPlot(['tests/skip.ts'], {
      'vitest.config.mjs': config,
      'mixed/a.test.ts': mixed,
      'loose/a.test.ts': loose,
      'again/a.test.ts': again,
      'stuck/a.test.ts': good,
      'stuck/setup.mjs': stuckSetup,
    })
    // Prerequisites that are never there, so that the answer is the same on every machine.
    const absent = "export const missing = (name: string) => name + ' is not here'\n"
    writeFiles(plot.folder, { 'tests/prerequisites.ts': absent })
    const outcome = await runVitest({
      root: plot.folder,
      project,
      limitMs: 60_000,
      graceMs: 1_000,
      echo: () => undefined,
    })
    plot.remove()
    return outcome
  }

  it('passes, fails, asks for assertions, keeps allowed skips and refuses others', async () => {
    const { passed, failures, skips } = await run('mixed')
    expect(passed).toBe(1)
    expect(failures).toEqual([
      'mixed/a.test.ts › bad',
      'mixed/a.test.ts › proves nothing',
      'mixed/a.test.ts › off: skipped without an allowed reason',
      'mixed/a.test.ts › says so: skipped without an allowed reason',
    ])
    expect(skips).toEqual([
      { test: 'mixed/a.test.ts › window inside', prerequisite: 'electron', reason: 'electron is not here' },
      { test: 'mixed/a.test.ts › reads', prerequisite: 'data', reason: 'data is not here' },
    ])
  })

  it('an unhandled error fails the stage although every test passed', async () => {
    expect(await run('loose')).toEqual({
      passed: 1,
      failures: ['vitest ended with 1 although no test failed: an error outside the tests'],
      skips: [],
      secondTries: [],
    })
  })

  it('a test that may be tried twice is told from one that passed at once, and one that failed twice has failed', async () => {
    expect(await run('again')).toEqual({
      passed: 2,
      failures: ['again/a.test.ts › never'],
      skips: [],
      secondTries: ['again/a.test.ts › late: AssertionError: expected 1 to be 2 // Object.is equality'],
    })
  })

  it('a run that does not end although every result is there is stopped soon, and what it left is named', async () => {
    const { passed, failures } = await run('stuck')
    expect(passed).toBe(1)
    expect(failures).toEqual([
      expect.stringMatching(/^stopped: all results were there, yet it did not end; still alive: /),
    ])
    if (process.platform === 'linux') expect(failures[0]).toContain('left-over')
  })

  it('a project without test files fails', async () => {
    expect((await run('empty')).failures.length).toBeGreaterThan(0)
  })
})

describe('npm test itself', () => {
  const ask = (args: readonly string[]) =>
    new Promise<{ code: number | null; text: string }>((resolve) => {
      let text = ''
      const child = spawn(process.execPath, ['tests/run.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.on('data', (data) => (text += data))
      child.stderr.on('data', (data) => (text += data))
      child.on('close', (code) => resolve({ code, text }))
    })

  it('refuses a stage or a skip it does not know', async () => {
    const [stage, skip] = await Promise.all([ask(['--stage', 'nosuch']), ask(['--allow-skips', 'everything'])])
    expect(stage).toMatchObject({ code: 1, text: expect.stringContaining('no such stage: nosuch') })
    expect(skip).toMatchObject({
      code: 1,
      text: expect.stringContaining('--allow-skips takes electron, data, postgres'),
    })
  })
})
