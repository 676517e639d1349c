import type { MendableFile } from './care/damage.ts'
import type { CountQuery, View } from './counts.ts'
import type { CustomerHistory, CustomerQuery } from './customer-view.ts'
import type { EscalationAsker, EscalationQuery, ListedEscalations } from './escalation-lists.ts'
import type { judgedWords, toldWords } from './judged-words.ts'
import type { Amount, Listed, ListQuery } from './lists.ts'
import type { WordsQuery } from './search/list-by-words.ts'
import type { Found, SearchQuery } from './search/search.ts'
import type { ListedTransfers, TransferAsker, TransferQuery, TransferView } from './transfer-lists.ts'

/** What the reading thread is asked, and what it answers. */
export interface ReaderCalls {
  readonly list: { readonly ask: ListQuery; readonly answer: Listed }
  readonly listByWords: { readonly ask: WordsQuery; readonly answer: Listed }
  readonly counts: { readonly ask: CountQuery; readonly answer: Record<View, number> }
  readonly search: { readonly ask: SearchQuery; readonly answer: Found }
  readonly countHits: {
    readonly ask: Omit<SearchQuery, 'order' | 'limit' | 'cursor'>
    readonly answer: Amount
  }
  readonly customer: { readonly ask: CustomerQuery; readonly answer: CustomerHistory }
  readonly escalations: { readonly ask: EscalationQuery; readonly answer: ListedEscalations }
  readonly escalationCount: { readonly ask: EscalationAsker; readonly answer: Amount }
  readonly transfers: { readonly ask: TransferQuery; readonly answer: ListedTransfers }
  readonly judgedWords: {
    readonly ask: Parameters<typeof judgedWords>[1]
    readonly answer: ReturnType<typeof judgedWords>
  }
  readonly toldWords: { readonly ask: Parameters<typeof toldWords>[1]; readonly answer: ReturnType<typeof toldWords> }
  readonly transferCounts: { readonly ask: TransferAsker; readonly answer: Readonly<Record<TransferView, Amount>> }
}
export type ReaderCall = keyof ReaderCalls

export interface ReaderRequest {
  readonly id: number
  readonly call: ReaderCall
  readonly ask: unknown
}
export type ReaderReply =
  /** The thread answers from now on. */
  | { readonly up: true }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly tag: string | undefined; readonly message: string }
  /** Something this thread read is not what was written; where a statement reads both files, the search file is named. */
  | { readonly damaged: MendableFile; readonly fault: string }
  | { readonly slow: { readonly sql: string; readonly tookMs: number; readonly plan: readonly string[] } }

export interface ReaderStart {
  readonly file: string
  readonly searchFile: string
  readonly key: Uint8Array
  readonly cacheKiB: number
}
