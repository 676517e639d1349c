import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const FailureSchema = z.object({ seed: z.number().int(), rule: z.string(), what: z.string() })
const StateSchema = z.object({
  /** The seed that comes next. */
  next: z.number().int(),
  seeds: z.number().int(),
  events: z.number().int(),
  tookMs: z.number(),
  longestHealMs: z.number(),
  failures: z.array(FailureSchema),
})

/** How far a long run has come. */
export type RunState = z.infer<typeof StateSchema>

const newState = (start: number): RunState => ({
  next: start,
  ...{ seeds: 0, events: 0, tookMs: 0, longestHealMs: 0, failures: [] },
})

/** Goes on where the file says; without one, or with a new one, from `start`. */
export const readState = (file: string | undefined, start: number): RunState =>
  file !== undefined && existsSync(file) ? StateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : newState(start)

export function writeState(file: string | undefined, state: RunState): void {
  if (file === undefined) return
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}
