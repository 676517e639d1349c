import { execFile } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { asksFor, belongsTo, FigureSchema, table } from '../bench/figures.ts'
import { createPlot } from './plant.ts'

const figure = { name: 'store.create', metric: 'rate', value: 1234.567, unit: '/s' }

describe('figures', () => {
  it('a figure has the fixed fields and no others', () => {
    expect(FigureSchema.safeParse({ ...figure, must: '≥ 0.5', ok: true, peer: 2, ratio: 0.6 }).success).toBe(true)
    expect(FigureSchema.safeParse({ ...figure, note: 'x' }).success).toBe(false)
    expect(FigureSchema.safeParse({ ...figure, value: Number.NaN }).success).toBe(false)
  })

  it('--only takes a benchmark or one of its figures', () => {
    expect(['store', 'store.create', 'stor', 'sync', undefined].map((only) => asksFor(only, 'store'))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ])
    expect(['store', 'store.create', 'store.update', undefined].map((only) => belongsTo(only, figure))).toEqual([
      true,
      true,
      false,
      true,
    ])
  })

  it('the table shows a missed must', () => {
    expect(table([{ ...figure, must: '≥ 2000', ok: false }])).toBe(
      'name          metric  value  unit  must    ok  peer  ratio\nstore.create  rate    1235   /s    ≥ 2000  NO',
    )
  })
})

describe('npm run bench', () => {
  const good = `export const name = 'store'
export async function* run({ scale }) {
  yield { name: 'store.create', metric: 'rate', value: 10 * scale, unit: '/s', must: '≥ 50', ok: 10 * scale >= 50 }
  yield { name: 'store.update', metric: 'p99', value: 1.5, unit: 'ms' }
}`
  const bad = "export const name = 'torn'\nexport async function* run() { throw new Error('the disk is gone') }"
  const plot = createPlot(['package.json', 'tests/bench/run.ts', 'tests/bench/figures.ts'], {
    'tests/bench/store.bench.ts': good,
    'tests/bench/torn.bench.ts': bad,
  })
  afterAll(plot.remove)
  const bench = (...args: readonly string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        ['tests/bench/run.ts', ...args],
        { cwd: plot.folder, encoding: 'utf8' },
        (error, out, err) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
        },
      )
    })

  it('prints one object per line with --json, scaled, and names a missed must without failing', async () => {
    const { code, out, err } = await bench('--json', '--only', 'store', '--scale', '2')
    expect(code).toBe(0)
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => FigureSchema.parse(JSON.parse(line)).value),
    ).toEqual([20, 1.5])
    expect(err).toContain('missed: store.create rate 20 /s, must ≥ 50')
  })

  it('keeps to one figure, prints a table, fails when a benchmark breaks or none answers', async () => {
    const [one, all, none, wrong] = await Promise.all([
      bench('--only', 'store.update'),
      bench(),
      bench('--only', 'nothing'),
      bench('--scale', 'x'),
    ])
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining('store.update  p99') })
    expect(one.out).not.toContain('store.create')
    expect(all).toMatchObject({ code: 1, err: expect.stringContaining('torn broke: Error: the disk is gone') })
    expect(all.out).toContain('store.create')
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('no benchmark answers to nothing') })
    expect(wrong.code).toBe(1)
  })
})
