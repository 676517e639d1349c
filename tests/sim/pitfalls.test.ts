import { describe, expect, it } from 'vitest'
import { useSimulation } from './in-vitest.ts'
import { consolePitfalls } from './pitfalls/console-pitfalls.ts'
import type { Pitfall } from './pitfalls/pitfall.ts'
import { serverPitfalls } from './pitfalls/server-pitfalls.ts'
import { makePlan } from './plan.ts'

describe('a mistake others made is noticed when it is put back in', () => {
  const run = useSimulation()

  const isNoticed = async ({ from = 1, within, make }: Pitfall): Promise<boolean> => {
    for (let seed = from; seed < from + within; seed++) if (!(await run(makePlan(seed), make())).ok) return true
    return false
  }

  it.each([...consolePitfalls, ...serverPitfalls])('$name ($seen), within $within seeds', async (pitfall) => {
    expect(await isNoticed(pitfall)).toBe(true)
  })
})
