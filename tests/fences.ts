/** `npm run fences`: the directions between folders, with the proof that the tool read every module git lists. */
import { fenceProblems, listedModules } from './house/fences.ts'
import { root } from './house/tree.ts'

const problems = await fenceProblems(root)
for (const problem of problems) process.stdout.write(`✗ ${problem}\n`)
process.stdout.write(`${listedModules(root).length} modules judged, ${problems.length} faults\n`)
process.exitCode = problems.length === 0 ? 0 : 1
