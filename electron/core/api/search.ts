import type { Actor } from '../../../shared/case/event.ts'
import type { SearchRequest, SearchResponse } from '../../../shared/contract/console.ts'
import { maskText } from '../../../shared/intake/mask-text.ts'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import type { Snippet } from '../store/search/snippet.ts'
import type { Store } from '../store/store.ts'
import { caseRow, type MaskPhone } from './rows.ts'

export interface SearchDeps {
  readonly store: Pick<Store, 'read'>
  readonly who: () => { readonly actor: Actor } | null
  readonly nowMs: () => EpochMs
  readonly offsetMs: () => number
  readonly maskPhone: MaskPhone
}

/** Cases by their words, as far as this session may see them. Source: issue C "Search". */
export async function searchCases(deps: SearchDeps, request: SearchRequest): Promise<SearchResponse> {
  const startedMs = performance.now()
  const asOfMs = deps.nowMs() + deps.offsetMs()
  const who = deps.who()
  if (!who) return { rows: [], asOfMs, tookMs: 0 }
  const { text, filter, order, cursor, limit } = request
  const found = await deps.store.read.search({
    text,
    order,
    limit,
    scopes: who.actor.scopes,
    nowMs: asOfMs,
    ...(filter === undefined ? {} : { filter }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  return {
    rows: found.hits.map(({ row, snippet }) => ({
      ...caseRow(row, asOfMs, deps.maskPhone),
      snippet: coveredSnippet(snippet),
    })),
    ...(found.next === undefined ? {} : { next: found.next }),
    asOfMs,
    tookMs: performance.now() - startedMs,
  }
}

/** A number cut by the end of a snippet is no longer known for one: what may be a piece of it is covered. */
const cutNumber = /^[\d\s-]{5,}|[\d\s-]{5,}$/g
const covered = (piece: string): string => (/\d[\d\s-]{3,}\d/.test(piece) ? piece.replace(/\d/g, '*') : piece)

function coveredSnippet({ text, marks }: Snippet): SearchResponse['rows'][number]['snippet'] {
  const shown = maskText(text.replace(cutNumber, covered))
  // Where something was covered the places of the hits no longer hold.
  return { text: shown, marks: shown === text ? marks.map(([from, to]) => [from, to]) : [] }
}
