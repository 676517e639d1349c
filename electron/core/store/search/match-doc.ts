import { foldUnits } from './fold-units.ts'
import type { SearchTerms } from './query.ts'
import type { SearchDoc } from './search-doc.ts'

/** Does a case that is not indexed yet answer the question? The same answer the index would give. */
export function matchesDoc(doc: SearchDoc, { terms, whole }: SearchTerms, name: string | null): boolean {
  const tokens = doc.tokens.split(' ')
  if (name !== null && !holds(tokens, name)) return false
  const folded = foldUnits(doc.text)
  const all = terms.every((term) => {
    const isInText = term.isLoose ? folded.includes(term.text) : holds(tokens, term.words)
    return isInText || (term.marks !== null && holds(tokens, term.marks))
  })
  return (all && terms.length + (name === null ? 0 : 1) > 0) || (whole !== null && holds(tokens, whole))
}

/** Reads the small part of the index's language that our own expressions use: `"a" AND "b" *`, `"a" OR "b"`. */
function holds(tokens: readonly string[], expression: string): boolean {
  return expression.split(' OR ').some((option) => option.split(' AND ').every((part) => isThere(tokens, part)))
}

function isThere(tokens: readonly string[], part: string): boolean {
  const isPrefix = part.endsWith(' *')
  const token = part.slice(1, isPrefix ? -3 : -1).replaceAll('""', '"')
  return isPrefix ? tokens.some((it) => it.startsWith(token)) : tokens.includes(token)
}
