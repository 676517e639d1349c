import { beforeEach, describe, expect, it } from 'vitest'
import { createStopwatch, type Stopwatch } from '../../../renderer/state/stopwatch.ts'

let nowMs: number
let monoMs: number
let stopwatch: Stopwatch

beforeEach(() => {
  nowMs = 1_000_000
  monoMs = 500
  stopwatch = createStopwatch({ nowMs: () => nowMs, monoMs: () => monoMs })
})
const pass = (ms: number) => {
  nowMs += ms
  monoMs += ms
}

describe('time of a call', () => {
  it.each([3_600_000, -3_600_000])(
    'CALL-12a SLA-10b runs on while the console is told the time anew, by %i ms',
    (by) => {
      const startedAtMs = nowMs
      expect(stopwatch.elapsedMs(startedAtMs)).toBe(0)
      pass(61_000)
      nowMs += by
      expect(stopwatch.elapsedMs(startedAtMs)).toBe(61_000)
    },
  )

  it('CALL-12a of a call that an earlier window began goes on from the time of day', () => {
    expect(stopwatch.elapsedMs(nowMs - 30_000)).toBe(30_000)
    expect(stopwatch.elapsedMs(nowMs + 30_000)).toBe(0)
  })

  it('CALL-12a after the talk begins at nothing, however the time of day was corrected meanwhile', () => {
    const startedAtMs = nowMs
    stopwatch.elapsedMs(startedAtMs)
    pass(61_000)
    nowMs += 3_600_000
    const endedAtMs = startedAtMs + stopwatch.elapsedMs(startedAtMs)
    stopwatch.begin(endedAtMs)
    pass(5_000)
    expect([endedAtMs - startedAtMs, stopwatch.elapsedMs(endedAtMs)]).toEqual([61_000, 5_000])
  })
})
