import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addContact, type Contact, effectiveAtMs, floorMs, isClockSuspect } from '../../../server/sync/clock.ts'

describe('effective time', () => {
  it('SYNC-9 lies between the last contact before the event and the server, whatever the device says', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.nat(1e9),
        fc.nat(1e9),
        (wall, offset, a, b) => {
          const [floor, server] = [Math.min(a, b), Math.max(a, b)]
          const atMs = effectiveAtMs(wall, offset, floor, server)
          expect(atMs >= floor && atMs <= server).toBe(true)
        },
      ),
    )
  })

  it('SYNC-9 is the corrected wall time when that is believable', () => {
    expect(effectiveAtMs(5000, -1000, 3000, 9000)).toBe(4000)
  })
})

describe('contacts', () => {
  const following = (steps: readonly (readonly [ms: number, newestN: number, lastN: number])[]): readonly Contact[] =>
    steps.reduce<readonly Contact[]>((known, [ms, n, lastN]) => addContact(known, ms, n, lastN), [])

  it('SYNC-9 date an event after every contact that came before it was made, and after no other', () => {
    const known = following([
      [100, 0, 0],
      [200, 3, 0],
      [300, 8, 0],
    ])
    expect([1, 3, 4, 8, 9].map((n) => floorMs(known, n))).toEqual([100, 100, 200, 200, 300])
  })

  it('are dropped once they can date nothing any more', () => {
    const known = following([
      [100, 0, 0],
      [200, 3, 0],
      [300, 8, 5],
    ])
    expect(known).toEqual([
      { ms: 200, n: 3 },
      { ms: 300, n: 8 },
    ])
    expect(floorMs(known, 6)).toBe(200)
  })

  it('say nothing when the device does not say what it had made', () => {
    expect(addContact([], 100, undefined, 4)).toEqual([])
  })

  it('stay few', () => {
    const many = Array.from({ length: 500 }, (_, i) => [i, i, 0] as const)
    expect(following(many).length).toBeLessThanOrEqual(16)
  })
})

describe('a suspect clock', () => {
  const reading = (wallMs: number, monoMs: number, bootId = 'a') => ({ wallMs, monoMs, bootId })
  it('SYNC-9 is far from the server, or was set back while the machine ran; sleep is no sign', () => {
    expect(isClockSuspect(6 * 60_000, null, reading(0, 0))).toBe(true)
    expect(isClockSuspect(0, reading(1e9, 0), reading(1e9 - 10 * 60_000, 1000))).toBe(true)
    expect(isClockSuspect(0, reading(0, 0), reading(8 * 3_600_000, 1000))).toBe(false)
    expect(isClockSuspect(0, reading(1e9, 5e6, 'a'), reading(0, 5e6, 'b'))).toBe(false)
  })
})
