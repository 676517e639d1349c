/**
 * `npm test`: static checks, unit, integration, simulation, end-to-end and house tests, one after the other.
 *
 * `--stage NAME` (repeatable) runs only those; `--allow-skips electron,data,postgres` makes every other skip a failure.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Prerequisite, prerequisites } from './prerequisites.ts'
import { killRunning } from './runner/child.ts'
import { runStages } from './runner/run.ts'
import { createStages } from './runner/stages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const echo = (text: string): void => {
  process.stdout.write(text)
}

function readOptions(): { chosen: readonly string[]; allowedSkips: readonly Prerequisite[] | null } {
  const { values } = parseArgs({
    options: { stage: { type: 'string', multiple: true }, 'allow-skips': { type: 'string' } },
  })
  const names = values['allow-skips']?.split(',').filter(Boolean)
  const known = prerequisites.filter((name) => names?.includes(name))
  if (names !== undefined && known.length !== names.length)
    throw new Error(`--allow-skips takes ${prerequisites.join(', ')}`)
  return { chosen: values.stage ?? [], allowedSkips: names === undefined ? null : known }
}

async function main(): Promise<number> {
  const { chosen, allowedSkips } = readOptions()
  const all = createStages(root, echo)
  const unknown = chosen.filter((name) => !all.some((stage) => stage.name === name))
  if (unknown.length > 0)
    throw new Error(`no such stage: ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
  const stages = chosen.length === 0 ? all : all.filter(({ name }) => chosen.includes(name))
  return runStages(stages, {
    ci: (process.env['CI'] ?? '') !== '',
    allowedSkips,
    print: (line) => echo(`${line}\n`),
    nowMs: () => performance.now(),
  })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    killRunning()
    process.exit(130)
  })
}

process.exitCode = await main()
