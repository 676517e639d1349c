/** Character bigrams of a text; blanks folded, case kept out. */
export function bigramsOf(text: string): ReadonlySet<string> {
  const chars = [...text.toLowerCase().replace(/\s+/g, ' ')]
  return new Set(chars.slice(1).map((char, i) => `${chars[i]}${char}`))
}

/** Word bigrams of an English text. */
export function wordPairsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z']+/g) ?? []
  return new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`))
}

/** Shared bigrams over the mean size of the two sets, 0 … 1. */
export function diceShare(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const gram of a) if (b.has(gram)) shared++
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size)
}

/** Share of the smaller set's bigrams that the other holds too, 0 … 1. */
export function sharedShare(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  if (small.size === 0) return 0
  let shared = 0
  for (const gram of small) if (large.has(gram)) shared++
  return shared / small.size
}

interface Named {
  readonly id: string
  readonly text: string
}
type Grams = (text: string) => ReadonlySet<string>
type Share = (a: ReadonlySet<string>, b: ReadonlySet<string>) => number

/** Pairs that share more than `limit`, worst first. */
export function tooAlike(items: readonly Named[], limit: number, grams: Grams = bigramsOf, share: Share = sharedShare) {
  const sets = items.map((item) => ({ id: item.id, grams: grams(item.text) }))
  const pairs = sets.flatMap((a, i) =>
    sets.slice(0, i).map((b) => ({ pair: `${a.id} ~ ${b.id}`, share: share(a.grams, b.grams) })),
  )
  const found = pairs.filter((pair) => pair.share > limit).sort((a, b) => b.share - a.share)
  return found.map((f) => `${f.pair} ${f.share.toFixed(2)}`)
}
