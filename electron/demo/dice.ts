/** Seeded choices (mulberry32): the same seed tells the same stories on every machine. */
export interface Dice {
  /** True in `share` of the throws, 0 … 1. */
  readonly chance: (share: number) => boolean
  /** A whole number, `from` ≤ n ≤ `to`. */
  readonly between: (from: number, to: number) => number
  readonly pick: <T>(list: readonly T[]) => T
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    chance: (share) => next() < share,
    between,
    pick: (list) => {
      const item = list[between(0, list.length - 1)]
      if (item === undefined) throw new Error('demo: pick from nothing')
      return item
    },
  }
}
