import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createTicker, type Ticker } from '../../../renderer/state/ticker.ts'
import { createTimeKeeper } from '../../../renderer/state/time.ts'

let now: number
let pending: { run: () => void; delayMs: number }[]
let ticker: Ticker

const pass = () => {
  const [next] = pending.splice(0, 1)
  if (!next) throw new Error('nothing is waiting')
  now += next.delayMs
  next.run()
}

beforeEach(() => {
  now = 10_250
  pending = []
  ticker = createTicker({
    nowMs: () => now,
    after: (run, delayMs) => {
      const timer = { run, delayMs }
      pending.push(timer)
      return () => {
        pending = pending.filter((other) => other !== timer)
      }
    },
  })
})

describe('ticker', () => {
  it('SLA-10 tells at once, then at each whole second, by one timer for all', () => {
    const [first, second] = [vi.fn(), vi.fn()]
    ticker.subscribe(first)
    ticker.subscribe(second)
    expect(pending).toHaveLength(1)
    pass()
    pass()
    expect(first.mock.calls.flat()).toEqual([10_250, 11_000, 12_000])
    expect(second.mock.calls.flat()).toEqual([10_250, 11_000, 12_000])
  })

  it('SLA-10 runs nothing while nobody listens, and starts again', () => {
    const end = ticker.subscribe(() => undefined)
    end()
    expect(pending).toHaveLength(0)
    const tick = vi.fn()
    ticker.subscribe(tick)
    pass()
    expect(tick).toHaveBeenCalledTimes(2)
  })
})

describe('time keeper', () => {
  it('SLA-10b goes on by the monotonic clock, whatever is done to the wall clock', () => {
    let wall = 1000
    let mono = 50
    const time = createTimeKeeper({ wallMs: () => wall, monoMs: () => mono })
    wall += 10 * 365 * 24 * 3600 * 1000
    mono += 700
    expect(time.nowMs()).toBe(1700)
    time.anchor(5000)
    mono += 25
    expect(time.nowMs()).toBe(5025)
  })
})
