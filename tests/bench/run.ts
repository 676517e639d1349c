/**
 * `npm run bench -- [--json] [--only NAME] [--scale N]`: runs every `tests/bench/*.bench.ts` and prints its figures as a
 * table, or with `--json` as one object per line. A missed must is reported as missed, never loosened, and does not change
 * the exit code; a benchmark that breaks, or an `--only` nothing answers to, does.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { asksFor, type BenchModule, BenchSchema, belongsTo, type Figure, FigureSchema, table } from './figures.ts'

const folder = import.meta.dirname
const note = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

interface Options {
  readonly json: boolean
  readonly only: string | undefined
  readonly scale: number
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, scale: { type: 'string' } },
  })
  const scale = Number(values.scale ?? '1')
  if (!Number.isFinite(scale) || scale <= 0) throw new Error('--scale takes a number above 0')
  return { json: values.json ?? false, only: values.only, scale }
}

async function loadBenches(): Promise<readonly BenchModule[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'))
  return Promise.all(
    files.sort().map(async (name) => BenchSchema.parse(await import(pathToFileURL(join(folder, name)).href))),
  )
}

/** Runs one benchmark; its figures are handed on as they come. Answers whether it ran to its end. */
async function runBench(bench: BenchModule, options: Options, take: (figure: Figure) => void): Promise<boolean> {
  note(`── ${bench.name}`)
  try {
    for await (const figure of bench.run({ scale: options.scale })) {
      const checked = FigureSchema.parse(figure)
      if (belongsTo(options.only, checked)) take(checked)
    }
    return true
  } catch (error) {
    note(`${bench.name} broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return false
  }
}

async function main(): Promise<0 | 1> {
  const options = readOptions()
  const benches = (await loadBenches()).filter(({ name }) => asksFor(options.only, name))
  const figures: Figure[] = []
  let whole = true
  for (const bench of benches) {
    const ended = await runBench(bench, options, (figure) => {
      figures.push(figure)
      if (options.json) process.stdout.write(`${JSON.stringify(figure)}\n`)
    })
    whole = whole && ended
  }
  if (!options.json) process.stdout.write(`${table(figures)}\n`)
  const missed = figures.filter(({ ok }) => ok === false)
  for (const { name, metric, value, unit, must } of missed)
    note(`missed: ${name} ${metric} ${value} ${unit}, must ${must ?? '?'}`)
  if (figures.length === 0)
    note(options.only === undefined ? 'no benchmark' : `no benchmark answers to ${options.only}`)
  return whole && figures.length > 0 ? 0 : 1
}

process.exitCode = await main()
