import { z } from 'zod'

/** One measured figure: a line of `npm run bench -- --json`. `ok` = the must of the issue holds in this run. */
export const FigureSchema = z.strictObject({
  name: z.string().min(1),
  metric: z.string().min(1),
  value: z.number(),
  unit: z.string(),
  must: z.union([z.string(), z.number()]).optional(),
  ok: z.boolean().optional(),
  peer: z.union([z.string(), z.number()]).optional(),
  ratio: z.number().optional(),
})

export type Figure = z.infer<typeof FigureSchema>

export interface BenchOptions {
  /** Multiplies the size of the corpus; 1 is the size the issue speaks of. */
  readonly scale: number
}

/** What a file `tests/bench/*.bench.ts` exports: `name` (`store`, `kernel` …) and a generator of figures `name.…`. */
export const BenchSchema = z.looseObject({
  name: z.string().min(1),
  run: z.custom<(options: BenchOptions) => AsyncIterable<Figure>>((value) => typeof value === 'function'),
})

export type BenchModule = z.infer<typeof BenchSchema>

const isBelow = (name: string, above: string): boolean => name === above || name.startsWith(`${above}.`)

/** Whether a benchmark can yield figures of `only`: `store` and `store.create` both ask for the module `store`. */
export const asksFor = (only: string | undefined, benchName: string): boolean =>
  only === undefined || isBelow(benchName, only) || isBelow(only, benchName)

/** Whether a figure belongs to `only`; everything does when nothing is asked for. */
export const belongsTo = (only: string | undefined, figure: Figure): boolean =>
  only === undefined || isBelow(figure.name, only)

const headings = ['name', 'metric', 'value', 'unit', 'must', 'ok', 'peer', 'ratio'] as const

function cell(figure: Figure, key: (typeof headings)[number]): string {
  const value = figure[key]
  if (value === undefined) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
  if (typeof value === 'boolean') return value ? 'yes' : 'NO'
  return value
}

/** Figures as a table of aligned columns. */
export function table(figures: readonly Figure[]): string {
  const rows = [[...headings], ...figures.map((figure) => headings.map((key) => cell(figure, key)))]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
