import type { CaseReader } from '../case-reader.ts'
import type { ReadDb } from '../database.ts'
import { type CaseFilter, filterParts, seenFilter, type Where } from '../filters.ts'
import { type Amount, type CaseTableRow, exactCount, type ListedCase, listColumns, listedOf } from '../lists.ts'
import { createCandidateCheck } from './candidate.ts'
import { unindexedRefs } from './fresh.ts'
import { matchesDoc } from './match-doc.ts'
import { betterExpression, expressionOf, nameExpression, readSearch, type SearchTerms } from './query.ts'
import { searchDocOf } from './search-doc.ts'
import { type Snippet, snippetOf } from './snippet.ts'

export interface SearchQuery {
  readonly text: string
  readonly filter?: CaseFilter
  readonly scopes: readonly string[] | null
  readonly nowMs: number
  /** `relevance` ranks the newest 20,000 hits: all words in name or symptom first, then those said often, then the rest. */
  readonly order: 'newest' | 'relevance'
  readonly limit: number
  readonly cursor?: string
}

export interface Hit {
  readonly row: ListedCase
  readonly snippet: Snippet
}

export interface Found {
  readonly hits: readonly Hit[]
  readonly next?: string
  /** Cases saved that the index does not hold yet and that were looked through one by one. */
  readonly unindexed: number
}

/** How many hits relevance looks at. Source: details.md "Benchmarks". */
const rankedHits = 20_000

type SearchRow = CaseTableRow & { readonly text: Uint8Array }

export interface SearchSide {
  readonly db: ReadDb
  readonly cases: CaseReader
}

/** Finds cases by their words: what the index holds, and what was saved since. Source: issue C "Search". */
export function searchCases(side: SearchSide, query: SearchQuery): Found {
  const terms = readSearch(query.text, side.cases.phoneKey())
  const name = query.filter?.customer === undefined ? undefined : nameExpression(query.filter.customer)
  if (name === null || (terms === null && name === undefined)) return { hits: [], unindexed: 0 }
  const asked = terms ?? { terms: [], whole: null }
  const expression = [expressionOf(asked), name ?? '']
    .filter((part) => part !== '')
    .map((part) => `(${part})`)
    .join(' AND ')
  const fresh = unindexedRefs(side.db)
  const parts = [seenFilter(side.db, query.scopes), ...filterParts(query.filter, query.nowMs)]
  const plan: Plan = { side, query, asked, expression, parts, fresh, name: name ?? null }
  return query.order === 'newest' ? newest(plan) : byRelevance(plan)
}

interface Plan {
  readonly side: SearchSide
  readonly query: SearchQuery
  readonly asked: SearchTerms
  readonly expression: string
  readonly parts: readonly Where[]
  readonly fresh: ReadonlySet<number>
  readonly name: string | null
}

function newest(plan: Plan): Found {
  const { query, fresh } = plan
  const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor)
  const own = freshHits(plan).filter((it) => it.ref < before)
  const hits: (Hit & { readonly ref: number })[] = []
  for (const hit of merged(own, indexedHits(plan, plan.expression, before, 0))) {
    hits.push(hit)
    if (hits.length > query.limit) break
  }
  const shown = hits.slice(0, query.limit)
  const last = shown.at(-1)
  const next = hits.length > query.limit && last !== undefined ? { next: String(last.ref) } : {}
  return { hits: shown.map(({ row, snippet }) => ({ row, snippet })), ...next, unindexed: fresh.size }
}

type RankedHit = Hit & { readonly ref: number }

/** Two lists, both newest first, as one. */
function* merged(a: readonly RankedHit[], b: Iterable<RankedHit>): Generator<RankedHit> {
  let i = 0
  for (const hit of b) {
    while (i < a.length && (a[i]?.ref ?? 0) > hit.ref) yield a[i++] as RankedHit
    yield hit
  }
  yield* a.slice(i)
}

