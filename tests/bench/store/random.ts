/** A small seeded generator (mulberry32): the same corpus on every machine. */
export interface Dice {
  /** 0 ≤ n < 1 */
  readonly next: () => number
  /** An integer, 0 ≤ n < below. */
  readonly below: (below: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly bytes: (count: number) => Buffer
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (list) => {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('pick from nothing')
      return item
    },
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  }
}
