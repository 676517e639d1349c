import type { indexName, nameMatches, queryName } from '../../../shared/intake/names.ts'

/** The kernel's way of reading names, brought in when somebody first searches: its table of readings is large. */
export interface Spelling {
  readonly indexName: typeof indexName
  readonly queryName: typeof queryName
  readonly nameMatches: typeof nameMatches
}

/** Something with words on it that can be found by typing. */
export interface Findable {
  readonly label: string
}

/**
 * Those whose words match what was typed: its characters anywhere, its pinyin, its initials (`xld` → 新来电), the beginnings
 * of its words in English. Nearest first: begins with it, contains it, spelled so; equals stay in the order they came in.
 */
export function createFinder<Item extends Findable>(items: readonly Item[], spelling: Spelling) {
  const indexed = items.map((item) => ({
    item,
    plain: item.label.toLowerCase(),
    index: spelling.indexName(item.label),
  }))
  return (typed: string): readonly Item[] => {
    const plain = typed.trim().toLowerCase()
    if (plain === '') return items
    const query = spelling.queryName(typed)
    const nearness = (entry: (typeof indexed)[number]): number => {
      if (entry.plain.startsWith(plain)) return 0
      if (entry.plain.includes(plain)) return 1
      return query !== null && spelling.nameMatches(entry.index, query) ? 2 : 3
    }
    return indexed
      .map((entry) => ({ item: entry.item, far: nearness(entry) }))
      .filter(({ far }) => far < 3)
      .sort((a, b) => a.far - b.far)
      .map(({ item }) => item)
  }
}
