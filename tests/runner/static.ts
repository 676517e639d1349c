import { join } from 'node:path'
import { fenceProblems } from '../house/fences.ts'
import { type ChildEnd, runChild } from './child.ts'
import { endFailures, type Outcome } from './outcome.ts'

export interface StaticCheck {
  readonly name: string
  readonly run: (root: string, echo: (text: string) => void) => Promise<Outcome>
}

const limitMs = 180_000
const nothing: Outcome = { passed: 0, failures: [], skips: [], secondTries: [] }

/** One check = one test: passed when its program ends with 0 and leaves nothing behind. */
function program(name: string, script: readonly [string, ...string[]]): StaticCheck {
  return {
    name,
    run: async (root, echo) => {
      const args = [join(root, 'node_modules', script[0]), ...script.slice(1)]
      const end = await runChild({ command: process.execPath, args, cwd: root, limitMs })
      const problems = [...endFailures(end), ...(end.code === 0 ? [] : [`ended with ${end.code ?? 'a signal'}`])]
      return judged(name, problems, end, echo)
    },
  }
}

function judged(
  name: string,
  problems: readonly string[],
  end: ChildEnd | null,
  echo: (text: string) => void,
): Outcome {
  echo(`${problems.length === 0 ? '✓' : '✗'} static: ${name}\n`)
  if (problems.length === 0) return { ...nothing, passed: 1 }
  echo(`${end?.output ?? problems.join('\n')}\n`)
  return { ...nothing, failures: [`${name}: ${problems[0] ?? ''}`] }
}

const fences: StaticCheck = {
  name: 'fences',
  run: async (root, echo) => judged('fences', await fenceProblems(root), null, echo),
}

/** Types of every layer, format and lint, directions between folders, dead files and exports. */
export const staticChecks: readonly StaticCheck[] = [
  program('types', ['typescript7/bin/tsc', '-b']),
  program('lint', ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  fences,
  program('unused', ['knip/bin/knip.js']),
]
