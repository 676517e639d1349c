import { z } from 'zod'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { parseWith } from './parse.ts'
import { type LadderRole, ladderRoles } from './policy.ts'

const level = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

/**
 * Who is told about a clock and when: levels linked by `next`, from `first` up. A level is reached at `near` or at `due`,
 * plus a share of the clock's target. Source: SLA-9, details.md "Ladder".
 */
export const LadderFileSchema = z.strictObject({
  version: z.int().min(1),
  ladders: z.record(
    level,
    z.strictObject({
      first: level,
      levels: z.record(
        level,
        z.strictObject({
          tell: z.enum(ladderRoles),
          at: z.enum(['near', 'due']),
          plusShare: z.number().min(0).max(10),
          next: level.nullable(),
        }),
      ),
    }),
  ),
})
export type LadderFile = Readonly<z.infer<typeof LadderFileSchema>>

/** One rung, in climbing order. `plusShare` = part of the target after `at`. */
export interface LadderStep {
  readonly level: string
  readonly tell: LadderRole
  readonly at: 'near' | 'due'
  readonly plusShare: number
}

export type Ladders = ReadonlyMap<string, readonly LadderStep[]>

/**
 * Checks a ladder file and puts each ladder in order. Refuses `ladder.malformed`, `ladder.cyclic` (a level comes again),
 * `ladder.unknown_level`, `ladder.unreachable_level`, `ladder.out_of_order` (a higher level before a lower one).
 */
export function parseLadders(input: unknown): Result<Ladders> {
  const parsed = parseWith(LadderFileSchema, input, 'ladder.malformed')
  if (!parsed.ok) return parsed
  const ladders = new Map<string, readonly LadderStep[]>()
  for (const [name, ladder] of Object.entries(parsed.value.ladders)) {
    const steps = climb(ladder, `ladders.${name}`)
    if (!steps.ok) return steps
    ladders.set(name, steps.value)
  }
  return ok(ladders)
}

function climb(ladder: LadderFile['ladders'][string], field: string): Result<readonly LadderStep[]> {
  const steps: LadderStep[] = []
  const seen = new Set<string>()
  let name: string | null = ladder.first
  while (name !== null) {
    if (seen.has(name)) return refuse('ladder.cyclic', `${field}.levels.${name}`)
    const found: LadderFile['ladders'][string]['levels'][string] | undefined = ladder.levels[name]
    if (found === undefined) return refuse('ladder.unknown_level', `${field}.levels.${name}`)
    seen.add(name)
    const previous = steps.at(-1)
    if (previous !== undefined && rank(found) < rank(previous))
      return refuse('ladder.out_of_order', `${field}.levels.${name}`)
    steps.push({ level: name, tell: found.tell, at: found.at, plusShare: found.plusShare })
    name = found.next
  }
  const unreached = Object.keys(ladder.levels).find((other) => !seen.has(other))
  return unreached === undefined ? ok(steps) : refuse('ladder.unreachable_level', `${field}.levels.${unreached}`)
}

const rank = (step: Pick<LadderStep, 'at' | 'plusShare'>): number => (step.at === 'near' ? -1 : 0) + step.plusShare
