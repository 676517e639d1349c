/**
 * `npm run hostile -- [--pushes N]`: the tests of a hostile client at length: N changed pushes in all (default 100,000), half of
 * them well signed, half on each database; and one exchange cut at every single byte. Exit code 1 on any fault, with the push.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { pushes: { type: 'string', default: '100000' } } })
const pushes = Number(values.pushes)
if (!Number.isInteger(pushes) || pushes < 4) throw new Error('--pushes takes a whole number from 4 on')

const root = join(import.meta.dirname, '..')
const tests = ['hostile', 'injection', 'network'].map((name) => `tests/integration/server/${name}.test.ts`)
const env = { ...process.env, REDRESS_FUZZ_RUNS: String(Math.ceil(pushes / 4)), REDRESS_CUT_STEP: '1' }
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const args = [vitest, 'run', '--project', 'integration', '--no-file-parallelism', '--reporter', 'verbose', ...tests]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