function* indexedHits(plan: Plan, expression: string, before: number, from: number): Generator<RankedHit> {
  const { side, parts, asked, fresh } = plan
  const check = createCandidateCheck(side.db, asked)
  const sql = `SELECT ${listColumns}, d.text FROM search.words w
    CROSS JOIN cases c ON c.ref = w.rowid CROSS JOIN search.docs d ON d.ref = w.rowid
    WHERE w.words MATCH ? AND w.rowid < ? AND w.rowid >= ? AND c.status <> 'void'${parts.map((it) => ` AND ${it.sql}`).join('')}
    ORDER BY w.rowid DESC`
  const values = parts.flatMap((it) => it.values)
  for (const row of side.db.each<SearchRow>(sql, expression, before, from, ...values)) {
    if (fresh.has(row.ref)) continue
    const found = check(row.ref, row.text)
    if (found === null) continue
    yield { ref: row.ref, row: listedOf(row), snippet: snippetOf(found.text, asked, found.folded) }
  }
}

/** What was just saved is found at once: folded and looked through as the index would have it. */
function freshHits(plan: Plan): RankedHit[] {
  const { side, parts, asked, fresh } = plan
  if (fresh.size === 0) return []
  side.cases.forget()
  const sql = `SELECT ${listColumns} FROM cases c WHERE c.ref = ? AND c.status <> 'void'${parts.map((it) => ` AND ${it.sql}`).join('')}`
  const hits = [...fresh].flatMap((ref) => {
    const row = side.db.get<CaseTableRow>(sql, ref, ...parts.flatMap((it) => it.values))
    const theCase = row === undefined ? undefined : side.cases.find(ref)
    if (row === undefined || theCase === undefined) return []
    const doc = searchDocOf(theCase, side.cases.phoneKey())
    return matchesDoc(doc, asked, plan.name) ? [{ ref, row: listedOf(row), snippet: snippetOf(doc.text, asked) }] : []
  })
  return hits.sort((a, b) => b.ref - a.ref)
}

/** Best first: in the head and often, in the head, often, the rest; each newest first; fresh ones with the best. */
function byRelevance(plan: Plan): Found {
  const { query, asked, side } = plan
  const skip = query.cursor === undefined ? 0 : Number(query.cursor)
  const from = windowStart(side.db, plan.expression)
  const head = betterExpression(asked, 'head')
  const often = betterExpression(asked, 'often')
  const both = head === null || often === null ? null : `(${head}) AND (${often})`
  const tiers = [both, head, often, plan.expression].filter((it): it is string => it !== null)
  const seen = new Set<number>()
  const hits: RankedHit[] = []
  const wanted = skip + query.limit + 1
  const take = (hit: RankedHit): boolean => {
    if (!seen.has(hit.ref)) hits.push(hit)
    seen.add(hit.ref)
    return hits.length < wanted
  }
  const own = freshHits(plan)
  const ranked = (function* () {
    yield* own
    for (const tier of tiers)
      yield* indexedHits(plan, `(${tier}) AND (${plan.expression})`, Number.MAX_SAFE_INTEGER, from)
  })()
  for (const hit of ranked) if (!take(hit)) break
  const shown = hits.slice(skip, skip + query.limit)
  const next = hits.length >= wanted ? { next: String(skip + query.limit) } : {}
  return { hits: shown.map(({ row, snippet }) => ({ row, snippet })), ...next, unindexed: plan.fresh.size }
}

/** The oldest of the newest 20,000 hits. */
function windowStart(db: ReadDb, expression: string): number {
  const sql = 'SELECT rowid AS ref FROM search.words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?'
  return db.get<{ ref: number }>(sql, expression, rankedHits - 1)?.ref ?? 0
}

/** How many cases a search would find. */
export function countHits(side: SearchSide, query: Omit<SearchQuery, 'order' | 'limit' | 'cursor'>): Amount {
  const found = searchCases(side, { ...query, order: 'newest', limit: exactCount })
  return { value: found.hits.length, exact: found.next === undefined }
}
