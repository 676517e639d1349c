import type { Marks } from './index-round.ts'

export interface IndexerStart {
  readonly file: string
  readonly searchFile: string
  readonly key: Uint8Array
}

/** `go`: index one round, copy the log back when it is long. */
export type IndexerRequest = { readonly kind: 'go' | 'close' }

export type IndexerReply =
  | { readonly kind: 'ready'; readonly marks: Marks }
  | { readonly kind: 'marks'; readonly marks: Marks; readonly isBehind: boolean }
  | { readonly kind: 'closed' }
