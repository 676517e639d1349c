import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uuidPattern, uuidV7, uuidV7Ms, uuidV8 } from '../../../shared/kernel/ids.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('UUIDs', () => {
  it('version 7 keeps its millisecond and sorts by it as text', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.integer({ min: 0, max: 2 ** 48 - 1 }))
    fc.assert(
      fc.property(times, bytes(10), ([a, b], random) => {
        const [first, second] = [uuidV7(a, random), uuidV7(b, random)]
        expect(uuidPattern.test(first)).toBe(true)
        expect(uuidV7Ms(first)).toBe(a)
        expect(first < second).toBe(a < b)
      }),
      { numRuns: 300 },
    )
  })

  it.each([-1, 2 ** 48, 1.5, Number.NaN])('version 7 of the time %s is a bug and throws', (ms) => {
    expect(() => uuidV7(ms, new Uint8Array(10))).toThrow(RangeError)
  })

  it('version 7 needs ten random bytes', () => {
    expect(() => uuidV7(0, new Uint8Array(9))).toThrow(RangeError)
  })

  it('version 8 takes sixteen bytes of a digest', () => {
    fc.assert(
      fc.property(bytes(32), (digest) => {
        const id = uuidV8(digest)
        expect(uuidPattern.test(id) && id[14] === '8').toBe(true)
        expect(uuidV7Ms(id)).toBeNull()
      }),
      { numRuns: 100 },
    )
    expect(() => uuidV8(new Uint8Array(15))).toThrow(RangeError)
  })

  it.each(['', 'x', '018f604c-d880-4000-8000-000000000001', '018F604C-D880-7000-8000-000000000001'])(
    '%j has no time',
    (id) => {
      expect(uuidV7Ms(id)).toBeNull()
    },
  )
})
