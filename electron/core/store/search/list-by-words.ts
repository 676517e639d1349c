import { type Listed, type ListQuery, listCases, type WordsPart } from '../lists.ts'
import { createCandidateCheck } from './candidate.ts'
import { unindexedRefs } from './fresh.ts'
import { matchesDoc } from './match-doc.ts'
import { expressionOf, nameExpression, readSearch, type SearchTerms } from './query.ts'
import type { SearchSide } from './search.ts'
import { searchDocOf } from './search-doc.ts'

/** A list narrowed by words or by the customer's name, still in its own order. */
export interface WordsQuery extends ListQuery {
  readonly text?: string
}

/**
 * One page of a list in which every case also holds the words. The index gives the numbers of all candidates at once, the list is
 * walked in its own order, and only cases that come up are looked at. Source: ux.md "Queue".
 */
export function listByWords(side: SearchSide, query: WordsQuery): Listed {
  const words = wordsPart(side, query)
  return words === null ? { rows: [], count: { value: 0, exact: true } } : listCases(side.db, query, words)
}

/** `null` = nothing can answer. */
function wordsPart(side: SearchSide, { text, filter }: WordsQuery): WordsPart | null {
  const terms = text === undefined ? null : readSearch(text, side.cases.phoneKey())
  const name = filter?.customer === undefined ? undefined : nameExpression(filter.customer)
  if (name === null || (text !== undefined && terms === null)) return null
  const asked = terms ?? { terms: [], whole: null }
  const expression = [expressionOf(asked), name ?? '']
    .filter((part) => part !== '')
    .map((part) => `(${part})`)
    .join(' AND ')
  const check = createCandidateCheck(side.db, asked)
  const fresh = freshRefs(side, asked, name ?? null)
  return {
    // The `+` keeps the list's own index in front: neither a common nor a rare word is then sorted.
    where: {
      sql: `(+c.ref IN (SELECT rowid FROM search.words WHERE words MATCH ?) OR +c.ref IN (${[...fresh.all].join(', ')}))`,
      values: [expression],
    },
    holds: ({ ref }) => (fresh.all.has(ref) ? fresh.hits.has(ref) : isSure(asked) || holdsWords(ref)),
  }

  function holdsWords(ref: number): boolean {
    const row = side.db.get<{ text: Uint8Array }>('SELECT text FROM search.docs WHERE ref = ?', ref)
    return row !== undefined && check(ref, row.text) !== null
  }
}

const isSure = ({ terms }: SearchTerms): boolean => terms.every((term) => !term.isLoose)

/** What was saved since the index was brought up to date is folded and looked through. */
function freshRefs(side: SearchSide, asked: SearchTerms, name: string | null) {
  const all = unindexedRefs(side.db)
  if (all.size > 0) side.cases.forget()
  const hits = [...all].filter((ref) => {
    const theCase = side.cases.find(ref)
    return theCase !== undefined && matchesDoc(searchDocOf(theCase, side.cases.phoneKey()), asked, name)
  })
  return { all, hits: new Set(hits) }
}
