import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Hlc, hlcMs, hlcPattern, maxAheadMs, receiveHlc, tickHlc, zeroHlc } from '../../../shared/kernel/hlc.ts'

const at = (ms: number, count: number): Hlc =>
  `${ms.toString(16).padStart(12, '0')}${count.toString(16).padStart(4, '0')}` as Hlc
const now = 1_715_307_600_000

describe('the hybrid clock', () => {
  it('SYNC-9a always grows, whatever the wall clock does', () => {
    const walls = fc.array(fc.integer({ min: 0, max: 4_102_444_800_000 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(walls, (wallMs) => {
        let last = zeroHlc
        for (const ms of wallMs) {
          const next = tickHlc(last, ms)
          expect(next > last && hlcPattern.test(next) && hlcMs(next) >= ms).toBe(true)
          last = next
        }
      }),
      { numRuns: 200 },
    )
  })

  it('follows the wall clock when it goes on, counts when it stands or goes back', () => {
    expect(tickHlc(at(now, 7), now + 1)).toBe(at(now + 1, 0))
    expect(tickHlc(at(now, 7), now)).toBe(at(now, 8))
    expect(tickHlc(at(now, 7), now - 86_400_000)).toBe(at(now, 8))
  })

  it('a full counter goes over into the next millisecond', () => {
    expect(tickHlc(at(now, 0xffff), now)).toBe(at(now + 1, 0))
    expect(tickHlc(at(now, 0xfffe), now)).toBe(at(now, 0xffff))
  })

  it.each([-1, 2 ** 48, Number.NaN, Number.POSITIVE_INFINITY])(
    'SYNC-9a a wall clock that says %s blocks nothing',
    (wallMs) => {
      expect(tickHlc(at(now, 7), wallMs)).toBe(at(now, 8))
    },
  )

  it('parts of a millisecond do not count', () => {
    expect(tickHlc(at(now, 7), now + 1.5)).toBe(at(now + 1, 0))
  })

  it('at its last value it stops growing loudly, not silently', () => {
    expect(() => tickHlc(at(2 ** 48 - 1, 0xffff), now)).toThrow(RangeError)
  })
})

describe('a clock value from elsewhere', () => {
  it('SYNC-9b is taken over up to 60 s ahead of the server, and no further', () => {
    expect(receiveHlc(zeroHlc, at(now + maxAheadMs, 0), now)).toEqual({ ok: true, value: at(now + maxAheadMs, 0) })
    expect(receiveHlc(zeroHlc, at(now + maxAheadMs + 1, 0), now)).toEqual({
      ok: false,
      error: { tag: 'hlc.ahead', field: 'hlc', detail: { aheadMs: maxAheadMs + 1 } },
    })
  })

  it('never sets the own clock back', () => {
    expect(receiveHlc(at(now, 3), at(now, 2), now)).toEqual({ ok: true, value: at(now, 3) })
    expect(receiveHlc(at(now, 3), at(now, 4), now)).toEqual({ ok: true, value: at(now, 4) })
  })

  it.each(['', '018f604cd880000', '018f604cd88000000', '018F604CD8800000', '018f604cd880000g'])(
    'refuses %j',
    (value) => {
      expect(receiveHlc(zeroHlc, value as Hlc, now)).toEqual({
        ok: false,
        error: { tag: 'hlc.malformed', field: 'hlc' },
      })
    },
  )
})
