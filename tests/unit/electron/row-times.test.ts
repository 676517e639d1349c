import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atMsOf, hlcBytes, hlcOf } from '../../../electron/core/store/row-times.ts'
import type { Hlc } from '../../../shared/kernel/hlc.ts'

const hlc = (ms: number, count: number): Hlc =>
  `${ms.toString(16).padStart(12, '0')}${count.toString(16).padStart(4, '0')}` as Hlc

describe('the times of an event as stored', () => {
  it('come back as they were, whatever the clocks said', () => {
    const ms = fc.integer({ min: 0, max: 2 ** 48 - 1 })
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 0, max: 0xffff }), fc.boolean(), (wallMs, otherMs, count, isSame) => {
        const value = hlc(isSame ? wallMs : otherMs, count)
        expect(hlcOf({ hlc: hlcBytes(value, wallMs), wall_ms: wallMs })).toBe(value)
        expect(atMsOf({ wall_ms: wallMs, at_off: otherMs - wallMs })).toBe(otherMs)
      }),
    )
  })

  it('take no room where the clocks agree', () => {
    expect(hlcBytes(hlc(1_715_565_600_000, 0), 1_715_565_600_000)).toHaveLength(0)
    expect(hlcBytes(hlc(1_715_565_600_000, 7), 1_715_565_600_000)).toHaveLength(2)
  })
})
