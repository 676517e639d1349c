import type { ReadDb } from '../database.ts'
import { foldUnits } from './fold-units.ts'
import type { SearchTerms } from './query.ts'
import { unpackText } from './search-db.ts'

export interface Candidate {
  readonly text: string
  readonly folded: string
}

/**
 * Looks at the text of a candidate: pairs of characters can be there without the word. Gives the text back when every word is
 * really in it (or answered by name, phone or number), with its folded form, else `null`.
 */
export function createCandidateCheck(db: ReadDb, { terms, whole }: SearchTerms) {
  const loose = terms.filter((term) => term.isLoose)
  const isMarked = (expression: string | null, ref: number): boolean =>
    expression !== null &&
    db.get('SELECT 1 FROM search.words WHERE words MATCH ? AND rowid = ?', expression, ref) !== undefined
  return (ref: number, packed: Uint8Array): Candidate | null => {
    const text = unpackText(packed)
    const folded = foldUnits(text)
    const holds = loose.every((term) => folded.includes(term.text) || isMarked(term.marks, ref))
    return holds || isMarked(whole, ref) ? { text, folded } : null
  }
}
