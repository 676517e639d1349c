import { describe, expect, it } from 'vitest'
import { createOffsetMeter } from '../../../../../electron/core/sync/offset.ts'

/** An exchange whose way there took `thereMs` and whose way back `backMs`, with a server `aheadMs` ahead of us. */
const exchange = (sentMs: number, thereMs: number, backMs: number, aheadMs: number) => ({
  sentMs,
  gotMs: sentMs + thereMs + backMs,
  serverMs: sentMs + thereMs + aheadMs,
})

describe('how far the server’s clock is from ours', () => {
  it('SYNC-9 is what was kept until the first exchange, then what the exchanges say', () => {
    const meter = createOffsetMeter(1_234)
    expect(meter.offsetMs()).toBe(1_234)
    meter.add(exchange(1_000_000, 40, 40, -60_000))
    expect(meter.offsetMs()).toBe(-60_000)
  })

  it('SYNC-9 of several exchanges the one with the least round trip counts: a slow way back deceives nobody', () => {
    const meter = createOffsetMeter()
    meter.add(exchange(1_000_000, 10, 4_000, 7_000))
    expect(meter.offsetMs()).toBe(7_000 - 1_995)
    meter.add(exchange(1_010_000, 12, 12, 7_000))
    meter.add(exchange(1_020_000, 3_000, 20, 7_000))
    expect(meter.offsetMs()).toBe(7_000)
  })

  it('SYNC-9 forgets old exchanges, so that a clock that was set is followed', () => {
    const meter = createOffsetMeter()
    meter.add(exchange(1_000_000, 1, 1, 0))
    for (let i = 0; i < 8; i++) meter.add(exchange(2_000_000 + i, 20, 20, 90_000))
    expect(meter.offsetMs()).toBe(90_000)
  })

  it('SYNC-9 leaves out an exchange during which our own clock was set back', () => {
    const meter = createOffsetMeter(5)
    meter.add({ sentMs: 1_000_000, gotMs: 900_000, serverMs: 1_000_000 })
    expect(meter.offsetMs()).toBe(5)
  })

  it.each([
    [5 * 60_000, false],
    [-5 * 60_000, false],
    [5 * 60_000 + 1, true],
    [-10 * 365 * 86_400_000, true],
  ])('SYNC-9 a clock that is %i ms off is put up for review: %s', (aheadMs, isSuspect) => {
    const meter = createOffsetMeter()
    meter.add(exchange(1e12, 5, 5, aheadMs))
    expect(meter.suspect()).toBe(isSuspect)
  })
})
