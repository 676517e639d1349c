import { createCaseReader } from '../case-reader.ts'
import { type CustomerQuery, customerHistory } from '../customer-view.ts'
import type { ReadDb } from '../database.ts'
import { listByWords, type WordsQuery } from './list-by-words.ts'
import { countHits, type SearchQuery, type SearchSide, searchCases } from './search.ts'

/** The answers that need the search file, attached as `search` to this connection. */
export function searchAnswers(db: ReadDb) {
  const side: SearchSide = { db, cases: createCaseReader(db) }
  return {
    listByWords: (ask: WordsQuery) => listByWords(side, ask),
    search: (ask: SearchQuery) => searchCases(side, ask),
    countHits: (ask: Omit<SearchQuery, 'order' | 'limit' | 'cursor'>) => countHits(side, ask),
    customer: (ask: CustomerQuery) => customerHistory(side, ask),
  }
}
