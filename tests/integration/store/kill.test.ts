import { describe, expect, it } from 'vitest'
import { countSteps, type Kill, runKills } from './tools/kills.ts'

/** Processes at a time: one to save, one to look. */
const sideBySide = 2
const timed = 12
const wanted = 100
/** Where the first step falls costs one, and a save can be over before its time is. */
const spare = 4

describe('a console killed while saving', () => {
  it('SYNC-1a at every third step of every kind of save and at random times: all that was acknowledged is there, nothing half', async () => {
    const steps = await countSteps()
    const stride = Math.floor(steps / (wanted + spare - timed))
    const offset = Math.floor(Math.random() * stride)
    const atSteps = Array.from(
      { length: Math.floor((steps - offset) / stride) },
      (_, i): Kill => ({ at: 'step', step: offset + i * stride }),
    )
    const atTimes = Array.from(
      { length: timed },
      (): Kill => ({ at: 'time', afterMs: Math.floor(Math.random() * 120) }),
    )
    const found: string[] = []
    let kills = 0
    let acknowledged = 0
    await runKills([...atSteps, ...atTimes], sideBySide, (result, kill) => {
      kills += result.ended ? 0 : 1
      acknowledged += result.acknowledged
      found.push(...result.faults.map((fault) => `${JSON.stringify(kill)}: ${fault}`))
    })
    expect(found).toEqual([])
    expect(kills).toBeGreaterThanOrEqual(wanted)
    expect(acknowledged).toBeGreaterThan(kills)
  }, 900_000)
})
