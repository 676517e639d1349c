/** The middle of some figures. */
const median = (values: readonly number[]): number => percentile(values, 0.5)

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export interface Contest {
  /** Milliseconds of each single act. */
  readonly acts: readonly number[]
  /** Milliseconds per act, by round. */
  readonly rounds: readonly number[]
}

/**
 * Lets several ways of doing a thing take turns, `batch` acts at a time, so that a noisy machine is as noisy for all of them.
 * The first rounds warm up and do not count.
 */
export async function contest<Name extends string>(
  ways: Readonly<Record<Name, (i: number) => void>>,
  { rounds, batch, warmUp }: { readonly rounds: number; readonly batch: number; readonly warmUp: number },
): Promise<Record<Name, Contest>> {
  const names = Object.keys(ways) as Name[]
  const found = Object.fromEntries(
    names.map((name) => [name, { acts: [] as number[], rounds: [] as number[] }]),
  ) as Record<Name, { acts: number[]; rounds: number[] }>
  let i = 0
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const acts: number[] = []
      for (let k = 0; k < batch; k++) {
        const startedMs = performance.now()
        ways[name](i++)
        acts.push(performance.now() - startedMs)
      }
      // As between two calls: what was put off until nobody waits is done now, and is nobody's time.
      await new Promise((resolve) => setImmediate(resolve))
      if (round < 0) continue
      found[name].acts.push(...acts)
      found[name].rounds.push(acts.reduce((sum, ms) => sum + ms, 0) / batch)
    }
  }
  return found
}

/** How often `ours` does it while `raw` does it once: the middle of all rounds, each compared with its neighbour in time. */
export const ratioOf = (ours: Contest, raw: Contest): number =>
  median(ours.rounds.map((ms, round) => (raw.rounds[round] ?? 0) / ms))

export const perSecond = (contestant: Contest): number => 1_000 / median(contestant.rounds)

/** Lets ways of asking take turns, so many questions each; milliseconds of every answer. */
export async function byTurns<Name extends string>(
  count: number,
  ways: Readonly<Record<Name, (i: number) => unknown>>,
): Promise<Record<Name, readonly number[]>> {
  const names = Object.keys(ways) as Name[]
  const found = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let i = 0; i < count; i++)
    for (const name of names) {
      const startedMs = performance.now()
      await ways[name](i)
      found[name].push(performance.now() - startedMs)
    }
  return found
}

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits))
