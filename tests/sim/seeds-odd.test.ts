import { describe, expect, it } from 'vitest'
import { brokenSeeds, useSimulation } from './in-vitest.ts'
import { makePlan } from './plan.ts'

const groups = Array.from({ length: 10 }, (_, group) => Array.from({ length: 10 }, (__, i) => group * 20 + i * 2 + 1))

describe('nothing is lost and all end equal, whatever happens', () => {
  const run = useSimulation()

  it.each(groups)('SYNC-1 SYNC-2 seeds %i, %i … hold', async (...seeds) => {
    expect(await brokenSeeds(run, seeds.map(makePlan))).toEqual([])
  })

  it('the same seed gives the same run, to the last exchange', async () => {
    const [first, again] = [await run(makePlan(9)), await run(makePlan(9))]
    expect(again.trace).toEqual(first.trace)
    expect(first.trace.length).toBeGreaterThan(20)
  })
})
