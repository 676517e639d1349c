import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createPlot } from './plant.ts'
import { idsIn, readRequirements } from './requirements.ts'
import { isTest } from './tests-rules.ts'
import { readTitles } from './titles.ts'
import { ranIn, traceTests } from './tracing.ts'
import { listFiles, readTexts, root } from './tree.ts'

const markdown = readFileSync(join(root, 'docs', 'REQUIREMENTS.md'), 'utf8')
const rows = readRequirements(markdown)
/** How many rows each part of the domain has; LIFE is the life of a case, SYNC the promises of sync. */
const rowCounts = {
  CASE: 9,
  LIFE: 1,
  CLS: 7,
  SLA: 14,
  CALL: 14,
  SUP: 10,
  LOOP: 10,
  LRN: 10,
  PPL: 6,
  TRU: 5,
  FLD: 3,
  SYNC: 11,
}

const small = readRequirements(`
| **SLA-1** | First answer | |
| SLA-1a | After 15 minutes | B |
| SLA-1b | Any contact stops it | B D |
| **SLA-10** | Countdown | |
| SLA-10a | Always right | later |`)
const prefixes = new Set(['SLA'])
const titles = (text: string) => readTitles({ path: 'tests/unit/a.test.ts', text })

describe('docs/REQUIREMENTS.md', () => {
  it('has every row of the domain and of sync, each once', () => {
    const expected = Object.entries(rowCounts).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, n) => `${part}-${n + 1}`),
    )
    expect(rows.map(({ id }) => id).sort()).toEqual(expected.sort())
  })

  it('has claims lettered from a without a gap, each with its step', () => {
    for (const { id, claims } of rows) {
      expect(claims.map((claim) => claim.id)).toEqual(claims.map((_, n) => `${id}${'abcdefgh'[n]}`))
      for (const { steps } of claims)
        expect(steps.every((step) => ['A', 'B', 'C', 'D', 'E', 'F', 'later'].includes(step))).toBe(true)
    }
  })

  it.each([
    ['a row twice', '| **SLA-1** | a | |\n| SLA-1a | b | B |\n| **SLA-1** | a | |'],
    ['a claim twice', '| **SLA-1** | a | |\n| SLA-1a | b | B |\n| SLA-1a | b | B |'],
    ['a claim under another row', '| **SLA-1** | a | |\n| SLA-1a | b | B |\n| SLA-2a | b | B |'],
    ['a claim without its step', '| **SLA-1** | a | |\n| SLA-1a | b | |'],
    ['a row without a claim', '| **SLA-1** | a | |\n| **SLA-2** | a | |\n| SLA-2a | b | B |'],
  ])('%s is an error', (_name, text) => {
    expect(() => readRequirements(text)).toThrow(/SLA-/)
  })
})

