/**
 * `npm run torture -- [--kills N] [--json]`: kills a saving console at every step of every kind of save and at random times, N
 * times in all (default 1,000), and looks each time whether everything acknowledged is there and nothing half. Exit code 1 on
 * any fault, with the kill that showed it.
 */
import { parseArgs } from 'node:util'
import { countSteps, type Kill, runKills } from './integration/store/tools/kills.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '1000' }, json: { type: 'boolean', default: false } },
})
const wanted = Number(values.kills)
if (!Number.isInteger(wanted) || wanted < 1) throw new Error('--kills takes a whole number above 0')

const longestMs = 400
const note = (line: string): void => void process.stderr.write(`${line}\n`)

const steps = await countSteps()
note(`${steps} steps in two rounds of saving`)
/** Every step once, then times at random; steps again when there is room for whole rounds of them. */
const kills = Array.from({ length: wanted }, (_, i): Kill => {
  const isStep = i < steps || (i >= wanted / 2 && i < wanted / 2 + steps)
  return isStep ? { at: 'step', step: i % steps } : { at: 'time', afterMs: Math.floor(Math.random() * longestMs) }
})

const total = { kills: 0, ended: 0, acknowledged: 0, faults: 0 }
await runKills(kills, 2, (result, kill) => {
  total.kills += result.ended ? 0 : 1
  total.ended += result.ended ? 1 : 0
  total.acknowledged += result.acknowledged
  total.faults += result.faults.length
  for (const fault of result.faults) note(`FAULT ${JSON.stringify(kill)}: ${fault}`)
  if ((total.kills + total.ended) % 100 === 0) note(`${total.kills + total.ended} of ${wanted}`)
})
const summary = values.json
  ? JSON.stringify({ ...total, steps })
  : `${total.kills} kills, ${total.acknowledged} acknowledged saves, ${total.faults} faults`
process.stdout.write(`${summary}\n`)
process.exitCode = total.faults === 0 ? 0 : 1
