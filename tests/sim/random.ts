/** Seeded randomness: the same name gives the same draws, on every machine. */
export interface Dice {
  /** A number from 0 up to, not including, 1. */
  readonly chance: () => number
  /** A whole number from 0 up to, not including, `below`. */
  readonly int: (below: number) => number
  readonly pick: <T>(items: readonly T[]) => T
  readonly bytes: (count: number) => Uint8Array
  /** True in `share` (0 … 1) of the draws. */
  readonly happens: (share: number) => boolean
}

/** Spreads a text over four 32-bit words (xmur3). */
function seedWords(name: string): () => number {
  let h = 1779033703 ^ name.length
  for (let i = 0; i < name.length; i++) {
    h = Math.imul(h ^ name.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    h ^= h >>> 16
    return h >>> 0
  }
}

/** sfc32: small, fast, passes the usual tests of randomness. */
export function createDice(name: string): Dice {
  const word = seedWords(name)
  let [a, b, c, d] = [word(), word(), word(), word()]
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  const chance = (): number => next() / 2 ** 32
  const int = (below: number): number => Math.floor(chance() * below)
  return {
    chance,
    int,
    pick: (items) => {
      const item = items[int(items.length)]
      if (item === undefined) throw new Error('dice: nothing to pick from')
      return item
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff),
    happens: (share) => chance() < share,
  }
}