describe('tracing', () => {
  it('finds ids in titles and nothing that only looks like one', () => {
    expect(idsIn('SLA-1 SLA-1a, SLA-10 (SLA-1)', prefixes)).toEqual(['SLA-1', 'SLA-1a', 'SLA-10'])
    expect(idsIn('ISO-9001 UTF-8 xSLA-1 SLA-1ab SLA-x SLA1', prefixes)).toEqual([])
  })

  it('reads titles through describe, each, template and the allowed skip', () => {
    const text = `
describe('SLA-1 first', () => {
  it('SLA-1a after', () => {})
  it.each([1])('n %d', () => {})
  it(\`SLA-10 \${x} end\`, () => {})
  describeWith('data', 'real', () => { itWith('electron', 'window', () => {}) })
})
it.each\`a\`('tagged', () => {})
notATest('SLA-1b', () => {})
it('a title alone')`
    expect(titles(text).map(({ title }) => title)).toEqual([
      'SLA-1 first › SLA-1a after',
      'SLA-1 first › n %d',
      'SLA-1 first › SLA-10 … end',
      'SLA-1 first › real › window',
      'tagged',
    ])
  })

  it('a test that names a row proves the row, a claim needs its own id', () => {
    const { rows: traced, strays } = traceTests(
      small,
      titles("it('SLA-1 works', f); it('SLA-1a works', f); it('other', f)"),
    )
    expect(traced.map(({ id, tests }) => [id, tests.length])).toEqual([
      ['SLA-1', 2],
      ['SLA-10', 0],
    ])
    expect(traced[0]?.claims.map(({ id, tests }) => [id, tests.length])).toEqual([
      ['SLA-1a', 1],
      ['SLA-1b', 0],
    ])
    expect(strays).toEqual([])
  })

  it('an id that leads nowhere is a stray', () => {
    const { strays } = traceTests(small, titles("it('SLA-2 SLA-1z SLA-1a', f)"))
    expect(strays.map(({ id }) => id)).toEqual(['SLA-2', 'SLA-1z'])
  })

  it('says how the tests that name an id ended', () => {
    const report = {
      testResults: [
        {
          name: 'a',
          status: 'failed',
          message: '',
          assertionResults: [
            { fullName: 'SLA-1a x', status: 'passed', failureMessages: [], meta: {} },
            { fullName: 'SLA-1b x', status: 'passed', failureMessages: [], meta: {} },
            { fullName: 'SLA-1b y', status: 'failed', failureMessages: [], meta: {} },
            { fullName: 'SLA-10a y', status: 'skipped', failureMessages: [], meta: {} },
          ],
        },
      ],
    }
    const { rows: traced } = traceTests(small, [], ranIn(report))
    expect(traced.map(({ proof }) => proof)).toEqual(['failed', 'unknown'])
    expect(traced.flatMap(({ claims }) => claims.map(({ proof }) => proof))).toEqual(['passed', 'failed', 'unknown'])
  })

  it('no test of the project names an id that does not exist', () => {
    const tests = readTexts(listFiles().filter(isTest)).flatMap(readTitles)
    expect(tests.length).toBeGreaterThan(50)
    expect(
      traceTests(rows, tests).strays.filter(({ test }) => !test.path.startsWith('tests/house/trace.test')),
    ).toEqual([])
  })
})

describe('npm run trace', () => {
  const planted = "import { expect, it } from 'vitest'\nit('SLA-1a and SLA-99', () => { expect(1).toBe(1) })\n"
  const plot = createPlot(
    ['package.json', 'docs/REQUIREMENTS.md', 'tests/house', 'tests/runner', 'tests/prerequisites.ts', 'tests/trace.ts'],
    {
      'tests/unit/planted.test.ts': planted,
    },
  )
  afterAll(plot.remove)
  const trace = (...args: readonly string[]): { code: number; text: string } => {
    try {
      return {
        code: 0,
        text: execFileSync(process.execPath, ['tests/trace.ts', ...args], { cwd: plot.folder, encoding: 'utf8' }),
      }
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string }
      return { code: status, text: stdout }
    }
  }

  it('lists claims with their tests, those without, and unknown ids; exits 0', () => {
    const { code, text } = trace()
    expect(code).toBe(0)
    expect(text).toContain('tests/unit/planted.test.ts:2 SLA-1a and SLA-99')
    expect(text).toMatch(/^Claims without a test: CASE-1a .*SLA-1b/m)
    expect(text).not.toMatch(/^Claims without a test:.*SLA-1a/m)
    expect(text).toContain('Unknown id SLA-99: tests/unit/planted.test.ts:2')
  })

  it('--check exits 1 on the unknown id, --json is one object, --step keeps a step', () => {
    expect(trace('--check').code).toBe(1)
    const { rows: traced } = JSON.parse(trace('--json', '--step', 'A').text) as {
      rows: { claims: { steps: string[] }[] }[]
    }
    expect(traced.length).toBeGreaterThan(10)
    expect(traced.every(({ claims }) => claims.every(({ steps }) => steps.includes('A')))).toBe(true)
  })
})
